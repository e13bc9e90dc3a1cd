"""The network that is being served, and all answers made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from typing import Any

from cachetools import LRUCache
from dash._utils import to_json

from dashboard.errors import Problem
from dashboard.model.network import Network

MAX_RESPONSES = 4000
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A body that is ready to be sent, with its entity tag."""

    body: bytes
    content_type: str
    etag: str

    @classmethod
    def json(cls, value: Any) -> CachedResponse:
        """Make an answer of components, patches, figures or plain values, as Dash's renderer reads them."""
        body = str(to_json(value))  # type: ignore[no-untyped-call]  # Dash's own encoder has no types
        return cls.of(body.encode(), "application/json")

    @classmethod
    def of(cls, body: bytes, content_type: str) -> CachedResponse:
        """Make an answer with a strong entity tag of its content."""
        return cls(body, content_type, blake2b(body, digest_size=12).hexdigest())


@dataclass(frozen=True, slots=True)
class RejectedUpdate:
    """Tables that are not served because they are not sound.

    Args:
        since: when they were found so, UTC.
        problems: all that is wrong, at least one.
    """

    since: datetime
    problems: tuple[Problem, ...]


class Dataset:
    """The version of a network that is served, with the answers made from it, least recently used first out."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._refused: RejectedUpdate | None = None
        self._answers = LRUCache[tuple[str, ...], CachedResponse](MAX_BYTES, getsizeof=lambda answer: len(answer.body))
        self._lock = Lock()

    @property
    def network(self) -> Network:
        """The network as it is served now; take it once per request."""
        return self._network

    @property
    def rejected_update(self) -> RejectedUpdate | None:
        """Newer tables that are not sound, where there are such."""
        return self._refused

    def serve(self, network: Network) -> None:
        """Serve a newer version from now on; requests that have begun end with the one they began with."""
        with self._lock:
            if network.version != self._network.version:
                self._answers.clear()
            self._network, self._refused = network, None

    def reject(self, refused: RejectedUpdate) -> None:
        """Go on with what is served, and say why."""
        self._refused = refused

    def response(self, key: tuple[str, ...], make: Callable[[], CachedResponse]) -> CachedResponse:
        """Return the answer under a key, made on first use. The key holds all that the answer depends on."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                return found
        made = make()
        with self._lock:
            if key not in self._answers and len(made.body) < MAX_BYTES // 8:
                while len(self._answers) >= MAX_RESPONSES:
                    self._answers.popitem()
                self._answers[key] = made
        return made
