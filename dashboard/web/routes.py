"""The addresses that are answered, all by GET: the page, its views, what Dash asks for, static files, health."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash
from flask import Flask, Response, abort, request

from dashboard.components.html import to_html
from dashboard.components.ids import Id
from dashboard.components.offscreen import offscreen_view
from dashboard.components.page import page
from dashboard.config import Settings
from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.maps.bounds import read_box, read_zoom
from dashboard.maps.svg.outlines import Outlines
from dashboard.maps.tiles import MEDIA_TYPE, TileArchive
from dashboard.model.network import Network
from dashboard.query.data_quality import this_year
from dashboard.query.selection import UnknownValue, selected_ids
from dashboard.query.state import State
from dashboard.query.validation import ignored_values
from dashboard.text.i18n import language, use_language
from dashboard.web import views
from dashboard.web.assets import Assets, compressed_response
from dashboard.web.cache import CachedResponse
from dashboard.web.dataset import Dataset, DatasetHolder
from dashboard.web.document import render_document
from dashboard.web.social_meta import base_url

PATIENCE_SECONDS = 1.0
"""How long the first searches may wait until the gazetteer is open; longer, and they would hold all threads."""
MAX_PANELS = 60
"""Panels that are fetched ahead at once; in longer lists a panel is fetched when its link is pointed at."""


def register(server: Flask, *, dash_app: Dash, holder: DatasetHolder, assets: Assets, settings: Settings) -> None:
    """Add all routes to the application."""
    archive = TileArchive(settings.assets / "basemap" / "tiles.zip")
    tiles_url = f"/tiles/{archive.version}/{{z}}/{{x}}/{{y}}.mvt"
    outlines = Outlines(settings.assets / "basemap")

    def json_view(
        name: str,
        make: Callable[[Dataset, State], Any],
        *,
        only: Callable[[State], State],
        also: Callable[[], str] = str,
    ) -> None:
        """Serve what `make` builds from the part of the state that it depends on, and from what `also` says."""

        def view() -> Response:
            asked = only(State.from_query(request.query_string.decode("latin-1")))
            dataset = holder.current
            with use_language(asked.lang):
                key = (name, language(), asked.to_query(), also())
                answer = dataset.responses.get(key, lambda: CachedResponse.json(make(dataset, asked)))
            return _send(answer, dataset)

        server.add_url_rule(f"/view/{name}", f"view_{name}", view)

    json_view(
        "page",
        lambda data, state: views.page_parts(data.network, state, data.rejected_update, misread=_ignored_values()),
        only=views.page_keys,
        also=lambda: f"{_ignored_values()} {this_year()}",
    )
    json_view("panel", lambda data, state: views.panel_parts(data.network, state, settings), only=views.panel_keys)
    locate = LazyGazetteer(patience_seconds=PATIENCE_SECONDS)
    json_view(
        "search",
        lambda data, state: views.search_parts(data.network, state, locate),
        only=views.search_keys,
        also=lambda: str(locate.ready),
    )
    json_view("panels", lambda data, state: _panels(data.network, state, settings), only=views.list_keys)
    json_view("exports", lambda data, state: views.export_parts(data.network, state), only=views.of_exports)
    json_view("picture", lambda data, state: views.picture_parts(data.network, state, outlines), only=views.figure_keys)
    json_view(
        "figure", lambda data, state: views.figure(data.network, state, assets, tiles_url), only=views.figure_keys
    )

    _register_viewport_routes(server, holder)

    @server.get("/")
    def index() -> Response:
        state = State.from_query(request.query_string.decode("latin-1"))
        dataset = holder.current
        with use_language(state.lang):
            base = base_url(request, settings)
            key = (
                "index",
                language(),
                state.to_query(),
                base,
                f"{_ignored_values()} {this_year()}",
            )

            def make() -> CachedResponse:
                made = render_document(
                    dataset.network,
                    state,
                    assets=assets,
                    settings=settings,
                    outlines=outlines,
                    base=base,
                    refused=dataset.rejected_update,
                    misread=_ignored_values(),
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
        return _send(
            dataset.responses.get(key, lambda: CachedResponse.json(page(dataset.network, State(), {}))), dataset
        )

    dependencies = CachedResponse.json(dash_app._callback_list)
    server.add_url_rule("/_dash-dependencies", "dependencies", lambda: _send(dependencies, holder.current))
    server.add_url_rule("/static/<path:name>", "static", lambda name: assets.response(request, name))

    @server.get("/healthz")
    def health() -> Response:
        answer = CachedResponse.json(_health(holder.current))
        return compressed_response(request, answer.body, answer.content_type, answer.etag, cache_control="no-store")


def _register_viewport_routes(server: Flask, holder: DatasetHolder) -> None:
    """Add the addresses of what depends on the visible part of the map."""

    @server.get("/view/outside")
    def outside() -> Response:
        state = views.filter_keys(State.from_query(request.query_string.decode("latin-1")))
        box = read_box(request.args.get("box", ""))
        if box is None:
            return Response("box: write west,south,east,north in degrees\n", 400, mimetype="text/plain")
        dataset = holder.current
        with use_language(state.lang):
            key = ("outside", language(), state.to_query(), repr(box))
            part = {
                Id.OUTSIDE: to_html(offscreen_view(dataset.network, views.without_unknown(dataset.network, state), box))
            }
            return _send(dataset.responses.get(key, lambda: CachedResponse.json(part)), dataset)

    @server.get("/view/cells")
    def cells() -> Response:
        state = views.cluster_keys(State.from_query(request.query_string.decode("latin-1")))
        box, zoom = read_box(request.args.get("box", "")), read_zoom(request.args.get("zoom", ""))
        if box is None or zoom is None:
            return Response("write box=west,south,east,north in degrees, and zoom\n", 400, mimetype="text/plain")
        dataset = holder.current
        with use_language(state.lang):
            key = ("cells", language(), state.to_query(), repr(box), repr(zoom))
            made = dataset.responses.get(
                key, lambda: CachedResponse.json(views.cluster_parts(dataset.network, state, box, zoom))
            )
        return _send(made, dataset)


def _ignored_values() -> tuple[UnknownValue, ...]:
    return ignored_values(request.query_string.decode("latin-1"))


def _send(answer: CachedResponse, dataset: Dataset, *, hot: bool = False) -> Response:
    """Send an answer with the version of the data it was made from: a page of another version begins anew."""
    response = compressed_response(request, answer.body, answer.content_type, answer.etag, hot=hot)
    response.headers["Data-Version"] = dataset.network.version
    return response


def _panels(network: Network, state: State, settings: Settings) -> Mapping[str, Any]:
    """Build the panels of all cities of a list, by the query of each; none where the list is long."""
    ids = selected_ids(network, views.without_unknown(network, state))
    if len(ids) > MAX_PANELS:
        return {}
    opened = [views.panel_keys(state.open("city", city)) for city in ids]
    return {one.to_query(): views.panel_parts(network, one, settings) for one in opened}


def _health(dataset: Dataset) -> Mapping[str, Any]:
    """Say what is served; and where newer tables are not, since when and why."""
    network, refused = dataset.network, dataset.rejected_update
    said: dict[str, Any] = {"status": "ok"}
    if refused is not None:
        said = {
            "status": "old data",
            "refused": {
                "since": refused.since.isoformat(),
                "problems": len(refused.problems),
                "first": views.where(refused.problems[0]),
            },
        }
    return {
        **said,
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
