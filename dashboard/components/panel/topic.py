"""The panel of a topic: definition, experienced cities, and the facts of its cities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from dash import html

from dashboard.components.facts import fact_item
from dashboard.components.html import SEPARATOR, aria
from dashboard.components.links import link
from dashboard.components.panel.navigation import city_link, panel_head, previous_next, section
from dashboard.components.panel.peers import evidence, ranking_note
from dashboard.model.entities import Topic
from dashboard.model.facts import Fact
from dashboard.model.network import Network
from dashboard.query.facets import facet_index
from dashboard.query.recommendations import experts
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_list, format_number, ngettext
from dashboard.text.i18n import gettext as _

MOST_ASKED = 5
"""Maximum number of cities to ask first."""
MOST_CITIES = 100
"""Maximum number of cities with facts; the list has the others."""


def topic_panel(selection: Selection) -> list[Any]:
    """Show one topic with the facts of all its cities; `state.about` is in the network."""
    network = selection.network
    topic = network.topic_by_id[selection.state.about]
    cities = _cities(selection, topic)
    below = [other for other in network.topics if other.parent == topic.id]
    ids, titles = [other.id for other in network.topics], [other.title for other in network.topics]
    experience = _experience(selection, topic)
    jumps: list[tuple[str, str, int | None]] = [(_("Learn from"), "experience", None)] if experience else []
    jumps.append((_("Cities"), "cities", len(cities)))
    children: list[Any] = [
        panel_head(topic.title, previous_next(selection.state, "about", topic.id, ids, titles), jumps=jumps),
        *_head(selection, topic, len(cities)),
    ]
    if topic.description:
        children.append(html.P(topic.description, className="summary"))
    if cities:
        children.append(html.P(_filters(selection, topic, len(cities)), className="links"))
    if below:
        children.append(section(_("Subtopics"), [_below(selection, below)], count=len(below), identity="below"))
    children += experience
    if not cities:
        body: list[Any] = [html.P(_("no record"), className="muted")]
        return [*children, section(_("Cities and their facts"), body, count=0, identity="cities")]
    return [*children, *_side_by_side(selection, topic, cities)]


def _count(network: Network, topic: Topic) -> int:
    return int(np.count_nonzero(facet_index(network).mask("topic", topic.id)))


def _cities(selection: Selection, topic: Topic) -> list[str]:
    """Return the cities of a topic in the sort order of the table, by default those with most evidence first."""
    network = selection.network
    if not selection.state.sort:
        return [teacher.city for teacher in experts(network, topic.id)[0]]
    having = facet_index(network).mask("topic", topic.id)
    return [str(network.cities["id"].iat[int(row)]) for row in selection.order if having[row]]


def _head(selection: Selection, topic: Topic, count: int) -> list[Any]:
    network = selection.network
    parent = network.topic_by_id.get(topic.parent)
    above = link(parent.title, selection.state.open("about", parent.id), "opened") if parent else _("Topic")
    text = ngettext("{count} of {all} cities works on it", "{count} of {all} cities work on it", count)
    parts = [text.format(count=format_number(count), all=format_number(len(network)))]
    if rarity := _rarity(network, topic):
        parts.append(rarity)
    return [
        html.P(above, className="kicker"),
        html.P(SEPARATOR.join(parts), className="muted where"),
    ]


def _rarity(network: Network, topic: Topic) -> str:
    """Return whether a topic is rare or common among topics without subtopics, in words, or ""."""
    leaves = [other for other in network.topics if not any(one.parent == other.id for one in network.topics)]
    if topic not in leaves or len(leaves) < 2:
        return ""
    counts = {other.id: _count(network, other) for other in leaves}
    rarer = sum(count < counts[topic.id] for count in counts.values())
    commoner = sum(count > counts[topic.id] for count in counts.values())
    if rarer == commoner == 0:
        return ""
    if rarer == 0:
        alone = sum(count == counts[topic.id] for count in counts.values()) == 1
        return _("the rarest topic") if alone else _("one of the rarest topics")
    if commoner == 0:
        return _("the most common topic")
    if rarer * 3 >= len(leaves) * 2:
        return _("one of the more common topics")
    return _("one of the rarer topics") if commoner * 3 >= len(leaves) * 2 else ""


def _filters(selection: Selection, topic: Topic, count: int) -> list[Any]:
    """Show links that filter by these cities; if other topics are selected, also by any or all of the topics."""
    state = selection.state
    alone = state.cleared().replace(topic=(topic.id,))
    if alone == state.replace():
        return [link(_("Show all cities again"), state.cleared(), "filters")]
    text = ngettext("Show only this {count} city", "Show only these {count} cities", count).format(
        count=format_number(count)
    )
    children: list[Any] = [link(text, alone, "filters")]
    others = [selection.network.topic_by_id[other].title for other in state.topic if other != topic.id]
    if others:
        either, both = (state.replace(topic=(*state.topic, topic.id), match=match) for match in ("any", "all"))
        texts = {
            "any": _("This or {topics} ({count})").format(
                topics=format_list(others, style="or"), count=_matching(selection.with_state(either))
            ),
            "all": _("This and {topics} ({count})").format(
                topics=format_list(others), count=_matching(selection.with_state(both))
            ),
        }
        children += [link(texts["any"], either, "filters"), link(texts["all"], both, "filters")]
    return children


def _matching(selection: Selection) -> str:
    return format_number(selection.count)


def _below(selection: Selection, below: Sequence[Topic]) -> html.Ul:
    most = max(1, *(_count(selection.network, topic) for topic in below))
    items = []
    for topic in below:
        count = _count(selection.network, topic)
        name = html.Span(topic.title, className="label")
        bar = html.Span(className=f"bar bar-{round(20 * count / most) * 5}", **aria(hidden="true"))
        tally = html.Span(format_number(count), className="count")
        items.append(html.Li(link([name, tally, bar], selection.state.open("about", topic.id), "opened")))
    return html.Ul(items, className="bars")


def _experience(selection: Selection, topic: Topic) -> list[html.Section]:
    """Show the cities to ask first with their evidence; nothing if there is no choice."""
    found, count = experts(selection.network, topic.id, most=MOST_ASKED)
    if count < 2:
        return []
    items = [
        html.Li([city_link(selection, teacher.city), html.Span(evidence(teacher), className="count")])
        for teacher in found
    ]
    return [section(_("Learn from"), [html.Ol(items, className="experience"), ranking_note()], identity="experience")]


def _facts(network: Network, city: str, topic: Topic) -> list[tuple[Topic, Fact]]:
    """Return the facts of a city in a topic and its subtopics."""
    family = network.with_descendants(topic.id)
    members = [other for other in network.topics if other.id in family]
    return [(member, fact) for member in members for fact in network.facts(city, member.id)]


def _side_by_side(selection: Selection, topic: Topic, cities: Sequence[str]) -> list[html.Section]:
    """Show one row per city, with the facts next to the name."""
    several = len(selection.network.with_descendants(topic.id)) > 1
    rows = []
    for city in cities[:MOST_CITIES]:
        items = []
        for member, fact in _facts(selection.network, city, topic):
            about = link(member.title, selection.state.open("about", member.id), "opened", className="fact-topic")
            items.append(fact_item(fact, before=about if several and member is not topic else None))
        head = html.Th(city_link(selection, city, part=f"topic-{topic.id}"), scope="row")
        rows.append(html.Tr([head, html.Td(html.Ul(items, className="facts-list"))]))
    table = html.Table(
        [
            html.Caption(_("Cities and their facts"), className="visually-hidden"),
            html.Thead(
                html.Tr([html.Th(_("City"), scope="col"), html.Th(_("Facts"), scope="col")]),
                className="visually-hidden",
            ),
            html.Tbody(rows),
        ],
        className="facts-table",
    )
    children: list[Any] = [table]
    if len(cities) > MOST_CITIES:
        text = _("The first {shown} of {total} cities; the list below the map has them all.")
        children.append(
            html.P(text.format(shown=format_number(MOST_CITIES), total=format_number(len(cities))), className="muted")
        )
    return [section(_("Cities and their facts"), children, count=len(cities), identity="cities")]
