"""Names of files say what is in them and are safe on every file system."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import default_data
from dashboard.exports.filenames import LONGEST, file_name
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import cases

REAL = load(default_data())


@given(cases(), st.text(max_size=300))
def test_file_names_are_safe_everywhere(case: tuple[Network, State], words: str) -> None:
    """Small ASCII letters, digits and hyphens, not too long, never a path, whatever the state holds."""
    network, state = case
    name = file_name(Selection(network, replace(state, q=words)), stem="cities", extension="csv")
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.csv", name)
    assert len(name) <= LONGEST + len(".csv")


def test_file_name_tells_what_is_in_it() -> None:
    """A name says network, kind and filters in words."""
    state = State(country=("FI",), topic=("ict",))
    assert (
        file_name(Selection(REAL, state), stem="cities", extension="csv")
        == "mysmartlife-cities-network-cities-finland-ict.csv"
    )
