"""Icons, manifest, robots.txt and sitemap.xml are where browsers and robots look for them, and say what is true."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from PIL import Image

from dashboard.config import Settings, default_data, resource
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.state import State
from dashboard.web.app import create_app
from dashboard.web.site_files import THEME_COLOURS, robots_txt, sitemap_xml
from tests.networks import networks
from tests.sources import styles
from tools.build_icons import FAVICON_SIZES, icons

REAL = load(default_data())
BASE = "https://maps.example/network/"
PUBLIC = create_app(Settings(public_url=BASE))
PRIVATE = create_app(Settings())


@pytest.fixture(name="client")
def _client() -> FlaskClient:
    return PUBLIC.test_client()


@pytest.mark.parametrize(("path", "kind"), [("/favicon.ico", "image/x-icon"), ("/apple-touch-icon.png", "image/png")])
def test_icons_stand_at_the_root(client: FlaskClient, path: str, kind: str) -> None:
    """Browsers and phones ask for them whatever a page says; a day later they ask with the tag."""
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    with Image.open(io.BytesIO(answer.data)) as picture:
        sizes = picture.info.get("sizes", {picture.size})
    assert sizes == ({(size, size) for size in FAVICON_SIZES} if path.endswith("ico") else {(180, 180)})


def test_touch_icon_fills_its_square_and_the_favicon_has_round_corners(client: FlaskClient) -> None:
    """A phone cuts the corners itself, and shows black where they are transparent."""
    corners = {}
    for path in ("/favicon.ico", "/apple-touch-icon.png"):
        with Image.open(io.BytesIO(client.get(path).data)) as picture:
            corners[path] = picture.convert("RGBA").getpixel((0, 0))[3]  # type: ignore[index]  # four bands
    assert corners == {"/favicon.ico": 0, "/apple-touch-icon.png": 255}


def test_icons_are_those_of_the_drawing() -> None:
    """What the tool draws from icon.svg lies in the repository, point by point."""
    folder = resource("assets") / "icons"
    drawn = icons((resource("assets") / "icon.svg").read_text("utf-8"))
    assert {path.name for path in folder.iterdir()} == set(drawn)
    for name, content in drawn.items():
        with Image.open(io.BytesIO(content)) as wanted, Image.open(folder / name) as found:
            assert found.convert("RGBA").tobytes() == wanted.convert("RGBA").tobytes(), f"{name}: run tools.build_icons"


def test_manifest_names_the_network_and_icons_that_are_served(client: FlaskClient) -> None:
    """A shortcut gets name, colours and icons of the size it says."""
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    found = json.loads(answer.data)
    assert found["name"] == REAL.title
    assert len(found["short_name"]) <= 12
    assert client.get(found["start_url"]).status_code == 200
    for icon in found["icons"]:
        with Image.open(io.BytesIO(client.get(icon["src"]).data)) as picture:
            assert icon["sizes"] == "{}x{}".format(*picture.size)


@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_page_names_its_icons_and_the_colour_of_its_header(client: FlaskClient, root: Path, theme: str) -> None:
    """Every file that the head names is there; the colours are those of the style sheet."""
    page = client.get(f"/?theme={theme}").text
    links = dict(re.findall(r'<link rel="(icon|apple-touch-icon|manifest)"[^>]*href="([^"]*)"', page))
    assert set(links) == {"icon", "apple-touch-icon", "manifest"}
    assert all(client.get(address).status_code == 200 for address in links.values())
    colours = re.findall(r'<meta name="theme-color"(?: media="([^"]*)")? content="([^"]*)">', page)
    schemes = {f"(prefers-color-scheme: {name})": colour for name, colour in THEME_COLOURS.items()}
    assert dict(colours) == (schemes if not theme else {"": THEME_COLOURS[theme]})
    assert f"--surface: light-dark(#fff, {THEME_COLOURS['dark']});" in styles()
    assert THEME_COLOURS["light"] == "#ffffff"


def test_robots_read_pages_and_not_exports(client: FlaskClient) -> None:
    """The picture of a preview stays open; the sitemap is named where its address is known."""
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text == robots_txt(BASE)
    assert answer.text.splitlines()[-1] == f"Sitemap: {BASE}sitemap.xml"
    assert "Allow: /export/map.png\nDisallow: /export/" in answer.text
    assert "Sitemap" not in PRIVATE.test_client().get("/robots.txt").text


def test_sitemap_has_every_city_event_and_topic_under_its_canonical_address(client: FlaskClient) -> None:
    """Absolute addresses below the public one, each the canonical link of a page that is there."""
    answer = client.get("/sitemap.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    urls = addresses(answer.text)
    states = [State.from_query(url.removeprefix(BASE)) for url in urls]
    assert len(urls) == len(set(urls)) == 1 + len(REAL) + len(REAL.events) + len(REAL.topics)
    assert {state.city for state in states if state.city} == set(REAL.row_by_city_id)
    for url in (urls[0], urls[1], urls[-1]):
        page = client.get("/" + url.removeprefix(BASE))
        assert page.status_code == 200
        assert f'<link rel="canonical" href="{url}">' in unescape(page.text)


def test_without_a_public_address_there_is_no_sitemap() -> None:
    """A sitemap needs absolute addresses, and what a client calls this host is not believed."""
    assert PRIVATE.test_client().get("/sitemap.xml").status_code == 404


@given(networks())
def test_sitemap_is_well_formed_for_any_network(network: Network) -> None:
    """Ids of any kind are escaped, and all addresses are below the public one."""
    urls = addresses(sitemap_xml(network, BASE))
    assert all(url.startswith(BASE) for url in urls)
    assert len(urls) == 1 + len(network) + len(network.events) + len(network.topics)


def addresses(text: str) -> list[str]:
    """Read the addresses of a sitemap."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    tree = ET.fromstring(text.encode())  # noqa: S314 - see above
    assert tree.tag == f"{space}urlset"
    return [str(one.text) for one in tree.findall(f"{space}url/{space}loc")]
