"""Summary of the selection as one sentence: heading, live region, title, caption, text alternative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.model.entities import Role
from dashboard.model.network import Network
from dashboard.query.facets import FACETS
from dashboard.query.state import State
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_list, format_number, language, ngettext
from dashboard.text.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the sentence; `key` and `value` are those of its filter, or ""."""

    text: str
    key: str = ""
    value: str = ""


def summarize(network: Network, state: State, count: int) -> tuple[Segment, ...]:
    """Summarize a selection as segments of text and filters.

    Args:
        count: number of cities that match.

    Without filters: "22 cities in 14 countries share …". With filters: "4 of 22 cities: working on ICT, in Spain".
    """
    total = len(network)
    if not state.filtered:
        return (Segment(_overall(network)),)
    if count:
        lead = ngettext("{count} of {total} city: ", "{count} of {total} cities: ", total)
    else:
        lead = ngettext("0 of 1 city: ", "None of the {total} cities: ", total)
    pieces = [Segment(lead.format(count=format_number(count), total=format_number(total)))]
    for position, clause in enumerate(_clauses(network, state)):
        pieces += [Segment(", "), *clause] if position else clause
    return tuple(pieces)


def to_text(pieces: Sequence[Segment]) -> str:
    """Return the sentence as text."""
    return "".join(piece.text for piece in pieces)


def title(network: Network, state: State, sentence: str) -> str:
    """Return the title of the document: what is opened, the sentence, the network."""
    opened = ""
    if state.city and (city := network.city(state.city)):
        opened = city.label
    elif state.event and state.event in network.event_by_id:
        opened = network.event_by_id[state.event].title
    elif state.about and state.about in network.topic_by_id:
        opened = network.topic_by_id[state.about].title
    elif state.compare:
        opened = _("Compare {cities}").format(cities=format_list([label_of(network, "city", c) for c in state.compare]))
    parts = [opened, sentence if state.filtered or not opened else "", network.title]
    return " – ".join(part for part in parts if part)


def label_of(network: Network, key: str, value: str) -> str:
    """Return the words for one value of a facet or of what is opened."""
    if key == "country":
        return country_name(value, language())
    if key == "role":
        return role_name(value)
    if key in ("topic", "about") and value in network.topic_by_id:
        return network.topic_by_id[value].title
    if key in ("attended", "event") and value in network.event_by_id:
        return network.event_by_id[value].title
    if key in ("city", "compare") and (city := network.city(value)):
        return city.label
    return value


def role_name(role: str) -> str:
    """Return the display name of a role."""
    return {Role.LIGHTHOUSE: _("Lighthouse"), Role.FOLLOWER: _("Follower"), Role.MEMBER: _("Member")}[Role(role)]


def _overall(network: Network) -> str:
    cities = ngettext("{count} city", "{count} cities", len(network)).format(count=format_number(len(network)))
    countries = len(network.countries)
    where = ngettext("in {count} country", "in {count} countries", countries).format(count=format_number(countries))
    return " ".join(part for part in (cities, where if countries else "", network.tagline) if part)


def _clauses(network: Network, state: State) -> list[list[Segment]]:
    patterns = {
        "role": _("with the role {values}"),
        "country": _("in {values}"),
        "topic": _("working on {values}"),
        "attended": _("on record at {values}"),
    }
    clauses = []
    for key in FACETS:
        if values := getattr(state, key):
            style = "standard" if key == "topic" and state.match == "all" else "or"
            clauses.append(_clause(network, key, values, patterns[key], style))
    if state.q:
        before, after = _("matching “{values}”").split("{values}")
        clauses.append([Segment(before), Segment(state.q, "q", state.q), Segment(after)])
    return clauses


def _clause(network: Network, key: str, values: Sequence[str], pattern: str, style: str) -> list[Segment]:
    """Insert values into a translated pattern as a localized list; return the segments."""
    before, after = pattern.split("{values}")
    joined = re.split(r"\0(\d+)\0", format_list([f"\0{position}\0" for position in range(len(values))], style=style))
    pieces = [Segment(before)]
    for position, run in enumerate(joined):
        if position % 2:
            value = values[int(run)]
            pieces.append(Segment(label_of(network, key, value), key, value))
        elif run:
            pieces.append(Segment(run))
    return [*pieces, Segment(after)] if after else pieces
