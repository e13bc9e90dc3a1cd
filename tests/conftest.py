"""Shared fixtures: a clean environment and deterministic hypothesis."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from tests.networks import VALID_TABLES

hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True, max_examples=60)
hypothesis.settings.register_profile("deep", deadline=None, print_blob=True, max_examples=2000)
# For `make test-fast` and `make mutation`, which run the same tests again and again.
hypothesis.settings.register_profile(
    "quick",
    deadline=None,
    derandomize=True,
    print_blob=True,
    max_examples=15,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True, scope="session")
def _clean_environment() -> None:
    """Remove dashboard settings of the caller's shell, for reproducible tests."""
    for name in [name for name in os.environ if name.startswith("CITIES_NETWORK_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list of two cities."""
    path = tmp_path / "towns.csv"
    path.write_text(VALID_TABLES, "utf-8")
    return path
