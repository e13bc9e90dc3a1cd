"""The selection as JSON and as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any

from dashboard.exports.records import about, city_records
from dashboard.query.selection import Selection

DECIMALS = 6
"""Decimals of a coordinate in degrees: a tenth of a metre, as RFC 7946 (11.2) recommends."""


def cities_json(selection: Selection) -> bytes:
    """Write the matching cities with their facts and sources as one JSON object in UTF-8."""
    cities = list(city_records(selection))
    return _write({**about(selection), "total": len(selection.network), "count": len(cities), "cities": cities})


def cities_geojson(selection: Selection) -> bytes:
    """Write the matching cities as a FeatureCollection; cities without a place have a null geometry (RFC 7946, 3.2)."""
    features = []
    for record in city_records(selection):
        latitude, longitude = record.pop("latitude"), record.pop("longitude")
        at = None
        if latitude is not None:
            at = {"type": "Point", "coordinates": [round(longitude, DECIMALS), round(latitude, DECIMALS)]}
        features.append({"type": "Feature", "id": record["id"], "geometry": at, "properties": record})
    return _write({"type": "FeatureCollection", **about(selection), "features": features})


def _write(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
