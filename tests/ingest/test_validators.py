"""Single values: an example at each limit and one past it, and what is wrong with the value that is past it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.validators import (
    coordinate,
    is_visible,
    language_fault,
    slug,
    text_warning,
    validate_date,
    validate_id,
    validate_text,
    validate_url,
    validate_year,
)


@pytest.mark.parametrize(
    ("value", "limit", "number"),
    [
        ("90", 90, 90.0),
        ("-90", 90, -90.0),
        ("180", 180, 180.0),
        ("-180.0", 180, -180.0),
        ("+1.5", 90, 1.5),
        (".5", 90, 0.5),
        ("5.", 90, 5.0),
        ("1e1", 90, 10.0),
        ("-2.5E-1", 90, -0.25),
        ("0", 90, 0.0),
    ],
)
def test_a_number_of_degrees_is_read(value: str, limit: int, number: float) -> None:
    """As programs write it, up to its limit."""
    assert coordinate(value, limit=limit) == (number, "")


@pytest.mark.parametrize(
    ("value", "limit", "offered"),
    [
        ("90.0001", 90, None),
        ("-90.0001", 90, None),
        ("180.0001", 180, "-180"),
        ("181", 180, "-179"),
        ("359.999", 180, "-0.001"),
        ("360", 180, None),
        ("-181", 180, None),
        ("200", 90, None),
        ("36,72", 90, "36.72"),
        ("-4,42", 180, "-4.42"),
        ("\u22124.42", 180, "-4.42"),
        ("\u20134.42", 180, "-4.42"),
        ("36.72 N", 90, "36.72"),
        ("36.72 S", 90, "-36.72"),
        ("S 36.72", 90, "-36.72"),
        ("south 36.72", 90, "-36.72"),
        ("4.42 west", 180, "-4.42"),
        ("4.42° E", 180, "4.42"),
        ("-4.42°", 180, "-4.42"),
        ("36°43'", 90, "36.7167"),
        ("36° 43' 12\"", 90, "36.72"),
        ("36 43 12 S", 90, "-36.72"),
        ("-36°30'", 90, "-36.5"),
        ("4d25m12s W", 180, "-4.42"),
        ("W 4° 25'", 180, "-4.4167"),
        ("36°59'59\"", 90, "36.9997"),
        ("90°0'0\" N", 90, "90"),
    ],
)
def test_a_number_that_is_written_otherwise_is_refused_with_what_it_should_be(
    value: str, limit: int, offered: str | None
) -> None:
    """The number that would do comes last in the message, where there is one."""
    number, fault = coordinate(value, limit=limit)
    assert math.isnan(number)
    assert repr(value)[1:-1] in fault or value in fault
    last = fault.rpartition(" ")[2]
    if offered is not None:
        assert last == offered
    else:
        assert f"-{limit}..{limit}" in fault
        assert last == f"-{limit}..{limit}"


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        ("36°60'", 90),
        ("36°43'60\"", 90),
        ("N 36° S", 90),
        ("N36.72S", 90),
        ("north", 90),
        ("36.7.2", 90),
        ("1e1000", 9),
        ("0x10", 90),
        ("1_0", 90),
        ("٣٦", 90),
        ("--1", 90),
        ("1 2 3 4", 90),
        ("36;72", 90),
    ],
)
def test_what_is_no_number_is_refused(value: str, limit: int) -> None:
    """Minutes and seconds end at 59, a side stands once."""
    number, fault = coordinate(value, limit=limit)
    assert math.isnan(number)
    assert fault


@pytest.mark.parametrize("value", ["n/a", "N.A.", "null", "unknown", "TBD", "-", "?", "#REF!", "none", "missing"])
def test_a_placeholder_is_told_from_a_number_that_is_wrong(value: str) -> None:
    """It asks for both coordinates to be left empty, and shows no number to write."""
    assert "both" in coordinate(value, limit=90)[1]
    assert "both" not in coordinate("1n/a", limit=90)[1]


@pytest.mark.parametrize(
    ("value", "limit", "swapped"),
    [("4 W", 90, True), ("36 N", 180, True), ("36 N", 90, False), ("4 E", 180, False), ("4 O", 90, True)],
)
def test_the_side_of_the_other_coordinate_asks_whether_they_were_swapped(value: str, limit: int, swapped: bool) -> None:
    """North and south are of a latitude, east and west of a longitude."""
    assert coordinate(value, limit=limit)[1].endswith("?") is swapped


def test_a_side_that_two_languages_read_otherwise_is_told_both_ways() -> None:
    """O is Ost in German and oeste in Spanish."""
    fault = coordinate("13.4 O", limit=180)[1]
    assert "13.4 " in fault.partition(";")[2]
    assert "-13.4 " in fault.partition(";")[2]


@pytest.mark.parametrize(("value", "limit"), [("91 N", 90), ("181°0' E", 180)])
def test_a_side_does_not_widen_the_limit(value: str, limit: int) -> None:
    """It is outside all the same."""
    assert coordinate(value, limit=limit)[1].endswith(f"-{limit}..{limit}")


@given(st.floats(-180, 180), st.sampled_from(["{:.5f}", "{:e}", "{:g}", "{:+.3f}"]))
def test_what_programs_write_is_read_back(number: float, form: str) -> None:
    """Within the digits that they wrote."""
    read, fault = coordinate(form.format(number), limit=180)
    assert fault == ""
    assert read == pytest.approx(float(form.format(number)))


@pytest.mark.parametrize(
    ("value", "valid", "whole"),
    [
        ("2019", True, False),
        ("2019-02", True, False),
        ("2019-02-28", True, True),
        ("2020-02-29", True, True),
        ("2019-02-29", False, False),
        ("2019-13", False, False),
        ("2019-00", False, False),
        ("2019-12-32", False, False),
        ("0001-01-01", True, True),
        ("0000-01-01", False, False),
        ("9999-12-31", True, True),
        ("19-02-28", False, False),
        ("2019-2-28", False, False),
        ("2019/02/28", False, False),
        ("2019-02-28T00", False, False),
        (" 2019", False, False),
        ("２０１９", False, False),
        ("", False, False),
    ],
)
def test_a_date_is_of_the_calendar_and_as_iso_8601_writes_it(value: str, valid: bool, whole: bool) -> None:
    """A year, a month or a day; where a day is asked for, nothing less."""
    assert (validate_date(value) == "") is valid
    assert (validate_date(value, whole=True) == "") is whole
    if not valid:
        assert validate_date(value).endswith("YYYY, YYYY-MM or YYYY-MM-DD")
        assert validate_date(value, whole=True).endswith(" YYYY-MM-DD")
        assert " or " not in validate_date(value, whole=True)


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("999", False),
        ("0999", False),
        ("1000", True),
        ("2019", True),
        ("2200", True),
        ("2201", False),
        ("'19", False),
        ("2019.0", False),
        ("12019", False),
        ("", False),
    ],
)
def test_a_year_has_four_digits_between_1000_and_2200(value: str, valid: bool) -> None:
    """Both limits, and one past each."""
    assert (validate_year(value) == "") is valid


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("en", True),
        ("ast", True),
        ("pt-BR", True),
        ("zh-Hant", True),
        ("zh-Hant-TW", True),
        ("es-419", True),
        ("EN", False),
        ("e", False),
        ("engl", False),
        ("en-us", False),
        ("en_US", False),
        ("zh-hant", False),
        ("xx", False),
        ("xx-DE", False),
        ("english", False),
        ("en-", False),
        ("", False),
    ],
)
def test_a_language_is_a_tag_of_a_language_that_there_is(value: str, valid: bool) -> None:
    """In the letters that BCP 47 recommends."""
    assert (language_fault(value) == "") is valid


def test_a_language_that_there_is_not_is_told_from_a_tag_that_is_none() -> None:
    """The one names the list of languages, the other the form."""
    assert "'xx'" in language_fault("xx-DE")
    assert "639" in language_fault("xx-DE")
    assert "47" in language_fault("english")


@pytest.mark.parametrize(
    "value",
    [
        "https://a.example",
        "http://a.example/",
        "HTTPS://A.example/b?c=d#e",
        "https://a.example:8080/",
        "https://[::1]/",
        "https://münchen.example/ä",
    ],
)
def test_an_address_of_a_page_is_http_or_https(value: str) -> None:
    """With a host, and anything after it."""
    assert validate_url(value) == ""


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "data:text/html,x",
        "//a.example/",
        "a.example",
        "https:///path",
        "https://",
        "https:a.example",
        "https://me@a.example/",
        "https://me:secret@a.example/",
        "https://a.example:99999/",
        "https://a.example:x/",
        "https://[::1/",
        *(f"https://a.example/{sign}" for sign in ' \t\u00a0<>"{}|\\^`'),
    ],
)
def test_anything_else_is_no_link(value: str) -> None:
    """No script, no other scheme, no name and password, no sign that an address has not."""
    assert validate_url(value)


@pytest.mark.parametrize(
    ("value", "offered"),
    [
        ("www.a.example", "https://www.a.example"),
        ("a.example/b", "https://a.example/b"),
        ("a-b.example", "https://a-b.example"),
        ("words", "https://…"),
        ("a.example:x", "https://…"),
        ("mailto:a.example", "https://…"),
    ],
)
def test_an_address_without_its_scheme_is_offered_with_it(value: str, offered: str) -> None:
    """Where it looks like the name of a host."""
    assert validate_url(value).endswith(f" {offered}")


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("a", True),
        ("a-b", True),
        ("a.b", True),
        ("a_b", True),
        ("ä1", True),
        ("绵阳", True),
        ("1", True),
        ("-a", False),
        ("a-", False),
        (".a", False),
        ("a_", False),
        ("a b", False),
        ("a/b", False),
        ("", False),
        ("_", False),
    ],
)
def test_an_id_begins_and_ends_with_a_letter_or_digit(value: str, valid: bool) -> None:
    """Hyphens, full stops and underscores stand within."""
    assert (validate_id(value) == "") is valid


@pytest.mark.parametrize(("value", "offered"), [("a b", "'a-b'"), ("…", "'a-name'"), ("-A-", "'a'")])
def test_an_id_that_would_do_is_offered(value: str, offered: str) -> None:
    """Made of what was written, or an example."""
    assert validate_id(value).endswith(f" {offered}")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Torres Vedras", "torres-vedras"),
        ("  Łódź (PL) ", "lodz-pl"),
        ("a_b.c", "a-b-c"),
        ("绵阳", "绵阳"),
        ("🚲", ""),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 80),
        ("x" * 79 + " y", "x" * 79),
    ],
)
def test_an_id_is_made_of_a_name(name: str, made: str) -> None:
    """At most 80 characters, and no hyphen at an end, also where it is cut."""
    assert slug(name) == made
    assert not made or validate_id(made) == ""


@pytest.mark.parametrize(
    ("value", "visible"),
    [
        ("a", True),
        ("1", True),
        ("中", True),
        ("€", True),
        ("🚲", True),
        ("½", True),
        ("...", False),
        ("-", False),
        ("\u0301", False),
        (" ", False),
        ("", False),
        ("\u200b", False),
    ],
)
def test_a_name_has_something_to_read_in_it(value: str, visible: bool) -> None:
    """A letter, a number or a sign."""
    assert is_visible(value) is visible


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("plain", True),
        ("tab\there", True),
        ("a\x00", False),
        ("a\x1f", False),
        ("a\x7f", False),
        ("a\x85", False),
        ("a\u2028", False),
        ("a\ue000", False),
        ("a\ufffd", False),
        ("a\ufdcf", True),
        ("a\ufdd0", False),
        ("a\ufdef", False),
        ("a\ufffe", False),
        ("\U0001fffe", False),
        ("\U0001fffd", True),
        ("a\u0378", True),
        ("a\u115f", False),
        ("a\u2800", False),
        ("a\u00ad", False),
        ("a\u200b", False),
        ("a\u202e", False),
        ("a\u2066", False),
        ("a\u200d", False),
        ("\u200da", False),
        ("\u0915\u200d\u0937", True),
        ("\u0915\u200d", False),
        ("\u0915\u200da", False),
        ("\u0645\u06cc\u200c\u0628", True),
        ("👨\u200d👩", True),
        ("\u200f\u05d0", True),
        ("\u200e\u0645", True),
        ("a\u200e", False),
        ("\u200e\u200f", False),
        ("\u0600 1", True),
        ("\u08e2", True),
        ("\U000110bd", True),
        ("\U000110cd", True),
        ("1\ufe0f", True),
        ("#\ufe0e", True),
        ("a\ufe0f", False),
        ("\ufe0f", False),
        ("\u00a9\ufe0f", True),
        ("\u1000\ufe00", True),
        ("\u1e00\ufe00", False),
        ("\u2000\ufe00", True),
        ("葛\U000e0100", True),
        ("a\U000e0100", False),
        ("a\U000e01ef", False),
        ("🏴\U000e0067\U000e0062\U000e007f", True),
        ("a\U000e0067", False),
        ("a" + "\u0301" * 4, True),
        ("a" + "\u0301" * 5, False),
    ],
)
def test_a_text_has_no_character_that_hides_or_turns_it(value: str, valid: bool) -> None:
    """What shapes letters, joins emoji or turns scripts stays where it has something to shape, join or turn."""
    assert (validate_text(value) == "") is valid


@pytest.mark.parametrize("point", [0xD800, 0xDBFF, 0xDC00, 0xDC80, 0xDCFF, 0xDFFF])
def test_half_a_character_is_no_text(point: int) -> None:
    """Nor is a byte that was kept as one."""
    assert validate_text(f"a{chr(point)}")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_break_is_allowed_where_texts_have_lines(end: str) -> None:
    """And in no other column; what comes after it is looked at too."""
    assert validate_text(f"a{end}b", multiline=True) == ""
    assert validate_text(f"a{end}b")
    assert "U+0000" in validate_text(f"a{end}\x00", multiline=True)


@pytest.mark.parametrize(
    ("value", "point"),
    [
        ("a\x00", "U+0000 (NUL)"),
        ("a\x1b", "U+001B ("),
        ("a\u202e", "U+202E (right-to-left override)"),
        ("a\ue000", "U+E000 ("),
    ],
)
def test_a_character_that_cannot_be_seen_is_named(value: str, point: str) -> None:
    """By its number and by the name that Unicode gives it."""
    assert point in validate_text(value)


@pytest.mark.parametrize(
    ("raw", "likely"),
    [
        (b"L\x92Aquila", "'L’Aquila' in Windows-1252"),
        (b"M\xe1laga", "'Málaga' in Windows-1252"),
        (b"M\x87laga", "'Málaga' in Mac Roman"),
        (b"M\xa0laga", "'Málaga' in code page 850"),
        (b"\xcc\xee\xf1\xea", ""),
        (b"ab\xcc\xee\xf1", ""),
        (b"Ma\xed\xa0\x80laga", ""),
    ],
)
def test_bytes_of_another_encoding_are_read_in_it_where_that_is_likely(raw: bytes, likely: str) -> None:
    """A few letters among plain ones; a word of such bytes alone is of another script."""
    fault = validate_text(raw.decode("utf-8", "surrogateescape"))
    assert "UTF-8 (" in fault
    assert likely in fault
    assert (" in " in fault) == bool(likely)


def test_the_first_ten_bytes_that_are_wrong_are_told() -> None:
    """In hexadecimal digits, with a blank between."""
    assert "(92 93)" in validate_text("a\udc92b\udc93")
    assert "(92 92 92 92 92 92 92 92 92 92)" in validate_text("plain letters before " + "\udc92" * 12)


@pytest.mark.parametrize(
    ("value", "odd"),
    [
        ("plain", False),
        ("a < b", False),
        ("a <b", True),
        ("</a>", True),
        ("<!--", True),
        ("<?php", True),
        ("=1", True),
        ("-1", False),
        ("+1.5", False),
        ("-a", True),
        ("@a", True),
        ("  =1", True),
        ("＝1", True),
        ("\t=1", True),
        ("a=1", False),
        ("MÃ¡laga", True),
        ("Málaga", False),
        ("Ã", False),
        ("&amp;", True),
        ("&aacute;", True),
        ("&#225;", True),
        ("&#xe1;", True),
        ("AT&T;", False),
        ("&nosuch;", False),
        ("a & b;", False),
        ("М\u0430laga", True),
        ("Москва", False),
        ("Москва Moscow", False),
        ("“a”", True),
        ("‘a’", True),
        ("'a'", True),
        ("`a`", True),
        ("„a“", True),
        ("„a”", True),
        ("“a” and “b”", False),
        ("'a", False),
        ("a'", False),
        ("", False),
    ],
)
def test_what_looks_odd_gets_a_remark(value: str, odd: bool) -> None:
    """And nothing else does."""
    assert bool(text_warning(value)) is odd


@pytest.mark.parametrize(
    ("value", "read"), [("MÃ¡laga", "'Málaga'?"), ("M&aacute;laga", "'Málaga'?"), ("R&amp;D", "'R&D'?")]
)
def test_what_was_probably_meant_stands_in_the_remark(value: str, read: str) -> None:
    """At its end, as a question."""
    assert text_warning(value).endswith(read)
