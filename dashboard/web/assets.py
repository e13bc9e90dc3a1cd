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
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Final

import brotli
from flask import Request, Response
from werkzeug.exceptions import NotFound

from dashboard.web.compression import PRECOMPRESS_BYTES, choose_encoding, encoded_response, is_compressible
from dashboard.web.dash_bundle import DASH_BUNDLE, dash_bundle

PREFIX: Final = "/static/"
STORE: Final = "compressed"

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
        encoding = choose_encoding(request) if is_compressible(found.content, found.content_type) else ""
        return encoded_response(
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
