"""The network that is being served, and all answers made from it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Any

from dash._utils import to_json

from dashboard.network.model import Network

MAX_ANSWERS = 4000
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A body that is ready to be sent, with its entity tag."""

    body: bytes
    content_type: str
    etag: str

    @classmethod
    def json(cls, value: Any) -> Answer:
        """Make an answer of components, patches, figures or plain values, as Dash's renderer reads them."""
        body = str(to_json(value))  # type: ignore[no-untyped-call]  # Dash's own encoder has no types
        return cls.of(body.encode(), "application/json")

    @classmethod
    def of(cls, body: bytes, content_type: str) -> Answer:
        """Make an answer with a strong entity tag of its content."""
        return cls(body, content_type, blake2b(body, digest_size=12).hexdigest())


class Atlas:
    """One version of a network with the answers made from it, least recently used first out."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._answers: OrderedDict[tuple[str, ...], Answer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def network(self) -> Network:
        """The network as it is served now; take it once per request."""
        return self._network

    def answer(self, key: tuple[str, ...], make: Callable[[], Answer]) -> Answer:
        """Return the answer under a key, made on first use. The key holds all that the answer depends on."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
                return found
        made = make()
        with self._lock:
            if key not in self._answers and len(made.body) < MAX_BYTES // 8:
                self._answers[key] = made
                self._bytes += len(made.body)
                while len(self._answers) > MAX_ANSWERS or self._bytes > MAX_BYTES:
                    self._bytes -= len(self._answers.popitem(last=False)[1].body)
        return made
