"""Who took part in an event, and on what basis that is known."""

from __future__ import annotations

from dashboard.model.network import Basis, Network


def strongest_basis(network: Network, event_id: str) -> dict[str, Basis]:
    """Return how we know of each city at an event: the firmest basis of any of its parts, by id."""
    found: dict[str, Basis] = {}
    for row in network.participants(event_id):
        known = found.get(row.city, row.fact.basis)
        found[row.city] = min(known, row.fact.basis, key=list(Basis).index)
    return found
