"""The profile of a city: role, topics, participation in events, and the source of each fact."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import quote

import numpy as np
from dash import html

from dashboard.components.facts import fact_item, source_line
from dashboard.components.html import SEPARATOR, Raw, hyphenate
from dashboard.components.links import external, host, link
from dashboard.components.notes import sources
from dashboard.components.panel.fact_groups import folded_facts
from dashboard.components.panel.navigation import (
    city_link,
    copy_button,
    panel_head,
    part_name,
    place_in,
    previous_next,
    section,
)
from dashboard.components.panel.peers import compare_link, learn_from, peers_section
from dashboard.model.attribution import PROVIDERS
from dashboard.model.entities import ONLINE, City, Participation, Role, Topic
from dashboard.model.geodesy import distances_km
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import MapView, State
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_date_range, format_distance, format_number, language
from dashboard.text.i18n import gettext as _

PRINT_ZOOM = 3.0
"""Zoom of the printed map: the city and its region."""
FIRST_TOPICS = 3
"""Number of topics before the peers; the others follow the peers."""


def city_panel(selection: Selection, *, report_url: str) -> list[Any]:
    """Show one city; `state.city` is in the network."""
    network, state = selection.network, selection.state
    city = network.city_by_row(network.row_by_city_id[state.city])
    listed = selection.ids
    every = network.cities["label"].tolist()
    labels = [every[network.row_by_city_id[other]] for other in listed]
    ways = previous_next(state, "city", city.id, listed, labels)
    topics = _ordered(selection, city)
    peers = peers_section(selection, city)
    attended = len({row.event.id for row in network.participation_of(city.id)})
    jumps: list[tuple[str, str, int | None]] = [(_("Topics"), "topics", len(topics))]
    jumps += [(_("Peers"), "peers", None)] if peers else []
    jumps += [(_("Events"), "events", attended)] if network.events else []
    parts = [
        html.P(network.title, className="print-only print-title"),
        panel_head(city.label, ways, jumps=jumps),
        _print_map(city, state),
        *_about(network, city, place_in(listed, city.id, outside=_("does not match the filters"))),
        *_summary(city),
        _links(selection, city, report_url),
        _topics(selection, city, topics[:FIRST_TOPICS], count=len(topics)),
        *peers,
    ]
    if rest := topics[FIRST_TOPICS:]:
        children = [_topic(selection, city, topic) for topic in rest]
        parts.append(section(_("More topics"), children, count=len(rest), identity="more-topics"))
    if network.events:
        parts.append(_path(selection, city))
    return [
        *parts,
        _details(selection, city),
        html.P(**hyphenate({"className": "print-only", "data_printed": "1"})),
    ]


def _ordered(selection: Selection, city: City) -> list[Topic]:
    """Return the topics of a city, selected ones first."""
    chosen = {topic for one in selection.state.topic for topic in selection.network.with_descendants(one)}
    return sorted(selection.network.topics_of(city.id), key=lambda topic: topic.id not in chosen)


def _about(network: Network, city: City, position: html.Span) -> list[Any]:
    """Show role and country of the city; the role expands to its definition."""
    names = {
        Role.LIGHTHOUSE: _("Lighthouse city"),
        Role.FOLLOWER: _("Follower city"),
        Role.MEMBER: _("Member city"),
    }
    facts = [country_name(city.country, language())] if city.country else []
    if city.name != city.label:
        facts.append(_("“{name}” in the source").format(name=city.name))
    where = html.P([SEPARATOR.join(facts), *([SEPARATOR] if facts else []), position], className="muted where")
    if not city.role:
        return [where]
    role: list[Any] = [html.Span(className=f"dot dot-{city.role}"), names[city.role]]
    note = network.role_notes.get(city.role)
    if note is None:
        return [html.P(role, className="kicker"), where]
    body = [html.P(note.fact.text), *sources([note])]
    return [html.Details([html.Summary(role, className="kicker"), *body], className="role-note"), where]


def _print_map(city: City, state: State) -> Raw | None:
    """Show a map with the city in print only: browsers load the hidden picture when the page is printed."""
    if city.place is None:
        return None
    view = MapView(city.place.latitude, city.place.longitude, PRINT_ZOOM)
    query = State(city=city.id, view=view, lang=state.lang).to_query()
    source, words = (
        escape(f"export/map.svg?sheet=preview&{query}"),
        escape(_("Map with {city}").format(city=city.label)),
    )
    return Raw(f'<img class="print-only print-map" loading="lazy" src="{source}" alt="{words}">')


def _summary(city: City) -> list[Any]:
    children: list[Any] = [html.P(city.summary, className="summary")] if city.summary else []
    return [*children, *map(source_line, city.sources)]


def _links(selection: Selection, city: City, report_url: str) -> html.P:
    children: list[Any] = [external(host(city.website), city.website)] if city.website else []
    if len(selection.network) > 1:
        children.append(compare_link(selection, (city.id,), children=_("Compare with…")))
    children.append(copy_button())
    children.append(html.Button(_("Print"), type="button", **hyphenate({"data_print": "1"})))
    if report_url:
        subject = quote(_("Error in the profile of {city}").format(city=city.name))
        children.append(external(_("Report an error"), report_url.replace("{subject}", subject)))
    return html.P(children, className="links")


def _details(selection: Selection, city: City) -> html.Section:
    """Show details that few need, last: coordinates, time zone, population, and custom columns of the owner."""
    children: list[tuple[str, Any]] = []
    place = city.place
    if place is None:
        children.append((_("Place"), _("not on the map: no coordinates yet")))
    else:
        if place.timezone:
            local = html.Span(
                place.timezone.replace("_", " "), **hyphenate({"data_clock": place.timezone, "data_locale": language()})
            )
            children.append((_("Local time"), local))
        if nearest := _nearest(selection, city):
            children.append((_("Nearest city"), nearest))
        if place.population:
            name = PROVIDERS[place.provider].name if place.provider in PROVIDERS else place.provider
            count = format_number(place.population)
            known = _("{count} according to {name}, without a year") if name else "{count}"
            children.append((_("Inhabitants"), known.format(count=count, name=name)))
        children.append((_("Coordinates"), coordinates(place.latitude, place.longitude)))
        children.append((_("Source of the coordinates"), _provider(city)))
    children += [(key.replace("_", " ").capitalize(), value) for key, value in city.extra.items()]
    rows = html.Dl([html.Div([html.Dt(term), html.Dd(value)]) for term, value in children], className="facts")
    return section(_("Place and details"), [rows], identity="details")


def coordinates(latitude: float, longitude: float) -> str:
    """Write a position to a hundredth of a degree (about one kilometre): 36.72° N, 4.42° W."""
    north, east = _("N") if latitude >= 0 else _("S"), _("E") if longitude >= 0 else _("W")
    return f"{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"


def _provider(city: City) -> list[Any]:
    place = city.place
    if place is None:
        return []
    if place.provider == "override":
        return [_("the list of cities, entered by hand")]
    name = PROVIDERS[place.provider].name if place.provider in PROVIDERS else place.provider
    found: list[Any] = [name]
    if place.matched_name and place.matched_name not in (city.name, city.label):
        found.append(_(" as “{name}”").format(name=place.matched_name))
    if words := [_found_by(word) for word in (place.status, *place.flags) if word]:
        found.append(f" ({', '.join(words)})")
    return found


def _found_by(word: str) -> str:
    """Return a status or flag of the geocoder in words; an unknown one is returned unchanged."""
    known = {
        "exact": _("by its name"),
        "alternate": _("by another of its names"),
        "supplement": _("by our own supplement"),
        "stripped": _("by a part of its name"),
        "fuzzy": _("by a similar name"),
        "override": _("chosen by hand"),
        "online": _("by an online service"),
        "ambiguous": _("another place with this name is nearly as likely"),
        "small": _("small, or of unknown size"),
        "suburb": _("a part of a larger place"),
        "country_guessed": _("the country is a guess"),
    }
    return known.get(word, word.replace("_", " "))


def _nearest(selection: Selection, city: City) -> list[Any] | None:
    network = selection.network
    if city.place is None or len(network) < 2:
        return None
    distances = distances_km(
        city.place.latitude,
        city.place.longitude,
        network.cities["latitude"].to_numpy(dtype=float),
        network.cities["longitude"].to_numpy(dtype=float),
    )
    distances[network.row_by_city_id[city.id]] = np.nan
    if np.isnan(distances).all():
        return None
    row = int(np.nanargmin(distances))
    other = str(network.cities["id"].iat[row])
    return [city_link(selection, other), ", " + format_distance(distances[row])]


def _topics(selection: Selection, city: City, topics: Sequence[Topic], *, count: int) -> html.Section:
    children: list[Any] = [_topic(selection, city, topic) for topic in topics]
    return section(_("Topics"), children or [html.P(_("no record"), className="muted")], count=count, identity="topics")


def _topic(selection: Selection, city: City, topic: Topic) -> html.Div:
    """Show a topic with its first fact; the others are collapsed."""
    title = link(topic.title, selection.state.open("about", topic.id), "opened", className="topic-link")
    facts = selection.network.facts(city.id, topic.id)
    learn = learn_from(selection, city, topic)
    return html.Div([html.H4(title), *folded_facts(facts), *learn], className="topic", id=f"topic-{topic.id}")


def _path(selection: Selection, city: City) -> html.Section:
    """Show all events in order with the records of this city; no record does not mean that it was absent."""
    network = selection.network
    found: dict[str, list[Participation]] = {}
    for row in network.participation_of(city.id):
        found.setdefault(row.event.id, []).append(row)
    items = []
    for event in network.events:
        rows = found.get(event.id, [])
        title = link(event.title, selection.state.open("event", event.id), "opened", className="event-link")
        place = _("online") if event.place == ONLINE else _place(network, event.place)
        when = html.Div(f"{format_date_range(event.start, event.end)} · {place}", className="muted when")
        if rows:
            facts = [fact_item(row.fact, before=html.Span(part_name(row.part), className="part-name")) for row in rows]
            body: Any = html.Ul(facts, className="facts-list")
        else:
            body = html.P(_("no record"), className="muted")
        look = "on-record" if rows else "no-record"
        items.append(html.Li([title, when, body], className=look, id=f"event-{event.id}"))
    return section(_("Events"), [html.Ol(items, className="path")], count=len(found), identity="events")


def _place(network: Network, place: str) -> str:
    row = network.row_by_city_id.get(place)
    return place if row is None else str(network.cities["label"].iat[row])
