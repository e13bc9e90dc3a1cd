"""Map names of regions (first administrative level) to GeoNames codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Protocol

from dashboard.text.normalize import normalize

INSIDE = "+"
"""Suffix of a region code in `region_names.txt` for the names of its parts, such as provinces or departments."""
# Abbreviations of states and provinces for which GeoNames has numeric codes.
_LETTERS = {
    "AU": "act:01 nsw:02 nt:03 qld:04 sa:05 tas:06 vic:07 wa:08",
    "CA": "ab:01 bc:02 mb:03 nb:04 nl:05 ns:07 on:08 pe:09 pei:09 qc:10 pq:10 sk:11 yt:12 nt:13 nu:14",
    "DE": "nrw:07 mv:12",
    "GB": "eng:ENG england:ENG sct:SCT sco:SCT scotland:SCT wls:WLS wales:WLS nir:NIR",
}
_WORDS = frozenset(
    "region state province provincia prefecture county district oblast autonomous community comunidad autonoma the of"
    " de governorate department departement land voivodeship wojewodztwo il ili kraj canton kanton special capital"
    " territory federal republic city bundesland freistaat provincie provinz provinsi estado regione comarca lan fylke"
    " megye judet judetul jud zupanija krai kray obl область обл край республика республики регион області область"
    " περιφερεια sheng zizhiqu do ken fu teukbyeolsi gwangyeoksi teukbyeoljachido maakunta apskritis maakond".split()
)
_SIGNS = re.compile(r"(?<=..)(?:省|県|府|都|自治区|特别行政区|도|특별시|광역시)$")


_BITS = 1 << 17
"""Size of a Bloom filter that excludes most names, which are not regions, before the text search."""
_NONE: frozenset[str] = frozenset()


def _codes(text: str, name: str) -> frozenset[str]:
    """Return the codes of the lines with a name."""
    wanted = f"\t{name}\t"
    at = text.find(wanted)
    if at < 0:
        return _NONE
    codes = set()
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        codes.add(text[start : text.index("\t", start)])
        at = text.find(wanted, at + 1)
    return frozenset(codes)


class Regions:
    """Region names by country, from GeoNames and `region_names.txt`."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Build the index.

        Args:
            names: GeoNames names by code.
        """
        self._names = names
        lines: tuple[defaultdict[str, list[str]], ...] = (defaultdict(list), defaultdict(list))
        for code, name in names.items():
            key, short = normalize(name), code.partition(".")[2]
            letters = f"\t{short.lower()}" if short.isalpha() else ""
            lines[False][code[:2]].append(f"\n{code}\t{key}\t{plain_region(key)}{letters}\t")
        for country, pairs in _LETTERS.items():
            for letters, _, short in (pair.partition(":") for pair in pairs.split()):
                lines[False][country].append(f"\n{country}.{short}\t{letters}\t")
        for line in files("dashboard.geocoding").joinpath("region_names.txt").read_text(encoding="utf-8").splitlines():
            code, _, others = line.partition("\t")
            lines[code.endswith(INSIDE)][line[:2]].append(f"\n{code.removesuffix(INSIDE)}\t{others}\t")
        # Text search: dicts of the same names would take five times the memory.
        self._texts = [{country: "".join(found) for country, found in level.items()} for level in lines]
        self._bits = bytearray(_BITS // 8)
        for country, text in (item for texts in self._texts for item in texts.items()):
            for name in text.split("\t"):
                bit = hash(country + name) % _BITS
                self._bits[bit >> 3] |= 1 << (bit & 7)

    def codes(self, country: str, key: str, *, inside: bool) -> frozenset[str]:
        """Return the codes of the regions of a country with this name; `inside`: with a part of this name."""
        plain = plain_region(key)
        for name in (key,) if plain == key else (key, plain):
            bit = hash(country + name) % _BITS
            if self._bits[bit >> 3] & 1 << (bit & 7) and (found := _codes(self._texts[inside].get(country, ""), name)):
                return found
        return _NONE

    @cached_property
    def countries(self) -> dict[str, set[str]]:
        """Countries by GeoNames region name; other names are too ambiguous across countries."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for code, name in self._names.items():
            found[normalize(name)].add(code[:2])
        return found


class HasRegions(Protocol):
    """An object with region names, such as `Store`."""

    @property
    def regions_by_name(self) -> Regions:
        """Index of region names."""


def region_codes(store: HasRegions, text: str, country: str) -> frozenset[str]:
    """Return the codes, such as "TR.34", of the regions of a country with this name or abbreviation."""
    return store.regions_by_name.codes(country, normalize(text), inside=False)


def part_codes(store: HasRegions, text: str, country: str) -> frozenset[str]:
    """Return the codes of the regions that contain a part with this name: "FR.53" for "Finistère"."""
    return store.regions_by_name.codes(country, normalize(text), inside=True)


def country_of_region(store: HasRegions, text: str) -> str | None:
    """Return the only country with a region of this name; None if there are none or several."""
    key = normalize(text)
    found = store.regions_by_name.countries.get(key, ()) if len(key) >= 4 else ()
    return next(iter(found)) if len(found) == 1 else None


def plain_region(key: str) -> str:
    """Remove words for the type of region."""
    if key.isascii() and _WORDS.isdisjoint(key.split()):  # fast path for most names
        return key
    return _plain_region(key)


@lru_cache(maxsize=1024)
def _plain_region(key: str) -> str:
    return _SIGNS.sub("", " ".join(word for word in key.split() if word not in _WORDS)) or key
