"""Security middleware: response headers, allowed methods and hosts, URL limits, opaque errors.

Call `secure` last, when all routes and clientside callbacks are registered: the policy contains their hashes.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, MethodNotAllowed, NotFound
from werkzeug.exceptions import RequestURITooLarge as AddressTooLong
from werkzeug.routing import RequestRedirect

from dashboard.config import Settings
from dashboard.text.i18n import gettext as _
from dashboard.web.error_page import Frame
from dashboard.web.http_errors import error_response

METHODS: Final = ("GET", "HEAD")
MAX_URL_LENGTH: Final = 8000
"""Maximum bytes of path and query; every state of the page needs far fewer, and common proxies allow no more."""
HEALTH: Final = "/healthz"
STYLE_HASHES: Final = (
    # The <style> elements that plotly.js, MapLibre and Dash put into the page; a browser test compares them.
    "sha256-+QoPrsxO0auPnxSulD3bAr9CoDGgzv7YRfYE0vfxeQI=",
    "sha256-0IJGrxhCP5NUIafylLkj5118xkZH1kp5FmNio7NOckI=",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",  # an empty element, which plotly.js fills rule by rule
    "sha256-Aq43X0SlmB69maWGob4rp/UuSHhwePalkRRExtsxOJ8=",
    "sha256-Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s=",
    "sha256-ITR5T9OwskhdqdsliUJRmgp9ltOFAHgXe1F7eRvGnmQ=",
    "sha256-MJs2ke1SA6Cy3tTCZu2QH0rj0r//iNqU0idy9bM4leg=",
    "sha256-SkhFDxgIcEjMhRh19uSHWrkdnAlZ9rlskgr9yLsipa8=",
    "sha256-VUA+tqvhK3niMn7AdszqidMFPRh9FLqxB2iINUrsiTw=",
    "sha256-X2TqJwnIiE/ceDVeAdr7v7BOWBU6CEzE6qxlNzBzvBk=",
    "sha256-Z8VokGxeiKThZOEmkdUgfW+jxbvItBwAXC8M1c4wqAM=",
    "sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o=",
    "sha256-uDiOZWps1U7E8/0BTaQrclYMhVhRVE4dT0vb5X6nXOw=",
)

_log = logging.getLogger(__name__)


def content_security_policy(*, script_hashes: Sequence[str], frame_ancestors: Sequence[str]) -> str:
    """Build the content security policy: this site only; inline scripts and styles only by hash.

    Args:
        script_hashes: of the inline scripts, as `'sha256-…'` with or without quotes.
        frame_ancestors: sites that may embed the page in a frame; none if empty.
    """
    scripts = " ".join(f"'{each.strip(chr(39))}'" for each in script_hashes)
    styles = " ".join(f"'{each}'" for each in STYLE_HASHES)
    rules = (
        "default-src 'none'",
        f"script-src 'self' {scripts}".strip(),
        f"style-src 'self' {styles}",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src blob:",
        "child-src blob:",  # for browsers without worker-src
        "base-uri 'none'",
        "form-action 'self'",
        _framed_by(frame_ancestors),
    )
    return "; ".join(rules)


def _framed_by(frame_ancestors: Sequence[str]) -> str:
    return " ".join(["frame-ancestors", *(frame_ancestors or ("'none'",))])


def secure(server: Flask, *, script_hashes: Sequence[str], settings: Settings, frame: Frame | None = None) -> None:
    """Validate every request and add security headers to every response, error responses included.

    Args:
        script_hashes: hashes of all inline scripts of the page, as `Dash.csp_hashes` gives them.
        settings: allowed hosts, and sites that may embed the page.
        frame: layout around the error page.
    """
    framed_by = _framed_by(settings.frame_ancestors)
    policy = content_security_policy(script_hashes=script_hashes, frame_ancestors=settings.frame_ancestors)
    headers = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    if not settings.frame_ancestors:
        headers["X-Frame-Options"] = "DENY"  # for browsers without frame-ancestors

    @server.before_request
    def validate_request() -> None:
        if request.method not in METHODS:
            raise MethodNotAllowed(METHODS)
        if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and not request.environ.get("HTTP_HOST"):
            raise BadRequest(_("Missing Host header."))  # RFC 9112, section 3.2
        # "//x" must not be a second address of a page; werkzeug drops a leading double slash without a redirect.
        if isinstance(request.routing_exception, RequestRedirect) or request.environ["PATH_INFO"].startswith("//"):
            raise NotFound
        if len(request.environ.get("RAW_URI", "")) > MAX_URL_LENGTH or _length() > MAX_URL_LENGTH:
            raise AddressTooLong
        if settings.allowed_hosts and request.path != HEALTH and not _is_allowed(settings.allowed_hosts):
            raise BadRequest(_("Unknown host."))

    @server.after_request
    def add_headers(response: Response) -> Response:
        # Only pages run scripts: other responses do not need the thousand bytes of hashes. A 304 still has its type
        # here; its headers replace those in the browser's cache, so they must equal those of the page.
        needed = policy if response.mimetype == "text/html" else f"default-src 'none'; {framed_by}"
        for name, value in (("Content-Security-Policy", needed), *headers.items()):
            response.headers.setdefault(name, value)
        return response

    @server.errorhandler(Exception)
    def handle_error(error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return error_response(error, frame)
        _log.error("%s %s failed", request.method, request.path[:200], exc_info=error)
        return error_response(InternalServerError(), frame)


def _length() -> int:
    return len(request.environ.get("PATH_INFO", "")) + len(request.environ.get("QUERY_STRING", ""))


def _is_allowed(allowed: Sequence[str]) -> bool:
    host = request.host.rsplit("]", 1)[0].lstrip("[") if request.host.startswith("[") else request.host.split(":")[0]
    host = host.rstrip(".").lower()
    return any(
        host == name.lower() or (name.startswith("*.") and host.endswith(name[1:].lower()) and host != name[1:])
        for name in allowed
    )
