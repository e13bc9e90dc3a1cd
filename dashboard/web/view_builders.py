"""Builders of the views: parts of the page by slot, figures, pictures and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from threading import Thread
from typing import Any

import numpy as np

from dashboard.components.filters import filters_view, legend_view
from dashboard.components.html import Raw, to_html
from dashboard.components.ids import Id
from dashboard.components.offscreen import offscreen_view
from dashboard.components.panel import panel_view
from dashboard.components.search_results import announcement, search_box, search_view
from dashboard.components.summary_heading import notices_view, stale_view, summary_view
from dashboard.components.tabs import tabs_view
from dashboard.components.timeline import timeline_view
from dashboard.config import Settings
from dashboard.errors import Problem
from dashboard.exports.formats import contents
from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.geocoding.result import Candidate
from dashboard.maps.bounds import Box
from dashboard.maps.projection import View
from dashboard.maps.svg.event_connections import event_marks
from dashboard.maps.svg.map import map_svg, shared_ground
from dashboard.maps.svg.outlines import Outlines
from dashboard.maps.theme import PAGE
from dashboard.maps.viewport import SEEN, SIZES, alt_text, default_bounds, detail_rows, initial_viewport, tooltip
from dashboard.maps.webgl.cluster_layer import cluster_view
from dashboard.maps.webgl.event_layer import event_lines
from dashboard.maps.webgl.figure import dimmed_rows, opened_patch, selection_patch
from dashboard.maps.webgl.figure import figure as map_figure
from dashboard.query.facets import FACETS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.unknown_values import UnknownValue
from dashboard.query.validation import DISPLAY_KEYS
from dashboard.web.assets import Assets
from dashboard.web.dataset import RejectedUpdate

THEMES = ("light", "dark")
MAX_PANELS = 60
"""Maximum number of panels to prefetch together; in longer lists, hovering a link fetches its panel."""


def page_parts(
    selection: Selection, refused: RejectedUpdate | None = None, *, misread: Sequence[UnknownValue] = ()
) -> Mapping[str, Any]:
    """Build the slots that depend on the filters; `announcement` is the summary as text, `map` the patch of the map.

    Args:
        misread: invalid display settings of the address.
    """
    notices = (*selection.notices, *misread)
    sentence = selection.sentence
    return {
        Id.SENTENCE: to_html(_sentence(selection, notices, refused)),
        Id.FILTERS_BODY: to_html(filters_view(selection)),
        Id.LEGEND: to_html(legend_view(selection)),
        Id.TABLES: to_html(tabs_view(selection)),
        Id.EVENTS: to_html(timeline_view(selection)),
        "announcement": sentence,
        "query": selection.state.to_query(),
        "alt_text": alt_text(sentence),
        "map": {theme: selection_patch(selection, dark=theme == "dark") for theme in THEMES},
        "dimmed": dimmed_rows(selection),
        "hidden": selection.state.show == "matching",
    }


def panel_parts(selection: Selection, settings: Settings) -> Mapping[str, Any]:
    """Build the parts that depend on the opened item: panel, document title, patch of the map."""
    return {
        Id.PANEL: to_html(_panel(selection, settings)),
        "title": selection.title,
        "query": selection.state.to_query(),
        "map": {theme: opened_patch(selection, dark=theme == "dark") for theme in THEMES},
        "lines": event_lines(selection),
    }


def search_parts(selection: Selection, locate: LazyGazetteer) -> Mapping[str, Any]:
    """Build the hits of a search; `announcement` counts them for a screen reader.

    `later` means that the gazetteer is not open yet: a new request in a moment may return more hits.
    """
    query = selection.state.q
    if not query.strip():  # the search box has the focus: open the gazetteer before the first letters arrive
        locate.prepare()
    opening: list[Thread] = []

    def at_once(name: str) -> Candidate | None:
        if locate.ready:
            return locate(name)
        if not opening:
            opening.append(Thread(target=locate, args=(name,), daemon=True))
            opening[0].start()
        return None

    visible = search_view(
        selection.with_state(selection.state.replace(q="")),
        query,
        locate=locate,
        at_once=at_once,
    )
    text = announcement(selection.network, query, locate=locate, at_once=at_once)
    return {
        "hits": to_html(visible),
        "announcement": text,
        "later": bool(query.strip() and (opening or locate.asked)) and not locate.ready,
    }


def panels_parts(selection: Selection, settings: Settings, *, asked: State) -> Mapping[str, Any]:
    """Build the panels of all cities of a list, by query; none if the list is long.

    Args:
        asked: the state of the address, before it was resolved; the queries are made from it.
    """
    if selection.count > MAX_PANELS:
        return {}
    return {
        asked.open("city", city).to_query(): panel_parts(
            selection.with_state(selection.state.open("city", city)), settings
        )
        for city in selection.ids
    }


def offscreen_parts(selection: Selection, box: Box) -> Mapping[str, Any]:
    """Count the cities outside the visible part of the map."""
    return {Id.OUTSIDE: to_html(offscreen_view(selection, box))}


def export_parts(selection: Selection) -> Mapping[str, str]:
    """Return the content of each export of a state in words, by format name."""
    return contents(selection)


def figure(selection: Selection, assets: Assets, tiles_url: str) -> Mapping[str, Any]:
    """Build the complete figure of the map."""
    return map_figure(selection, asset_url=assets.url, tiles_url=tiles_url)


def cluster_parts(selection: Selection, box: Box, zoom: float) -> Mapping[str, Any]:
    """Build the clusters of the visible part of the map."""
    return cluster_view(selection, box, zoom)


def picture_parts(selection: Selection, outlines: Outlines) -> Mapping[str, Any]:
    """Build the picture of the map for a browser without WebGL2."""
    return {Id.POSTER: _pictures(selection, outlines), Id.OUTSIDE: to_html(_outside_first_view(selection))}


def first_parts(
    selection: Selection,
    settings: Settings,
    outlines: Outlines,
    refused: RejectedUpdate | None = None,
    *,
    misread: Sequence[UnknownValue] = (),
) -> dict[Id, Any]:
    """Build all slots for the HTML document, where every link holds the whole state."""
    notices = (*selection.notices, *misread)
    return {
        Id.SEARCH: search_box(selection.state),
        Id.SENTENCE: _sentence(selection, notices, refused),
        Id.FILTERS_BODY: filters_view(selection),
        Id.LEGEND: legend_view(selection),
        Id.TABLES: tabs_view(selection),
        Id.EVENTS: timeline_view(selection),
        Id.OUTSIDE: _outside_first_view(selection),
        Id.PANEL: _panel(selection, settings),
        Id.POSTER: Raw(_pictures(selection, outlines)),
    }


def _panel(selection: Selection, settings: Settings) -> list[Any]:
    notices = [notice for notice in selection.notices if not _is_filter(notice)]
    return [*notices_view(selection, notices), *panel_view(selection, report_url=settings.report_url)]


def _outside_first_view(selection: Selection) -> list[Any]:
    """List the cities outside the first view; nothing if the address shows another view."""
    default = initial_viewport(selection.with_state(State())) == initial_viewport(selection)
    return offscreen_view(selection, default_bounds(selection.network)) if default else []


def _pictures(selection: Selection, outlines: Outlines) -> str:
    """Draw the pictures that the HTML document shows until the live map is ready, one per size."""
    views = {size: initial_viewport(selection).view(size) for size in SIZES}
    grounds = shared_ground(outlines, views=list(views.values()), colours=PAGE)
    drawn = zip(views.items(), grounds, strict=True)
    return "".join(_picture(selection, outlines, size, view, base) for (size, view), base in drawn)


def _picture(selection: Selection, outlines: Outlines, size: str, view: View, base: str) -> str:
    network, state = selection.network, selection.state
    marks = (
        event_marks(selection, detail_rows(selection), view=view, colours=PAGE) if state.event or state.about else ""
    )
    svg = map_svg(
        network,
        view=view,
        outlines=outlines,
        matching=set(np.flatnonzero(selection.mask).tolist()),
        opened=network.row_by_city_id.get(state.city),
        href=state.href_template("city"),
        hint=lambda row: tooltip(network, row),
        label=alt_text(selection.sentence),
        under=marks,
        base=base,
        window=SEEN[size],
    )
    return f'<div class="picture picture-{size}">{svg}</div>'


def _sentence(selection: Selection, notices: Sequence[UnknownValue], refused: RejectedUpdate | None) -> list[Any]:
    visible = summary_view(selection, [notice for notice in notices if _is_filter(notice)])
    if refused is not None:
        visible.append(stale_view(refused.since, where(refused.problems[0]), len(refused.problems)))
    return visible


def where(problem: Problem) -> str:
    """Describe a problem with its position; omit the text for a whole file, which may contain local paths."""
    file = PurePath(problem.file).name
    if problem.line is None:
        return file
    return str(replace(problem, file=file))


def _is_filter(notice: UnknownValue) -> bool:
    return notice.key in (*FACETS, *DISPLAY_KEYS)
