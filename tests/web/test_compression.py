"""Compressed responses: any Accept-Encoding gets a body that decodes, and each body is compressed once."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask, Response, request
from hypothesis import given
from hypothesis import strategies as st

from dashboard.web.compression import MAX_CACHED_BYTES, _compressed, compressed_response

VIEW = ("é" * 400).encode()


def plain(response: Response) -> bytes:
    """Return a body as it was before it was encoded."""
    decode = {"br": brotli.decompress, "gzip": gzip.decompress}.get(response.headers.get("Content-Encoding", ""), bytes)
    return decode(response.data)


@given(accept=st.text(alphabet="brgzip*;q=01., identityx", max_size=40))
def test_any_accept_encoding_gets_an_answer(accept: str) -> None:
    """Whatever a client writes, it gets a whole answer in a form it can name."""
    app = Flask("test", static_folder=None)
    with app.test_request_context(headers={"Accept-Encoding": accept}):
        response = compressed_response(request, VIEW, "text/html", "abc")
    assert plain(response) == VIEW


def test_compressed_forms_are_kept_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for again is not compressed again; the least recently used goes first; a huge one stays out."""
    made: list[bytes] = []

    def compress(body: bytes, **_: int) -> bytes:
        made.append(body)
        return bytes(MAX_CACHED_BYTES + 1 if body == b"huge" else MAX_CACHED_BYTES * 2 // 5)

    monkeypatch.setattr(brotli, "compress", compress)
    _compressed.cache_clear()
    for tag in ("a", "b", "a", "c", "a", "b", "huge", "b"):
        _compressed(tag.encode(), "br", etag=tag, hot=False)
    assert made == [b"a", b"b", b"c", b"b", b"huge"]
    _compressed.cache_clear()
