"""The error page: the cause, a link to the map, and suggestions for a wrong path; it needs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.model.network import Network
from dashboard.query.state import State
from dashboard.query.summary import label_of
from dashboard.text.i18n import gettext as _
from dashboard.text.i18n import language
from dashboard.text.normalize import normalize
from dashboard.text.suggest import suggest

MOST_IDS = 5_000
"""Maximum number of ids compared with a wrong path; larger networks match exact ids only."""
NEAR = 75.0
"""Similarity (0 to 100) from which an id is suggested."""
LONGEST_PATH = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """The layout around an error: style and icon of the page, and the served network."""

    style_url: str
    icon_url: str
    network: Callable[[], Network]


def error_page(
    title: str, advice: str, *, path: str, missing: bool, frame: Frame | None, problems: Sequence[str] = ()
) -> str:
    """Write an error page.

    Args:
        path: the requested path.
        missing: whether the path does not exist, so that similar names are suggested.
        frame: without it the page has no style and no suggestions.
        problems: shown instead of the advice.
    """
    head, home, meant = "", "", ""
    cause = "".join(f"<p>{escape(text)}</p>" for text in problems or [advice])
    question, to_map = _("Did you mean"), _("Go to the map")
    if frame is not None:
        network = frame.network()
        head = f'<link rel="stylesheet" href="{frame.style_url}"><link rel="icon" href="{frame.icon_url}">'
        first, _space, rest = escape(network.title).partition(" ")
        home = f'<header class="header"><a class="brand" href="/"><strong>{first}</strong> {rest}</a></header>'
        found = [
            f'<li><a href="/{escape(state.href())}">{escape(name)}</a></li>' for name, state in nearest(network, path)
        ]
        if missing and found:
            meant = f"<h2>{escape(question)}</h2><ul>{''.join(found)}</ul>"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title>{head}</head><body>{home}"
        f'<main class="error-page"><h1>{escape(title)}</h1>{cause}{meant}'
        f'<p><a class="button" href="/">{escape(to_map)}</a></p></main></body></html>\n'
    )


def nearest(network: Network, path: str) -> list[tuple[str, State]]:
    """Return names and states of cities, events and topics that the last part of a path may mean."""
    word = normalize(path.rstrip("/").rpartition("/")[2].partition(".")[0]).replace(" ", "-")
    if not 2 < len(word) <= LONGEST_PATH:
        return []
    states = dict(_states(network)) if len(network) <= MOST_IDS else {}
    if word in network.row_by_city_id:
        found = [word]
        states.setdefault(word, State(city=word))
    else:
        found = suggest(word, list(states), limit=3, cutoff=NEAR)
    return [(_label(network, states[key]), states[key]) for key in found]


def _states(network: Network) -> Iterator[tuple[str, State]]:
    yield from ((topic.id, State(about=topic.id)) for topic in network.topics)
    yield from ((event.id, State(event=event.id)) for event in network.events)
    yield from ((city, State(city=city)) for city in network.row_by_city_id)


def _label(network: Network, state: State) -> str:
    key = "city" if state.city else "event" if state.event else "about"
    return label_of(network, key, getattr(state, key))
