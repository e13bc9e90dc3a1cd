"""The panel when nothing is opened: the network, or the matching cities, and the facts by basis."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from dash import html

from dashboard.components.facts import basis_tag
from dashboard.components.html import aria
from dashboard.components.ids import Id
from dashboard.components.links import link
from dashboard.components.notes import introduction
from dashboard.components.panel.fact_groups import folded_facts, grouped_facts
from dashboard.components.panel.navigation import city_link, section
from dashboard.model.facts import Basis, Fact
from dashboard.model.network import Network
from dashboard.query.facets import facet_index
from dashboard.query.labels import basis_meaning
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _

MOST = 8
"""Maximum number of topics in the overview."""
MOST_CITIES = 10
"""Maximum number of matching cities in the overview; the table has all of them."""
MOST_FACTS = {Basis.STATED: 6, Basis.IMPLIED: 24, Basis.DERIVED: 50}
"""Maximum number of facts per basis; the exports have all of them. Readers look for facts that are not stated."""


def overview_panel(selection: Selection) -> list[Any]:
    """Show the matching cities, or the whole network; all counts refer to these cities."""
    if selection.state.filtered:
        children = _matching(selection)
    else:
        hint = html.P(_("Choose a city on the map or in the list to see its profile."), className="muted")
        children = [html.Header([_title(_("The network at a glance")), hint]), *introduction(selection.network)]
    children += _topics(selection)
    if len(selection.network.city_topics):
        children += _trust(selection)
    return children


def _matching(selection: Selection) -> list[Any]:
    """Show the first matching cities with their facts on the selected topics, and a link to the table."""
    network = selection.network
    ids = selection.ids
    count = html.Span(f" {format_number(len(ids))}", className="count")
    head = html.Header(_title([_("Cities that match"), count]))
    if not ids:
        return [head, html.P(_("No city matches. Remove a filter to see more."), className="muted")]
    family = {topic for one in selection.state.topic for topic in network.with_descendants(one)}
    topics = [topic for topic in network.topics if topic.id in family]
    items = []
    for city in ids[:MOST_CITIES]:
        facts = [fact for topic in topics for fact in network.facts(city, topic.id)]
        items.append(html.Li([city_link(selection, city), *(folded_facts(facts) if facts else [])]))
    children: list[Any] = [html.Ul(items, className="matching")]
    if len(ids) > MOST_CITIES:
        words = _("All {count} in the table").format(count=format_number(len(ids)))
        children.append(
            html.P(link(words, selection.state.replace(tab="cities"), "table", part=Id.TABLES), className="links")
        )
    return [head, *children]


def _title(children: Any) -> html.H2:
    return html.H2(children, id=f"{Id.PANEL}-title", tabIndex=-1)


def _topics(selection: Selection) -> list[Any]:
    """Show the most common topics of the matching cities, with the number of cities."""
    matching, index = selection.mask, facet_index(selection.network)
    counts = {
        topic.id: int(np.count_nonzero(matching & index.mask("topic", topic.id))) for topic in selection.network.topics
    }
    most = sorted((topic for topic in counts if counts[topic]), key=lambda topic: -counts[topic])[:MOST]
    if not most:
        return []
    bars = [_bar(selection, topic, counts[topic], counts[most[0]]) for topic in most]
    title = _("What these cities work on") if selection.state.filtered else _("What most cities work on")
    return [section(title, [html.Ul(bars, className="bars")], identity="most")]


def _bar(selection: Selection, topic: str, count: int, most: int) -> html.Li:
    tenths = round(20 * count / most) * 5
    title = selection.network.topic_by_id[topic].title
    return html.Li(
        link(
            [
                html.Span(title, className="label"),
                html.Span(format_number(count), className="count"),
                html.Span(className=f"bar bar-{tenths}", **aria(hidden="true")),
            ],
            selection.state.open("about", topic),
            "opened",
        )
    )


def _trust(selection: Selection) -> list[Any]:
    """Count the facts of the matching cities by basis; each count expands to the facts."""
    network = selection.network
    topics, parts = network.city_topics, network.participation
    if selection.state.filtered:
        ids = network.cities["id"][selection.mask]
        topics, parts = (frame[frame["city"].isin(ids)] for frame in (topics, parts))
    children = []
    for basis in Basis:
        of_topics, of_parts = (np.flatnonzero(frame["basis"].to_numpy(str) == basis) for frame in (topics, parts))
        if not (count := len(of_topics) + len(of_parts)):
            continue
        facts = ngettext("{count} fact", "{count} facts", count).format(count=format_number(count))
        rows = [(topics, row) for row in of_topics[: MOST_FACTS[basis]]]
        rows += [(parts, row) for row in of_parts[: MOST_FACTS[basis] - len(rows)]]
        listed = [_fact(network, frame.iloc[int(row)].to_dict()) for frame, row in rows]
        body: list[Any] = [html.P(basis_meaning(basis), className="muted"), grouped_facts(selection, listed)]
        if count > len(rows):
            query = selection.state.open().replace(embed=False, theme="auto", tab="cities").to_query()
            address = "export/facts.csv" + (f"?{query}" if query else "")
            body.append(html.P(html.A(_("All facts as a table (CSV)"), href=address, download=""), className="links"))
        summary = html.Summary([basis_tag(basis), " ", facts])
        children.append(html.Details([summary, *body], className="trust", id=f"basis-{basis}"))
    return [section(_("How reliable are the facts?"), children, identity="trust")] if children else []


def _fact(network: Network, row: Mapping[Hashable, Any]) -> tuple[str, Fact]:
    """Return the fact in a row of `city_topics` or `participation`, with its city id."""
    year, due = (None if (value := row.get(key)) is None or value is pd.NA else int(value) for key in ("year", "due"))
    return str(row["city"]), Fact(
        str(row["fact"]), Basis(str(row["basis"])), network.sources[str(row["source"])], year, due
    )
