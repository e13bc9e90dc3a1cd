"""A text to its rows: what is split fast is split as what is looked at closely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest import csv_reader as module
from dashboard.ingest.csv_reader import Row, rows


def closely(content: str, delimiter: str, line: int) -> Row | None:
    """Split only lines without a quote; all others go the long way."""
    return None if '"' in content else Row(line, content.split(delimiter))


@given(st.text(st.sampled_from('"",; a\n\r|\t'), max_size=24), st.sampled_from(",;\t|"))
def test_the_short_way_and_the_long_way_lead_to_the_same_rows(text: str, delimiter: str) -> None:
    """Fields, lines and faults of a line with quotes do not depend on how it was read."""
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
    """A doubled quote is a quote of the value, on one line, over two lines, and with a blank after the field."""
    assert list(rows(text, ",")) == [Row(1, fields)]
