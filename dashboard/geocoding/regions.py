"""Regions: names of the first administrative level as people write them, to GeoNames codes."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from weakref import WeakKeyDictionary

from dashboard.folding import fold
from dashboard.geocoding.store import Store

# Letters that people write for states and provinces where GeoNames has numbers; for the United States it has letters.
_LETTERS = {
    "AU": "act:01 nsw:02 nt:03 qld:04 sa:05 tas:06 vic:07 wa:08",
    "CA": "ab:01 bc:02 mb:03 nb:04 nl:05 ns:07 on:08 pe:09 pei:09 qc:10 pq:10 sk:11 yt:12 nt:13 nu:14",
    "GB": "eng:ENG england:ENG sct:SCT sco:SCT scotland:SCT wls:WLS wales:WLS nir:NIR",
}
_WORDS = frozenset(
    "region state province provincia prefecture county district oblast autonomous community comunidad autonoma the of"
    " de governorate department departement land voivodeship wojewodztwo il ili kraj canton kanton special capital"
    " territory federal republic city".split()
)
_known: WeakKeyDictionary[Store, dict[tuple[str, str], frozenset[str]]] = WeakKeyDictionary()


def region_codes(store: Store, text: str, country: str) -> frozenset[str]:
    """Find the codes, such as "TR.34", of the regions of a country that have this name or abbreviation."""
    table = _known.get(store)
    if table is None:
        table = _known[store] = _table(store)
    key = fold(text)
    return table.get((country, key)) or table.get((country, _plain(key))) or frozenset()


def country_of_region(store: Store, text: str) -> str | None:
    """Find the one country that has a region of this name; None where there is none, or several."""
    key = fold(text)
    if len(key) < 4:
        return None
    region_codes(store, text, "")  # makes the table
    found = {country for country, name in _known[store] if name == key}
    return found.pop() if len(found) == 1 else None


def _table(store: Store) -> dict[tuple[str, str], frozenset[str]]:
    table: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for code, name in store.regions.items():
        country, _, short = code.partition(".")
        key = fold(name)
        table[country, key].add(code)
        table[country, _plain(key)].add(code)
        if country == "US":
            table[country, short.lower()].add(code)
    for country, pairs in _LETTERS.items():
        for pair in pairs.split():
            letters, _, short = pair.partition(":")
            table[country, letters].add(f"{country}.{short}")
    return {key: frozenset(codes) for key, codes in table.items() if key[1]}


@lru_cache(maxsize=4096)
def _plain(key: str) -> str:
    """Leave out what says only what kind of region it is."""
    return " ".join(word for word in key.split() if word not in _WORDS) or key
