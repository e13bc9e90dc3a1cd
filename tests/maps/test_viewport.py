"""The map looks first where the cities are, or where the visitor was sent; and says of each circle what it is."""

from __future__ import annotations

import pytest
from hypothesis import given

from dashboard.config import default_data
from dashboard.ingest.loader import load
from dashboard.maps.projection import View
from dashboard.maps.viewport import (
    EUROPE_LATITUDE,
    EUROPE_LONGITUDE,
    EUROPE_ZOOM,
    FIT_SIZES,
    SIZES,
    Viewport,
    alt_text,
    detail_rows,
    initial_viewport,
    tooltip,
)
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import MapView, State
from tests.networks import Town, cases, network_of, small

REAL = load(default_data())
SMALL = small()
EUROPE = Viewport(EUROPE_LATITUDE, EUROPE_LONGITUDE, EUROPE_ZOOM)
LATIN = [("lima", -12.0, -77.0), ("quito", -0.2, -78.5), ("bogota", 4.7, -74.1), ("rome", 41.9, 12.5)]
PACIFIC = [("suva", -18.1, 178.4), ("apia", -13.8, -171.8), ("honiara", -9.4, 160.0)]


def network_at(*places: tuple[str, float, float]) -> Network:
    """A network of cities at these places."""
    return network_of([Town(name, at=(latitude, longitude)) for name, latitude, longitude in places])


def in_view(viewport: Viewport, size: str, latitude: float, longitude: float) -> bool:
    """Say whether a map of the usual size shows a place."""
    width, height = FIT_SIZES[size]
    return View(viewport.latitude, viewport.longitude, viewport.zoom[size], width, height).shows(latitude, longitude)


@pytest.mark.parametrize(
    "network",
    [
        REAL,
        network_of([]),
        network_of([Town("lost", at=None)]),
        network_at(("rome", 41.9, 12.5)),
        network_at(("rome", 41.9, 12.5), ("lima", -12.0, -77.0)),
    ],
    ids=["the network", "no city", "no place", "one city", "half of them"],
)
def test_network_of_europe_is_seen_from_europe(network: Network) -> None:
    """Also where there is nothing to see, and where half of the cities lie elsewhere."""
    assert initial_viewport(Selection(network, State())) == EUROPE


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("places", [LATIN, PACIFIC, LATIN[:1], PACIFIC[1:2]], ids=["Latin", "Pacific", "one", "isle"])
def test_network_elsewhere_is_seen_whole(places: list[tuple[str, float, float]], size: str) -> None:
    """All places are in the first view, across ±180° if need be, and a single one is not seen from too near."""
    viewport = initial_viewport(Selection(network_at(*places), State()))
    assert all(in_view(viewport, size, latitude, longitude) for _, latitude, longitude in places)
    assert viewport.zoom[size] <= 6


@pytest.mark.parametrize(
    ("query", "city"), [("city=medellin", "medellin"), ("city=mianyang", "mianyang"), ("city=rome", "")]
)
def test_what_is_opened_is_in_view(query: str, city: str) -> None:
    """A link to a city outside the first view leads there, with the zoom as usual; one inside changes nothing."""
    viewport = initial_viewport(Selection(REAL, State.from_query(query)))
    if not city:
        assert viewport == EUROPE
        return
    place = REAL.city(city).place  # type: ignore[union-attr]  # it is there
    assert place is not None
    assert (viewport.latitude, viewport.longitude, viewport.zoom) == (place.latitude, place.longitude, EUROPE_ZOOM)


@pytest.mark.parametrize("size", SIZES)
def test_all_that_is_compared_is_in_view(size: str) -> None:
    """Two cities far apart are seen together."""
    state = State(compare=("medellin", "rome"))
    viewport = initial_viewport(Selection(REAL, state))
    for row in detail_rows(Selection(REAL, state)):
        assert in_view(viewport, size, REAL.cities["latitude"].iat[row], REAL.cities["longitude"].iat[row])


@pytest.mark.parametrize("query", ["event=workshop-1", "event=workshop-3", "about=electro-mobility"])
def test_events_and_topics_leave_the_view_alone(query: str) -> None:
    """Cities of what is opened may lie outside the first view; they are counted, and the view is as ever."""
    assert initial_viewport(Selection(REAL, State.from_query(query))) == EUROPE


@given(cases())
def test_address_decides_what_the_map_shows(case: tuple[Network, State]) -> None:
    """A view in the address wins over everything; any other look is a place on the Earth."""
    network, state = case
    viewport = initial_viewport(Selection(network, state))
    if state.view:
        assert viewport == Viewport(state.view.latitude, state.view.longitude, dict.fromkeys(SIZES, state.view.zoom))
    assert -90 <= viewport.latitude <= 90
    assert -180 <= viewport.longitude <= 180
    assert set(viewport.zoom) == set(SIZES)
    for size, (width, height) in SIZES.items():
        assert (viewport.view(size).width, viewport.view(size).height) == (width, height)


def test_view_of_the_address_is_taken_as_it_is() -> None:
    """The same zoom on every size of page: it is what the sender saw."""
    viewport = initial_viewport(Selection(REAL, State(view=MapView(10, 20, 4.5), city="medellin")))
    assert viewport == Viewport(10, 20, dict.fromkeys(SIZES, 4.5))


@pytest.mark.parametrize(
    ("query", "cities"),
    [
        ("", ""),
        ("city=brno", "brno"),
        ("compare=cuna&compare=brno", "brno cuna"),
        ("event=meeting", "alba brno dalu eden"),
        ("event=webinar", "cuna"),
        ("about=solar", "alba cuna"),
    ],
)
def test_opened_rows_are_those_the_panel_is_about(query: str, cities: str) -> None:
    """Of an event the host stands first, and each city once."""
    rows = detail_rows(Selection(SMALL, State.from_query(query)))
    assert [SMALL.cities["id"].iat[row] for row in rows] == cities.split()


@pytest.mark.parametrize(
    ("row", "wanted"),
    [(0, "Alba\nSpain · Lighthouse · 2 topics"), (1, "Břno\nCzechia · Follower · 1 topic")],
)
def test_hint_says_who_the_city_is(row: int, wanted: str) -> None:
    """Name, country, role and number of topics."""
    assert tooltip(SMALL, row) == wanted


def test_hint_leaves_out_what_the_network_has_not() -> None:
    """A bare list of cities has names and countries."""
    assert tooltip(network_of([Town("lima", "PE", role="")]), 0) == "Lima\nPeru"


def test_alternative_of_the_map_is_the_sentence() -> None:
    """Who does not see the map hears what it shows."""
    assert alt_text("2 cities") == "Map: 2 cities"
