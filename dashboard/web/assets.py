"""Static files, precompressed and immutable: `/static/<name>.<fingerprint>.<extension>`.

The fingerprint is a hash of the content, so browsers cache a file without revalidation. An address with another
fingerprint, from a replica with another version during an upgrade, returns the current file with `no-cache`.

`assets/compressed/` holds the best brotli form of big files, by fingerprint (`tools/compress_assets.py`); other files
are compressed on the first request.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Final

import brotli
from cachetools import LRUCache, cached
from flask import Request, Response
from werkzeug.exceptions import NotFound

PREFIX: Final = "/static/"
MAX_CACHED_BYTES: Final = 32 * 1024 * 1024
"""Maximum size of the cache of compressed responses."""
STORE: Final = "compressed"
DASH_BUNDLE: Final = "dash-renderer.js"
DASH_SCRIPTS: Final = (
    # In execution order. The chunks of dcc.Graph come before dcc itself, so dcc does not fetch them. Dash's
    # tables and its polyfill stay out: the page has none, and a browser with WebGL2 lacks nothing the polyfill brings.
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
    "dash-renderer/build/dash_renderer.min.js",
    "dcc/dash_core_components-shared.js",
    "dcc/async-graph.js",
    "dcc/dash_core_components.js",
    "html/dash_html_components.min.js",
)
GENERATORS: Final = (
    # Remainder of the polyfill, once in dcc and once in the renderer: a function of two steps that awaits
    # nothing and returns nothing, compiled for browsers without generators. `test_static` watches that it is no more.
    b"window.regeneratorRuntime={mark:f=>f,wrap(f){const c={prev:0,next:0,done:false,stop(){c.done=true}};"
    b"return{next(){const value=f(c);return{value,done:c.done}},throw(e){throw e}}}};"
)
START: Final = b"window.renderer=new window.DashRenderer()"
"""Starts Dash when its scripts are loaded."""
COMPRESSIBLE: Final = frozenset(
    {
        "application/geo+json",
        "application/json",
        "application/manifest+json",
        "image/svg+xml",
        "image/x-icon",
        "text/calendar",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/markdown",
        "text/plain",
    }
)
MIN_COMPRESS_BYTES: Final = 200
"""Size in bytes below which compression costs more than it saves."""
PRECOMPRESS_BYTES: Final = 100_000
"""Size in bytes from which the best compression is too slow for a request, so that files are precompressed."""

_TYPES: Final = MappingProxyType(
    {
        ".js": "text/javascript",
        ".woff2": "font/woff2",
        ".geojson": "application/geo+json",
        ".webmanifest": "application/manifest+json",
    }
)
_FINGERPRINTED: Final = re.compile(r"(?P<stem>.+)\.(?P<mark>[0-9a-f]{16})(?P<suffix>\.[a-z0-9]+)")
_LINK: Final = re.compile(rb"""url\("?([^":)]+)"?\)""")
SOURCES: Final = frozenset({STORE, "css", "src"})
"""Folders that are not served: compressed forms, and the sources of the bundles."""
_IMMUTABLE: Final = "public, max-age=31536000, immutable"


def fingerprint(content: bytes) -> str:
    """Return 16 hexadecimal digits of the hash of a content."""
    return sha256(content).hexdigest()[:16]


def dash_bundle() -> bytes:
    """Return the scripts of Dash that the page needs, as one bundle."""
    package = files("dash")
    scripts = [package.joinpath(*name.split("/")).read_bytes().rstrip() for name in DASH_SCRIPTS]
    return b";\n".join([GENERATORS, *scripts, START]) + b"\n"


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    content_type: str
    mark: str


class Assets:
    """The static files: those of a folder and the scripts of Dash.

    Args:
        folder: its files are served under their relative path, except archives and hidden files; its `compressed/`
            holds the brotli forms of big files.
    """

    def __init__(self, folder: Path) -> None:
        self._store = folder / STORE
        self._files: Mapping[str, _File] = MappingProxyType(dict(_read(folder)))
        self._forms: dict[tuple[str, str], bytes] = {}
        self._lock = Lock()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def content(self, name: str) -> bytes:
        """Return a file in its served form."""
        return self._files[name].content

    def url(self, name: str) -> str:
        """Return the address of a file.

        Raises:
            KeyError: the file does not exist.
        """
        stem, dot, suffix = name.rpartition(".")
        return f"{PREFIX}{stem}.{self._files[name].mark}{dot}{suffix}"

    def response(self, request: Request, name: str) -> Response:
        """Answer a request for an address below `PREFIX`.

        Raises:
            NotFound: the file does not exist, or the address has no fingerprint.
        """
        asked = _FINGERPRINTED.fullmatch(name)
        found = self._files.get(asked["stem"] + asked["suffix"]) if asked else None
        if asked is None or found is None:
            raise NotFound
        encoding = _choose(request) if _is_compressible(found.content, found.content_type) else ""
        return _answer(
            request,
            self._form(found, encoding),
            content_type=found.content_type,
            encoding=encoding,
            etag=found.mark,
            cache_control=_IMMUTABLE if asked["mark"] == found.mark else "no-cache",
        )

    def _form(self, file: _File, encoding: str) -> bytes:
        if not encoding:
            return file.content
        key = (file.mark, encoding)
        with self._lock:  # a second thread waits for the first instead of doing the same work
            if key not in self._forms:
                self._forms[key] = self._stored(file) if encoding == "br" else gzip.compress(file.content, 9, mtime=0)
            return self._forms[key]

    def _stored(self, file: _File) -> bytes:
        try:
            return (self._store / f"{file.mark}.br").read_bytes()
        except OSError:  # small, or of another version of Dash than the pinned one
            return bytes(brotli.compress(file.content, quality=9 if len(file.content) >= PRECOMPRESS_BYTES else 11))


def compressed_response(
    request: Request,
    body: bytes,
    content_type: str,
    etag: str,
    *,
    cache_control: str = "no-cache",
    hot: bool = False,
) -> Response:
    """Return a response with a new or cached body, compressed for the client.

    Args:
        request: its Accept-Encoding and If-None-Match decide the form.
        body: the uncompressed body.
        content_type: media type, with charset for text.
        etag: entity tag of the body; each compressed form gets a separate tag.
        cache_control: by default cached and revalidated on each request.
        hot: whether most visitors request it, so that better compression is worth a tenth of a second.
    """
    encoding = _choose(request) if _is_compressible(body, content_type) else ""
    form = _compressed(body, encoding, etag=etag, hot=hot) if encoding else body
    return _answer(request, form, content_type=content_type, encoding=encoding, etag=etag, cache_control=cache_control)


def _read(folder: Path) -> Iterator[tuple[str, _File]]:
    files_read = dict(_read_files(folder))
    for name, file in files_read.items():
        if name.endswith(".css"):
            linked = _LINK.sub(lambda link: _linked(link, files_read), file.content)
            yield name, _file(name, linked)
        else:
            yield name, file
    yield DASH_BUNDLE, _file(DASH_BUNDLE, dash_bundle())


def _linked(link: re.Match[bytes], known: Mapping[str, _File]) -> bytes:
    """Replace the path of a file in a style, relative to the folder, by its address with a fingerprint."""
    name = link[1].decode()
    if name not in known:
        return link[0]
    stem, dot, suffix = name.rpartition(".")
    return f'url("{stem}.{known[name].mark}{dot}{suffix}")'.encode()


def _read_files(folder: Path) -> Iterator[tuple[str, _File]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = name.parts[0] in SOURCES or path.suffix == ".zip" or any(part.startswith(".") for part in name.parts)
        if path.is_file() and not hidden:
            yield name.as_posix(), _file(name.as_posix(), path.read_bytes())


def _file(name: str, content: bytes) -> _File:
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return _File(content, kind + charset, fingerprint(content))


def _is_compressible(body: bytes, content_type: str) -> bool:
    return len(body) >= MIN_COMPRESS_BYTES and content_type.partition(";")[0].strip().lower() in COMPRESSIBLE


@cached(
    LRUCache[tuple[str, str], bytes](MAX_CACHED_BYTES, getsizeof=len),
    key=lambda _body, encoding, *, etag, hot: (etag, encoding),  # noqa: ARG005 - the tag is the key of the body
    lock=Lock(),
)
def _compressed(body: bytes, encoding: str, *, etag: str, hot: bool) -> bytes:  # noqa: ARG001 - the key needs it
    """Compress fast enough for a request."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=11 if hot else 5))
    return gzip.compress(body, 6, mtime=0)


def _choose(request: Request) -> str:
    """Return the encoding with the highest preference, the smaller on a tie, or "" (RFC 9110, 12.5.3)."""
    accepted = request.accept_encodings
    liked = {
        "br": accepted.quality("br"),
        "gzip": max(accepted.quality("gzip"), accepted.quality("x-gzip")),
        "": accepted.quality("identity"),
    }
    best = max(liked, key=liked.__getitem__)
    return best if liked[best] > 0 else ""


def _answer(
    request: Request, form: bytes, *, content_type: str, encoding: str, etag: str, cache_control: str
) -> Response:
    response = Response(form, content_type=content_type)
    response.set_etag(f"{etag}-{encoding}" if encoding else etag)
    response.headers["Cache-Control"] = cache_control
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    # A cache may hold any form of the same content: none needs to be sent again.
    known = request.if_none_match
    if known.star_tag or any(known.contains_weak(tag) for tag in (etag, f"{etag}-br", f"{etag}-gzip")):
        response.status_code = 304  # werkzeug omits the headers of the body
        response.set_data(b"")
    return response
