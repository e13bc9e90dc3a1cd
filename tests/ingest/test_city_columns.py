"""The columns of a list of cities are known without the libraries of the model."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dashboard.ingest.city_columns import COLUMNS, looks_like_data


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ("52.5", True),
        ("-52,5", True),
        ("+1", True),
        ("1.2.3", False),
        ("1,234.5", False),
        ("https://a.example", True),
        ("Spain", True),
        ("ES", True),
        ("Berlin", False),
        ("name", False),
        ("", False),
        (".", False),
    ],
)
def test_a_value_is_told_from_the_name_of_a_column(value: str, data: bool) -> None:
    """A number, an address or a country is no name."""
    assert looks_like_data(value) is data


def test_only_name_and_country_are_required() -> None:
    """And both in every row."""
    assert [column.name for column in COLUMNS if column.required] == ["name", "country"]
    assert [column.name for column in COLUMNS if column.filled] == ["name", "country"]


def test_lists_are_opened_without_pandas() -> None:
    """It would double the memory and the start of `geocode`."""
    code = "import sys, dashboard.geocoding.place_list; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0
