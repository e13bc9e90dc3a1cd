"""Any CSV file with names of places: its delimiter, its columns and its rows, or one line on why it is none."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import CommandError
from dashboard.geocoding import csv_input
from dashboard.geocoding.csv_input import Table, read_rows, read_table

CELLS = st.text(st.sampled_from('ab,;\t|"\n é'), max_size=6)


def table(folder: Path, text: str | bytes) -> Table:
    """Read a file with this content."""
    path = folder / "in.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path)


def refused(folder: Path, text: str | bytes) -> str:
    """What is said of a file that is refused, without its folder."""
    with pytest.raises(CommandError) as caught:
        list(read_rows(table(folder, text)))
    return str(caught.value).removeprefix(str(folder / "in.csv"))


@pytest.mark.parametrize(
    ("header", "name", "country", "region"),
    [
        ("name,country,region", 0, 1, 2),
        ("Stadt,Land", 0, 1, None),
        ("population,City,Country", 1, 2, None),
        ("id,Partner city,Country of origin", 1, 2, None),
        ("Partner city,Twin city,country", None, None, None),
        ("company name,city", 1, None, None),
        ("city country", 0, None, None),
        ("place", 0, None, None),
        ("anything", 0, None, None),
        ("name,state", 0, None, 1),
        ("name,Bundesland,Kreis", 0, None, 1),
        ("anything,else", None, None, None),
        ("country,population", None, None, None),
    ],
)
def test_columns_are_found_by_what_they_are_called(
    tmp_path: Path, header: str, name: int | None, country: int | None, region: int | None
) -> None:
    """By a word for the field, alone or with another; a single column needs no name, two that could be are told."""
    if name is None:
        assert refused(tmp_path, f"{header}\n").startswith(":1: ")
        return
    found = table(tmp_path, f"{header}\n")
    assert (found.name, found.country, found.region) == (name, country, region)
    assert found.header == tuple(header.split(","))


def test_a_file_is_known_by_its_whole_content(tmp_path: Path) -> None:
    """A run goes on only where its input is the same to the last byte, also of a large one."""
    text = "name\n" + "Rome\n" * 300_000
    found = table(tmp_path, text)
    assert found.digest == hashlib.sha256(text.encode()).hexdigest()
    assert found.rows == 300_000


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(tmp_path: Path, delimiter: str) -> None:
    """Or the one that Excel writes above it, which is kept as it stands."""
    text = f"name{delimiter}country\nRome{delimiter}IT\n"
    found = table(tmp_path, text)
    assert (found.delimiter, found.rows, found.above) == (delimiter, 1, "")
    assert list(read_rows(found)) == [["Rome", "IT"]]
    above = table(tmp_path, f"sep={delimiter}\r\n{text}")
    assert (above.delimiter, above.rows, above.above) == (delimiter, 1, f"sep={delimiter}\r\n")
    assert list(read_rows(above)) == [["Rome", "IT"]]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.sampled_from(",;\t|"))
def test_what_a_program_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    """Whatever delimiters, quotes and line breaks the cells hold; rows without any text are no rows."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([("name", "country"), *rows])
    found = table(tmp_path_factory.mktemp("in"), text.getvalue())
    kept = [list(row) for row in rows if any(row)]
    assert list(read_rows(found)) == kept
    assert found.rows == len(kept)


def test_short_rows_are_filled_and_the_first_may_be_left_out(tmp_path: Path) -> None:
    """As many as were done before; blank lines and byte order marks are no rows."""
    found = table(tmp_path, "\ufeff\nname,country,x\nRome\n\nNantes,FR\nBonn,DE,1\n")
    assert found.header == ("name", "country", "x")
    assert list(read_rows(found)) == [["Rome", "", ""], ["Nantes", "FR", ""], ["Bonn", "DE", "1"]]
    assert list(read_rows(found, skip=1)) == [["Nantes", "FR", ""], ["Bonn", "DE", "1"]]
    assert list(read_rows(found, skip=3)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name,country\nRome,IT,x\n", 2),
        ('name,country\n"a\nb",IT\n\nRome,IT,x\n', 5),
        ("sep=,\nname,country\nRome,IT,x\n", 3),
    ],
)
def test_a_row_that_is_too_long_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    """As an editor counts it, with both numbers."""
    said = refused(tmp_path, text)
    assert said.startswith(f":{line}: 3 ")
    assert " 2" in said


@pytest.mark.parametrize("text", ['name\n"Rome\n', 'name\n"Rome"x\n'])
def test_a_quote_that_goes_wrong_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    """It would swallow the rest of the file."""
    assert refused(tmp_path, text).startswith(":2: ")


@pytest.mark.parametrize(("length", "read"), [(1_000, True), (1_001, False)])
def test_a_field_has_a_bounded_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int, read: bool) -> None:
    """At the limit it is read."""
    monkeypatch.setattr(csv_input, "FIELD_LIMIT", 1_000)
    try:
        text = f"name\n{'x' * length}\n"
        if read:
            assert table(tmp_path, text).rows == 1
        else:
            assert refused(tmp_path, text).startswith(":2: ")
    finally:
        csv.field_size_limit(131_072)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"name\nL\x92Aquila\n", "UTF-8"),
        ("name\nRome\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04xl/workbook.xml", ".xlsx"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b'{"name": "Rome"}', "JSON"),
        (b"name\nRo\x00me\n", "UTF-8"),
    ],
)
def test_what_is_no_csv_file_is_told_what_it_is(tmp_path: Path, content: bytes, word: str) -> None:
    """In the words that the other commands have for it."""
    assert word in refused(tmp_path, content)


def test_a_first_row_of_data_is_told_from_a_header_without_names(tmp_path: Path) -> None:
    """By a country in it; of many columns, twelve are shown, of long names forty characters."""
    data = refused(tmp_path, "Rom,Italien,2\nNantes,FR,3\n")
    names = refused(tmp_path, "a,b,c\n1,2,3\n")
    assert data != names
    assert "Rom, Italien, 2" in data
    many = refused(tmp_path, ",".join([*(f"c{n:02}" for n in range(13)), "x" * 41]) + "\n")
    assert "c11" in many
    assert "c12" not in many
    assert "x" * 41 not in refused(tmp_path, f"{'x' * 41},b\n")
    assert "x" * 40 in refused(tmp_path, f"{'x' * 41},b\n")


@pytest.mark.parametrize("where", ["no-such.csv", "."])
def test_a_path_that_leads_to_no_file_is_told(tmp_path: Path, where: str) -> None:
    """A folder is none."""
    with pytest.raises(CommandError) as caught:
        read_table(tmp_path / where)
    assert str(tmp_path / where) in str(caught.value)
