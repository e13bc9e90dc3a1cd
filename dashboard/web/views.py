"""The registry of views: the state keys that each view depends on, and its builder.

The routes, the response cache and the page's script (through the HTML document) read it. A view gets a state with only
these keys, so it cannot depend on others; `parameters` and `varies` list its inputs besides the state.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from dashboard.config import Settings
from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.maps.bounds import read_box, read_zoom
from dashboard.maps.svg.outlines import Outlines
from dashboard.query.data_quality import this_year
from dashboard.query.selection import Selection
from dashboard.query.state import DETAIL_KEYS, FILTER_KEYS, State
from dashboard.query.validation import ignored_values
from dashboard.web.assets import Assets
from dashboard.web.dataset import Dataset
from dashboard.web.view_builders import (
    cluster_parts,
    export_parts,
    figure,
    offscreen_parts,
    page_parts,
    panel_parts,
    panels_parts,
    picture_parts,
    search_parts,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query key besides those of the state: `read` returns None for an invalid value, and `usage` is the error."""

    read: Callable[[str], Any]
    usage: str


PARAMETERS: Final[Mapping[str, Parameter]] = {
    "box": Parameter(read_box, "box: write west,south,east,north in degrees"),
    "zoom": Parameter(read_zoom, "zoom: write a number"),
}
"""The visible part of the map."""


@dataclass(frozen=True, slots=True)
class Services:
    """The services that views use, shared by all requests."""

    settings: Settings
    assets: Assets
    outlines: Outlines
    tiles_url: str
    locate: LazyGazetteer


@dataclass(frozen=True)
class ViewRequest:
    """One request for a view.

    Args:
        dataset: read once; key and content of the response come from it.
        state: only the keys of the view.
        services: shared by all requests.
        query: the whole query string.
        parameters: values of the view's parameters.
    """

    dataset: Dataset
    state: State
    services: Services
    query: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def selection(self) -> Selection:
        """The state, resolved on the network of the dataset: the one selection of the request."""
        return Selection.of(self.dataset.network, self.state)


@dataclass(frozen=True, slots=True)
class View:
    """One view, served as JSON under `/view/<name>`.

    Args:
        keys: the state keys that it depends on.
        build: returns the value that is sent as JSON.
        parameters: required query keys, from `PARAMETERS`.
        varies: its inputs besides dataset, language, state and parameters.
    """

    keys: tuple[str, ...]
    build: Callable[[ViewRequest], Any]
    parameters: tuple[str, ...] = ()
    varies: Callable[[ViewRequest], Hashable] = lambda _request: None


VIEWS: Final[Mapping[str, View]] = {
    "page": View(
        (*FILTER_KEYS, "page", "show", "sort", "tab"),
        lambda r: page_parts(r.selection, r.dataset.rejected_update, misread=ignored_values(r.query)),
        varies=lambda r: (ignored_values(r.query), this_year()),
    ),
    "panel": View(
        (*FILTER_KEYS, *DETAIL_KEYS, "sort"),
        lambda r: panel_parts(r.selection, r.services.settings),
    ),
    "panels": View((*FILTER_KEYS, "sort"), lambda r: panels_parts(r.selection, r.services.settings, asked=r.state)),
    "search": View(
        (*FILTER_KEYS, "compare"),
        lambda r: search_parts(r.selection, r.services.locate),
        varies=lambda r: r.services.locate.ready,
    ),
    "exports": View((*FILTER_KEYS, "city", "event"), lambda r: export_parts(r.selection)),
    "picture": View(
        (*FILTER_KEYS, *DETAIL_KEYS, "show", "sort", "theme", "view"),
        lambda r: picture_parts(r.selection, r.services.outlines),
    ),
    "figure": View(
        (*FILTER_KEYS, *DETAIL_KEYS, "show", "theme", "view"),
        lambda r: figure(r.selection, r.services.assets, r.services.tiles_url),
    ),
    "outside": View(
        (*FILTER_KEYS, "city", "compare"),
        lambda r: offscreen_parts(r.selection, r.parameters["box"]),
        parameters=("box",),
    ),
    "cells": View(
        (*FILTER_KEYS, "show"),
        lambda r: cluster_parts(r.selection, r.parameters["box"], r.parameters["zoom"]),
        parameters=("box", "zoom"),
    ),
}

KEYS: Final[Mapping[str, list[str]]] = {
    "filters": sorted(FILTER_KEYS),
    "opened": sorted(DETAIL_KEYS),
    "share": sorted({*VIEWS["page"].keys, *VIEWS["panel"].keys, "view"}),
    **{name: sorted(view.keys) for name, view in VIEWS.items()},
}
"""State keys by view, the two groups that views share, and the keys of a shared link, for the page's script."""
