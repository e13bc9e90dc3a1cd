"""Tests of dashboard.geocoding.gazetteer: implements the geopy interface."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.geocoding import Gazetteer
from dashboard.geocoding.store import archive

RAW = {
    "candidates",
    "country",
    "feature",
    "flags",
    "geonames_id",
    "latitude",
    "longitude",
    "name",
    "note",
    "population",
    "region",
    "status",
    "supplement",
    "timezone",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """One geocoder for all tests."""
    return Gazetteer()


def test_string_query_returns_a_location(gazetteer: Gazetteer) -> None:
    """The location has an address, a point, and `raw` with all details."""
    location = gazetteer.geocode("Medellin, Colombia")
    assert isinstance(location, Location)
    assert location.address == "Medellín, Antioquia, Colombia"
    assert (round(location.latitude, 1), round(location.longitude, 1)) == (6.2, -75.6)
    assert set(location.raw) == RAW
    assert location.raw["geonames_id"] == 3674962
    assert location.raw["timezone"] == "America/Bogota"
    assert (location.raw["status"], location.raw["flags"]) == ("exact", [])


@pytest.mark.parametrize(
    "query",
    [
        {"city": "Medellin", "country": "Colombia"},
        {"name": "Medellin", "country_code": "co", "state": "Antioquia"},
        {"town": "Medellín", "country": "COL", "region": "Antioquia"},
    ],
)
def test_mapping_is_a_valid_query(gazetteer: Gazetteer, query: dict[str, str]) -> None:
    """The keys of other geopy geocoders are supported."""
    assert gazetteer.geocode(query).raw["geonames_id"] == 3674962


def test_country_and_region_are_keyword_arguments(gazetteer: Gazetteer) -> None:
    """Keyword arguments work like context in the query."""
    assert gazetteer.geocode("Portland", country="USA", region="Maine").raw["region"] == "Maine"


def test_list_contains_best_place_and_alternatives(gazetteer: Gazetteer) -> None:
    """`exactly_one=False` returns a list with at most `limit` places, or None."""
    places = gazetteer.geocode("Portland", country="US", exactly_one=False)
    assert [place.raw["region"] for place in places][:2] == ["Oregon", "Maine"]
    assert len(gazetteer.geocode("Portland", country="US", exactly_one=False, limit=1)) == 1
    assert gazetteer.geocode("xyzzy", exactly_one=False) is None


def test_no_match_returns_none(gazetteer: Gazetteer) -> None:
    """As in all geopy geocoders; `resolve` returns the reason."""
    assert gazetteer.geocode("xyzzy") is None
    assert gazetteer.geocode("Nantes", country="Atlantis") is None
    assert "is not a country" in gazetteer.resolve("Nantes", country="Atlantis").note


@pytest.mark.parametrize("query", [None, 7, b"Rome", [], {}, {"country": "Italy"}, {"city": 3}])
def test_invalid_query_is_rejected(gazetteer: Gazetteer, query: object) -> None:
    """The error is a geopy error with the value."""
    with pytest.raises(GeocoderQueryError):
        gazetteer.geocode(query)


@pytest.mark.parametrize("limit", ["x", 1.5, -1])
def test_invalid_limit_is_rejected(gazetteer: Gazetteer, limit: Any) -> None:
    """Only geopy errors are raised, also for reverse geocoding."""
    with pytest.raises(GeocoderQueryError, match="limit"):
        gazetteer.geocode("Rome", exactly_one=False, limit=limit)
    with pytest.raises(GeocoderQueryError, match="limit"):
        gazetteer.reverse((48.85, 2.35), exactly_one=False, limit=limit)


def test_limit_below_one_is_rejected(gazetteer: Gazetteer) -> None:
    """An empty list is not a valid result."""
    with pytest.raises(GeocoderQueryError, match="limit"):
        gazetteer.geocode("Rome", exactly_one=False, limit=0)


@pytest.mark.parametrize("point", [(40.9, 29.19), "40.9, 29.19", Point(40.9, 29.19), [40.9, 29.19]])
def test_reverse_finds_the_nearest_place(gazetteer: Gazetteer, point: object) -> None:
    """All formats of geopy's Point work; the distance is returned."""
    location = gazetteer.reverse(point)
    assert location.raw["name"] == "Kartal"
    assert 0 < location.raw["distance_km"] < 3


def test_reverse_lists_the_nearest_first(gazetteer: Gazetteer) -> None:
    """Distances increase, and the limit applies."""
    places = gazetteer.reverse((48.85, 2.35), exactly_one=False, limit=4)
    distances = [place.raw["distance_km"] for place in places]
    assert len(places) <= 4
    assert distances == sorted(distances)


@pytest.mark.parametrize(
    ("point", "name"),
    [((-16.79, 179.98), None), ((78.22, 15.65), "Longyearbyen"), ((0, -30), None), ((90, 0), None), ((-90, 10), None)],
)
def test_reverse_works_at_the_edges_of_the_map(
    gazetteer: Gazetteer, point: tuple[float, float], name: str | None
) -> None:
    """It works near the poles, at the antimeridian and in the open sea."""
    location = gazetteer.reverse(point)
    if name is None:
        assert location is None or location.raw["distance_km"] <= 50
    else:
        assert location.raw["name"] == name


def test_reverse_crosses_the_antimeridian(gazetteer: Gazetteer) -> None:
    """A place at 179° east is near a point at 179.9° west."""
    taveuni = gazetteer.reverse((-16.8, -179.99), reach_km=200)
    assert taveuni is not None
    assert taveuni.raw["longitude"] > 0 or taveuni.raw["longitude"] < -178


@pytest.mark.parametrize("point", [None, "north", (1, 2, 3, 4), (100, 0), (float("nan"), 1), "", object()])
def test_invalid_point_is_rejected(gazetteer: Gazetteer, point: object) -> None:
    """The error is a geopy error."""
    with pytest.raises(GeocoderQueryError):
        gazetteer.reverse(point)


def test_it_is_a_geopy_geocoder(gazetteer: Gazetteer) -> None:
    """It works as a context manager, with a rate limiter, pickled, and in threads."""
    assert isinstance(gazetteer, Geocoder)
    with Gazetteer() as other:
        assert other.geocode("Nantes, France").raw["country"] == "FR"
    limited = RateLimiter(gazetteer.geocode, min_delay_seconds=0.001)
    assert limited("Rome, Italy").raw["name"] == "Rome"
    copy = pickle.loads(pickle.dumps(gazetteer))  # noqa: S301 - our own bytes
    assert copy.geocode("Rijeka, Croatia").raw["country"] == "HR"
    names = ["Nantes", "Hamburg", "Helsinki", "Palencia", "Bydgoszcz", "Rijeka"] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(gazetteer.geocode, names))
    assert [place.raw["name"] for place in found] == names


def test_it_never_opens_a_url(gazetteer: Gazetteer) -> None:
    """The adapter of the geocoder raises an error."""
    with pytest.raises(GeocoderServiceError, match="offline"):
        gazetteer.adapter.get_json("https://example.org/", timeout=1, headers={})


def test_broken_database_raises_a_geopy_error(tmp_path: Path) -> None:
    """SQLite errors become a GeocoderServiceError with the file name."""
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database" * 1000)
    with pytest.raises(GeocoderServiceError):
        Gazetteer(path=broken).geocode("Rome")
    with pytest.raises(GeocoderServiceError):
        Gazetteer(path=tmp_path / "missing.sqlite").geocode("Rome")
    with pytest.raises(GeocoderServiceError):
        Gazetteer(path=broken).reverse((1, 1))


def test_import_has_no_side_effects(tmp_path: Path) -> None:
    """Importing and creating the geocoder writes no file and opens no database."""
    code = "import sys; from dashboard.geocoding import Gazetteer; Gazetteer(); print('babel' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=100, deadline=None)
@given(
    query=st.one_of(
        st.text(max_size=40), st.none(), st.dictionaries(st.sampled_from(["city", "country", "x"]), st.text())
    ),
    latitude=st.one_of(st.floats(), st.integers()),
    longitude=st.one_of(st.floats(), st.text(max_size=5)),
)
def test_only_geopy_errors_are_raised(
    gazetteer: Gazetteer, query: object, latitude: float, longitude: float | str
) -> None:
    """Any input gives a place, None or a GeopyError."""
    for call in (lambda: gazetteer.geocode(query), lambda: gazetteer.reverse((latitude, longitude))):
        try:
            answer = call()
        except GeopyError:
            continue
        assert answer is None or isinstance(answer, Location)


def test_committed_database_is_small() -> None:
    """The compressed database has at most 12 MB."""
    assert len(archive().read_bytes()) <= 12_000_000


def test_source_and_licence_are_available(gazetteer: Gazetteer) -> None:
    """Callers can show the attribution of a place."""
    about = gazetteer.store.about
    assert "GeoNames" in about["source"]
    assert "CC BY 4.0" in about["source"]
    assert about["retrieved"].startswith("20")


def test_unknown_population_is_none_not_zero(gazetteer: Gazetteer) -> None:
    """GeoNames uses 0 for unknown."""
    assert gazetteer.geocode("Buca, Turkey").raw["population"] is None


@pytest.mark.parametrize("reach", ["50", None, float("nan"), -1, True])
def test_invalid_reach_is_rejected(gazetteer: Gazetteer, reach: object) -> None:
    """The error is a geopy error."""
    with pytest.raises(GeocoderQueryError, match="reach_km"):
        gazetteer.reverse((52.5, 13.4), reach_km=reach)
