"""Facts are dated by what they say, else by their source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.model.facts import Basis, Fact
from tests.networks import SOURCE


@pytest.mark.parametrize(
    ("year", "published", "dated"), [(2019, "2021-03-02", 2019), (None, "2021-03", 2021), (None, "", None)]
)
def test_a_fact_without_a_year_has_that_of_its_source(year: int | None, published: str, dated: int | None) -> None:
    """The year it was true, else the year of publication, else None; the access date is no age."""
    assert Fact("It began.", Basis.STATED, replace(SOURCE, published=published), year).dated == dated


def test_bases_are_sorted_by_strength() -> None:
    """Lists show the strongest basis first."""
    assert list(Basis) == [Basis.STATED, Basis.IMPLIED, Basis.DERIVED]
