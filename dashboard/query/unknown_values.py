"""Resolve a state against a network: normalize its values and drop those that the network does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard.model.network import Network
from dashboard.query.facets import facet_values
from dashboard.query.state import MAX_COMPARED, State
from dashboard.reference.countries import country_code, country_name
from dashboard.text.suggest import closest


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """An unknown value in the query string; `nearest` is the most similar known value, or "".

    For the key `compared`, `value` is the number of cities beyond `MAX_COMPARED`.
    """

    key: str
    value: str
    nearest: str = ""


def drop_unknown(network: Network, state: State) -> tuple[State, tuple[UnknownValue, ...]]:
    """Drop unknown values from a state, and return them.

    Normalizes case, and country names and codes, without a notice.
    """
    notices: list[UnknownValue] = []

    def check(
        key: str, values: Iterable[str], known: Mapping[str, str], read: Callable[[str], str | None]
    ) -> list[str]:
        kept = []
        for value in values:
            found = value if value in known else read(value)
            if found in known:
                kept.append(str(found))
            else:
                notices.append(UnknownValue(key, value, closest(value, known)))
        return kept

    cities = network.row_by_city_id
    topics = {topic.id: topic.title for topic in network.topics}
    events = {event.id: event.title for event in network.events}
    roles = {value: value for value, _ in facet_values(network, "role")}
    countries = {code: country_name(code) for code in network.countries}
    changes: dict[str, object] = {
        "country": tuple(check("country", state.country, countries, country_code)),
        "role": tuple(check("role", state.role, roles, str.lower)),
        "topic": tuple(check("topic", state.topic, topics, str.lower)),
        "attended": tuple(check("attended", state.attended, events, str.lower)),
        "event": "".join(check("event", [state.event] if state.event else [], events, str.lower)),
        "about": "".join(check("about", [state.about] if state.about else [], topics, str.lower)),
    }
    named = [city for city in (state.city, *state.compare) if city]
    labels = cities if all(city in cities for city in named) else _Labels(network)
    changes["city"] = "".join(check("city", [state.city] if state.city else [], labels, str.lower))  # type: ignore[arg-type]  # a mapping of ids either way
    compared = tuple(check("compare", state.compare, labels, str.lower))  # type: ignore[arg-type]  # as above
    if len(compared) > MAX_COMPARED:
        notices.append(UnknownValue("compared", str(len(compared) - MAX_COMPARED)))
    changes["compare"] = compared[:MAX_COMPARED]
    if state.sort.removeprefix("-") not in ("", "city", "country", "role", "topics", "events"):
        changes["sort"] = ""
    return state.replace(page=state.page, **changes), tuple(notices)


class _Labels(dict[str, str]):
    """Labels of all cities by id, created only for suggestions."""

    def __init__(self, network: Network) -> None:
        super().__init__(zip(network.cities["id"], network.cities["label"], strict=True))
