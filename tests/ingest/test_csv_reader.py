"""CSV parser: the fast path and the full parser give the same rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest import csv_reader as module
from dashboard.ingest.csv_reader import Row, rows


def closely(content: str, delimiter: str, line: int) -> Row | None:
    """Use the fast path only for lines without quotes."""
    return None if '"' in content else Row(line, content.split(delimiter))


@given(st.text(st.sampled_from('"",; a\n\r|\t'), max_size=24), st.sampled_from(",;\t|"))
def test_fast_path_and_full_parser_give_the_same_rows(text: str, delimiter: str) -> None:
    """Fields, lines and issues of a line with quotes are the same."""
    short = list(rows(text, delimiter))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_plain_row", closely)
        assert list(rows(text, delimiter)) == short


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('"a ""b"" c",d', ['a "b" c', "d"]),
        ('"""",d', ['"', "d"]),
        ('"a ""b""\nc",d', ['a "b"\nc', "d"]),
        ('"a ""b""" ,d', ['a "b"', "d"]),
        ('"",d', ["", "d"]),
    ],
)
def test_two_quotes_in_a_quoted_field_are_one(text: str, fields: list[str]) -> None:
    """A doubled quote is one quote, on one line, on two lines, and with a space after the field."""
    assert list(rows(text, ",")) == [Row(1, fields)]
