"""Tests of dashboard.geocoding.store: expanded once, by whoever comes first, wherever there is room."""

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
    """A database of one place in the stead of the real one, so that expanding it is quick."""
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


def test_it_is_expanded_once(tmp_path: Path) -> None:
    """A second call finds the file, and touches nothing."""
    path = extract([tmp_path])
    assert path is not None
    before = path.stat()
    assert extract([tmp_path]) == path
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert {file.name for file in tmp_path.iterdir()} == {path.name}


def test_two_at_once_both_get_a_whole_database(tmp_path: Path) -> None:
    """Each writes a file of its own, and the rename is one step."""
    with ThreadPoolExecutor(2) as pool:
        paths = list(pool.map(extract, [[tmp_path], [tmp_path]]))
    assert paths[0] == paths[1]
    assert [file.suffix for file in tmp_path.iterdir()] == [".sqlite"]
    assert Store(paths[0]).find("nantes", ("FR",))


def test_the_next_folder_is_taken_where_the_first_cannot_be_written_to(tmp_path: Path) -> None:
    """A file in the place of the folder is as good as a read-only disk, also for the administrator."""
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    path = extract([blocked, tmp_path / "free"])
    assert path is not None
    assert path.parent == tmp_path / "free"


def test_a_folder_that_others_may_write_to_is_not_trusted(tmp_path: Path) -> None:
    """In a shared folder somebody else's database could answer."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    assert extract([shared]) is None
    assert list(shared.iterdir()) == []


def test_a_link_in_the_place_of_the_database_is_not_followed(tmp_path: Path) -> None:
    """The link is replaced by the database; what it points at stays."""
    path = extract([tmp_path])
    assert path is not None
    victim = tmp_path / "victim"
    path.rename(victim)
    path.symlink_to(victim)
    size = victim.stat().st_size
    assert extract([tmp_path]) == path
    assert not stat.S_ISLNK(path.lstat().st_mode)
    assert victim.stat().st_size == size


def test_memory_serves_where_no_folder_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any place to write, answers are the same."""
    monkeypatch.setattr(module, "extract", lambda: None)
    found = Store().find("nantes", ("FR",))
    assert [row.name for row in found][:1] == ["Nantes"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that could not be finished is removed."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.shutil, "copyfileobj", full)
    assert extract([tmp_path]) is None
    assert list(tmp_path.iterdir()) == []


def test_missing_data_say_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the file and the script that builds it."""
    monkeypatch.setattr(module, "archive", lambda: Path("no-such-file.xz"))
    with pytest.raises(GeocoderServiceError, match="build_gazetteer"):
        extract([Path("/nowhere")])


def test_the_database_is_read_only(tmp_path: Path) -> None:
    """No reader can change what others read."""
    with pytest.raises(sqlite3.OperationalError):
        Store(extract([tmp_path])).database.execute("DELETE FROM place")


@pytest.mark.parametrize(
    ("source", "name"),
    [("", "geonames"), ("SimpleMaps World Cities", "simplemaps"), ("GeoNames (CC BY), as of 2013", "geonames")],
)
def test_the_provider_is_who_says_where_it_is(source: str, name: str) -> None:
    """A row of the supplement is attributed to its own source."""
    assert provider(source) == name


def test_what_lies_there_long_unused_is_cleared_away(small: Path) -> None:
    """Expanding deletes databases of other versions that are older than a month, and nothing else."""
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
    """What others may write to is not trusted the next time, so the file may not be open to them."""
    path = extract([tmp_path])
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_disk_and_memory_give_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The covering index on disk and the view in memory find the same, in one country, in several, in all."""
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


def test_reading_ahead_ends_whatever_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of which nothing ever gets into memory is read once; one that is not there is no matter."""
    path = extract([tmp_path])
    assert path is not None

    def not_in_memory(*_: object) -> int:
        raise BlockingIOError

    monkeypatch.setattr(module.os, "preadv", not_in_memory)
    with path.open("rb", buffering=0) as file:
        assert not module._is_in_memory(file)
    module._read_ahead(path)
    module._read_ahead(tmp_path / "none.sqlite")


def test_a_system_that_cannot_tell_what_is_in_memory_reads_nothing_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading tens of megabytes for nothing would cost more than it may save."""
    path = extract([tmp_path])
    assert path is not None
    with path.open("rb", buffering=0) as file:
        assert module._is_in_memory(file)
        monkeypatch.delattr(module.os, "RWF_NOWAIT", raising=False)
        assert module._is_in_memory(file)
    monkeypatch.delattr(module.os, "posix_fadvise", raising=False)
    module._read_ahead(path)
