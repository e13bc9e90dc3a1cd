"""Compressed responses: the encoding that the client prefers, with an entity tag for each form."""

from __future__ import annotations

import gzip
from threading import Lock
from typing import Final

import brotli
from cachetools import LRUCache, cached
from flask import Request, Response

MAX_CACHED_BYTES: Final = 32 * 1024 * 1024
"""Maximum size of the cache of compressed responses."""


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
    encoding = choose_encoding(request) if is_compressible(body, content_type) else ""
    form = _compressed(body, encoding, etag=etag, hot=hot) if encoding else body
    return encoded_response(
        request, form, content_type=content_type, encoding=encoding, etag=etag, cache_control=cache_control
    )


def is_compressible(body: bytes, content_type: str) -> bool:
    """Return whether compression makes a body of this type smaller."""
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


def choose_encoding(request: Request) -> str:
    """Return the encoding with the highest preference, the smaller on a tie, or "" (RFC 9110, 12.5.3)."""
    accepted = request.accept_encodings
    liked = {
        "br": accepted.quality("br"),
        "gzip": max(accepted.quality("gzip"), accepted.quality("x-gzip")),
        "": accepted.quality("identity"),
    }
    best = max(liked, key=liked.__getitem__)
    return best if liked[best] > 0 else ""


def encoded_response(
    request: Request, form: bytes, *, content_type: str, encoding: str, etag: str, cache_control: str
) -> Response:
    """Return a response with one form of a body, or status 304 if the client has any form of it."""
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
