"""Topic matrix: topics by cities, each cell the number of facts on record."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.html import aria
from dashboard.components.links import link
from dashboard.components.matrix import STRENGTHS, Cell, Row, basis_key, city_head, columns, grid, key, tally
from dashboard.model.entities import Topic
from dashboard.model.facts import Basis, Fact
from dashboard.query.labels import basis_name
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _


def matrix_view(selection: Selection) -> list[Any]:
    """Show the two levels of topics against the matching cities, a hundred cities per page."""
    children, pager = columns(selection)
    if not children:
        return [html.P(_("No city to list with these filters."), className="empty")]
    depths: dict[str, int] = {}
    rows, used, most = [], set(), 1
    for topic in selection.network.topics:
        depths[topic.id] = depths.get(topic.parent, -1) + 1
        below = len(selection.network.with_descendants(topic.id)) > 1
        cells = [_cell(selection, row, topic, below=below) for row in children]
        found = [cell for cell in cells if cell]
        used |= {cell.basis for cell in found}
        most = max([most, *(cell.strength for cell in found)])
        look = _look(selection.state, topic, depths[topic.id], below=below)
        rows.append(Row(_head(selection.state, topic, len(found)), cells, look))
    heads = [city_head(selection, row) for row in children]
    return [
        grid(_("Who works on what: topics by cities"), _("Topic"), heads, rows),
        *pager,
        key(
            [*_counts(most), *basis_key(used)],
            _("An empty cell means that no fact is on record, not that a city does nothing."),
        ),
    ]


def _head(state: State, topic: Topic, count: int) -> list[Any]:
    return [link(topic.title, state.open("about", topic.id), "opened", className="topic-link"), tally(count)]


def _look(state: State, topic: Topic, depth: int, *, below: bool) -> str:
    marks = [f"level-{min(depth, 2)}"] + ["sum"] * below + ["chosen"] * (topic.id in state.topic)
    return " ".join(marks)


def _cell(selection: Selection, row: int, topic: Topic, *, below: bool) -> Cell | None:
    """Count the facts of a city in a topic; a topic with subtopics shows their sum without a tint."""
    network = selection.network
    city = str(network.cities["id"].iat[row])
    members = (
        [other for other in network.topics if other.id in network.with_descendants(topic.id)] if below else [topic]
    )
    facts: list[Fact] = [fact for member in members for fact in network.facts(city, member.id)]
    if not facts:
        return None
    basis = min((fact.basis for fact in facts), key=list(Basis).index)
    pattern = _("{city}, {topic} and subtopics: {facts}") if below else _("{city}, {topic}: {facts}")
    counted = ngettext("{count} fact", "{count} facts", len(facts)).format(count=format_number(len(facts)))
    if basis is not Basis.STATED:
        counted = f"{counted}, {basis_name(basis)}"
    first = next(member for member in members if network.facts(city, member.id))
    return Cell(
        text=format_number(len(facts)),
        description=pattern.format(city=network.cities["label"].iat[row], topic=topic.title, facts=counted),
        strength=0 if below else min(len(facts), STRENGTHS),
        basis=basis,
        target=selection.state.open("city", city),
        part=f"topic-{first.id}",
    )


def _counts(most: int) -> list[html.Li]:
    """Show the legend of the tints, up to the strongest that occurs."""
    items = []
    for strength in range(1, most + 1):
        pattern = ngettext("{count} fact", "{count} facts", strength)
        if strength == STRENGTHS:
            pattern = _("{count} facts or more")
        sample = html.Span(className=f"cell cell-{strength} cell-stated", **aria(hidden="true"))
        items.append(html.Li([sample, pattern.format(count=format_number(strength))]))
    return items
