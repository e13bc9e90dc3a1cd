"""Measure the memory of the server over reloads of a large list.

    python bench/memory.py [PLACES] [RELOADS]

Writes a list of places (default: 100,000), serves it in this process and requests the views of the page. Then it
changes the list and repeats the requests (default: ten times). It prints the resident memory after each reload, and
fails if the last value is more than 10 % above the first.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.config import Settings  # noqa: E402 - the checkout comes first
from dashboard.web.app import create_app  # noqa: E402
from dashboard.web.watcher import CALM_SECONDS  # noqa: E402

COUNTRIES = ("DE", "ES", "FI", "FR", "IT", "PL", "TR")
ALLOWED_GROWTH = 1.1
DEFAULTS = ("100000", "10")
VIEWS = (
    "/",
    "/view/page",
    "/view/page?q=place&sort=city",
    "/view/panel?city=place-7",
    "/view/figure",
    "/view/picture",
    "/view/exports",
    "/view/search?q=place",
    "/view/cells?box=-10,35,30,60&zoom=4",
    "/view/outside?box=-10,35,30,60",
    "/export/cities.csv",
)


def write(file: Path, places: int, round_number: int) -> None:
    """Write a list with one name that changes in each round."""
    rows = [
        f"{f'Changed {round_number}' if row == 0 else f'Place {row}'},{COUNTRIES[row % len(COUNTRIES)]},"
        f"{36 + row * 7919 % 25000 / 1000},{-9 + row * 104729 % 38000 / 1000}"
        for row in range(places)
    ]
    file.write_text("\n".join(["name,country,latitude,longitude", *rows]) + "\n", "utf-8")


def resident_megabytes() -> float:
    """Return the resident memory of the process, after releasing free memory to the system."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Print the memory after each reload."""
    places, reloads = (int(text) for text in (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cities.csv"
        write(file, places, 0)
        app = create_app(Settings(data=file))
        client, watch, now, sizes = app.test_client(), app.extensions["watch"], time.monotonic(), []
        for number in range(reloads + 1):
            if number:
                write(file, places, number)
                watch.poll(now)
                now += CALM_SECONDS + 1
                watch.poll(now)
            versions = set()
            for path in VIEWS:
                with client.get(path) as response:
                    if response.status_code != 200:
                        raise SystemExit(f"{path}: {response.status}")
                    versions.add(response.headers.get("Data-Version"))
            sizes.append(resident_megabytes())
            label = f"after reload {number}" if number else "after the start"
            print(f"{label:16} {sizes[-1]:6.0f} MB, version {versions - {None}}", flush=True)
    growth = sizes[-1] / sizes[1]
    print(f"{reloads} reloads of {places:,} places: {growth - 1:+.1%} against the first")
    return int(growth > ALLOWED_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
