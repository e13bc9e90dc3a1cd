"""The live map: one figure with its traces in order, and patches that change circles and never the view."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.maps.label_layout import label_layout
from dashboard.maps.label_placement import box, text_width
from dashboard.maps.projection import TILE, world_x, world_y
from dashboard.maps.theme import DARK, LIGHT
from dashboard.maps.viewport import initial_viewport
from dashboard.maps.webgl.figure import dimmed_rows, figure, opened_patch, selection_patch
from dashboard.maps.webgl.traces import DIMMED, DIMMED_OPACITY, MATCHING, OPENED, ORDER
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small

REAL = load(default_data())
SMALL = small()


def drawn(network: Network, state: State) -> dict[str, Any]:
    """The figure as the browser gets it."""
    made = figure(
        Selection(network, state), asset_url=lambda name: f"/static/{name}", tiles_url="/tiles/{z}/{x}/{y}.mvt"
    )
    return json.loads(json.dumps(made, allow_nan=False))


def traces(network: Network, query: str) -> dict[str, dict[str, Any]]:
    """The traces of a figure by their names."""
    return {trace["meta"]: trace for trace in drawn(network, State.from_query(query))["data"]}


def cities(trace: dict[str, Any]) -> set[str]:
    """Ids of the cities of a trace."""
    return set(trace["customdata"])


@given(cases())
def test_figure_has_its_traces_in_order_and_equal_lengths(case: tuple[Network, State]) -> None:
    """Whatever the network, it is JSON, and each circle has a place, a look, an id and a hint."""
    network, state = case
    made = drawn(network, state)
    assert [trace["meta"] for trace in made["data"]] == list(ORDER)
    assert all(trace["type"] == "scattermap" for trace in made["data"])
    for trace in made["data"]:
        lengths = {len(trace["lat"]), len(trace["lon"])}
        if trace["mode"] == "markers":
            lengths |= {len(trace[key]) for key in ("customdata", "hovertext")}
            lengths |= {len(trace["marker"][key]) for key in ("size", "color", "opacity")}
        assert len(lengths) == 1


@given(cases())
def test_circles_are_the_cities_with_a_place(case: tuple[Network, State]) -> None:
    """What matches stands out; the rest fades, or is gone where it is to be hidden."""
    network, state = case
    of = {trace["meta"]: trace for trace in drawn(network, state)["data"]}
    matching = Selection(network, state).mask
    placed = network.cities["latitude"].notna().to_numpy()
    ids = network.cities["id"]
    assert cities(of[MATCHING]) == set(ids[matching & placed])
    assert cities(of[DIMMED]) == (set() if state.show == "matching" else set(ids[~matching & placed]))
    assert set(of[DIMMED]["marker"]["opacity"]) <= {DIMMED_OPACITY}
    assert set(of[MATCHING]["marker"]["opacity"]) <= {1.0}
    assert dimmed_rows(Selection(network, state)) == [row for row, found in enumerate(matching) if not found]


@given(cases())
def test_patches_bring_one_figure_to_the_other(case: tuple[Network, State]) -> None:
    """The two patches of a state, put on the figure of the first visit, give the traces of that state's own figure."""
    network, state = case
    for dark in (False, True):
        theme = "dark" if dark else "light"
        before = drawn(network, State(theme=theme))["data"]
        after = drawn(network, state.replace(theme=theme))["data"]
        for patch in (
            selection_patch(Selection(network, state), dark=dark),
            opened_patch(Selection(network, state), dark=dark),
        ):
            for operation in json.loads(json.dumps(patch.to_plotly_json()))["operations"]:
                assert operation["operation"] == "Assign"
                where, trace, key = operation["location"]
                assert (where, key in ("lat", "lon", "customdata", "hovertext", "marker")) == ("data", True)
                before[trace][key] = operation["params"]["value"]
        assert before == after


def test_patches_change_their_own_traces_alone() -> None:
    """Filtering touches the circles, opening the mark; neither touches what the other has set."""
    state = State(country=("ES",), event="meeting")

    def touched(patch: Any) -> set[str]:
        return {ORDER[one["location"][1]] for one in patch.to_plotly_json()["operations"]}

    assert touched(selection_patch(Selection(SMALL, state), dark=False)) == {DIMMED, MATCHING}
    assert touched(opened_patch(Selection(SMALL, state), dark=False)) == {OPENED}


@pytest.mark.parametrize(("theme", "colours"), [("auto", LIGHT), ("light", LIGHT), ("dark", DARK)])
def test_figure_has_the_colours_of_the_page(theme: str, colours: Any) -> None:
    """Water and circles are those of the theme."""
    made = drawn(SMALL, State(theme=theme, event="meeting"))  # type: ignore[arg-type]  # one of the themes
    assert made["layout"]["paper_bgcolor"] == colours.water
    assert made["layout"]["map"]["style"]["name"] == ("dark" if theme == "dark" else "light")
    assert colours.accent in made["data"][ORDER.index(OPENED)]["marker"]["color"]


@pytest.mark.parametrize("query", ["", "city=medellin", "view=10,20,5", "event=workshop-1"])
def test_figure_looks_where_the_page_looks(query: str) -> None:
    """Centre and zoom are those of the first look; nothing later may ask for another."""
    state = State.from_query(query)
    viewport, layout = initial_viewport(Selection(REAL, state)), drawn(REAL, state)["layout"]
    assert layout["map"]["center"] == {"lat": viewport.latitude, "lon": viewport.longitude}
    assert layout["meta"]["zoom"] == dict(viewport.zoom)
    assert layout["uirevision"]


def test_style_asks_this_site_alone() -> None:
    """No address of the style names a host, a glyph server or a sprite."""
    style = drawn(REAL, State())["layout"]["map"]["style"]
    assert "glyphs" not in style
    assert "sprite" not in style
    assert "//" not in json.dumps(style["sources"])
    assert {"world", "countries", "tiles", "cities"} <= set(style["sources"])


def test_each_city_with_a_place_has_a_name_on_the_map() -> None:
    """Names are GeoJSON, longitude first, with the row as id for what fades."""
    made = drawn(SMALL, State())["layout"]["map"]["style"]["sources"]["cities"]["data"]["features"]
    assert {one["properties"]["name"] for one in made} == {"Alba", "Břno", "Cuna", "Dalu"}
    for one in made:
        row = one["id"]
        assert one["properties"]["name"] == SMALL.cities["label"].iat[row]
        assert one["geometry"]["coordinates"] == [SMALL.cities["longitude"].iat[row], SMALL.cities["latitude"].iat[row]]


@pytest.mark.slow
def test_cluster_labels_cover_no_circle_in_the_initial_view() -> None:
    """In a network of the whole world the names shown from the first look on are those that have room there."""
    places = [(-50 + 37 * i % 115, -170 + 83 * i % 345) for i in range(300)]
    network = network_of([Town(f"t-{i}", label=f"Place number {i}", at=at) for i, at in enumerate(places)])
    zoom = max(initial_viewport(Selection(network, State())).zoom.values())
    assert zoom < 2
    names = drawn(network, State())["layout"]["map"]["style"]["sources"]["cities"]["data"]["features"]
    first = [one["id"] for one in names if one["properties"]["zoom"] <= int(zoom)]
    assert 5 < len(first) < 100
    scale = TILE * 2**zoom
    circles = [(world_x(longitude) * scale, world_y(latitude) * scale) for latitude, longitude in places]
    markers, placed = label_layout(network)
    for row in first:
        width = text_width(markers[row].text)
        left, top, right, bottom = box(*circles[row], placed[row].side, width=width, radius=markers[row].radius)
        assert not [(x, y) for x, y in circles if left - 5 < x < right + 5 and top - 5 < y < bottom + 5]


def test_lighthouse_differs_by_ring_and_size_not_only_by_colour() -> None:
    """The role with the ring is the largest, so that colour-blind eyes tell it too."""
    trace = traces(SMALL, "")[MATCHING]
    sizes: dict[str, float] = {}
    for city, size in zip(trace["customdata"], trace["marker"]["size"], strict=True):
        sizes[city] = max(size, sizes.get(city, 0))
    assert sizes["alba"] > sizes["brno"] > sizes["cuna"] == sizes["dalu"]


@pytest.mark.parametrize(
    ("query", "cities_"),
    [
        ("", ""),
        ("city=brno", "brno"),
        ("city=eden", ""),
        ("event=webinar", "cuna"),
        ("event=meeting", "alba brno dalu"),
    ],
)
def test_opened_city_is_marked(query: str, cities_: str) -> None:
    """The ring is around what is open; a city without a place has none."""
    assert cities(traces(SMALL, query)[OPENED]) == set(cities_.split())
