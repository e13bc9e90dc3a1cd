"""Answers are made once per version of the data, kept within bounds, and tagged by their content."""

from __future__ import annotations

import json
import threading

import pytest
from dash import html

from dashboard.web import cache as module
from dashboard.web.cache import CachedResponse, ResponseCache


def test_answer_is_made_once() -> None:
    """The second who asks gets the same answer, another key another one."""
    cache = ResponseCache()
    made: list[str] = []

    def make(body: str) -> CachedResponse:
        made.append(body)
        return CachedResponse.of(body.encode(), "text/plain")

    first = cache.get(("page", "1"), lambda: make("a"))
    again = cache.get(("page", "1"), lambda: make("b"))
    other = cache.get(("page", "2"), lambda: make("c"))
    assert again is first
    assert (first.body, other.body, made) == (b"a", b"c", ["a", "c"])


def test_tag_stands_for_the_content() -> None:
    """The same body has the same tag on every replica, another body another tag."""
    one, same, other = (CachedResponse.of(body, "text/plain") for body in (b"a", b"a", b"b"))
    assert one.etag == same.etag != other.etag
    assert one.etag.isalnum()


def test_components_become_the_json_that_dash_reads() -> None:
    """A component is its type, its library and its properties."""
    answer = CachedResponse.json({"slot": html.P("é", id="x")})
    assert answer.content_type == "application/json"
    wanted = {"props": {"children": "é", "id": "x"}, "type": "P", "namespace": "dash_html_components"}
    assert json.loads(answer.body) == {"slot": wanted}


def test_least_recently_used_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full cache evicts the least recently used response."""
    monkeypatch.setattr(module, "MAX_RESPONSES", 2)
    cache = ResponseCache()
    calls: list[str] = []

    def ask(key: str) -> None:
        cache.get((key,), lambda: calls.append(key) or CachedResponse.of(key.encode(), "text/plain"))  # type: ignore[func-returns-value]  # notes the call

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert calls == ["a", "b", "c", "b"]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many answers are asked for, no more bytes are kept than allowed, and a huge one is not kept at all."""
    monkeypatch.setattr(module, "MAX_BYTES", 800)
    cache = ResponseCache()
    for number in range(100):
        cache.get((str(number),), lambda: CachedResponse.of(b"x" * 90, "text/plain"))
        assert sum(len(answer.body) for answer in cache._responses.values()) == cache._responses.currsize <= 800
    cache.get(("huge",), lambda: CachedResponse.of(b"x" * 500, "text/plain"))
    assert ("huge",) not in cache._responses


def test_failure_is_not_kept() -> None:
    """What failed once is tried again."""
    cache = ResponseCache()

    def fail() -> CachedResponse:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- our own, without words
        cache.get(("x",), fail)
    assert cache.get(("x",), lambda: CachedResponse.of(b"a", "text/plain")).body == b"a"


def test_many_at_once_get_the_same() -> None:
    """Threads that ask together keep one answer, and its bytes are counted once."""
    cache, barrier = ResponseCache(), threading.Barrier(4)

    def make() -> CachedResponse:
        barrier.wait(timeout=30)
        return CachedResponse.of(b"abc", "text/plain")

    threads = [threading.Thread(target=lambda: cache.get(("x",), make)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache._responses.currsize == 3
