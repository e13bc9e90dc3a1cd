"""Where in the world a place outside the network is, so that a search that finds nothing can offer the nearest city."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from dashboard.geocoding.answer import Candidate, Status

KNOWN = (Status.EXACT, Status.ALTERNATE, Status.SUPPLEMENT)
LEAST = 20_000
"""Inhabitants; a village that happens to bear the beginning of a name is not what somebody is looking for."""


def finder() -> Callable[[str], Candidate | None]:
    """Return a function that finds a place by its name, offline; the gazetteer is opened when it is first asked.

    The function gives None for what is no name of a place, and where there is no gazetteer.
    """
    lock = Lock()
    opened: list[Callable[[str], Candidate | None]] = []

    def find(name: str) -> Candidate | None:
        with lock:
            if not opened:
                opened.append(_open())
        return opened[0](name)

    return find


def _open() -> Callable[[str], Candidate | None]:
    # Imported here: the page starts without the gazetteer, and most visitors never ask for a place elsewhere.
    from geopy.exc import GeopyError

    from dashboard.geocoding.resolve import resolve
    from dashboard.geocoding.store import Store

    store = Store()

    def find(name: str) -> Candidate | None:
        try:
            answer = resolve(store, name)
        except (GeopyError, OSError):
            return None
        place = answer.place
        known = place is not None and answer.status in KNOWN and (place.population or 0) >= LEAST
        return place if known else None

    return find
