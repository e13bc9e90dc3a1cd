"""Columns of text: cells are refused once, in their line and under the name that the file gives the column."""

from __future__ import annotations

import pytest

from tests.ingest.tables import places, problems, table_of


def test_a_column_that_the_file_lacks_is_empty() -> None:
    """As long as the table."""
    table = table_of(city=["a", "b"])
    assert (len(table), table.values("city"), table.values("role")) == (2, ["a", "b"], ["", ""])


def test_a_cell_is_refused_once() -> None:
    """What is found later in the same cell is a consequence; another column of the row is another cell."""
    table = table_of(city=["a", "b"], role=["x", "y"])
    table.error(1, "city", "one")
    table.error(1, "city", "two")
    table.error(1, "role", "three")
    table.error(0, "nowhere", "four")
    assert [(problem.line, problem.column, problem.message) for problem in problems(table)] == [
        (2, "nowhere", "four"),
        (3, "City", "one"),
        (3, "Role", "three"),
    ]


def test_valid_cells_are_filled_and_not_refused() -> None:
    """A refused cell of another column does not hide a cell."""
    table = table_of(city=["a", "", "c", "d"], role=["", "", "", ""])
    table.error(2, "city", "x")
    table.error(3, "role", "x")
    assert list(table.valid_cells("city")) == [(0, "a"), (3, "d")]
    assert list(table.valid_cells("role")) == []
    assert list(table.valid_cells("nowhere")) == []


def test_each_different_value_is_looked_at_once_and_refused_in_each_row() -> None:
    """A hundred thousand equal values cost one check."""
    seen = []
    table = table_of(city=["good", "bad", "good", "bad", ""])

    def fault(value: str) -> str:
        seen.append(value)
        return "is bad" if value == "bad" else ""

    table.check("city", fault)
    assert seen == ["good", "bad"]
    assert places(table) == [(3, "City"), (5, "City")]


@pytest.mark.parametrize(
    ("value", "kept", "refused"),
    [
        ("host", "host", False),
        ("HOST", "host", False),
        ("Host", "host", False),
        ("hosts", "hosts", True),
        ("Hosts", "Hosts", True),
        ("", "", False),
    ],
)
def test_a_choice_is_brought_to_its_own_form(value: str, kept: str, refused: bool) -> None:
    """Case does not matter; anything else is refused with all that would do, and the nearest."""
    table = table_of(role=[value])
    table.check_choices("role", ("host", "guest", "other"))
    assert table.values("role") == [kept]
    assert len(problems(table)) == refused
    if refused:
        assert "host, guest or other" in problems(table)[0].message
        assert problems(table)[0].message.endswith("'host'?")


def test_a_reference_is_to_what_the_other_table_has() -> None:
    """Or had in a row that was refused; the nearest is suggested by id and by name."""
    table = table_of(city=["alba", "albo", "gone", "", "Bern"])
    table.check_references("city", {"alba": "Alba", "brn": "Berne"}, file="cities.csv", rejected_values={"gone"})
    assert places(table) == [(3, "City"), (6, "City")]
    first, second = problems(table)
    assert "cities.csv" in first.message
    assert (first.message.endswith("'alba'?"), second.message.endswith("'brn'?")) == (True, True)
    assert "'albo'" in first.message


def test_references_into_a_table_that_could_not_be_read_are_not_refused() -> None:
    """The other table has its own problem."""
    table = table_of(city=["anything"])
    table.check_references("city", None, file="cities.csv")
    assert problems(table) == []


def test_the_second_use_of_an_id_names_the_line_of_the_first() -> None:
    """As does the third; empty cells and refused ones are no ids."""
    table = table_of(id=["a", "b", "a", "a", "", "", "c", "c"])
    table.error(6, "id", "refused before")
    table.check_unique("id")
    assert places(table) == [(4, "Id"), (5, "Id"), (8, "Id")]
    assert [" 2" in problem.message for problem in problems(table)[:2]] == [True, True]
