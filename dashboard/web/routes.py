"""Routes, all with GET: the page, its views, the requests of Dash, static files, health."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from dash import Dash
from flask import Flask, Response, abort, request

from dashboard.components.page import page
from dashboard.config import Settings
from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.maps.svg.outlines import Outlines
from dashboard.maps.tiles import MEDIA_TYPE, TileArchive
from dashboard.query.data_quality import this_year
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.validation import QueryIssue, ignored_values
from dashboard.text.i18n import language, use_language
from dashboard.web.assets import Assets
from dashboard.web.cache import CachedResponse
from dashboard.web.compression import compressed_response
from dashboard.web.dataset import Dataset, DatasetHolder
from dashboard.web.document import render_document
from dashboard.web.http_errors import InvalidQuery
from dashboard.web.social_meta import base_url
from dashboard.web.view_builders import where
from dashboard.web.views import PARAMETERS, VIEWS, Services, View, ViewRequest

PATIENCE_SECONDS = 1.0
"""How long the first searches wait for the gazetteer to open; waiting longer would block all threads."""


def register(server: Flask, *, dash_app: Dash, holder: DatasetHolder, assets: Assets, settings: Settings) -> None:
    """Register all routes."""
    archive = TileArchive(settings.assets / "basemap" / "tiles.zip")
    tiles_url = f"/tiles/{archive.version}/{{z}}/{{x}}/{{y}}.mvt"
    outlines = Outlines(settings.assets / "basemap")
    locate = LazyGazetteer(patience_seconds=PATIENCE_SECONDS)
    register_views(server, holder=holder, services=Services(settings, assets, outlines, tiles_url, locate))

    @server.get("/")
    def index() -> Response:
        state = State.from_query(request.query_string.decode("latin-1"))
        dataset = holder.current
        with use_language(state.lang):
            base = base_url(request, settings)
            misread = ignored_values(request.query_string.decode("latin-1"))
            key = ("index", language(), state.to_query(), base, f"{misread} {this_year()}")

            def make() -> CachedResponse:
                made = render_document(
                    Selection.of(dataset.network, state),
                    assets=assets,
                    settings=settings,
                    outlines=outlines,
                    base=base,
                    refused=dataset.rejected_update,
                    misread=misread,
                )
                return CachedResponse.of(made.encode(), "text/html; charset=utf-8")

            return _send(dataset.responses.get(key, make), dataset, hot=not state.to_query())

    @server.get("/tiles/<version>/<int:zoom>/<int:column>/<int:row>.mvt")
    def tile(version: str, zoom: int, column: int, row: int) -> Response:
        body = archive.read(zoom, column, row) if version == archive.version else None
        if body is None:
            abort(404)
        answer = CachedResponse.of(body, MEDIA_TYPE)
        return compressed_response(
            request, answer.body, answer.content_type, answer.etag, cache_control="public, max-age=31536000, immutable"
        )

    @server.get("/_dash-layout")
    def layout() -> Response:
        dataset = holder.current
        key = ("layout",)
        answer = dataset.responses.get(key, lambda: CachedResponse.json(page(Selection(dataset.network, State()), {})))
        return _send(answer, dataset, hot=True)

    dependencies = CachedResponse.json(dash_app._callback_list)
    server.add_url_rule("/_dash-dependencies", "dependencies", lambda: _send(dependencies, holder.current, hot=True))
    server.add_url_rule("/static/<path:name>", "static", lambda name: assets.response(request, name))

    @server.get("/healthz")
    def health() -> Response:
        answer = CachedResponse.json(_health(holder.current))
        return compressed_response(request, answer.body, answer.content_type, answer.etag, cache_control="no-store")


def register_views(server: Flask, *, holder: DatasetHolder, services: Services) -> None:
    """Register a route for each view of the registry."""
    for name, view in VIEWS.items():
        server.add_url_rule(f"/view/{name}", f"view_{name}", partial(_view, name, view, holder, services))


def _view(name: str, view: View, holder: DatasetHolder, services: Services) -> Response:
    """Return a view, built from the keys of the state that it depends on and from the current dataset."""
    query = request.query_string.decode("latin-1")
    parameters = {key: PARAMETERS[key].read(request.args.get(key, "")) for key in view.parameters}
    if missing := [key for key, value in parameters.items() if value is None]:
        raise InvalidQuery([QueryIssue(key, request.args.get(key, "")[:60], PARAMETERS[key].usage) for key in missing])
    state = State.from_query(query).keep(*view.keys)
    asked = ViewRequest(holder.current, state, services, query, parameters)
    with use_language(state.lang):
        key = (name, language(), state.to_query(), repr(parameters), repr(view.varies(asked)))
        answer = asked.dataset.responses.get(key, lambda: CachedResponse.json(view.build(asked)))
    return _send(answer, asked.dataset, hot=not state.replace(theme="auto").to_query())


def _send(answer: CachedResponse, dataset: Dataset, *, hot: bool = False) -> Response:
    """Return a response with its data version: a page with another version reloads.

    Args:
        hot: whether every first visit asks for it, so that the best compression pays.
    """
    response = compressed_response(request, answer.body, answer.content_type, answer.etag, hot=hot)
    response.headers["Data-Version"] = dataset.network.version
    return response


def _health(dataset: Dataset) -> Mapping[str, Any]:
    """Return the state of the server; if newer tables were rejected, since when and why."""
    network, refused = dataset.network, dataset.rejected_update
    texts: dict[str, Any] = {"status": "ok"}
    if refused is not None:
        texts = {
            "status": "old data",
            "refused": {
                "since": refused.since.isoformat(),
                "problems": len(refused.problems),
                "first": where(refused.problems[0]),
            },
        }
    return {
        **texts,
        "data": network.version,
        "counts": {
            "cities": len(network),
            "topics": len(network.topics),
            "events": len(network.events),
            "facts": len(network.city_topics),
            "participation": len(network.participation),
            "sources": len(network.sources),
        },
        "warnings": len(network.warnings),
    }
