"""Tests of dashboard.geocoding.store: extracted once, by any process, into any writable folder."""

from __future__ import annotations

import lzma
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from geopy.exc import GeocoderServiceError

from dashboard.geocoding import store as module
from dashboard.geocoding.store import Store, extract, provider
from dashboard.geocoding.store_schema import SCHEMA


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one place, for fast extraction."""
    folder = tmp_path_factory.mktemp("packed")
    database = sqlite3.connect(folder / "small.sqlite")
    database.executescript(SCHEMA)
    place = (1, 2990969, "Nantes", "FR", "52", 4721725, -155336, 325070, "Europe/Paris", "PPLA", "")
    database.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", place)
    database.execute("INSERT INTO name VALUES ('nantes', 'FR', 1, 0)")
    database.commit()
    database.close()
    path = folder / "small.sqlite.xz"
    path.write_bytes(lzma.compress((folder / "small.sqlite").read_bytes()))
    monkeypatch.setattr(module, "archive", lambda: path)
    return path


pytestmark = pytest.mark.usefixtures("small")


def test_it_is_extracted_once(tmp_path: Path) -> None:
    """A second call finds the file and does not change it."""
    path = extract([tmp_path])
    assert path is not None
    before = path.stat()
    assert extract([tmp_path]) == path
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert {file.name for file in tmp_path.iterdir()} == {path.name}


def test_concurrent_extraction_is_safe(tmp_path: Path) -> None:
    """Each process writes its own file and renames it atomically."""
    with ThreadPoolExecutor(2) as pool:
        paths = list(pool.map(extract, [[tmp_path], [tmp_path]]))
    assert paths[0] == paths[1]
    assert [file.suffix for file in tmp_path.iterdir()] == [".sqlite"]
    assert Store(paths[0]).find("nantes", ("FR",))


def test_next_folder_is_used_if_the_first_is_not_writable(tmp_path: Path) -> None:
    """A file instead of the folder simulates a read-only disk, also for root."""
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    path = extract([blocked, tmp_path / "free"])
    assert path is not None
    assert path.parent == tmp_path / "free"


def test_folder_writable_by_others_is_not_trusted(tmp_path: Path) -> None:
    """In a shared folder, another user could replace the database."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    assert extract([shared]) is None
    assert list(shared.iterdir()) == []


def test_link_instead_of_the_database_is_not_followed(tmp_path: Path) -> None:
    """The database replaces the link; the target is unchanged."""
    path = extract([tmp_path])
    assert path is not None
    victim = tmp_path / "victim"
    path.rename(victim)
    path.symlink_to(victim)
    size = victim.stat().st_size
    assert extract([tmp_path]) == path
    assert not stat.S_ISLNK(path.lstat().st_mode)
    assert victim.stat().st_size == size


def test_memory_is_the_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a writable folder, the results are the same."""
    monkeypatch.setattr(module, "extract", lambda: None)
    found = Store().find("nantes", ("FR",))
    assert [row.name for row in found][:1] == ["Nantes"]


def test_full_disk_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Incomplete files are removed."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.shutil, "copyfileobj", full)
    assert extract([tmp_path]) is None
    assert list(tmp_path.iterdir()) == []


def test_missing_data_error_has_a_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the file and the script that builds it."""
    monkeypatch.setattr(module, "archive", lambda: Path("no-such-file.xz"))
    with pytest.raises(GeocoderServiceError, match="build_gazetteer"):
        extract([Path("/nowhere")])


def test_the_database_is_read_only(tmp_path: Path) -> None:
    """Readers cannot modify the database."""
    with pytest.raises(sqlite3.OperationalError):
        Store(extract([tmp_path])).database.execute("DELETE FROM place")


@pytest.mark.parametrize(
    ("source", "name"),
    [("", "geonames"), ("SimpleMaps World Cities", "simplemaps"), ("GeoNames (CC BY), as of 2013", "geonames")],
)
def test_provider_is_the_source_of_the_coordinates(source: str, name: str) -> None:
    """A row of the supplement is attributed to its own source."""
    assert provider(source) == name


def test_old_files_are_deleted(small: Path) -> None:
    """Extraction deletes databases of other versions that are older than a month, and nothing else."""
    folder = small.parent / "cache"
    folder.mkdir(mode=0o700)
    old, older, recent, other = (
        folder / name for name in ("gazetteer-0-a.sqlite", "gazetteer-0-a.names", "gazetteer-0-b.sqlite", "notes.txt")
    )
    for path in (old, older, recent, other):
        path.write_text("x", encoding="ascii")
    for path in (old, older, other):
        os.utime(path, (0, 0))
    found = extract([folder])
    assert found is not None
    assert set(folder.iterdir()) == {found, recent, other}


def test_only_the_owner_may_read_and_write(tmp_path: Path) -> None:
    """A file that others may modify is not trusted, so the file is private."""
    path = extract([tmp_path])
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_disk_and_memory_give_the_same_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index on disk and the view in memory return the same rows for one, several and all countries."""
    disk = Store(extract([tmp_path]))
    monkeypatch.setattr(module, "extract", lambda: None)
    memory = Store()
    for countries in ((), ("FR",), ("FR", "RE"), ("DE",), ("DE", "RE")):
        found = disk.find("nantes", countries)
        assert found == memory.find("nantes", countries)
        assert [row.name for row in found] == (["Nantes"] if not countries or "FR" in countries else [])
    for store in (disk, memory):
        assert [row.name for row in store.longer("nan", "FR", people=1000)] == ["Nantes"]
        assert store.longer("nan", "FR", people=1_000_000) == store.longer("nan", "DE", people=0) == []
        assert store.by_id(1, "nantes").country == "FR"


def test_read_ahead_always_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is never in memory is read once; a missing file is ignored."""
    path = extract([tmp_path])
    assert path is not None

    def not_in_memory(*_: object) -> int:
        raise BlockingIOError

    monkeypatch.setattr(module.os, "preadv", not_in_memory)
    with path.open("rb", buffering=0) as file:
        assert not module._is_in_memory(file)
    module._read_ahead(path)
    module._read_ahead(tmp_path / "none.sqlite")


def test_no_read_ahead_without_support_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading tens of megabytes without need would be slow."""
    path = extract([tmp_path])
    assert path is not None
    with path.open("rb", buffering=0) as file:
        assert module._is_in_memory(file)
        monkeypatch.delattr(module.os, "RWF_NOWAIT", raising=False)
        assert module._is_in_memory(file)
    monkeypatch.delattr(module.os, "posix_fadvise", raising=False)
    module._read_ahead(path)
