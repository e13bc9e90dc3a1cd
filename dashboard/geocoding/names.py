"""Names: a file in which one short read finds the place of a name.

SQLite answers the same question, and every other. But its way through two trees touches so much memory that a look-up
waits for that rather than for the search; with this file it takes about two thirds of the time.

The file never changes. A line stands for each name, in the order of keys, with country and kind. Behind the name
that GeoNames gives a place stands its card, all that is known of it; behind its other names its number. Then come the
first key of each block of lines, where the blocks start, and where the cards start; these are kept in memory. Last
stands where these parts start.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from array import array
from bisect import bisect_right
from itertools import pairwise
from pathlib import Path
from typing import Final
from weakref import finalize

from geopy.exc import GeocoderServiceError

from dashboard.geocoding.rows import Row
from dashboard.geocoding.schema import PRIMARY

CAN_READ: Final = hasattr(os, "pread")
"""Whether the system reads at a position without moving to it; where it does not, SQLite answers."""
_LINES = 32
"""Lines in a block: longer blocks take longer to search, shorter ones more memory for their first keys."""
_CARD = "id, geonames_id, name, country, region, latitude, longitude, population, timezone, feature, supplement"
_NAMES = f"""
    SELECT n.key, n.country, n.kind, n.place, {_CARD.replace("country", "p.country")}
    FROM name n LEFT JOIN place p ON n.kind = {PRIMARY} AND p.id = n.place ORDER BY n.key, n.country, n.place
"""  # noqa: S608 - constants
_END = struct.Struct("<5Q")


def write_names(database: sqlite3.Connection, path: Path) -> None:
    """Write the file of a database; only its owner may read it.

    Args:
        database: with the tables of `schema.py`; each of its places has a name of its own.
        path: where the file shall lie.

    Raises:
        OSError: the file is there already, or cannot be written.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        firsts: list[str] = []
        blocks, cards = array("I"), array("I")
        end = longest = 0
        names = database.execute(_NAMES)
        while found := names.fetchmany(_LINES):
            firsts.append(found[0][0])
            blocks.append(end)
            lines = bytearray()
            for key, country, kind, place, *card in found:
                lines += f"\n{key}\t{country}\t{kind}\t".encode()
                said = str(place).encode()
                if kind == PRIMARY:
                    said = "\t".join(map(str, card)).encode()
                    cards.extend([0] * (place + 1 - len(cards)))
                    cards[place] = end + len(lines)
                    longest = max(longest, len(said))
                lines += said
            end += file.write(lines)
        blocks.append(end)
        ends = [end]
        for part in ("\n".join(firsts).encode(), blocks.tobytes(), cards.tobytes()):
            ends.append(ends[-1] + file.write(part))
        file.write(_END.pack(*ends, longest))


def _row(kind: int, card: list[str]) -> Row:
    """Make a row of the texts on a card."""
    number, geonames_id, name, country, region, latitude, longitude, population, *texts = card
    place = (int(number), int(geonames_id), name, country, region)
    numbers = (int(latitude), int(longitude), int(population))
    return tuple.__new__(Row, (*place, *numbers, *texts, kind))  # what Row(…) does, in half the time


class Names:
    """The places of the world by their names; one instance serves all threads.

    Args:
        path: a file that `write_names` wrote.

    Raises:
        GeocoderServiceError: the file cannot be read, or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
            finalize(self, os.close, self._file)
            last = os.fstat(self._file).st_size - _END.size
            *ends, self._longest = _END.unpack(os.pread(self._file, _END.size, last))
            if ends != sorted(ends) or max(ends[-1], self._longest) > last:
                raise self._damage("its end is damaged")
            firsts, blocks, cards = (os.pread(self._file, stop - at, at) for at, stop in pairwise(ends))
            self._firsts = firsts.decode().split("\n")
            self._blocks, self._cards = array("I", blocks), array("I", cards)
        except (OSError, ValueError, struct.error) as error:
            raise self._damage(error) from error
        if len(self._blocks) != len(self._firsts) + 1 or self._blocks[-1] != ends[0]:
            raise self._damage("its parts do not fit together")

    def find(self, key: str, countries: tuple[str, ...] = ()) -> list[Row]:
        """Find the places of these countries (all where empty) that have this key among their names."""
        rows = []
        one = countries[0] if len(countries) == 1 else None
        before = f"\n{key}\t" if one is None else f"\n{key}\t{one}\t"
        try:
            for line in self._lines(key, key, before.encode()):
                said = line
                if one is None:
                    country, _, said = line.partition("\t")
                    if countries and country not in countries:
                        continue
                kind, *card = said.split("\t")
                rows.append(_row(int(kind), self._card(int(card[0])) if len(card) == 1 else card))
        except (OSError, ValueError, IndexError) as error:
            raise self._damage(error) from error
        return rows

    def longer(self, start: str, country: str, *, people: int, limit: int) -> list[Row]:
        """Find the places of a country with so many inhabitants whose primary names start with some letters."""
        rows = []
        try:
            for line in self._lines(start, start + "\U0010ffff", b"\n%b" % start.encode()):
                _, state, kind, *card = line.split("\t")
                if state == country and int(kind) == PRIMARY and (row := _row(PRIMARY, card)).population >= people:
                    rows.append(row)
        except (OSError, ValueError, IndexError) as error:
            raise self._damage(error) from error
        return rows[:limit]

    def _lines(self, least: str, most: str, before: bytes) -> list[str]:
        """Read the lines with this beginning, whose keys lie between these two; what stands behind it."""
        firsts, blocks = self._firsts, self._blocks
        stop = bisect_right(firsts, most)
        start = stop - 1
        while start > 0 and firsts[start] >= least:  # they may begin in the block before
            start -= 1
        if start < 0:
            return []
        lines = os.pread(self._file, blocks[stop] - blocks[start], blocks[start])
        found = []
        at = lines.find(before)
        while at >= 0:
            end = lines.find(b"\n", at + 1)
            found.append(lines[at + len(before) : end if end > 0 else None].decode())
            at = end if lines.startswith(before, end) else -1
        return found

    def _card(self, place: int) -> list[str]:
        """Read what is known of a place from where it stands, behind the name that GeoNames gives it."""
        line = os.pread(self._file, self._longest, self._cards[place])
        return line.partition(b"\n")[0].decode().split("\t")

    def _damage(self, error: Exception | str) -> GeocoderServiceError:
        return GeocoderServiceError(f"the gazetteer cannot be read: {error}; delete {self._path}")
