"""About the network: what it is, what its roles mean, how to join; each text with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.facts import age, source_line
from dashboard.components.links import external, host
from dashboard.model.entities import Role
from dashboard.model.facts import Note
from dashboard.model.network import Network
from dashboard.query.summary import role_name

LEADING = ("about", "ended")
"""Ids of the notes that are shown in full, in order; the others are collapsed under their titles."""


def introduction(network: Network) -> list[Any]:
    """Show what the network is, what its roles mean, and how to join and ask; nothing if it has no such texts."""
    leading = [note for note in network.notes if note.id in LEADING]
    meanings = {role: note for role in Role if (note := network.role_notes.get(role))}
    children: list[Any] = [html.P(note.fact.text, className="lead") for note in leading]
    if meanings:
        rows = [html.Div([_role(role), html.Dd(note.fact.text)]) for role, note in meanings.items()]
        children.append(html.Dl(rows, className="roles"))
    children += sources([*leading, *meanings.values()])
    others = [note for note in network.notes if note.id not in LEADING]
    children += [html.Details([html.Summary(note.title), *_body(note)], className="note") for note in others]
    return [html.Div(children, className="notes")] if children else []


def sources(notes: Sequence[Note]) -> list[html.Div]:
    """Show the sources of texts; a source that several share, on the same basis, once."""
    facts = {(note.fact.source.id, note.fact.basis, age(note.fact)): note.fact for note in notes}
    return [source_line(fact.source, fact.basis, dated=age(fact)) for fact in facts.values()]


def _role(role: Role) -> html.Dt:
    return html.Dt([html.Span(className=f"dot dot-{role}"), role_name(role)])


def _body(note: Note) -> list[Any]:
    """Show the text of a note with its source and its link."""
    way = [html.P(external(host(note.url), note.url), className="links")] if note.url else []
    return [html.P(note.fact.text), *way, *sources([note])]
