"""The first line says which delimiter a table has and what each column is, or why it cannot be used."""

from __future__ import annotations

from functools import partial

import pytest

from dashboard.ingest.csv_reader import CsvIssue, Row
from dashboard.ingest.header import (
    DELIMITERS,
    MAX_COLUMNS,
    MAX_NAME,
    check_header,
    column_name,
    find_header,
    match_columns,
    sniff,
)
from dashboard.ingest.report import Report
from dashboard.ingest.schema import Column
from tests.ingest.tables import places, problems

KNOWN = ("name", "country", "latitude", "longitude", "local_name", "topics", "role")
COLUMNS = (
    Column("name", required=True),
    Column("country", required=True),
    Column("latitude"),
    Column("longitude"),
    Column("role"),
)


def check(
    *names: str, delimiter: str = ",", synonyms: bool = True, issues: tuple[CsvIssue, ...] = (), line: int = 1
) -> tuple[list[str] | None, Report]:
    """Check a header of these names."""
    report = Report("a.csv")
    found = check_header(
        Row(line, list(names), issues),
        COLUMNS,
        delimiter=delimiter,
        report=report,
        match=partial(match_columns, known=[column.name for column in COLUMNS], synonyms=synonyms),
        looks_like_data=str.isdigit,
    )
    return found, report


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Local-Name", "local_name"),
        (" local  name ", "local_name"),
        ("LOCAL__NAME", "local_name"),
        ("local_-_name", "local_name"),
        ("straße", "strasse"),
    ],
)
def test_names_are_compared_without_case_blanks_and_hyphens(header: str, name: str) -> None:
    """As people write them."""
    assert column_name(header) == name


@pytest.mark.parametrize(
    ("headers", "synonyms", "found"),
    [
        (["Name", "COUNTRY", "Local name"], False, ["name", "country", "local_name"]),
        (["Stadt", "Land"], False, ["", ""]),
        (["Stadt", "Land"], True, ["name", "country"]),
        (["name", "city"], True, ["name", ""]),
        (["city", "name"], True, ["", "name"]),
        (["lat", "latitude"], True, ["latitude", "latitude"]),
        (["country", "Land"], True, ["country", "country"]),
        (["city", "place"], True, ["name", ""]),
        (["place", "mayor"], True, ["name", ""]),
        (["x", "y"], True, ["longitude", "latitude"]),
        (["x", "lon"], True, ["", "longitude"]),
        (["topics", "theme"], True, ["topics", ""]),
        (["website", "name"], True, ["", "name"]),
        (["geonames id"], True, [""]),
        (["", "…"], True, ["", ""]),
        (["città", "PAÍS"], True, ["name", "country"]),
    ],
)
def test_a_column_is_its_own_name_before_a_word_for_it(headers: list[str], synonyms: bool, found: list[str]) -> None:
    """Weak words count where no strong one stands; two for a country or a coordinate are both told."""
    assert match_columns(headers, known=KNOWN, synonyms=synonyms) == found


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("name,country", ","),
        ("name;country", ";"),
        ("name\tcountry", "\t"),
        ("name|country", "|"),
        ("name;country, and more, of it", ";"),
        ('"name, of it";country', ";"),
        ("Stadt;Land;Höhe, in Metern, über dem Meer", ";"),
        ("name", ","),
        ("x;y", ";"),
        ("", ","),
    ],
)
def test_the_delimiter_is_the_one_that_names_the_most_columns(line: str, delimiter: str) -> None:
    """Among equals the one with more parts; commas within quotes are none."""
    assert sniff(line) == delimiter


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name,country\n", (0, 1, ",")),
        ("\n\nname;country\n", (2, 3, ";")),
        ("  \r\n\t\r\nname\tcountry", (7, 3, "\t")),
        ("\rname,country", (1, 2, ",")),
        ("sep=;\nname,country", (6, 2, ";")),
        ('"sep=;"\r\nname,country', (9, 2, ";")),
        ("SEP=,\n\nname;country", (7, 3, ",")),
        ("sep=|\nname;country", (6, 2, ";")),
        ("sep=;", None),
        ("", None),
        ("\n \n", None),
        ("   ", None),
        ("name", (0, 1, ",")),
    ],
)
def test_the_header_is_the_first_line_with_anything_on_it(text: str, found: tuple[int, int, str] | None) -> None:
    """Lines count from 1; the line that Excel writes above says the delimiter, where it is one of ours."""
    assert find_header(text) == found


def test_a_header_without_fault_gives_the_field_of_each_column() -> None:
    """Nothing is said of it."""
    found, report = check("Stadt", "Land", "Bürgermeister")
    assert found == ["name", "country", ""]
    assert problems(report) == []


@pytest.mark.parametrize(("delimiter", "name"), list(DELIMITERS.items())[1:])
def test_another_delimiter_than_the_comma_gets_a_remark(delimiter: str, name: str) -> None:
    """It is read all the same."""
    found, report = check("name", "country", delimiter=delimiter)
    assert found == ["name", "country"]
    [remark] = problems(report)
    assert (remark.level, remark.line) == ("warning", None)
    assert remark.message.endswith(name)


@pytest.mark.parametrize(("count", "refused"), [(MAX_COLUMNS, False), (MAX_COLUMNS + 1, True)])
def test_a_table_has_a_bounded_number_of_columns(count: int, refused: bool) -> None:
    """At the limit it is read; past it nothing else is said of it."""
    found, report = check("name", "country", *(f"c{n}" for n in range(count - 2)), line=3)
    assert (found is None) is refused
    assert places(report) == [(3, "")] * refused
    if refused:
        assert f"{count}" in problems(report)[0].message
        assert problems(report)[0].message.endswith(f" {MAX_COLUMNS}")


@pytest.mark.parametrize(("length", "refused"), [(MAX_NAME, False), (MAX_NAME + 1, True)])
def test_a_name_has_a_bounded_length(length: int, refused: bool) -> None:
    """The message says which column, counted from 1."""
    found, report = check("name", "country", "x" * length)
    assert (found is None) is refused
    if refused:
        assert "column 3" in problems(report)[0].message
        assert problems(report)[0].message.endswith(f" {MAX_NAME}")


@pytest.mark.parametrize(("name", "said"), [("", "column 3"), ("a\u200b", "column 3"), ("a\udc92", "column 3")])
def test_a_name_is_a_text_that_can_be_read(name: str, said: str) -> None:
    """An empty one is told, as is one with a sign that nobody sees, or with bytes that are no text."""
    found, report = check("name", "country", name)
    assert found is None
    assert [said in problem.message for problem in problems(report)] == [True]


@pytest.mark.parametrize("kind", ["unclosed", "after quote", "bare quote"])
def test_a_quote_in_the_header_is_told_unless_it_stands_in_the_middle(kind: str) -> None:
    """What swallows lines cannot be a header."""
    issue = CsvIssue(kind, 0, 1, 1)  # type: ignore[arg-type]  # one of the three
    found, report = check("name", "country", issues=(issue,))
    assert (found is None) is (kind != "bare quote")
    assert len(problems(report)) == (kind != "bare quote")


def test_a_bar_is_no_delimiter_of_ours() -> None:
    """It is known, so that it can be told."""
    found, report = check("name", "country", delimiter="|")
    assert found is None
    assert "'|'" in problems(report)[0].message


@pytest.mark.parametrize(
    ("header", "other"),
    [
        ("name^country", "'^'"),
        ("name/country", "'/'"),
        ("name   country", "'   '"),
        ("name_country", "'_'"),
        ("name\x1fcountry", "'\\x1f'"),
        ("name：country", "'：'"),
    ],
)
def test_another_delimiter_is_named(header: str, other: str) -> None:
    """Where it stands between the columns that are needed."""
    found, report = check(header)
    assert found is None
    assert len(problems(report)) == 1
    assert other in problems(report)[0].message


def test_one_column_without_the_needed_ones_has_no_other_delimiter() -> None:
    """It lacks columns, and that is what is said."""
    found, report = check("name-of-it")
    assert found is None
    assert "country" in problems(report)[0].message.partition(";")[0]


@pytest.mark.parametrize(
    ("names", "data"),
    [(["1", "mayor"], True), (["mayor", "1"], True), (["mayor", "river"], False), (["name", "1"], False)],
)
def test_a_first_row_of_data_is_told_from_a_header(names: list[str], data: bool) -> None:
    """By a value that is no name, where no column is known; its first two values are shown."""
    found, report = check(*names, "hill")
    assert found is None
    said = problems(report)
    assert (f"({names[0]}, {names[1]}, …)" in said[0].message) is data
    assert len(said) == 1


@pytest.mark.parametrize(
    ("names", "column", "said"),
    [
        (["name", "country", "name"], "name", ["1", "3"]),
        (["name", "country", "Land"], "Land", ["2", "3"]),
        (["name", "country", "mayor", "Mayor"], "Mayor", ["3", "4"]),
        (["name", "country", "a b", "a_b"], "a_b", ["3", "4"]),
    ],
)
def test_a_column_stands_once(names: list[str], column: str, said: list[str]) -> None:
    """Known or not, in whatever spelling; both places are told, counted from 1, and both names where they differ."""
    found, report = check(*names, line=2)
    assert found is None
    assert places(report) == [(2, column)]
    message = problems(report)[0].message
    assert f"({said[0]} and {said[1]})" in message
    assert f"'{column}'" in message
    assert (f"'{names[int(said[0]) - 1]}'" in message) is True


def test_a_column_that_stands_three_times_is_told_twice() -> None:
    """Each with the first."""
    _, report = check("name", "country", "mayor", "mayor", "mayor")
    assert ["(3 and 4)" in problem.message for problem in problems(report)] == [True, False]


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["name"], "country"),
        (["country", "mayor"], "name"),
        (["mayor", "river"], "name, country"),
        (["name", "country", "lat"], "lon (longitude)"),
        (["name", "country", "lon"], "lat (latitude)"),
        (["name", "lat"], "country"),
        (["name", "country", "lat", "lon"], ""),
        (["name", "country"], ""),
    ],
)
def test_what_is_missing_is_told_with_what_was_found(names: list[str], missing: str) -> None:
    """All of it at once; one coordinate needs the other."""
    found, report = check(*names)
    assert (found is None) is bool(missing)
    if missing:
        message = problems(report)[0].message
        assert f": {missing};" in message
        assert message.endswith(f": {', '.join(names)}")


@pytest.mark.parametrize(("count", "more"), [(20, False), (21, True)])
def test_twenty_columns_are_listed(count: int, more: bool) -> None:
    """Of more, that there are more."""
    _, report = check(*(f"c{n}" for n in range(count)))
    assert problems(report)[0].message.endswith(", …") is more
    assert "c19" in problems(report)[0].message
    assert "c20" not in problems(report)[0].message
