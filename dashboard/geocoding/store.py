"""The gazetteer database: extracted once into a cache folder, shared by processes and threads.

A covering index, the table `found`, serves the look-up by name.
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
from dashboard.geocoding.store_schema import (
    DEGREE,
    EXPANDED,
    FOUND,
    FOUND_IN_MEMORY,
    INDEXES,
    MEGACITY_POPULATION,
    PRIMARY,
    VERSION,
    Connection,
    Row,
)
from dashboard.text.normalize import normalize

_COLUMNS: Final = (
    "id, geonames_id, name, country, region, latitude, longitude, population, timezone, feature, supplement, kind"
)
_FIND: Final = f"SELECT {_COLUMNS.replace('country', 'place_country')} FROM found WHERE key = ?"  # noqa: S608 - constants
_FIND_ONE: Final = f"{_FIND} AND country = ?"
_FIND_IN: Final = f"{_FIND} AND instr(?, country)"  # faster than IN, which builds a table each time
_LONGER: Final = (
    f"{_FIND.replace('key = ?', 'key >= ?')} AND key < ? AND country = ? AND kind = {PRIMARY}"
    " AND population >= ? LIMIT ?"
)
_PLACE: Final = f"SELECT {_COLUMNS.replace('kind', str(PRIMARY))} FROM place"  # noqa: S608 - constants

READ_SECONDS = 0.1
"""Maximum time that the first look-up waits for the database to be in memory."""
_SAMPLE = 64
OLD_SECONDS = 30 * 24 * 3600
"""Maximum age of databases of other versions; several checkouts may be in use."""
PROVIDERS = {"simplemaps": "simplemaps", "wikipedia": "wikipedia", "zone.tab": "tzdata", "iso3166-2": "iso3166-2"}


def provider(source: str) -> str:
    """Return the provider of a place: GeoNames, or the source of its row in the supplement."""
    if not source:
        return "geonames"
    lower = source.lower()
    return next((name for word, name in PROVIDERS.items() if word in lower), "geonames")


def archive() -> Traversable:
    """Return the compressed database in the package."""
    return files("dashboard.geocoding").joinpath("gazetteer.sqlite.xz")


def extract(folders: Iterable[Path] | None = None) -> Path | None:
    """Return the extracted database; extract it if necessary.

    Safe for concurrent processes: each writes its own file and renames it.

    Args:
        folders: candidates in order of preference; default: the user's cache folder, then the temporary folder.

    Returns:
        The file, or None if no folder is writable.
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
    """Delete old files of other versions and killed processes; open files stay readable."""
    long_ago = time.time() - OLD_SECONDS
    for path in (path for kind in ("sqlite", "names", "part") for path in folder.glob(f"gazetteer-*.{kind}")):
        with suppress(OSError):  # another process may delete it at the same time
            if path != keep and path.stat(follow_symlinks=False).st_mtime < long_ago:
                path.unlink()


def _digest() -> str:
    """Return a digest of the archive from its size and last bytes, which contain its checksums."""
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
    """Add data that are faster to compute than to store: reversed names and indexes."""
    database.create_function("reversed", 1, lambda text: text[::-1], deterministic=True)
    database.executescript(INDEXES)
    database.commit()


def _read_ahead(database: Path) -> None:
    """Load the file into the page cache, and wait for it.

    A look-up reads distant pages, and a page that is not in memory costs more than the rest of the look-up. Reading the
    whole file sequentially is fast.
    """
    with suppress(OSError), database.open("rb", buffering=0) as file:
        with suppress(OSError, AttributeError):  # not available on every system
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
        while not _is_in_memory(file) and file.read(1 << 20):
            pass


def _is_in_memory(file: io.FileIO) -> bool:
    """Check if sample bytes of a file can be read without blocking; True if the system does not support it."""
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
    """Queries of the database, with one lazy connection per thread.

    Args:
        path: an extracted database; default: find or create it in a cache folder.
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
            with suppress(RuntimeError):  # optional: the process may not be able to start a thread
                reader = threading.Thread(target=_read_ahead, args=(path,), daemon=True)
                reader.start()
                reader.join(READ_SECONDS)
        return database

    def _open_in_memory(self) -> sqlite3.Connection:
        """Open the database in memory if no folder is writable; about 60 MB, shared by all threads."""
        if self._memory is None:
            database = sqlite3.connect(":memory:", check_same_thread=False, factory=Connection)
            database.deserialize(lzma.decompress(archive().read_bytes()))
            _add_indexes(database)
            database.execute(FOUND_IN_MEMORY)
            self._memory = database
        return self._memory

    @property
    def digest(self) -> str:
        """Identifies the version of the data."""
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
        """Find the places with this key in the given countries (empty: all)."""
        if len(countries) == 1:
            return self._rows(_FIND_ONE, (key, countries[0]))
        if countries:
            return self._rows(_FIND_IN, (key, " ".join(countries)))
        return self._rows(_FIND, (key,))

    def longer(self, start: str, country: str, *, people: int, limit: int = 50) -> list[Row]:
        """Find the places of a country with a minimum population whose primary names have this prefix."""
        return self._rows(_LONGER, (start, start + "\U0010ffff", country, people, limit))

    def starting(self, start: str, countries: tuple[str, ...] = (), *, limit: int = 4000) -> list[tuple[str, int]]:
        """List keys with this prefix, and their places."""
        return self._range("name", start, countries, limit)

    def ending(self, end: str, countries: tuple[str, ...] = (), *, limit: int = 4000) -> list[tuple[str, int]]:
        """List keys with this suffix (primary names, and all names of larger places), and their places."""
        return [(key[::-1], place) for key, place in self._range("tail", end[::-1], countries, limit)]

    def _range(self, table: str, start: str, countries: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        where = f" AND country IN ({','.join('?' * len(countries))})" if countries else ""
        query = f"SELECT key, place FROM {table} WHERE key >= ? AND key < ?{where} LIMIT {limit}"  # noqa: S608 - own words
        return [(key, place) for key, place in self._execute(query, (start, start + "\U0010ffff", *countries))]

    def by_id(self, place: int, key: str) -> Row:
        """Return a place by id and key."""
        return self._rows(_FIND + " AND id = ?", (key, place))[0]

    def has_name(self, place: int, country: str, key: str) -> bool:
        """Check if a place has this name."""
        query = "SELECT 1 FROM name WHERE key = ? AND country = ? AND place = ?"
        return bool(self._execute(query, (key, country, place)))

    def candidate(self, row: Row) -> Candidate:
        """Convert a row to a candidate, with the name of its region."""
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
        return tuple.__new__(Candidate, values)  # twice as fast as Candidate(…)

    def by_geonames_id(self, number: int) -> Candidate | None:
        """Return the place with a GeoNames id, or None."""
        rows = self._rows(f"{_PLACE} WHERE geonames_id = ?", (number,))
        return self.candidate(rows[0]) if rows else None

    def between(self, south: int, north: int) -> list[Row]:
        """List the places between two latitudes, in units of 1/100,000 degree."""
        return self._rows(f"{_PLACE} WHERE latitude BETWEEN ? AND ?", (south, north))

    @cached_property
    def regions(self) -> dict[str, str]:
        """Region names by code, such as "TR.34"."""
        return dict(self._execute("SELECT code, name FROM region"))

    @cached_property
    def regions_by_name(self) -> Regions:
        """Index of region names."""
        return Regions(self.regions)

    @cached_property
    def megacity_keys(self) -> frozenset[str]:
        """Keys of the main names of cities with at least a million inhabitants."""
        names = self._execute(f"SELECT name FROM place WHERE population >= {MEGACITY_POPULATION}")  # noqa: S608 - a constant
        return frozenset(normalize(name) for (name,) in names)

    @cached_property
    def about(self) -> dict[str, str]:
        """Version, source and date of the data."""
        return dict(self._execute("SELECT key, value FROM about"))
