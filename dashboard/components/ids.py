"""Ids of components, defined only here."""

from __future__ import annotations

from enum import StrEnum


class Id(StrEnum):
    """Every component that a callback, a style or a script refers to: `<panel>-<thing>`."""

    ADDRESS = "page-address"
    MAIN = "page-main"
    SEARCH = "page-search"
    TITLE = "page-title"
    SENTENCE = "page-sentence"
    FILTERS = "page-filters"
    FILTERS_BODY = "filters-body"
    LEGEND = "map-legend"
    MAP = "page-map"
    GRAPH = "map-graph"
    POSTER = "map-poster"
    OUTSIDE = "map-outside"
    PANEL = "page-panel"
    EVENTS = "page-events"
    TABLES = "page-tables"
    FOOTER = "page-footer"
    STATUS = "page-status"
