"""Static files and views on the wire: immutable addresses, the best encoding, no repeated transfers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from dashboard.config import resource
from dashboard.web.assets import STORE, Assets, fingerprint
from dashboard.web.compression import PRECOMPRESS_BYTES, compressed_response
from dashboard.web.dash_bundle import DASH_BUNDLE
from tests.web.test_compression import VIEW, plain

STYLE = b"/* style */ body { color: black }\n" * 50


@pytest.fixture(name="assets")
def _assets(tmp_path: Path) -> Assets:
    (tmp_path / "style.css").write_bytes(STYLE)
    (tmp_path / "small.js").write_bytes(b"1")
    (tmp_path / "basemap").mkdir()
    (tmp_path / "basemap" / "land-50m.json").write_bytes(b"[%s]" % (b"1," * 500))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG" * 100)
    (tmp_path / "tiles.zip").write_bytes(b"PK")
    (tmp_path / ".hidden.js").write_bytes(b"secret")
    (tmp_path / STORE).mkdir()
    (tmp_path / STORE / f"{fingerprint(STYLE)}.br").write_bytes(brotli.compress(STYLE + b"/* ahead */"))
    return Assets(tmp_path)


@pytest.fixture(name="client")
def _client(assets: Assets) -> Iterator[FlaskClient]:
    app = Flask("test", static_folder=None)
    app.add_url_rule("/static/<path:name>", "static", lambda name: assets.response(request, name))
    app.add_url_rule("/view", "view", lambda: compressed_response(request, VIEW, "text/html; charset=utf-8", "abc"))
    with app.test_client() as client:
        yield client


def test_address_holds_the_fingerprint_of_the_content(assets: Assets) -> None:
    """Two contents never share an address."""
    assert assets.url("style.css") == f"/static/style.{fingerprint(STYLE)}.css"
    assert re.fullmatch(r"/static/basemap/land-50m\.[0-9a-f]{16}\.json", assets.url("basemap/land-50m.json"))


def test_style_names_files_by_their_fingerprint(tmp_path: Path) -> None:
    """A file of this folder gets its fingerprint, quoted or not; other addresses stay, and sources are not served."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.woff2").write_bytes(b"wOF2")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.js").write_bytes(b"go()")
    (tmp_path / "style.min.css").write_bytes(
        b'a{src:url("fonts/a.woff2") url(fonts/a.woff2) url("data:x") url(no.png)}'
    )
    assets = Assets(tmp_path)
    address = f'url("fonts/a.{fingerprint(b"wOF2")}.woff2")'
    assert assets.content("style.min.css").decode() == f'a{{src:{address} {address} url("data:x") url(no.png)}}'
    assert "src/main.js" not in set(assets)


def test_unknown_name_has_no_address(assets: Assets) -> None:
    """A name that is misspelt in the code fails at once."""
    with pytest.raises(KeyError):
        assets.url("stile.css")


def test_archives_hidden_files_and_the_store_are_not_served(assets: Assets) -> None:
    """Only what a page may ask for has an address."""
    assert set(assets) == {"style.css", "small.js", "basemap/land-50m.json", "picture.png", DASH_BUNDLE}


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("identity;q=1, br;q=0.2", None),
        ("BR", "br"),
        ("deflate, zstd", None),
        ("br;q=nonsense", None),
        (";;,,q=", None),
    ],
)
@pytest.mark.parametrize("name", ["style.css", "view"])
def test_browser_gets_the_encoding_it_likes_best(
    client: FlaskClient, assets: Assets, accept: str | None, encoding: str | None, name: str
) -> None:
    """Accept-Encoding is followed with its weights, and every form decodes to the same content."""
    path = "/view" if name == "view" else assets.url(name)
    response = client.get(path, headers={} if accept is None else {"Accept-Encoding": accept})
    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers["Vary"] == "Accept-Encoding"
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert plain(response).startswith(VIEW if name == "view" else STYLE)


def test_form_made_ahead_is_used(client: FlaskClient, assets: Assets) -> None:
    """What lies in the store is sent as it is."""
    response = client.get(assets.url("style.css"), headers={"Accept-Encoding": "br"})
    assert plain(response) == STYLE + b"/* ahead */"


@pytest.mark.parametrize("name", ["picture.png", "small.js"])
def test_what_gains_nothing_is_not_compressed(client: FlaskClient, assets: Assets, name: str) -> None:
    """Pictures and scraps go out as they are."""
    response = client.get(assets.url(name), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in response.headers


def test_file_is_kept_for_good(client: FlaskClient, assets: Assets) -> None:
    """A browser never asks again for an address with the right fingerprint."""
    response = client.get(assets.url("style.css"))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"


def test_address_of_another_version_is_not_kept(client: FlaskClient) -> None:
    """A page of another replica gets the current file, which no cache stores under the wrong fingerprint."""
    response = client.get("/static/style.0123456789abcdef.css")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "name",
    [
        "style.css",
        "style.0123456789abcdeg.css",
        "style.0123456789abcde.css",
        "none.0123456789abcdef.css",
        "style.0123456789abcdef.js",
        "../static.0123456789abcdef.py",
        "..%2f..%2fREADME.0123456789abcdef.md",
        "compressed/x.0123456789abcdef.br",
        "tiles.0123456789abcdef.zip",
        "style.0123456789abcdef.css/",
        "%00.0123456789abcdef.css",
        "",
    ],
)
def test_unknown_address_is_not_found(client: FlaskClient, name: str) -> None:
    """There is no way from an address to a file that was not read at the start."""
    assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/view", "style.css"])
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_known_content_is_not_sent_again(client: FlaskClient, assets: Assets, path: str, encoding: str) -> None:
    """The tag of any form of a content, weak or strong, alone or in a list, is answered 304 without a body."""
    path = path if path == "/view" else assets.url(path)
    headers = {"Accept-Encoding": encoding}
    first = client.get(path, headers=headers)
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", W/{tag}', "*", tag.replace('-br"', '-gzip"')):
        again = client.get(path, headers={**headers, "If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert again.headers["Vary"] == "Accept-Encoding"
        assert "Content-Encoding" not in again.headers
    for unknown in ('"other"', "", '"abc-zstd"', 'W/"', ","):
        assert client.get(path, headers={**headers, "If-None-Match": unknown}).status_code == 200


def test_each_form_has_a_tag_of_its_own(client: FlaskClient, assets: Assets) -> None:
    """A cache between cannot mix up two forms."""
    tags = {
        client.get(assets.url("style.css"), headers={"Accept-Encoding": encoding}).headers["ETag"]
        for encoding in ("br", "gzip", "identity")
    }
    assert len(tags) == 3


def test_head_says_what_get_would_send(client: FlaskClient, assets: Assets) -> None:
    """HEAD has the headers of GET and no body."""
    headers = {"Accept-Encoding": "br"}
    head, get = (method(assets.url("style.css"), headers=headers) for method in (client.head, client.get))
    assert head.data == b""
    assert head.headers == get.headers


def test_big_files_of_the_checkout_are_compressed_ahead() -> None:
    """Each big file has its brotli form in the store, made from this very content, and nothing else lies there."""
    folder = resource("assets")
    assets = Assets(folder)
    wanted = {}
    for name in assets:
        content = assets.content(name)
        if len(content) >= PRECOMPRESS_BYTES and not name.endswith((".png", ".br")):
            wanted[f"{fingerprint(content)}.br"] = content
    found = {path.name: brotli.decompress(path.read_bytes()) for path in (folder / STORE).iterdir()}
    assert found == wanted, "run `python -m tools.compress_assets`"
