"""Open the gazetteer in the background, for places outside the network in the search."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic

from dashboard.geocoding.result import Candidate, Status

RELIABLE_STATUSES = (Status.EXACT, Status.ALTERNATE, Status.SUPPLEMENT)
Find = Callable[[str], Candidate | None]
MIN_POPULATION = 20_000
"""Minimum population of a match; villages are rarely what a visitor searches for."""


class LazyGazetteer:
    """Find a place by name, offline; a thread opens the gazetteer on the first call.

    On first use, the database is extracted, which takes seconds and must not block the threads of a server.

    Args:
        patience_seconds: total time that callers may wait; then None until it is `ready`. Default: no limit.
        opening: opens the gazetteer and returns the find function.
    """

    def __init__(self, *, patience_seconds: float | None = None, opening: Callable[[], Find] | None = None) -> None:
        self._patience = patience_seconds
        self._opening = opening or _open
        self._lock = Lock()
        self._opened = Event()
        self._until: float | None = None
        self._find: Find = _nothing

    @property
    def ready(self) -> bool:
        """Whether the gazetteer is open, so that results are final."""
        return self._opened.is_set()

    @property
    def asked(self) -> bool:
        """Whether the gazetteer is open or being opened."""
        return self._until is not None

    def prepare(self) -> float:
        """Start opening the gazetteer, if necessary; return the time until which callers may wait."""
        with self._lock:
            if self._until is None:
                self._until = monotonic() + (self._patience or 0)
                Thread(target=self._open, name="open-gazetteer", daemon=True).start()
            return self._until

    def __call__(self, name: str) -> Candidate | None:
        """Return the place; None if nothing matches or the gazetteer is not available."""
        until = self.prepare()
        self._opened.wait(None if self._patience is None else max(0.0, until - monotonic()))
        return self._find(name)

    def _open(self) -> None:
        try:
            self._find = self._opening()
        finally:
            self._opened.set()


def _nothing(_name: str) -> Candidate | None:
    return None


def _open() -> Find:
    # Imported here: the server starts without the gazetteer, and most visitors do not need it.
    from geopy.exc import GeopyError

    from dashboard.geocoding.resolver import resolve
    from dashboard.geocoding.store import Store

    store = Store()

    def find(name: str) -> Candidate | None:
        try:
            answer = resolve(store, name)
        except (GeopyError, OSError):
            return None
        place = answer.place
        known = place is not None and answer.status in RELIABLE_STATUSES and (place.population or 0) >= MIN_POPULATION
        return place if known else None

    find("zagreb")  # the first query extracts the database
    return find
