"""`/export/…`: one address per format, with the query string of the page; strict, because programs use it."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.config import Settings
from dashboard.exports.filenames import file_name
from dashboard.exports.formats import FORMATS, RenderContext
from dashboard.exports.map_sheet import SHEETS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.validation import QueryIssue, validate_query
from dashboard.text.i18n import language, use_language
from dashboard.web.assets import compressed_response
from dashboard.web.cache import CachedResponse
from dashboard.web.dataset import DatasetHolder
from dashboard.web.http_errors import InvalidQuery
from dashboard.web.png_worker import draw_png
from dashboard.web.social_meta import base_url

SHEET = "sheet"
"""Key that only exports accept: the sheet of a picture."""


def register(server: Flask, *, holder: DatasetHolder, settings: Settings) -> None:
    """Register the routes of all exports."""
    studio = RenderContext.of(settings.assets / "basemap", draw_png)

    @server.get("/export/<name>")
    def export(name: str) -> Response:
        wanted = FORMATS.get(name)
        if wanted is None:
            raise NotFound
        dataset = holder.current
        network = dataset.network
        query = request.query_string.decode("latin-1")
        sheet = request.args.get(SHEET, "poster")
        wrong = list(validate_query(network, query, extra_keys=(SHEET,)))
        if sheet not in SHEETS or (SHEET in request.args and not wanted.is_picture):
            wrong.append(QueryIssue(SHEET, sheet[:60], f"sheet: write one of {', '.join(SHEETS)}"))
        selection = Selection.of(network, State.from_query(query))
        if name == "city.md" and not selection.state.city and not any(fault.key == "city" for fault in wrong):
            wrong.append(QueryIssue("city", "", "city: missing; add the id of a city, as in city.md?city=rome"))
        if wrong:
            raise InvalidQuery(wrong)
        asked = selection.state.keep(*wanted.keys)
        selection = selection.with_state(asked)
        with use_language(asked.lang):
            base = (
                base_url(request, settings) if wanted.is_picture and sheet == "poster" and settings.public_url else ""
            )
            address = f"{base}?{asked.to_query()}".removesuffix("?") if base else ""
            key = ("export", name, sheet, language(), asked.to_query(), address)
            answer = dataset.responses.get(
                key, lambda: CachedResponse.of(wanted.make(selection, studio, sheet, address), wanted.content_type)
            )
            saved = file_name(selection, stem=wanted.stem, extension=wanted.extension)
        response = compressed_response(request, answer.body, answer.content_type, answer.etag)
        way = "inline" if wanted.is_picture else "attachment"
        response.headers["Content-Disposition"] = f'{way}; filename="{saved}"'
        if wanted.is_picture:  # other sites show the picture in link previews
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response
