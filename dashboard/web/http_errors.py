"""HTTP errors: the same problems as JSON for programs and as a page for browsers; `Accept` decides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from flask import Response, request
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from dashboard.query.validation import QueryIssue
from dashboard.text.i18n import gettext as _
from dashboard.web.error_page import Frame, error_page

JSON, HTML = "application/json", "text/html"


class InvalidQuery(BadRequest):
    """The query of an export or view has problems."""

    def __init__(self, problems: Sequence[QueryIssue]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def error_response(error: HTTPException, frame: Frame | None = None) -> Response:
    """Return the response of an error: what is wrong and how to fix it.

    Args:
        error: the error; its own headers, as Allow and Retry-After, are kept.
        frame: layout around the error page.
    """
    status = error.code or 500
    title, advice = _words(status)
    if isinstance(error, BadRequest) and error.description != BadRequest.description:
        advice = error.description or advice
    problems = error.problems if isinstance(error, InvalidQuery) else ()
    if request.accept_mimetypes.best_match((JSON, HTML)) == HTML:
        body = error_page(
            title,
            advice,
            problems=[problem.message for problem in problems],
            path=request.path,
            missing=status == NotFound.code,
            frame=frame,
        )
        kind = f"{HTML}; charset=utf-8"
    else:
        content = {
            "status": status,
            "title": title,
            "detail": advice,
            "problems": [asdict(problem) for problem in problems],
        }
        body, kind = json.dumps(content, ensure_ascii=False) + "\n", JSON
    response = Response(body, status, content_type=kind)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _words(status: int) -> tuple[str, str]:
    """Return the title of an error and how to fix it."""
    known = {
        400: (_("Invalid request"), _("Check the address.")),
        404: (_("Page not found"), _("Check the address, or start from the map.")),
        405: (_("Method not allowed"), _("Use GET or HEAD.")),
        414: (_("The address is too long"), _("Use fewer filters, or start from the map.")),
        500: (_("Server error"), _("The error was logged. Try again in a moment.")),
        503: (_("Server busy"), _("Try again in a moment.")),
    }
    other = (_("The request failed"), _("Check the request, or start from the map."))
    return known.get(status, other if status < 500 else known[500])
