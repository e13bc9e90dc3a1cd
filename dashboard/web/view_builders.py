"""Builders of the views: parts of the page by slot, figures, pictures and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from threading import Thread
from typing import Any

import numpy as np

from dashboard.components.dialogs.export import contents
from dashboard.components.filters import filters_view, legend_view
from dashboard.components.html import Raw, to_html
from dashboard.components.ids import Id
from dashboard.components.offscreen import offscreen_view
from dashboard.components.panel import panel_view
from dashboard.components.search_results import said, search_box, search_view
from dashboard.components.summary_heading import notices_view, stale_view, summary_view
from dashboard.components.tabs import tabs_view
from dashboard.components.timeline import timeline_view
from dashboard.config import Settings
from dashboard.errors import Problem
from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.geocoding.result import Candidate
from dashboard.maps.bounds import Box
from dashboard.maps.projection import View
from dashboard.maps.svg.event_connections import event_marks
from dashboard.maps.svg.map import map_svg, shared_ground
from dashboard.maps.svg.outlines import Outlines
from dashboard.maps.theme import PAGE
from dashboard.maps.viewport import SEEN, SIZES, alternative, default_bounds, detail_rows, initial_viewport, tooltip
from dashboard.maps.webgl.cluster_layer import cluster_view
from dashboard.maps.webgl.event_layer import event_lines
from dashboard.maps.webgl.figure import dimmed_rows, opened_patch, selection_patch
from dashboard.maps.webgl.figure import figure as map_figure
from dashboard.model.network import Network
from dashboard.query.selection import FACETS, UnknownValue, drop_unknown, select, selected_ids
from dashboard.query.state import State
from dashboard.query.summary import summarize, title, to_text
from dashboard.query.validation import DISPLAY_KEYS
from dashboard.web.assets import Assets
from dashboard.web.dataset import RejectedUpdate

THEMES = ("light", "dark")
MAX_PANELS = 60
"""Maximum number of panels to prefetch together; in longer lists, hovering a link fetches its panel."""


def without_unknown(network: Network, state: State) -> State:
    """Return a state without unknown values."""
    return drop_unknown(network, state)[0]


def page_parts(
    network: Network, state: State, refused: RejectedUpdate | None = None, *, misread: Sequence[UnknownValue] = ()
) -> Mapping[str, Any]:
    """Build the slots that depend on the filters; `said` is the summary as text, `map` the patch of the map.

    Args:
        misread: invalid display settings of the address.
    """
    state, notices = drop_unknown(network, state)
    notices = (*notices, *misread)
    said = to_text(summarize(network, state))
    return {
        Id.SENTENCE: to_html(_sentence(network, state, notices, refused)),
        Id.FILTERS_BODY: to_html(filters_view(network, state)),
        Id.LEGEND: to_html(legend_view(network, state)),
        Id.TABLES: to_html(tabs_view(network, state)),
        Id.EVENTS: to_html(timeline_view(network, state)),
        "said": said,
        "query": state.to_query(),
        "alternative": alternative(said),
        "map": {theme: selection_patch(network, state, dark=theme == "dark") for theme in THEMES},
        "faded": dimmed_rows(network, state),
        "hidden": state.show == "matching",
    }


def panel_parts(network: Network, state: State, settings: Settings) -> Mapping[str, Any]:
    """Build the parts that depend on the opened item: panel, document title, patch of the map."""
    state, notices = drop_unknown(network, state)
    said = notices_view(network, state, [notice for notice in notices if not _is_filter(notice)])
    return {
        Id.PANEL: to_html([*said, *panel_view(network, state, report_url=settings.report_url)]),
        "title": title(network, state),
        "query": state.to_query(),
        "map": {theme: opened_patch(network, state, dark=theme == "dark") for theme in THEMES},
        "lines": event_lines(network, state),
    }


def search_parts(network: Network, state: State, locate: LazyGazetteer) -> Mapping[str, Any]:
    """Build the hits of a search; `said` counts them for a screen reader.

    `later` means that the gazetteer is not open yet: a new request in a moment may return more hits.
    """
    query = state.q
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

    shown = search_view(network, without_unknown(network, state.replace(q="")), query, locate=locate, at_once=at_once)
    told = said(network, query, locate=locate, at_once=at_once)
    return {
        "hits": to_html(shown),
        "said": told,
        "later": bool(query.strip() and (opening or locate.asked)) and not locate.ready,
    }


def panels_parts(network: Network, state: State, settings: Settings) -> Mapping[str, Any]:
    """Build the panels of all cities of a list, by query; none if the list is long."""
    ids = selected_ids(network, without_unknown(network, state))
    if len(ids) > MAX_PANELS:
        return {}
    opened = [state.open("city", city) for city in ids]
    return {one.to_query(): panel_parts(network, one, settings) for one in opened}


def offscreen_parts(network: Network, state: State, box: Box) -> Mapping[str, Any]:
    """Count the cities outside the visible part of the map."""
    return {Id.OUTSIDE: to_html(offscreen_view(network, without_unknown(network, state), box))}


def export_parts(network: Network, state: State) -> Mapping[str, str]:
    """Return the content of each export of a state in words, by format name."""
    return contents(network, without_unknown(network, state))


def figure(network: Network, state: State, assets: Assets, tiles_url: str) -> Mapping[str, Any]:
    """Build the complete figure of the map."""
    return map_figure(network, without_unknown(network, state), asset_url=assets.url, tiles_url=tiles_url)


def cluster_parts(network: Network, state: State, box: Box, zoom: float) -> Mapping[str, Any]:
    """Build the clusters of the visible part of the map."""
    return cluster_view(network, without_unknown(network, state), box, zoom)


def picture_parts(network: Network, state: State, outlines: Outlines) -> Mapping[str, Any]:
    """Build the picture of the map for a browser without WebGL2."""
    state = without_unknown(network, state)
    return {Id.POSTER: _pictures(network, state, outlines)}


def first_parts(
    network: Network,
    state: State,
    settings: Settings,
    outlines: Outlines,
    refused: RejectedUpdate | None = None,
    *,
    misread: Sequence[UnknownValue] = (),
) -> dict[Id, Any]:
    """Build all slots for the HTML document, where every link holds the whole state."""
    state, notices = drop_unknown(network, state)
    notices = (*notices, *misread)
    said = notices_view(network, state, [notice for notice in notices if not _is_filter(notice)])
    default = initial_viewport(network, State()) == initial_viewport(network, state)
    return {
        Id.SEARCH: search_box(state),
        Id.SENTENCE: _sentence(network, state, notices, refused),
        Id.FILTERS_BODY: filters_view(network, state),
        Id.LEGEND: legend_view(network, state),
        Id.TABLES: tabs_view(network, state),
        Id.EVENTS: timeline_view(network, state),
        Id.OUTSIDE: offscreen_view(network, state, default_bounds(network)) if default else [],
        Id.PANEL: [*said, *panel_view(network, state, report_url=settings.report_url)],
        Id.POSTER: Raw(_pictures(network, state, outlines)),
    }


def _pictures(network: Network, state: State, outlines: Outlines) -> str:
    """Draw the pictures that the HTML document shows until the live map is ready, one per size."""
    views = {size: initial_viewport(network, state).view(size) for size in SIZES}
    grounds = shared_ground(outlines, views=list(views.values()), colours=PAGE)
    drawn = zip(views.items(), grounds, strict=True)
    return "".join(_picture(network, state, outlines, size, view, base) for (size, view), base in drawn)


def _picture(network: Network, state: State, outlines: Outlines, size: str, view: View, base: str) -> str:
    marks = (
        event_marks(network, state, detail_rows(network, state), view=view, colours=PAGE)
        if state.event or state.about
        else ""
    )
    svg = map_svg(
        network,
        view=view,
        outlines=outlines,
        matching=set(np.flatnonzero(select(network, state)).tolist()),
        opened=network.row_by_city_id.get(state.city),
        href=state.href_template("city"),
        hint=lambda row: tooltip(network, row),
        label=alternative(to_text(summarize(network, state))),
        under=marks,
        base=base,
        window=SEEN[size],
    )
    return f'<div class="picture picture-{size}">{svg}</div>'


def _sentence(
    network: Network, state: State, notices: Sequence[UnknownValue], refused: RejectedUpdate | None
) -> list[Any]:
    shown = summary_view(network, state, [notice for notice in notices if _is_filter(notice)])
    if refused is not None:
        shown.append(stale_view(refused.since, where(refused.problems[0]), len(refused.problems)))
    return shown


def where(problem: Problem) -> str:
    """Describe a problem with its position; omit the text for a whole file, which may contain local paths."""
    file = PurePath(problem.file).name
    if problem.line is None:
        return file
    return str(replace(problem, file=file))


def _is_filter(notice: UnknownValue) -> bool:
    return notice.key in (*FACETS, *DISPLAY_KEYS)
