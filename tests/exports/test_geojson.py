"""JSON and GeoJSON hold what was selected, as RFC 7946 says, and where it comes from."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from dashboard.config import default_data
from dashboard.exports.geojson import cities_geojson, cities_json
from dashboard.ingest.loader import load
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.exports.reading import annotated, expected, full
from tests.networks import cases

REAL = load(default_data())


def test_json_has_descriptions_and_what_the_network_says_of_itself() -> None:
    """Events of the selection, texts of the network and meanings of roles, each with its source."""
    for body in (cities_json(Selection(annotated(), State())), cities_geojson(Selection(annotated(), State()))):
        found = json.loads(body)
        assert [event["id"] for event in found["events"]] == ["meeting", "webinar"]
        assert found["events"][0]["description"] == "They met, and talked. They left."
        assert found["events"][0]["description_source"]["title"] == "Other page"
        assert found["about"][0]["fact"] == "A project."
        assert found["roles"]["member"]["source"]["language"] == "fi"


@pytest.mark.slow
@given(cases())
def test_geojson_is_as_rfc_7946_says(case: tuple[Network, State]) -> None:
    """Longitude before latitude, in degrees; a city without a place has a null geometry, and none is missing."""
    network, state = case
    found = json.loads(cities_geojson(Selection(network, state)))
    assert found["type"] == "FeatureCollection"
    assert [feature["id"] for feature in found["features"]] == Selection(network, state).ids
    for feature in found["features"]:
        place = network.city(feature["id"]).place  # type: ignore[union-attr]  # the id is one of the network
        assert feature["type"] == "Feature"
        if place is None:
            assert feature["geometry"] is None
        else:
            assert feature["geometry"]["type"] == "Point"
            assert feature["geometry"]["coordinates"] == pytest.approx([place.longitude, place.latitude], abs=1e-6)


def test_json_says_what_it_holds_and_of_when() -> None:
    """Sentence, counts, version, date and licences stand beside the cities, and every fact has its source."""
    found = json.loads(cities_json(Selection(REAL, State(country=("FI",)))))
    assert found["sentence"] == "3 of 22 cities: in Finland"
    assert (found["count"], found["total"], found["query"]) == (3, 22, "country=FI")
    assert found["data_version"] == REAL.version
    assert date.fromisoformat(found["sources_read"]) == REAL.accessed
    assert any("GeoNames" in licence for licence in found["licences"])
    facts = [fact for city in found["cities"] for topic in city["topics"] for fact in topic["facts"]]
    assert facts
    assert all(fact["source"]["url"] and fact["basis"] for fact in facts)


def test_json_is_the_whole_document() -> None:
    """All that is known in its place, in letters and not in escapes, indented by one; null where nothing is known."""
    assert cities_json(Selection(full(), State())).decode() == expected("cities.json")


def test_geojson_has_the_properties_of_json() -> None:
    """All but the coordinates, which stand in the geometry, rounded to a tenth of a metre."""
    found, wanted = json.loads(cities_geojson(Selection(full(), State()))), json.loads(expected("cities.json"))
    assert set(found) == {"type", "features", *wanted} - {"cities", "total", "count"}
    for feature, city in zip(found["features"], wanted["cities"], strict=True):
        latitude, longitude = city.pop("latitude"), city.pop("longitude")
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["properties"] == city
        if latitude is None:
            assert feature["geometry"] is None
        else:
            assert feature["geometry"] == {"type": "Point", "coordinates": [longitude, 40.123457]}


def test_a_number_that_json_does_not_know_is_an_error() -> None:
    """NaN would be read by Python, and by nothing else."""
    network = full()
    network = replace(network, cities=network.cities.assign(latitude=float("inf")))
    with pytest.raises(ValueError, match=r"."):
        cities_json(Selection(network, State()))
