"""A matrix (heat map table): cells by rows and columns, each a labelled link, tinted by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.components.city_table import PAGE_SIZE, pager
from dashboard.components.html import aria, data
from dashboard.components.links import link
from dashboard.model.facts import Basis
from dashboard.query.labels import basis_name
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _

STRENGTHS = 4
"""Number of tints; the last is the strongest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix.

    Args:
        text: a few characters.
        description: the whole cell in words, for the tooltip and for screen readers.
        strength: tint, from 0 (none) to `STRENGTHS`.
        basis: the strongest basis of the facts; other than stated has a dashed border.
        target: state that the cell links to.
        part: id of the part of the panel that the cell is about.
    """

    text: str
    description: str
    strength: int
    basis: Basis
    target: State
    part: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row header and one cell per column, None without a record."""

    head: Any
    cells: Sequence[Cell | None]
    look: str = ""


def grid(title: str, corner: str, heads: Sequence[Any], rows: Sequence[Row]) -> html.Div:
    """Show rows and columns in a scrolling box with sticky headers.

    Args:
        title: the caption, for a screen reader.
        corner: title of the row headers.
        heads: one per column.
    """
    table = html.Table(
        [
            html.Caption(title, className="visually-hidden"),
            html.Thead(
                html.Tr([html.Td(corner, className="corner-cell"), *(html.Th(head, scope="col") for head in heads)])
            ),
            html.Tbody([_row(row) for row in rows]),
        ],
        className="grid",
        **data(grid="1"),
    )
    return html.Div(
        html.Div(table, className="grid-clip"), className="grid-box", role="region", tabIndex=0, **aria(label=title)
    )


def _row(row: Row) -> html.Tr:
    return html.Tr(
        [html.Th(row.head, scope="row"), *(html.Td(_cell(cell) if cell else None) for cell in row.cells)],
        className=row.look or None,
    )


def _cell(cell: Cell) -> html.A:
    return link(
        cell.text,
        cell.target,
        "opened",
        part=cell.part,
        className=f"cell cell-{cell.strength} cell-{cell.basis}",
        aria_label=cell.description,
        title=cell.description,
    )


def columns(selection: Selection) -> tuple[list[int], list[Any]]:
    """Return the rows of the cities on this page, in the order of the table, and the pager."""
    matching = selection.mask
    rows = [int(row) for row in selection.order if matching[row]]
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(selection.state.page, pages)
    children = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return children, [pager(selection.state, page, pages, len(rows))] if pages > 1 else []


def city_head(selection: Selection, row: int) -> html.A:
    """Show a city as a column header with vertical text."""
    network = selection.network
    role = str(network.cities["role"].iat[row])
    dot = [html.Span(className=f"dot dot-{role}")] if role else []
    label = html.Span(str(network.cities["label"].iat[row]), className="vertical-text")
    city = str(network.cities["id"].iat[row])
    return link([label, *dot], selection.state.open("city", city), "opened", className="city-link")


def tally(count: int) -> html.Span:
    """Show how many cities of this page have a record in a row."""
    text = ngettext("{count} city", "{count} cities", count).format(count=format_number(count))
    children = [html.Span(format_number(count), **aria(hidden="true")), html.Span(text, className="visually-hidden")]
    return html.Span(children, className="count", title=text)


def basis_key(used: set[Basis]) -> list[html.Li]:
    """Show a legend of the cell borders that occur."""
    return [
        html.Li([html.Span(className=f"cell cell-1 cell-{basis}", **aria(hidden="true")), basis_name(basis)])
        for basis in Basis
        if basis in used
    ]


def key(items: Sequence[Any], note: str) -> html.Div:
    """Show the legend of a matrix."""
    return html.Div([html.Ul(items, **aria(label=_("Legend"))), html.P(note)], className="grid-key")
