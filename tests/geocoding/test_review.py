"""Tests of dashboard.geocoding.review: decisions are made once and stored."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import CommandError
from dashboard.geocoding.place_list import open_places
from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import Status
from dashboard.geocoding.review import (
    Decision,
    ReviewItem,
    append_decisions,
    read_decisions,
    review,
    review_items,
    write_overrides,
)
from dashboard.geocoding.store import Store

MAINE = 4975802
OREGON = 5746545


@pytest.fixture(scope="module")
def store() -> Store:
    """The gazetteer of the package."""
    return Store()


def says(*lines: str) -> Callable[[str], str]:
    """Simulate a user who types these lines and closes the terminal."""
    left = list(lines)

    def read(_: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return read


def item_of(store: Store, name: str, country: str, number: int = 0) -> ReviewItem:
    """Return a row with its result."""
    return ReviewItem(number, name, country, "", resolve(store, name, country=country))


def test_candidates_are_shown_with_details(store: Store) -> None:
    """Region, population, distances and a map link are shown."""
    shown: list[str] = []
    review(store, [item_of(store, "Portland", "US")], read=says("s"), write=shown.append)
    text = "\n".join(shown)
    assert "[1 of 1] Portland (US): ambiguous" in text
    assert "Portland, Oregon, United States: 652,503 inhabitants" in text
    assert "Portland, Maine, United States" in text
    assert "km from 1" in text
    assert "https://www.openstreetmap.org/?mlat=45.5" in text


def test_choice_is_stored_with_its_reason(store: Store) -> None:
    """A choice is a number or a GeoNames id; invalid input is asked again."""
    doubts = [item_of(store, "Portland", "US", 4), item_of(store, "Portland", "US", 5)]
    typed = says("0", "9", "x", "2", "it is the one in Maine", "g1", f"g{OREGON}", "")
    assert review(store, doubts, read=typed, write=lambda _: None) == {
        4: Decision(MAINE, "it is the one in Maine"),
        5: Decision(OREGON, "chosen in a review"),
    }


@pytest.mark.parametrize("lines", [("s",), ("",), ("q",), ()])
def test_skipping_stopping_and_a_closed_terminal_decide_nothing(store: Store, lines: tuple[str, ...]) -> None:
    """Only explicit choices are decisions."""
    assert review(store, [item_of(store, "Portland", "US")], read=says(*lines), write=lambda _: None) == {}


def test_rows_without_flags_are_skipped(store: Store) -> None:
    """Rows without a flag are not shown."""
    assert review(store, [item_of(store, "Nantes", "FR")], read=says("1", "why"), write=lambda _: None) == {}


def test_suggestions_are_choices_for_unmatched_names(store: Store) -> None:
    """A place in another country can be chosen."""
    decisions = review(store, [item_of(store, "Nantes", "Spain")], read=says("1", "typo"), write=lambda _: None)
    assert decisions == {0: Decision(2990969, "typo")}


def test_decisions_are_stored_next_to_the_list(tmp_path: Path, store: Store) -> None:
    """They apply in any case of the name, and are not asked again."""
    source = tmp_path / "in.csv"
    source.write_text("name,country\nPortland,US\nNantes,FR\nPORTLAND,us\n", encoding="utf-8")
    places = open_places(source)
    doubts = review_items(places, store, {})
    assert [each.name for each in doubts] == ["Portland"]
    path = tmp_path / "in.overrides.csv"
    append_decisions(path, doubts, {doubts[0].number: Decision(MAINE, 'the "other" one')})
    decided = read_decisions(path, store)
    answer = decided["portland", "us", ""]
    assert (answer.status, answer.note) == (Status.OVERRIDE, 'the "other" one')
    assert answer.place is not None
    assert answer.place.region == "Maine"
    assert review_items(places, store, decided) == []


def test_no_decision_writes_no_file(tmp_path: Path) -> None:
    """An empty review writes no file."""
    append_decisions(tmp_path / "x.csv", [], {})
    assert list(tmp_path.iterdir()) == []


def test_invalid_decision_file_is_rejected(tmp_path: Path, store: Store) -> None:
    """The error names the line."""
    path = tmp_path / "in.overrides.csv"
    path.write_text("name,country,region,geonames_id,reason\nPortland,US,,north,\n", encoding="utf-8")
    with pytest.raises(CommandError, match=":2: geonames_id"):
        read_decisions(path, store)


def test_decisions_about_a_network_are_overrides_in_its_cities(tmp_path: Path) -> None:
    """Two columns are added, all other cells are unchanged, and later decisions replace earlier ones."""
    path = tmp_path / "cities.csv"
    path.write_text('id,name,country,note\na,Portland,US,"x, y"\nb,Nantes,FR,\n', encoding="utf-8")
    write_overrides(path, {0: Decision(OREGON, "first")})
    write_overrides(path, {0: Decision(MAINE, "second")})
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "id": "a",
        "name": "Portland",
        "country": "US",
        "note": "x, y",
        "geonames_id": str(MAINE),
        "geonames_reason": "second",
    }
    assert rows[1]["geonames_id"] == ""
    assert [file.name for file in tmp_path.iterdir()] == ["cities.csv"]


def test_decisions_are_written_to_any_valid_table(tmp_path: Path) -> None:
    """Semicolons, BOM, Excel's separator line, other column names, and missing ids work."""
    path = tmp_path / "cities.csv"
    path.write_bytes("\ufeffsep=;\r\nStadt;Land\r\nPortland;AU\r\nPortland;US\r\n".encode())
    write_overrides(path, {1: Decision(MAINE, "the eastern one")})
    assert path.read_bytes().decode() == (
        "\ufeffsep=;\r\nStadt;Land;geonames_id;geonames_reason\r\nPortland;AU;;\r\n"
        f"Portland;US;{MAINE};the eastern one\r\n"
    )


def test_interrupted_review_keeps_decisions(store: Store) -> None:
    """Each decision is saved before the next question."""
    lines = iter(["1", "the large one"])

    def interrupted(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise KeyboardInterrupt from None

    doubts = [ReviewItem(number, "Portland", "US", "", resolve(store, "Portland", country="US")) for number in range(2)]
    kept: dict[int, Decision] = {}
    with pytest.raises(KeyboardInterrupt):
        review(store, doubts, keep=kept.__setitem__, read=interrupted, write=lambda _: None)
    assert kept == {0: Decision(OREGON, "the large one")}
