"""Where in the world a place outside the network is, so that a search that finds nothing can offer the nearest city."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic

from dashboard.geocoding.result import Candidate, Status

RELIABLE_STATUSES = (Status.EXACT, Status.ALTERNATE, Status.SUPPLEMENT)
Find = Callable[[str], Candidate | None]
MIN_POPULATION = 20_000
"""Inhabitants; a village that happens to bear the beginning of a name is not what somebody is looking for."""


class LazyGazetteer:
    """Find a place by its name, offline; the gazetteer is opened beside all else when it is first asked.

    The first time on a machine it must be expanded, which takes seconds: a server must not hold its threads for that.

    Args:
        patience_seconds: how long those who ask may wait in all; then they get None until it is `ready`. By default
            they wait as long as it takes.
        opening: opens the gazetteer and returns what finds a place in it.
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
        """Whether the gazetteer is open, so that an answer is the last word."""
        return self._opened.is_set()

    @property
    def asked(self) -> bool:
        """Whether anybody has asked, so that the gazetteer is being opened."""
        return self._until is not None

    def prepare(self) -> float:
        """Begin to open the gazetteer, where nobody has yet; return the time until which those who ask may wait."""
        with self._lock:
            if self._until is None:
                self._until = monotonic() + (self._patience or 0)
                Thread(target=self._open, name="open-gazetteer", daemon=True).start()
            return self._until

    def __call__(self, name: str) -> Candidate | None:
        """Return the place, or None for what is no name of a place, and where there is no gazetteer."""
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
    # Imported here: the page starts without the gazetteer, and most visitors never ask for a place elsewhere.
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

    find("zagreb")  # the database is expanded when it is first read, which belongs to the opening
    return find
