"""The number of cities, facts and events in each export, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from dashboard.exports.calendar_ics import has_days
from dashboard.exports.records import selected_events
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_number, ngettext


class ExportCounts:
    """What the exports of a selection contain; each number is computed once and only if a format asks for it."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._network = selection.network

    @cached_property
    def cities(self) -> str:
        """Matching cities."""
        return _cities(len(self._selection.ids))

    @cached_property
    def mapped_cities(self) -> str:
        """Matching cities with coordinates."""
        known = self._network.cities
        return _cities(int(known.loc[known["id"].isin(self._selection.ids), "latitude"].notna().sum()))

    @cached_property
    def facts(self) -> str:
        """Facts about the matching cities."""
        return _facts(self._network, self._selection.ids)

    @cached_property
    def events(self) -> str:
        """The opened event, the selected ones, or those of the matching cities."""
        return _events(len(list(selected_events(self._selection))))

    @cached_property
    def dated_events(self) -> str:
        """Of these, the ones that a calendar can contain."""
        return _events(sum(has_days(event) for event in selected_events(self._selection)))

    @cached_property
    def events_of_cities(self) -> str:
        """The same, whether an event is open or not."""
        state = self._selection.state.replace(event="")
        return _events(len(list(selected_events(self._selection.with_state(state)))))

    @cached_property
    def profile(self) -> str:
        """The opened city and its facts, or ""."""
        city = self._network.city(self._selection.state.city)
        return f"{city.label}, {_facts(self._network, [city.id])}" if city else ""


def _cities(count: int) -> str:
    return ngettext("{count} city", "{count} cities", count).format(count=format_number(count))


def _facts(network: Network, cities: Sequence[str]) -> str:
    """Count the facts about some cities, on topics and participation, and the summaries with a source."""
    wanted = list(cities)
    known = network.cities[network.cities["id"].isin(wanted)]
    count = sum(int(table["city"].isin(wanted).sum()) for table in (network.city_topics, network.participation))
    facts = ngettext("{count} fact", "{count} facts", count).format(count=format_number(count))
    if not (count := int(((known["summary"] != "") & (known["source"] != "")).sum())):
        return facts
    return f"{facts}, " + ngettext("{count} summary", "{count} summaries", count).format(count=format_number(count))


def _events(count: int) -> str:
    return ngettext("{count} event", "{count} events", count).format(count=format_number(count))
