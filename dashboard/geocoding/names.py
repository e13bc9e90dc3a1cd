"""Names: a file in which two short reads find every place of a name.

SQLite answers the same question, and every other. But its way through two trees touches so much memory that a look-up
waits for that rather than for the search; this file takes about two thirds of the time.

The file is text, and never changes. It holds, one after the other: the card of each place, its columns parted by tabs;
a line for each name, in the order of keys, with country, kind, and where the card lies; the first key of each block of
lines; where the blocks start; and, in its last bytes, where these parts start. The last three are kept in memory.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from bisect import bisect_right
from pathlib import Path
from typing import Final
from weakref import finalize

from geopy.exc import GeocoderServiceError

from dashboard.geocoding.rows import Row

CAN_READ: Final = hasattr(os, "pread")
"""Whether the system reads at a position without moving to it; where it does not, SQLite answers."""
_LINES = 96
"""Lines in a block: longer blocks take longer to search, shorter ones more memory for their first keys."""
_NUMBER = 12
_CARDS = """
    SELECT id, geonames_id, name, country, region, latitude, longitude, population, timezone, feature, supplement
    FROM place ORDER BY id
"""
_NAMES = "SELECT key, country, kind, place FROM name ORDER BY key, country, place"


def write_names(database: sqlite3.Connection, path: Path) -> None:
    """Write the file of a database; only its owner may read it.

    Raises:
        OSError: the file is there already, or cannot be written.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        cards = array("Q")
        end = 0
        for card in database.execute(_CARDS):
            cards.extend([end] * (card[0] + 1 - len(cards)))
            end += file.write("\t".join(map(str, card)).encode())
        cards.append(end)
        firsts: list[str] = []
        blocks: list[int] = []
        names = database.execute(_NAMES)
        while found := names.fetchmany(_LINES):
            firsts.append(found[0][0])
            blocks.append(end)
            end += file.write("".join(_line(cards, *name) for name in found).encode())
        blocks.append(end)
        starts = end + file.write("\n".join(firsts).encode())
        last = starts + file.write(" ".join(map(str, blocks)).encode())
        file.write(f"{end:{_NUMBER}}{starts:{_NUMBER}}{last:{_NUMBER}}".encode())


def _line(cards: array[int], key: str, country: str, kind: int, place: int) -> str:
    return f"\n{key}\t{country}\t{kind}\t{cards[place]}\t{cards[place + 1] - cards[place]}"


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
            size = os.fstat(self._file).st_size
            ends = os.pread(self._file, 3 * _NUMBER, size - 3 * _NUMBER).decode()
            firsts, starts, last = (int(ends[at : at + _NUMBER]) for at in range(0, 3 * _NUMBER, _NUMBER))
            self._firsts = os.pread(self._file, starts - firsts, firsts).decode().split("\n")
            self._blocks = array("Q", map(int, os.pread(self._file, last - starts, starts).split()))
        except (OSError, ValueError) as error:
            raise self._damage(error) from error
        if len(self._blocks) != len(self._firsts) + 1 or self._blocks[-1] != firsts:
            raise self._damage("its parts do not fit together")

    def find(self, key: str, countries: tuple[str, ...] = ()) -> list[Row]:
        """Find the places of these countries (all where empty) that have this key among their names."""
        firsts, blocks = self._firsts, self._blocks
        end = bisect_right(firsts, key)
        start = end - 1
        while start > 0 and firsts[start] == key:  # it may have begun in the block before
            start -= 1
        if start < 0:
            return []
        file, pread, before = self._file, os.pread, b"\n%b\t" % key.encode()
        rows = []
        try:
            lines = pread(file, blocks[end] - blocks[start], blocks[start])
            at = lines.find(before)
            while at >= 0:
                stop = lines.find(b"\n", at + 1)
                country, kind, where, length = lines[at + len(before) : stop if stop > 0 else None].split(b"\t")
                if not countries or country.decode() in countries:
                    number, geonames_id, name, code, region, latitude, longitude, population, *texts = (
                        pread(file, int(length), int(where)).decode().split("\t")
                    )
                    place = (int(number), int(geonames_id), name, code, region)
                    numbers = (int(latitude), int(longitude), int(population))
                    # What Row(…) does, in half the time.
                    rows.append(tuple.__new__(Row, (*place, *numbers, *texts, int(kind))))
                at = stop if lines.startswith(before, stop) else -1
        except (OSError, ValueError) as error:
            raise self._damage(error) from error
        return rows

    def _damage(self, error: Exception | str) -> GeocoderServiceError:
        return GeocoderServiceError(f"the gazetteer cannot be read: {error}; delete {self._path}")
