"""The data that are served: one value that is replaced as a whole, and the holder of the current one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from dashboard.errors import Problem
from dashboard.model.network import Network
from dashboard.web.cache import ResponseCache


@dataclass(frozen=True, slots=True)
class RejectedUpdate:
    """Newer tables that are not served because they are invalid.

    Args:
        since: when they were rejected, UTC.
        problems: everything that is wrong, at least one.
    """

    since: datetime
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A network with everything derived from it, the update that was rejected since, and the responses of both.

    A request takes it once (`DatasetHolder.current`) and uses it to the end. So a response is never stored for other
    data than those it was made from.
    """

    network: Network
    rejected_update: RejectedUpdate | None = None
    responses: ResponseCache = field(default_factory=ResponseCache)


class DatasetHolder:
    """The current dataset. One thread writes, and all requests read."""

    def __init__(self, network: Network) -> None:
        self._current = Dataset(network)

    @property
    def current(self) -> Dataset:
        """The dataset as it is served now; take it once per request."""
        return self._current

    def serve(self, network: Network) -> None:
        """Serve a valid network from now on; requests that have begun end with the dataset they began with."""
        current = self._current
        if network.version != current.network.version:
            self._current = Dataset(network)
        elif current.rejected_update is not None:
            self._current = Dataset(current.network)

    def reject(self, update: RejectedUpdate) -> None:
        """Go on with the network that is served, and say why."""
        self._current = Dataset(self._current.network, update)
