"""The gazetteer's database: expanded once into a cache folder, then read by any number of processes and threads.

A covering index, the table `found`, answers the one question that is asked for every name.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from geopy.exc import GeocoderServiceError

from dashboard.cache_dirs import cache_directories, is_owned_by_user
from dashboard.geocoding.regions import Regions
from dashboard.geocoding.result import Candidate
from dashboard.geocoding.store_connection import Connection
from dashboard.geocoding.store_rows import Row
from dashboard.geocoding.store_schema import (
    DEGREE,
    EXPANDED,
    FOUND,
    FOUND_IN_MEMORY,
    INDEXES,
    MEGACITY_POPULATION,
    PRIMARY,
    VERSION,
)
from dashboard.text.normalize import normalize

_COLUMNS: Final = (
    "id, geonames_id, name, country, region, latitude, longitude, population, timezone, feature, supplement, kind"
)
_FIND: Final = f"SELECT {_COLUMNS.replace('country', 'place_country')} FROM found WHERE key = ?"  # noqa: S608 - constants
_FIND_ONE: Final = f"{_FIND} AND country = ?"
_FIND_IN: Final = f"{_FIND} AND instr(?, country)"  # IN would make a table of its list each time
_LONGER: Final = (
    f"{_FIND.replace('key = ?', 'key >= ?')} AND key < ? AND country = ? AND kind = {PRIMARY}"
    " AND population >= ? LIMIT ?"
)
_PLACE: Final = f"SELECT {_COLUMNS.replace('kind', str(PRIMARY))} FROM place"  # noqa: S608 - constants

READ_SECONDS = 0.1
"""How long the first look-up waits until the database is in memory; a slow disk goes on during the next ones."""
_SAMPLE = 64
OLD_SECONDS = 30 * 24 * 3600
"""An expanded database of another version is kept so long: two checkouts may be in use by turns."""
PROVIDERS = {"simplemaps": "simplemaps", "wikipedia": "wikipedia", "zone.tab": "tzdata", "iso3166-2": "iso3166-2"}


def provider(source: str) -> str:
    """Name who says where a place is: GeoNames, or the source of its row in the supplement."""
    if not source:
        return "geonames"
    lower = source.lower()
    return next((name for word, name in PROVIDERS.items() if word in lower), "geonames")


def archive() -> Traversable:
    """Return the compressed database that comes with the package."""
    return files("dashboard.geocoding").joinpath("gazetteer.sqlite.xz")


def extract(folders: Iterable[Path] | None = None) -> Path | None:
    """Find the expanded database, or expand it.

    Safe when several processes do it at once: each writes a file of its own and renames it.

    Args:
        folders: where to look and write, the best first; the user's cache folder, then the folder for temporary files.

    Returns:
        the file, or None where no folder can be written to.
    """
    digest = _digest()
    for folder in cache_directories() if folders is None else folders:
        path = folder / f"gazetteer-{VERSION}.{EXPANDED}-{digest}.sqlite"
        if is_owned_by_user(path):
            return path
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not is_owned_by_user(folder):
                continue
            handle, name = tempfile.mkstemp(prefix="gazetteer-", suffix=".part", dir=folder)
        except OSError:
            continue
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file, archive().open("rb") as source, lzma.open(source) as content:
                shutil.copyfileobj(content, file, 1 << 20)
            with closing(sqlite3.connect(part)) as database:
                _add_indexes(database)
                database.executescript(FOUND)
            part.replace(path)
        except (OSError, sqlite3.OperationalError):  # the disk is full: try the next folder
            part.unlink(missing_ok=True)
            continue
        _clear_away(folder, keep=path)
        return path
    return None


def _clear_away(folder: Path, *, keep: Path) -> None:
    """Delete what other versions, and processes that were killed, left here long ago; who still reads it can go on."""
    long_ago = time.time() - OLD_SECONDS
    for path in (path for kind in ("sqlite", "names", "part") for path in folder.glob(f"gazetteer-*.{kind}")):
        with suppress(OSError):  # another process may be doing the same
            if path != keep and path.stat(follow_symlinks=False).st_mtime < long_ago:
                path.unlink()


def _digest() -> str:
    """Tell one version of the packed data from another, from its size and its last bytes, which hold its checksums."""
    try:
        with archive().open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 4096))
            return hashlib.sha256(f"{size}:".encode() + file.read()).hexdigest()[:16]
    except OSError as error:
        raise GeocoderServiceError(
            f"{archive()}: the gazetteer data are missing; reinstall the package, or run tools/build_gazetteer.py"
        ) from error


def _add_indexes(database: sqlite3.Connection) -> None:
    """Add what is quicker to compute than to store: names by their ends, for slips at their beginnings; latitudes."""
    database.create_function("reversed", 1, lambda text: text[::-1], deterministic=True)
    database.executescript(INDEXES)
    database.commit()


def _read_ahead(database: Path) -> None:
    """Have the system read the file whole, and wait where it is not in memory yet.

    A look-up reads pages that lie far from each other. Each that is not in memory yet costs more than all the rest of
    the look-up; a file in one go costs little.
    """
    with suppress(OSError), database.open("rb", buffering=0) as file:
        with suppress(OSError, AttributeError):  # not every system takes advice
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
        while not _is_in_memory(file) and file.read(1 << 20):
            pass


def _is_in_memory(file: io.FileIO) -> bool:
    """Say whether some bytes spread over a file could be read without waiting; yes where the system cannot tell."""
    try:
        size = os.fstat(file.fileno()).st_size
        for at in range(0, size, size // _SAMPLE + 1):
            os.preadv(file.fileno(), [bytearray(1)], at, os.RWF_NOWAIT)
    except BlockingIOError:
        return False
    except (OSError, AttributeError):
        return True
    return True


class Store:
    """Reads of the database; one connection per thread, opened when first needed.

    Args:
        path: an expanded database; found or made in a cache folder when None.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._given = self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._memory: sqlite3.Connection | None = None
        self._is_read_ahead = False

    def _open(self) -> sqlite3.Connection:
        if (path := self._path) is None:
            with self._lock:
                if self._memory is None and self._path is None:
                    self._path = extract()
                path = self._path
                if path is None:
                    return self._open_in_memory()
        database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, factory=Connection
        )
        database.execute("PRAGMA cache_size = -500")
        with self._lock:
            first, self._is_read_ahead = not self._is_read_ahead, True
        if first:
            with suppress(RuntimeError):  # a process that may start no thread does without
                variant = threading.Thread(target=_read_ahead, args=(path,), daemon=True)
                variant.start()
                variant.join(READ_SECONDS)
        return database

    def _open_in_memory(self) -> sqlite3.Connection:
        """Hold the database in memory where no folder can be written to; about 60 MB, shared by all threads."""
        if self._memory is None:
            database = sqlite3.connect(":memory:", check_same_thread=False, factory=Connection)
            database.deserialize(lzma.decompress(archive().read_bytes()))
            _add_indexes(database)
            database.execute(FOUND_IN_MEMORY)
            self._memory = database
        return self._memory

    @property
    def digest(self) -> str:
        """Tells one version of the data from another."""
        return f"{VERSION}-{_digest()}" if self._given is None else str(self._given)

    @property
    def database(self) -> sqlite3.Connection:
        """The connection of this thread."""
        found: sqlite3.Connection | None = getattr(self._local, "database", None)
        if found is None:
            try:
                found = self._local.database = self._open()
            except sqlite3.Error as error:
                raise GeocoderServiceError(f"the gazetteer cannot be opened: {error}") from error
        return found

    def _execute(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            execute = self._local.execute
        except AttributeError:
            execute = self._local.execute = self.database.cursor().execute
        try:
            rows: list[tuple[Any, ...]] = execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise GeocoderServiceError(f"the gazetteer cannot be read: {error}; delete {self._path}") from error
        return rows

    def _rows(self, query: str, values: tuple[object, ...]) -> list[Row]:
        return list(map(Row._make, self._execute(query, values)))

    def find(self, key: str, countries: tuple[str, ...] = ()) -> list[Row]:
        """Find the places of these countries (all where empty) that have this key among their names."""
        if len(countries) == 1:
            return self._rows(_FIND_ONE, (key, countries[0]))
        if countries:
            return self._rows(_FIND_IN, (key, " ".join(countries)))
        return self._rows(_FIND, (key,))

    def longer(self, start: str, country: str, *, people: int, limit: int = 50) -> list[Row]:
        """Find the places of a country with so many inhabitants whose primary names start with some letters."""
        return self._rows(_LONGER, (start, start + "\U0010ffff", country, people, limit))

    def starting(self, start: str, countries: tuple[str, ...] = (), *, limit: int = 4000) -> list[tuple[str, int]]:
        """List keys, and their places, that start with some letters."""
        return self._range("name", start, countries, limit)

    def ending(self, end: str, countries: tuple[str, ...] = (), *, limit: int = 4000) -> list[tuple[str, int]]:
        """List keys of primary names and of larger places, and their places, that end with some letters."""
        return [(key[::-1], place) for key, place in self._range("tail", end[::-1], countries, limit)]

    def _range(self, table: str, start: str, countries: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        where = f" AND country IN ({','.join('?' * len(countries))})" if countries else ""
        query = f"SELECT key, place FROM {table} WHERE key >= ? AND key < ?{where} LIMIT {limit}"  # noqa: S608 - own words
        return [(key, place) for key, place in self._execute(query, (start, start + "\U0010ffff", *countries))]

    def by_id(self, place: int, key: str) -> Row:
        """Read one place, as found by one of its keys."""
        return self._rows(_FIND + " AND id = ?", (key, place))[0]

    def has_name(self, place: int, country: str, key: str) -> bool:
        """Say whether a place is also called this."""
        query = "SELECT 1 FROM name WHERE key = ? AND country = ? AND place = ?"
        return bool(self._execute(query, (key, country, place)))

    def candidate(self, row: Row) -> Candidate:
        """Write a row as a value, with the name of its region."""
        _, number, name, country, region, latitude, longitude, population, timezone, feature, supplement, _ = row
        values = (
            number if number > 0 else None,
            name,
            country,
            self.regions.get(f"{country}.{region}", ""),
            latitude / DEGREE,
            longitude / DEGREE,
            population or None,
            timezone,
            feature,
            supplement,
            provider(supplement) if supplement else "geonames",
        )
        return tuple.__new__(Candidate, values)  # what Candidate(…) does, in half the time

    def by_geonames_id(self, number: int) -> Candidate | None:
        """Read the place with a GeoNames id, or None where there is none."""
        rows = self._rows(f"{_PLACE} WHERE geonames_id = ?", (number,))
        return self.candidate(rows[0]) if rows else None

    def between(self, south: int, north: int) -> list[Row]:
        """List the places between two latitudes, in hundred-thousandths of a degree."""
        return self._rows(f"{_PLACE} WHERE latitude BETWEEN ? AND ?", (south, north))

    @cached_property
    def regions(self) -> dict[str, str]:
        """Names of the regions by code, as in "TR.34"."""
        return dict(self._execute("SELECT code, name FROM region"))

    @cached_property
    def regions_by_name(self) -> Regions:
        """Codes of the regions by the names that people write."""
        return Regions(self.regions)

    @cached_property
    def megacity_keys(self) -> frozenset[str]:
        """Keys of the cities of a million inhabitants and more, by the names GeoNames gives them."""
        names = self._execute(f"SELECT name FROM place WHERE population >= {MEGACITY_POPULATION}")  # noqa: S608 - a constant
        return frozenset(normalize(name) for (name,) in names)

    @cached_property
    def about(self) -> dict[str, str]:
        """The version, source and date of the data."""
        return dict(self._execute("SELECT key, value FROM about"))
