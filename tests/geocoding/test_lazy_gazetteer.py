"""The gazetteer opens in the background without blocking callers."""

from __future__ import annotations

from threading import Event

import pytest

from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.geocoding.result import Candidate, GeocodingResult, Status


def test_callers_do_not_wait_longer_than_the_patience() -> None:
    """Until the gazetteer is ready, calls return None immediately; then they find the place."""
    go, opened = Event(), Event()
    found: list[str] = []

    def find(name: str) -> Candidate | None:
        found.append(name)
        return None

    def opening() -> object:
        go.wait()
        opened.set()
        return find

    finder = LazyGazetteer(patience_seconds=0, opening=opening)  # type: ignore[arg-type]  # a function that finds
    assert not finder.asked
    assert finder("zagreb") is None
    assert finder("zagreb") is None
    assert (finder.asked, finder.ready, found) == (True, False, [])
    go.set()
    opened.wait()
    while not finder.ready:
        pass
    finder("zagreb")
    assert found == ["zagreb"]


def test_a_gazetteer_that_cannot_be_opened_finds_nothing() -> None:
    """The search works without it, and reports it as ready."""
    finder = LazyGazetteer(opening=lambda: lambda _name: None)
    assert finder("zagreb") is None
    assert finder.ready


def test_waits_for_the_gazetteer_by_default() -> None:
    """Without a patience, the first result is final."""
    place = LazyGazetteer()("zagreb")
    assert place is not None
    assert place.country == "HR"


def test_opening_reads_the_gazetteer_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is extracted before the gazetteer is ready."""
    asked: list[str] = []

    def resolve(_store: object, name: str) -> GeocodingResult:
        asked.append(name)
        return GeocodingResult(Status.NOT_FOUND)

    monkeypatch.setattr("dashboard.geocoding.resolver.resolve", resolve)
    finder = LazyGazetteer()
    finder("osijek")
    assert len(asked) == 2
    assert asked[-1] == "osijek"
