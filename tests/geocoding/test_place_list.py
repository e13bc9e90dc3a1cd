"""A list of places is read as `check` and `serve` read it; its columns are found under more headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.errors import DataError
from dashboard.geocoding.place_list import open_places
from dashboard.ingest import open_table
from dashboard.ingest.loader import validate


def write(folder: Path, content: str | bytes) -> Path:
    """Write a list of places."""
    path = folder / "in.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def errors_of(path: Path) -> list[str]:
    """Return all errors of a list."""
    with pytest.raises(DataError) as caught:
        open_places(path)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("name,country", (0, 1, None)),
        ("Stadt;Land", (0, 1, None)),
        ("pays\tville", (1, 0, None)),
        ("id,Ciudad,País,provincia", (1, 2, 3)),
        ("miasto,kraj", (0, 1, None)),
        ("şehir,ülke", (0, 1, None)),
        ("City,State,Country", (0, 2, 1)),
        ("name", (0, None, None)),
        ("City/Country,population", (0, None, None)),
        ("Place and country", (0, None, None)),
        ("city_ascii,iso3", (0, 1, None)),
        ("city,city_ascii,lat,lng,country,iso2,iso3,admin_name", (0, 4, 7)),
        ("البلد,المدينة", (1, 0, None)),
        ("城市名称,国家名称", (0, 1, None)),
        ("都市名,国名", (0, 1, None)),
        ("도시,국가", (0, 1, None)),
        ("Населённый пункт,Область,Страна", (0, 2, 1)),
        ("شهر,کشور", (0, 1, None)),
        ("שם,עיר,מדינה", (1, 2, None)),
        ("Partner city,Country of origin", (0, 1, None)),
        ("CITY_NAME,ADMIN_NAME,CNTRY_NAME", (0, 2, 1)),
        ("Municipality Name;State;Country/Region", (0, 2, 1)),
        ("Town,land area,company name", (0, None, None)),
    ],
)
def test_columns_are_found_in_the_languages_of_their_headers(
    tmp_path: Path, header: str, columns: tuple[int, int | None, int | None]
) -> None:
    """Synonyms, other languages and one column for both are understood."""
    places = open_places(write(tmp_path, header + "\n"))
    assert (places.name, places.country, places.region) == columns


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"name  country\nNantes  FR\n",
        b"\0" * 20,
        "name,country\nMálaga,ES\n".encode("utf-16"),
        "name,country\nMálaga,ES\n".encode("utf-16-le"),
        b"PK\x03\x04 xl/workbook.xml",
        b"\x1f\x8b\x08",
        b'[{"name": "Nantes"}]',
        b"<html><p>Nantes</p></html>",
        "name,country\nNantes,FR\nMálaga,ES\n".encode("latin-1"),
        b"name,country\nNantes,FR\nM\xc3",
        b"name,country\nNantes,FR,1,2\nRome\n",
        b'name,country\n"Nantes,FR\nRome,IT\n',
        b'name,country\n"Nantes"x,FR\n',
        b"name,country\n,\n",
        b"name,country\nMa\x00laga,ES\n",
        b'name,country,note\n"Nan\ntes",FR,x\n',
        "name,country\nNan\u200btes,FR\n\u202eRome,IT\n".encode(),
        b"name,country\n" + b"x" * 201 + b",FR\n",
        b"name|country\nNantes|FR\n",
        b"sep=|\nname|country\nNantes|FR\n",
        b"name:country\nNantes:FR\n",
        b"name,country,\nNantes,FR,x\n",
        b"name,country,note,note\nNantes,FR,x,y\n",
        b"name,country,lat\nNantes,FR,47\n",
        b"Nantes,FR\nRome,IT\n",
        b"name,country" + b",x" * 99 + b"\n",
    ],
)
def test_errors_are_those_of_check(tmp_path: Path, content: bytes) -> None:
    """The same file has the same errors, with file, line and column, for `geocode`, `check` and `serve`."""
    path = write(tmp_path, content)
    found = errors_of(path)
    assert found
    assert found == [str(problem) for problem in validate(path).problems if problem.level == "error"]


@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_CELLS", "MAX_LINES"])
def test_limits_are_those_of_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """Rows, cells and lines; at the limit a list is read."""
    monkeypatch.setattr(open_table, limit, {"MAX_ROWS": 3, "MAX_CELLS": 6, "MAX_LINES": 4}[limit])
    assert open_places(write(tmp_path, "name,country\n" + "Rome,IT\n" * 3)).count == 3
    path = write(tmp_path, "name,country\n" + "Rome,IT\n" * 4)
    [error] = errors_of(path)
    assert f"limit {3 if limit != 'MAX_LINES' else 4}" in error
    assert error in [str(problem) for problem in validate(path).problems]


def test_files_that_are_no_lists_have_the_errors_of_check(tmp_path: Path) -> None:
    """A missing file, a folder, and a link to another folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.csv").symlink_to(write(tmp_path, "name,country\nRome,IT\n"))
    assert "not found in" in errors_of(folder / "nothing.csv")[0]
    assert "is a directory" in errors_of(folder)[0]
    assert "points outside" in errors_of(folder / "link.csv")[0]
    for path in (folder / "nothing.csv", folder / "link.csv"):
        assert errors_of(path) == [str(problem) for problem in validate(path).problems if problem.level == "error"]


def test_all_errors_are_listed_by_line_and_column(tmp_path: Path) -> None:
    """Of cells in the chunks, too; the column has the name in the file."""
    path = write(tmp_path, "id;Stadt\n1;Ro\u200bme\n2\n3;" + "x" * 201 + "\n")
    assert [error.removeprefix(str(path)).split(" ")[0:2] for error in errors_of(path)] == [
        [":2:", "Stadt:"],
        [":3:", "1"],
        [":4:", "Stadt:"],
    ]


def test_chunks_have_their_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem in a later chunk has the line of its row."""
    monkeypatch.setattr("dashboard.geocoding.place_list.CHUNK", 2)
    path = write(tmp_path, "name\n\n" + "Rome\n" * 4 + "Ni\u200bce\n")
    [error] = errors_of(path)
    assert error.startswith(f"{path}:7: name:")
    assert open_places(write(tmp_path, "name\n" + "Rome\n" * 5)).count == 5


def test_warnings_do_not_stop(tmp_path: Path) -> None:
    """They are those of `check`."""
    path = write(tmp_path, 'name;country;note\nRome;IT;5" of rain\nNice;FR;=1+1\n')
    places = open_places(path)
    assert len(places.warnings) == 3
    assert set(places.warnings) <= {str(problem) for problem in validate(path).problems}


def test_a_list_needs_names_only(tmp_path: Path) -> None:
    """Countries and even names may be missing; such a row is not found, but kept."""
    places = open_places(write(tmp_path, "id,name\n1,Rome\n2,\n"))
    assert [places.place(row) for row in places.rows()] == [("Rome", "", ""), ("", "", "")]
    assert [open_places(write(tmp_path, f"{name}\nRome\n")).name for name in ("Orte", "My places (2024)")] == [0, 0]
    assert "missing: name; found: a, b" in errors_of(write(tmp_path, "a,b\n1,2\n"))[0]


def test_cells_are_unchanged(tmp_path: Path) -> None:
    """BOM, CR LF, blank lines, quoted line breaks and spaces; rows can be skipped and read again."""
    text = '\ufeffname,country, note \r\nNantes,FR, a \r\n\r\n"Rome",IT,"two\r\nlines, ""quoted"""\r\n'
    places = open_places(write(tmp_path, text))
    assert places.file.header == ["name", "country", " note "]
    rows = [["Nantes", "FR", " a "], ["Rome", "IT", 'two\r\nlines, "quoted"']]
    assert list(places.rows()) == list(places.rows()) == rows
    assert list(places.rows(skip=1)) == rows[1:]
    assert places.count == 2
    assert places.separator_line == ""


def test_digest_is_that_of_the_content(tmp_path: Path) -> None:
    """The same content has the same digest; any other byte has another."""
    first = open_places(write(tmp_path, "name\nRome\n")).digest
    assert open_places(write(tmp_path, "name\nRome\n")).digest == first
    assert open_places(write(tmp_path, "name\r\nRome\n")).digest != first


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sep=;\nname;country\nRome;IT\n", "sep=;\n"),
        ("\ufeffsep=,\r\nCity,Country\r\nRome,IT\r\n", "sep=,\r\n"),
        ('"sep=;"\r\n"City";"Country"\r\nRome;IT\r\n', '"sep=;"\r\n'),
        ("SEP=\t\rCity\tCountry\rRome\tIT\r", "SEP=\t\r"),
        ("sep=x\nCity;Country\nRome;IT\n", "sep=x\n"),
    ],
)
def test_excel_separator_line_is_supported(tmp_path: Path, text: str, line: str) -> None:
    """The line declares the delimiter and counts as a line, but not as a row."""
    places = open_places(write(tmp_path, text))
    assert list(places.rows()) == [["Rome", "IT"]]
    assert places.separator_line == line
    more = places.file.delimiter.join(["Nice", "FR", "x"])
    assert ":4: 3 fields" in errors_of(write(tmp_path, f"{text}{more}\n"))[0]


def test_missing_header_is_reported(tmp_path: Path) -> None:
    """A country in the first line is not a column name."""
    for text in ("Paris,France\nRome,Italy\n", '"Paris, France"\n"Rome, Italy"\n', "France\nItaly\n"):
        assert "looks like data" in errors_of(write(tmp_path, text))[0]
