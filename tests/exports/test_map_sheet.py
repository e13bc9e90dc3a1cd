"""The sheet says in words what it cannot show, is well-formed whatever the data hold, and looks the same everywhere."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from PIL import Image

from dashboard.config import default_data, resource
from dashboard.exports import map_sheet
from dashboard.exports.map_sheet import MOST_NAMED, POSTER, PREVIEW, Sheet, sheet_svg, view_of, wrapped
from dashboard.ingest.loader import load
from dashboard.maps.basemap_style import read_countries
from dashboard.maps.label_placement import text_width
from dashboard.maps.projection import Bounds, View, fit
from dashboard.maps.svg.outlines import Outlines
from dashboard.maps.svg.png import png
from dashboard.maps.theme import LIGHT
from dashboard.model.entities import ONLINE, Topic
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import MapView, State
from dashboard.query.summary import Segment
from dashboard.web.png_worker import draw_png
from tests.exports.reading import expected, full
from tests.networks import HOSTILE, Town, cases, network_of
from tests.texts import shape

FOLDER: Path = resource("assets") / "basemap"
OUTLINES, COUNTRIES = Outlines(FOLDER), read_countries(FOLDER)
REAL = load(default_data())


def sheet(network: Network = REAL, state: State | None = None, *, kind: Sheet = POSTER, address: str = "") -> str:
    """Draw a sheet."""
    return sheet_svg(
        Selection(network, state or State()), outlines=OUTLINES, countries=COUNTRIES, sheet=kind, address=address
    )


def words(svg: str) -> list[str]:
    """All lines of text of a picture."""
    return [node.text or "" for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - our own picture


@pytest.mark.slow
@given(cases())
def test_every_sheet_is_well_formed(case: tuple[Network, State]) -> None:
    """Names and texts of any network make no broken picture, in both sizes."""
    network, state = case
    for kind in (POSTER, PREVIEW):
        ET.fromstring(sheet(network, state, kind=kind))  # noqa: S314 - our own picture


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(name: str) -> None:
    """A name is never markup, and is not lost."""
    network = network_of([Town("alba", label=name)], title=name)
    ET.fromstring(sheet(network))  # noqa: S314 - our own picture
    assert "<script" not in sheet(network)


def test_sheet_says_what_is_selected_and_of_when() -> None:
    """Network, sentence, legend, sources, date, version and address stand on it in words."""
    text = " ".join(words(sheet(state=State(country=("FI",)), address="https://maps.example/?country=FI")))
    for part in (
        "mySMARTLife Cities Network",
        "3 of 22 cities: in Finland",
        "Lighthouse (3)",
        "does not match",
        "sources, read on 28 Nov 2026",
        "Natural Earth",
        "GeoNames, CC BY 4.0",
        REAL.version,
        "https://maps.example/?country=FI",
    ):
        assert part in text


def test_one_source_is_one_source() -> None:
    """Facts and sources are counted each in its own number."""
    towns = [Town("alba"), Town("brno")]
    network = network_of(towns, topics=[Topic("solar", "Solar")], facts=[("alba", "solar"), ("brno", "solar")])
    said = " ".join(words(sheet(network)))
    assert "2 facts from 1 source," in said


def test_opened_event_shows_its_lines_and_their_bases() -> None:
    """Lines of an event are drawn with distinct dashes and explained; those of an online event are not."""
    drawn = sheet(state=State(event="workshop-1"))
    online = next(event.id for event in REAL.events if event.place == ONLINE)
    assert "1st Cities Network Workshop · 14 Feb 2018 · Helsinki" in words(drawn)
    assert {"implied", "derived"} <= set(words(drawn))
    assert 'stroke-dasharray="8 4"' in drawn
    assert 'stroke-dasharray="3 4"' in drawn
    assert "stroke-dasharray" not in sheet(state=State(event=online))


def test_cities_outside_the_picture_are_named() -> None:
    """Who matches and is not seen is called by name."""
    assert any(
        line in ("Not in this picture: Mianyang and Medellín.", "Not in this picture: Medellín and Mianyang.")
        for line in words(sheet())
    )


def test_picture_shows_all_that_match_unless_a_view_is_asked_for() -> None:
    """Filters that lead out of Europe move the picture; a view in the address holds."""
    china = view_of(Selection(REAL, State(country=("CN",))), width=1200, height=760)
    assert china.shows(31.5, 104.7)
    asked = view_of(Selection(REAL, State(view=MapView(40, -3, 5))), width=1200, height=760)
    assert (asked.latitude, asked.longitude, asked.zoom) == pytest.approx((40, -3, 5))


def test_the_network_without_places_has_a_sheet() -> None:
    """No place is known: the world is shown, and the cities are named."""
    network = network_of([Town("alba", at=None)])
    assert any("Not in this picture: Alba" in line for line in words(sheet(network)))


@pytest.mark.parametrize("text", ["", "word", "many words " * 60, "w" * 500, "绵阳" * 300])
def test_lines_fit(text: str) -> None:
    """A text takes at most so many lines, and what is left out shows."""
    lines = wrapped(text, width=400, size=20, most=2)
    assert len(lines) <= 2
    assert all(len(line) <= 60 for line in lines)
    assert "".join(lines) == text or len(text) < 500 or lines[-1].endswith("…")


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "size"), [(POSTER, (2400, None)), (PREVIEW, (1200, 630))])
def test_png_has_its_size(kind: Sheet, size: tuple[int, int | None]) -> None:
    """The poster is 2,400 pixels wide, the preview 1200 × 630, and neither is empty."""
    picture = Image.open(io.BytesIO(draw_png(sheet(kind=kind), width=kind.png_width)))
    assert picture.width == size[0]
    assert picture.height == (size[1] or picture.height)
    assert len(picture.convert("RGB").resize((100, 80)).getcolors(8000) or []) > 20


def test_letters_come_with_the_package() -> None:
    """Text is drawn without any font of the machine, accents included."""
    blank, *drawn = (
        png(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><text y="20">{text}</text></svg>', width=60
        )
        for text in ("", "Čačak", "Київ", "Αθήνα")
    )
    assert len({blank, *drawn}) == 4


@pytest.mark.parametrize("city", sorted(REAL.row_by_city_id))
def test_what_is_opened_has_its_name_in_the_preview(city: str) -> None:
    """The picture of a shared city names this city, however little room there is; others give way."""
    assert REAL.city_by_row(REAL.row_by_city_id[city]).label in words(sheet(state=State(city=city), kind=PREVIEW))


def plain_sheet(monkeypatch: pytest.MonkeyPatch, state: State, *, kind: Sheet, address: str = "") -> str:
    """A sheet of the network that has everything, one element a line; of its map, only with what it is drawn."""

    def cities(_network: Network, *, view: View, matching: set[int], leading: list[int], **options: Any) -> str:
        hints = [options["hint"](row) for row in (0, 1)]
        return (
            f"<cities {view.width:g}x{view.height:g} {sorted(matching)} {leading} {hints} {len(options['countries'])}/>"
        )

    monkeypatch.setattr(map_sheet, "_", shape)
    monkeypatch.setattr(map_sheet, "ngettext", shape)
    monkeypatch.setattr("dashboard.query.selection.summarize", lambda *_: SENTENCE)
    monkeypatch.setattr(map_sheet, "alt_text", lambda sentence: f"Map of {sentence[:12]}")
    monkeypatch.setattr(
        map_sheet.svg_map, "draw_basemap", lambda _, *, view, colours: f"<land {view.zoom:.2f} {colours is LIGHT}/>"
    )
    monkeypatch.setattr(map_sheet.svg_map, "draw_cities", cities)
    return sheet(full(), state, kind=kind, address=address).replace("><", ">\n<") + "\n"


SENTENCE = (Segment("The sentence of this selection, long enough & to be broken into lines, " * 3),)
SHEETS_EXPECTED = {
    "poster": (State(), POSTER, "https://maps.example/?q=a&b"),
    "preview": (State(event="meeting", country=("ES",)), PREVIEW, "https://maps.example/"),
    "compared": (State(compare=("alba", "brno"), q="Álba"), POSTER, ""),
    "city": (State(city="alba"), PREVIEW, ""),
}


@pytest.mark.parametrize("name", SHEETS_EXPECTED)
def test_a_sheet_is_the_whole_document(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Head, map, legend and foot in their places; `tests/exports/expected/` holds them, to be looked at."""
    state, kind, address = SHEETS_EXPECTED[name]
    assert plain_sheet(monkeypatch, state, kind=kind, address=address) == expected(f"{name}.svg")


@pytest.mark.parametrize(
    ("count", "named", "more"),
    [(MOST_NAMED, MOST_NAMED, 0), (MOST_NAMED + 1, MOST_NAMED, 1), (MOST_NAMED + 9, MOST_NAMED, 9)],
)
def test_six_cities_outside_are_named_and_the_others_counted(count: int, named: int, more: int) -> None:
    """At the limit all of them."""
    network = network_of([Town(f"c{number}", at=None) for number in range(count)])
    [line] = [line for line in words(sheet(network)) if "C0" in line]
    assert [f"C{number}" in line for number in range(named)] == [True] * named
    assert f"C{named}" not in line
    assert (f"{more} more" in line) is bool(more)


@pytest.mark.parametrize(("inside", "europe"), [(1, False), (2, True), (3, True)])
def test_a_sheet_shows_europe_where_half_of_the_places_lie_there(inside: int, europe: bool) -> None:
    """At half they are enough; with fewer, all places are shown."""
    towns = [Town(f"c{n}", at=(48.0, 10.0) if n < inside else (-30.0, -60.0)) for n in range(4)]
    view = view_of(Selection(network_of(towns), State()), width=1200, height=760)
    assert view.shows(48.0, 10.0)
    assert view.shows(-30.0, -60.0) is not europe
    assert view.shows(60.0, 24.0) is europe


def test_a_sheet_without_places_shows_the_world() -> None:
    """From the Cape to Alaska and Kamchatka, and no more."""
    elsewhere = [Town("a", "AR", at=(-30.0, -60.0)), Town("b", "ES", at=None)]
    view = view_of(
        Selection(network_of([*elsewhere, Town("c", "AR", at=(-31.0, -61.0))]), State(country=("ES",))),
        width=1200,
        height=760,
    )
    assert view.shows(-30.0, -60.0), "nothing that is wanted lies outside"
    world = Bounds(south=-56, west=-170, north=75, east=190)
    assert map_sheet._around([], 1200, 760) == fit(world, width=1200, height=760, padding=90, max_zoom=5)


def test_places_that_are_close_do_not_fill_the_sheet_with_one_street() -> None:
    """The zoom is bounded, and places keep away from the edge."""
    towns = [Town("a", at=(-30.0, -60.0)), Town("b", at=(-30.01, -60.01))]
    assert view_of(Selection(network_of(towns), State()), width=1200, height=760).zoom == 5
    far = [Town("a", at=(-30.0, -60.0)), Town("b", at=(-10.0, -40.0)), Town("c", at=(10.0, -70.0))]
    for width, height, edge in ((1200, 760, 90), (800, 300, 50)):
        view = view_of(Selection(network_of(far), State()), width=width, height=height)
        pixels = [view.pixel(*town.at) for town in far if town.at]
        room = [min(x, width - x, y, height - y) for x, y in pixels]
        assert min(room) == pytest.approx(edge, abs=0.5)


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("", 2, []),
        ("one", 2, ["one"]),
        ("one two", 2, ["one", "two"]),
        ("one two", 1, ["one …"]),
        ("one two three", 2, ["one", "two …"]),
        ("one two three", 3, ["one", "two", "three"]),
        ("on tw", 2, ["on tw"]),
    ],
)
def test_a_text_is_broken_between_words(text: str, most: int, lines: list[str]) -> None:
    """What does not fit any more ends in an ellipsis, which has room too."""
    width = text_width("on tw", size=20)
    assert wrapped(text, width=width, size=20, most=most) == lines


def test_a_word_that_is_too_long_is_cut_where_it_ends() -> None:
    """At the width it stays; a hair less and its end gives way, no more of it than needed."""
    word = "abcdefgh" * 3
    exact = text_width(word, size=20)
    assert wrapped(word, width=exact, size=20, most=1) == [word]
    [cut] = wrapped(word, width=exact - 0.1, size=20, most=1)
    assert cut.endswith("…")
    assert word.startswith(cut[:-1])
    assert len(word) - 3 <= len(cut) <= len(word)
    assert text_width(cut, size=20) <= exact - 0.1
