"""Files that browsers, phones and search engines request: icons, manifest, robots.txt, sitemap.xml."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import islice

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.config import Settings
from dashboard.model.network import Network
from dashboard.query.state import State
from dashboard.text.i18n import DEFAULT_LANGUAGE
from dashboard.web.assets import Assets
from dashboard.web.cache import CachedResponse
from dashboard.web.compression import compressed_response
from dashboard.web.dataset import DatasetHolder

ICONS = {"favicon.ico": "image/x-icon", "apple-touch-icon.png": "image/png"}
"""Icons that clients request at the root, whatever a page declares, with their media types."""
APP_ICONS = {"icons/icon-192.png": "192x192", "icons/icon-512.png": "512x512"}
THEME_COLOURS = {"light": "#ffffff", "dark": "#161e24"}
"""The header colour of `assets/css/tokens.css`, for the browser's toolbars."""
SHORT_NAME = 12
"""Maximum length of a name below an icon on a phone."""
MOST_URLS = 50_000
"""Maximum number of addresses in a sitemap (sitemaps.org, protocol)."""
ONE_DAY = "public, max-age=86400"


def register(server: Flask, *, holder: DatasetHolder, assets: Assets, settings: Settings) -> None:
    """Register the routes of these files."""

    def icon(name: str) -> Response:
        answer = CachedResponse.of(assets.content(f"icons/{name}"), ICONS[name])
        return compressed_response(request, answer.body, answer.content_type, answer.etag, cache_control=ONE_DAY)

    for name in ICONS:
        server.add_url_rule(f"/{name}", name.partition(".")[0], icon, defaults={"name": name})

    @server.get("/manifest.webmanifest")
    def manifest() -> Response:
        answer = CachedResponse.json(manifest_of(holder.current.network, assets))
        return compressed_response(request, answer.body, "application/manifest+json", answer.etag)

    @server.get("/robots.txt")
    def robots() -> Response:
        answer = CachedResponse.of(robots_txt(settings.public_url).encode(), "text/plain; charset=utf-8")
        return compressed_response(request, answer.body, answer.content_type, answer.etag, cache_control=ONE_DAY)

    @server.get("/sitemap.xml")
    def sitemap() -> Response:
        if (
            not settings.public_url
        ):  # a sitemap needs absolute addresses, and a Host header from a client is not trusted
            raise NotFound
        dataset = holder.current
        answer = dataset.responses.get(
            ("sitemap",),
            lambda: CachedResponse.of(sitemap_xml(dataset.network, settings.public_url).encode(), "application/xml"),
        )
        return compressed_response(request, answer.body, answer.content_type, answer.etag)


def manifest_of(network: Network, assets: Assets) -> dict[str, object]:
    """Return the web app manifest: name, colours and icons for a shortcut on a phone or desktop."""
    icons = [{"src": assets.url(name), "sizes": sizes, "type": "image/png"} for name, sizes in APP_ICONS.items()]
    return {
        "name": network.title,
        "short_name": network.title if len(network.title) <= SHORT_NAME else network.title.split()[0][:SHORT_NAME],
        "lang": DEFAULT_LANGUAGE,
        "start_url": "/",
        "display": "browser",
        "background_color": THEME_COLOURS["light"],
        "theme_color": THEME_COLOURS["light"],
        "icons": icons,
    }


def robots_txt(public_url: str) -> str:
    """Write robots.txt: everything except the exports; link previews may fetch the picture."""
    lines = ["User-agent: *", "Allow: /export/map.png", "Disallow: /export/"]
    if public_url:
        lines += ["", f"Sitemap: {_base(public_url)}sitemap.xml"]
    return "\n".join(lines) + "\n"


def sitemap_xml(network: Network, public_url: str) -> str:
    """Write the sitemap: the page and every city, event and topic."""
    places = (f"<url><loc>{escape(_base(public_url) + href)}</loc></url>" for href in _pages(network))
    urls = "\n".join(islice(places, MOST_URLS))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}\n</urlset>\n"


def _pages(network: Network) -> Iterator[str]:
    """Yield the addresses of all pages relative to the base, in canonical form."""
    yield ""
    for event in network.events:
        yield f"?{State(event=event.id).to_query()}"
    for topic in network.topics:
        yield f"?{State(about=topic.id).to_query()}"
    for city in network.row_by_city_id:
        yield f"?{State(city=city).to_query()}"


def _base(public_url: str) -> str:
    return public_url.rstrip("/") + "/"
