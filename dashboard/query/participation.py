"""Participation in events, with its basis."""

from __future__ import annotations

from dashboard.model.facts import Basis
from dashboard.model.network import Network


def strongest_basis(network: Network, event_id: str) -> dict[str, Basis]:
    """Return the strongest basis of participation by city id."""
    found: dict[str, Basis] = {}
    for row in network.participants(event_id):
        known = found.get(row.city, row.fact.basis)
        found[row.city] = min(known, row.fact.basis, key=list(Basis).index)
    return found
