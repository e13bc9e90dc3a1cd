"""Comparison of two or three cities side by side: profile, distance, topics and events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from dash import html

from dashboard.components.facts import fact_item
from dashboard.components.html import aria, hyphenate
from dashboard.components.links import link
from dashboard.components.panel.navigation import city_link, close_link, copy_button, panel_head, part_name, section
from dashboard.components.panel.peers import compare_link, reasons
from dashboard.model.entities import City
from dashboard.model.geodesy import distances_km
from dashboard.query.recommendations import peers
from dashboard.query.selection import Selection
from dashboard.query.state import MAX_COMPARED
from dashboard.query.summary import role_name
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_date_range, format_distance, format_list, format_number, language, ngettext
from dashboard.text.i18n import gettext as _

MOST_OTHERS = 60
"""Maximum number of other cities to choose from; in longer lists the search finds them."""


def compare_panel(selection: Selection) -> list[Any]:
    """Show the cities of `state.compare`, all in the network, side by side; with only one, ask for a second."""
    cities = [
        selection.network.city_by_row(selection.network.row_by_city_id[city])
        for city in selection.state.compare[:MAX_COMPARED]
    ]
    ways = html.Nav(close_link(selection.state), className="steps", **aria(label=_("Panel")))
    if len(cities) == 1:
        return _start(selection, cities[0], ways)
    children: list[Any] = [panel_head(format_list([city.label for city in cities]), ways)]
    children.append(html.P(copy_button(), className="links"))
    children.append(_profile(selection, cities))
    children += _distances(cities)
    children += _topics(selection, cities)
    children += _events(selection, cities)
    if len(cities) < MAX_COMPARED:
        children += _choices(selection, cities, title=_("Add a third city"))
    return children


def _start(selection: Selection, city: City, ways: html.Nav) -> list[Any]:
    """Ask for a second city, best suggestions first."""
    how = _("Choose a second city. You can add a third.")
    elsewhere = _("The map, the table and the search add a city too.")
    return [
        panel_head(_("Compare {city} with…").format(city=city.label), ways),
        html.P([how, " ", html.Span(elsewhere, className="wide-only")], className="muted"),
        *_choices(selection, [city], title=_("Cities worth talking to"), with_reasons=True),
    ]


def _choices(selection: Selection, cities: Sequence[City], *, title: str, with_reasons: bool = False) -> list[Any]:
    """Show cities to add: the previous city, the peers of the first one, then the whole list."""
    chosen = tuple(city.id for city in cities)
    found = [peer for peer in peers(selection.network, cities[0].id, most=7) if peer.city not in chosen][:5]
    items = []
    for peer in found:
        why = reasons(selection.network, cities[0], peer)[:2] if with_reasons else []
        items.append(
            html.Li(
                [
                    _adding(selection, chosen, peer.city),
                    *([html.Ul([html.Li(one) for one in why], className="reasons")] if why else []),
                ]
            )
        )
    children: list[Any] = [
        link(
            _("The previous city"),
            selection.state.open("compare", chosen),
            "opened",
            className="button before",
            hidden=True,
            data_before="compare",
        )
    ]
    children += [section(title, [html.Ul(items, className="choices")], identity="choices")] if items else []
    peer_ids = {peer.city for peer in found}
    others = [city for city in selection.ids if city not in chosen and city not in peer_ids]
    if others:
        many = len(others) > MOST_OTHERS
        listed_ = html.Ul(
            [html.Li(_adding(selection, chosen, city)) for city in others[:MOST_OTHERS]],
            className="choices",
            id="compare-others",
        )
        narrow = html.Div(
            className="narrow",
            **hyphenate({"data_narrow": "compare-others", "data_label": _("Find a city in this list")}),
        )
        text = ngettext("{count} other city", "{count} other cities", len(others)).format(
            count=format_number(len(others))
        )
        hint = [html.P(_("Use the search at the top to find the others."), className="muted")] if many else []
        body = [*([narrow] if len(others) > 8 else []), listed_, *hint]
        children.append(
            html.Details([html.Summary(text), *body], className="more-topics", open=with_reasons or not items)
        )
    return children


def _adding(selection: Selection, chosen: tuple[str, ...], city: str) -> html.A:
    network = selection.network
    row = network.row_by_city_id[city]
    role = str(network.cities["role"].iat[row])
    dot = [html.Span(className=f"dot dot-{role}")] if role else []
    name = html.Span(str(network.cities["label"].iat[row]))
    return compare_link(selection, (*chosen, city), children=[*dot, name])


def _profile(selection: Selection, cities: Sequence[City]) -> html.Table:
    """Show short facts as a table: a heading per row, a cell per city below it."""
    network = selection.network
    rows: list[tuple[str, list[Any]]] = [
        (_("Country"), [country_name(city.country, language()) if city.country else "" for city in cities]),
        (_("Role"), [role_name(city.role) if city.role else "" for city in cities]),
        (_("Nearest city"), [_nearest(selection, city) for city in cities]),
    ]
    if network.topics:
        rows.append((_("Topics"), [format_number(len(network.topics_of(city.id))) for city in cities]))
    if network.events:
        counts = [len({row.event.id for row in network.participation_of(city.id)}) for city in cities]
        rows.append((_("Events on record"), [format_number(count) for count in counts]))
    width = len(cities)
    bodies = [
        html.Tbody(
            [
                html.Tr(html.Th(title, colSpan=width, scope="rowgroup")),
                html.Tr([html.Td(cell or _("not known"), className="" if cell else "muted") for cell in cells]),
            ]
        )
        for title, cells in rows
        if any(cells)
    ]
    return html.Table(
        [
            html.Caption(_("The cities side by side"), className="visually-hidden"),
            html.Thead(html.Tr([_column(selection, cities, city) for city in cities])),
            *bodies,
        ],
        className=f"compared compared-{width}",
    )


def _column(selection: Selection, cities: Sequence[City], city: City) -> html.Th:
    rest = tuple(other.id for other in cities if other is not city)
    text = _("Remove {city} from the comparison").format(city=city.label)
    cross = html.Span("×", **aria(hidden="true"))
    out = link(cross, selection.state.open("compare", rest), "opened", className="out", aria_label=text, title=text)
    return html.Th(html.Div([city_link(selection, city.id), out], className="column-head"), scope="col")


def _nearest(selection: Selection, city: City) -> Any:
    """Link to the nearest city of the network, with its distance."""
    network = selection.network
    if city.place is None:
        return ""
    columns = (network.cities[key].to_numpy(dtype=float) for key in ("latitude", "longitude"))
    distances = distances_km(city.place.latitude, city.place.longitude, *columns)
    distances[network.row_by_city_id[city.id]] = np.nan
    if np.isnan(distances).all():
        return ""
    row = int(np.nanargmin(distances))
    far = format_distance(distances[row])
    return [city_link(selection, str(network.cities["id"].iat[row])), f", {far}"]


def _distances(cities: Sequence[City]) -> list[Any]:
    """Show the distances between the cities."""
    items = []
    for one, other in combinations(cities, 2):
        if one.place is None or other.place is None:
            continue
        where = np.array([other.place.latitude]), np.array([other.place.longitude])
        distance = round(float(distances_km(one.place.latitude, one.place.longitude, *where)[0]))
        pair = _("{one} – {other}").format(one=one.label, other=other.label)
        far = format_distance(distance)
        items.append(html.Div([html.Dt(pair), html.Dd(far)]))
    return [section(_("Distance"), [html.Dl(items, className="distances")], identity="distance")] if items else []


def _topics(selection: Selection, cities: Sequence[City]) -> list[Any]:
    """Show the topics with the facts of each city, shared topics first."""
    network = selection.network
    groups: dict[str, list[html.Details]] = {"all": [], "some": []}
    nobody = []
    worked_on = set(network.city_topics["topic"].unique())
    for topic in network.topics:
        facts = {city.id: network.facts(city.id, topic.id) for city in cities}
        having = sum(map(bool, facts.values()))
        if not having:
            if topic.id in worked_on:
                nobody.append(html.Li(link(topic.title, selection.state.open("about", topic.id), "opened")))
            continue
        cells = {
            city: ngettext("{count} fact", "{count} facts", len(found)).format(count=format_number(len(found)))
            if found
            else ""
            for city, found in facts.items()
        }
        bodies = {city: [fact_item(fact) for fact in found] for city, found in facts.items()}
        more = html.P(
            link(_("All cities on this topic"), selection.state.open("about", topic.id), "opened"), className="links"
        )
        line = _line(selection, cities, title=topic.title, cells=cells, bodies=bodies, tail=more)
        groups["all" if having == len(cities) else "some"].append(line)
    both = _("Both work on") if len(cities) == 2 else _("All three work on")
    one = _("One of them works on") if len(cities) == 2 else _("One or two of them work on")
    none = _("Neither works on") if len(cities) == 2 else _("None of them works on")
    children = [
        section(title, lines, count=len(lines), identity=key)
        for key, title, lines in (("shared", both, groups["all"]), ("different", one, groups["some"]))
        if lines
    ]
    if nobody:
        note = html.P(_("according to the facts on record"), className="muted")
        children.append(section(none, [note, html.Ul(nobody, className="none-of")], count=len(nobody), identity="none"))
    return children


def _events(selection: Selection, cities: Sequence[City]) -> list[Any]:
    """Show the events with a record of any of the cities."""
    lines = []
    of_city = {city.id: selection.network.participation_of(city.id) for city in cities}
    for event in selection.network.events:
        rows = {city: [row for row in parts if row.event.id == event.id] for city, parts in of_city.items()}
        if not any(rows.values()):
            continue
        cells = {city: ", ".join(part_name(row.part) for row in found) for city, found in rows.items()}
        bodies = {
            city: [fact_item(row.fact, before=html.Span(part_name(row.part), className="part-name")) for row in found]
            for city, found in rows.items()
        }
        when = f"{event.title}, {format_date_range(event.start, event.end)}"
        more = html.P(
            link(_("All about this event"), selection.state.open("event", event.id), "opened"), className="links"
        )
        lines.append(_line(selection, cities, title=when, cells=cells, bodies=bodies, tail=more))
    return [section(_("Events"), lines, count=len(lines), identity="events")] if lines else []


def _line(
    selection: Selection,
    cities: Sequence[City],
    *,
    title: str,
    cells: Mapping[str, str],
    bodies: Mapping[str, Sequence[Any]],
    tail: Any,
) -> html.Details:
    """Show one topic or event: a cell per city, in column order, that expands to the facts of each."""
    children = []
    for city in cities:
        text = cells[city.id]
        name = html.Span(f"{city.label}: ", className="visually-hidden")
        children.append(
            html.Span([name, text or _("no record")], className="compare-cell has-facts" if text else "compare-cell")
        )
    opened: list[Any] = []
    for city in cities:
        if bodies[city.id]:
            opened.append(html.H4(city_link(selection, city.id)))
            opened.append(html.Ul(bodies[city.id], className="facts-list"))
    summary = html.Summary(
        [html.Span(title, className="line-title"), html.Span(children, className=f"columns columns-{len(cities)}")]
    )
    return html.Details([summary, *opened, tail], className="compare-line")
