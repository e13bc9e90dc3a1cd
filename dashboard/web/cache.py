"""Response cache: bodies built once and sent many times, each with an entity tag of its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Any

from cachetools import LRUCache
from dash._utils import to_json

MAX_RESPONSES = 4000
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A response body with its entity tag."""

    body: bytes
    content_type: str
    etag: str

    @classmethod
    def json(cls, value: Any) -> CachedResponse:
        """Return components, patches, figures or plain values as JSON for Dash's renderer."""
        body = str(to_json(value))  # type: ignore[no-untyped-call]  # Dash's own encoder has no types
        return cls.of(body.encode(), "application/json")

    @classmethod
    def of(cls, body: bytes, content_type: str) -> CachedResponse:
        """Return a response with a strong entity tag of its content."""
        return cls(body, content_type, blake2b(body, digest_size=12).hexdigest())


class ResponseCache:
    """The responses of one dataset, in a least-recently-used cache."""

    def __init__(self) -> None:
        self._responses = LRUCache[tuple[str, ...], CachedResponse](
            MAX_BYTES, getsizeof=lambda response: len(response.body)
        )
        self._lock = Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], CachedResponse]) -> CachedResponse:
        """Return the response under a key, built on first use; the key holds every input except the data."""
        with self._lock:
            found = self._responses.get(key)
            if found is not None:
                return found
        made = make()
        with self._lock:
            if key not in self._responses and len(made.body) < MAX_BYTES // 8:
                while len(self._responses) >= MAX_RESPONSES:
                    self._responses.popitem()
                self._responses[key] = made
        return made
