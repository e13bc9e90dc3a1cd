"""Bytes are UTF-8 or refused once, with what they are; bytes that are no UTF-8 stay where they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest import encoding
from dashboard.ingest.encoding import decode
from dashboard.ingest.report import Report
from tests.ingest.tables import places, problems

TABLE = "name,country\nMálaga,ES\n"


def read(data: bytes) -> tuple[str | None, list[str]]:
    """The text of some bytes, and what is said of them."""
    report = Report("a.csv")
    text = decode(data, report)
    return text, [problem.message for problem in problems(report)]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"", b"\x1a"])
def test_a_text_loses_its_marks_at_both_ends(mark: bytes, end: bytes) -> None:
    """The byte order mark, also where it is written twice, and the end of a text of DOS."""
    assert read(mark + TABLE.encode() + end) == (TABLE, [])


def test_a_third_mark_and_a_second_end_are_kept() -> None:
    """They are no longer what programs write."""
    assert read(b"\xef\xbb\xbf" * 3 + TABLE.encode() + b"\x1a\x1a") == (f"\ufeff{TABLE}\x1a", [])


@given(st.text(min_size=1).map(lambda text: "a" + text.replace("\x00", "")))
def test_any_text_in_utf_8_comes_through(text: str) -> None:
    """But for the end of DOS, and for what is not a table at all."""
    found, said = read(text.encode())
    assert said or found == text.removesuffix("\x1a")


@pytest.mark.parametrize(("magic", "said"), encoding._MAGIC, ids=[f"kind {at}" for at in range(len(encoding._MAGIC))])
def test_a_file_of_another_kind_is_refused_once_with_what_it_is(magic: bytes, said: str) -> None:
    """It is known by its first bytes, and by nothing that comes later."""
    assert read(magic + b"rest of it") == (None, [said])
    text, later = read(b"name\n" + magic)
    assert said not in later
    assert text is None or text.startswith("name\n")


@pytest.mark.parametrize(
    ("inside", "word"), [(b"xl/workbook.xml", ".xlsx"), (b"opendocument.spreadsheet", ".ods"), (b"other", "zip")]
)
@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"])
def test_workbooks_are_told_from_other_archives(magic: bytes, inside: bytes, word: str) -> None:
    """By the names of the files in them."""
    text, [said] = read(magic + inside)
    assert text is None
    assert word in said


def test_a_text_that_begins_with_the_letters_of_an_archive_is_a_text() -> None:
    """PK may be a column."""
    assert read(b"PK,name\n1,x\n") == ("PK,name\n1,x\n", [])


@pytest.mark.parametrize("data", [b"", b" ", b"\n\r\t ", b"\n" * 5000])
def test_nothing_but_blanks_is_empty(data: bytes) -> None:
    """It is refused as a whole."""
    text, said = read(data)
    assert text is None
    assert len(said) == 1


@pytest.mark.parametrize("form", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("cut", [0, 1, 2, 3])
@pytest.mark.parametrize("content", [TABLE, "город,страна\nМосква,Россия\n", TABLE * 400])
def test_wide_units_are_known_without_a_mark(form: str, cut: int, content: str) -> None:
    """Also where the copy broke off within one; of both widths."""
    data = content.encode(form)
    text, [said] = read(data[: len(data) - cut])
    assert text is None
    assert form[:6].upper() in said


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (b"\xff\xfe\x00\x00", "UTF-32"),
        (b"\x00\x00\xfe\xff", "UTF-32"),
        (b"\xff\xfe", "UTF-16"),
        (b"\xfe\xff", "UTF-16"),
    ],
)
def test_wide_units_are_known_by_their_mark(mark: bytes, name: str) -> None:
    """The longer mark begins with the shorter."""
    text, [said] = read(mark + b"a\x00")
    assert text is None
    assert name in said


@pytest.mark.parametrize(("controls", "text"), [(12, True), (13, False)])
def test_a_file_with_a_control_in_every_eighth_byte_is_no_text(controls: int, text: bool) -> None:
    """A stray one is told with its cell."""
    data = b"name\n" + b"\x01" * controls + b"x" * (8 * 12 - controls - 5)
    found, said = read(data)
    assert (found is not None) is text
    assert bool(said) is not text


def test_a_control_in_a_first_line_that_is_no_utf_8_is_no_text() -> None:
    """One of the two alone is told with its cell."""
    assert read(b"na\x01me\xff\n" + b"x" * 100)[0] is None
    assert read(b"na\x01me\n" + b"x" * 100)[0] is not None
    assert read(b"name\xff\n" + b"x" * 100)[0] is not None
    assert read(b"name\nx\x01\xff" + b"x" * 100)[0] is not None


@pytest.mark.parametrize(("count", "refused"), [(0, False), (1, False), (2, True), (9000, True)])
def test_a_copy_that_broke_off_ends_in_nul_bytes(count: int, refused: bool) -> None:
    """The message says from which byte on, counted from 1; a single one is told with its cell."""
    text, said = read(TABLE.encode() + b"\x00" * count)
    assert (text is None) is refused
    if refused:
        assert f" {len(TABLE.encode()) + 1:,} " in said[0]
    assert read(b"\x00" * 100)[0] is None


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'{"a": 1}', "JSON"),
        (b'  [{"a": 1}]', "JSON"),
        (b"[1, 2]", "JSON"),
        (b"[-1]", "JSON"),
        (b"[true]", "JSON"),
        (b"[null]", "JSON"),
        (b"[]", "JSON"),
        (b"[", "JSON"),
        (b'\xef\xbb\xbf{"a": 1}', "JSON"),
        (b"<html>", "HTML"),
        (b"\n <?xml", "XML"),
        (b"[city],[country]\n", ""),
        (b"a<b\n", ""),
    ],
)
def test_other_texts_are_told_from_tables(content: bytes, what: str) -> None:
    """By how they begin; a column may be called [city]."""
    text, said = read(content)
    assert (text is None) == bool(what)
    assert not what or what in said[0]


@pytest.mark.parametrize("half", [b"\xc3", b"\xe4", b"\xe4\xb8", b"\xf0", b"\xf0\x9f", b"\xf0\x9f\x9a"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_half_a_character_at_the_end_is_told_with_its_line(half: bytes, end: bytes) -> None:
    """The row that it ends is left out, as it would be a second fault."""
    report = Report("a.csv")
    text = decode(end.join([b"name,x", b"\xff,y", b"Rome,z" + half]), report)
    assert places(report) == [(3, "")]
    assert text == end.decode().join(["name,x", "\udcff,y", ""])


@pytest.mark.parametrize("whole", ["é", "中", "🚲"])
def test_a_whole_character_at_the_end_is_kept(whole: str) -> None:
    """Also after bytes that are no UTF-8."""
    assert read(b"\xff," + whole.encode()) == (f"\udcff,{whole}", [])
