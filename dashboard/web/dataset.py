"""The served data: an immutable dataset, and the holder that replaces it as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from dashboard.errors import Problem
from dashboard.model.network import Network
from dashboard.web.cache import ResponseCache


@dataclass(frozen=True, slots=True)
class RejectedUpdate:
    """Newer tables that were not published because they are invalid.

    Args:
        since: when they were rejected, UTC.
        problems: all problems, at least one.
    """

    since: datetime
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A network with all derived data, the last rejected update, and the response cache of both.

    A request reads it once (`DatasetHolder.current`) and uses it to the end, so a response is never cached under other
    data than those it was built from.
    """

    network: Network
    rejected_update: RejectedUpdate | None = None
    responses: ResponseCache = field(default_factory=ResponseCache)


class DatasetHolder:
    """The current dataset. One thread writes; all requests read."""

    def __init__(self, network: Network) -> None:
        self._current = Dataset(network)

    @property
    def current(self) -> Dataset:
        """The current dataset; read it once per request."""
        return self._current

    def serve(self, network: Network) -> None:
        """Publish a valid network; running requests finish with their own dataset."""
        current = self._current
        if network.version != current.network.version:
            self._current = Dataset(network)
        elif current.rejected_update is not None:
            self._current = Dataset(current.network)

    def reject(self, update: RejectedUpdate) -> None:
        """Keep the published network and record why the update was rejected."""
        self._current = Dataset(self._current.network, update)
