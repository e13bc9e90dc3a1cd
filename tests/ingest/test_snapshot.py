"""Snapshot: the server starts with the last valid tables if the tables are invalid."""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
import zipfile
from pathlib import Path

import pytest

from dashboard.config import default_data
from dashboard.errors import DataError
from dashboard.ingest import snapshot
from dashboard.ingest.snapshot import SnapshotStore
from dashboard.web.watcher import DataWatcher
from tests.networks import BROKEN, VALID_TABLES


@pytest.mark.parametrize("name", ["towns.csv", "cities.csv"])
def test_restart_with_invalid_tables_serves_the_snapshot(tmp_path: Path, name: str) -> None:
    """The list keeps name and date; without a snapshot, the start fails."""
    data, keep = tmp_path / name, SnapshotStore(tmp_path / name, [tmp_path / "kept"])
    data.write_text("name,country,topics\nRome,IT,energy\n", "utf-8")
    os.utime(data, (1_700_000_000, 1_700_000_000))
    before = DataWatcher(data, keep=keep).dataset.network
    data.write_text(BROKEN, "utf-8")
    with pytest.raises(DataError):
        DataWatcher(data)
    watch = DataWatcher(data, keep=keep)
    assert watch.dataset.rejected_update is not None
    after = watch.dataset.network
    assert (after.version, after.title, after.accessed) == (before.version, before.title, before.accessed)


def test_restart_restores_a_folder(tmp_path: Path) -> None:
    """The snapshot contains all tables of a folder, and nothing else."""
    folder = tmp_path / "network"
    shutil.copytree(default_data(), folder)
    (folder / "secret.txt").write_text("x", "utf-8")
    keep = SnapshotStore(folder, [tmp_path / "kept"])
    before = DataWatcher(folder, keep=keep).dataset.network
    shutil.rmtree(folder)
    after = DataWatcher(folder, keep=keep).dataset.network
    assert (after.version, after.title, len(after)) == (before.version, before.title, 22)
    assert b"secret" not in next((tmp_path / "kept").glob("*.zip")).read_bytes()


def test_untrusted_snapshot_is_ignored(tmp_path: Path, file: Path) -> None:
    """A file that others may modify, or that is not an archive, is ignored."""
    keep = SnapshotStore(file, [tmp_path / "kept"])
    DataWatcher(file, keep=keep)
    kept = next((tmp_path / "kept").glob("*.zip"))
    file.write_text(BROKEN, "utf-8")
    kept.chmod(0o666)
    with pytest.raises(DataError):
        DataWatcher(file, keep=keep)
    kept.chmod(0o600)
    kept.write_bytes(b"PK nonsense")
    with pytest.raises(DataError):
        DataWatcher(file, keep=keep)


def test_missing_cache_folder_does_not_stop_the_server(tmp_path: Path, file: Path) -> None:
    """Without a writable folder, the tables are served without a snapshot."""
    (tmp_path / "taken").write_text("", "utf-8")
    assert len(DataWatcher(file, keep=SnapshotStore(file, [tmp_path / "taken" / "kept"])).dataset.network) == 2


def test_tables_that_changed_during_the_copy_are_not_saved(tmp_path: Path, file: Path) -> None:
    """The snapshot contains what was read, or nothing."""
    keep = SnapshotStore(file, [tmp_path / "kept"])
    assert keep.save("1", unchanged=lambda: False) is None
    assert list((tmp_path / "kept").iterdir()) == []
    assert keep.save("1", unchanged=lambda: True) is not None
    with keep.restore() as path:
        assert path is not None
        assert (path if path.is_file() else path / file.name).read_text("utf-8") == VALID_TABLES


def test_old_snapshots_are_deleted(tmp_path: Path, file: Path) -> None:
    """The cache does not grow forever; current files are kept."""
    folder = tmp_path / "kept"
    folder.mkdir()
    old, new = folder / "tables-0.zip", folder / "tables-1.zip"
    for path in (old, new):
        path.write_bytes(b"")
    past = time.time() - snapshot.OLD_SECONDS - 1
    os.utime(old, (past, past))
    kept = SnapshotStore(file, [folder]).save("1", unchanged=lambda: True)
    assert set(folder.iterdir()) == {new, kept}


def kept_in(folder: Path, data: Path) -> Path | None:
    """Keep a list in a folder."""
    return SnapshotStore(data, [folder]).save("1", unchanged=lambda: True)


def test_a_snapshot_has_a_name_of_its_own_and_nobody_else_may_read_it(tmp_path: Path, file: Path) -> None:
    """By the place of its data, however that is written; in folders that are made for it."""
    folder = tmp_path / "deep" / "er"
    path = kept_in(folder, file)
    assert path is not None
    assert re.fullmatch(r"tables-[0-9a-f]{16}\.zip", path.name)
    assert [one.name for one in folder.iterdir()] == [path.name]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    other = tmp_path / "other.csv"
    other.write_text(VALID_TABLES, "utf-8")
    assert kept_in(folder, other) != path
    assert kept_in(folder, file.parent / "." / file.name) == path


def test_the_next_folder_is_taken_where_the_first_cannot_be_written_to(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A file in its place, a folder of others, a disk that is full: each is passed over, and leaves nothing behind."""
    taken, shared, full, good = (tmp_path / name for name in ("taken", "shared", "full", "good"))
    taken.write_text("", "utf-8")
    shared.mkdir(mode=0o777)
    shared.chmod(0o777)
    full.mkdir(mode=0o700)
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if self.parent == full:
            raise OSError(28, "No space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with caplog.at_level("DEBUG", logger="dashboard.ingest.snapshot"):
        path = SnapshotStore(file, [taken / "in", shared, full, good]).save("1", unchanged=lambda: True)
    assert path is not None
    assert path.parent == good
    assert list(full.iterdir()) == list(shared.iterdir()) == []
    assert [str(file) in one.getMessage() and "No space left" in one.getMessage() for one in caplog.records] == [True]


def test_a_version_that_is_kept_is_not_written_again(tmp_path: Path, file: Path) -> None:
    """Another one replaces it."""
    store = SnapshotStore(file, [tmp_path / "kept"])
    first = store.save("1", unchanged=lambda: True)
    assert first is not None
    before = first.stat().st_ino
    assert store.save("1", unchanged=lambda: False) == first
    assert first.stat().st_ino == before
    assert store.save("2", unchanged=lambda: True) == first
    with zipfile.ZipFile(first) as archive:
        assert archive.comment == b"2"
        assert archive.namelist() == [file.name]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_DEFLATED


@pytest.mark.parametrize(("name", "kept"), [("tables-x.zip", False), ("tables-x.part", False), ("other-x.zip", True)])
@pytest.mark.parametrize("seconds", [-60, 60])
def test_what_is_old_is_cleared_away_and_what_is_not_stays(
    tmp_path: Path, file: Path, name: str, kept: bool, seconds: int
) -> None:
    """A minute before the limit and one past it; nothing of others."""
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    path = folder / name
    path.write_bytes(b"")
    past = time.time() - snapshot.OLD_SECONDS - seconds
    os.utime(path, (past, past))
    kept_in(folder, file)
    assert path.exists() is (kept or seconds < 0)


def test_a_link_in_the_folder_is_measured_itself(tmp_path: Path, file: Path) -> None:
    """And not what it leads to."""
    folder, old = tmp_path / "kept", tmp_path / "old"
    folder.mkdir(mode=0o700)
    old.write_bytes(b"")
    os.utime(old, (0, 0))
    (folder / "tables-x.zip").symlink_to(old)
    kept_in(folder, file)
    assert (folder / "tables-x.zip").is_symlink()


def test_a_restored_list_has_its_name_and_its_date(tmp_path: Path, file: Path) -> None:
    """Nothing is left of the copy afterwards; where nothing is kept, there is none."""
    os.utime(file, (1_700_000_000, 1_700_000_000))
    store = SnapshotStore(file, [tmp_path / "kept"])
    with store.restore() as none:
        assert none is None
    store.save("1", unchanged=lambda: True)
    with store.restore() as path:
        assert path is not None
        assert (path.name, path.read_text("utf-8"), path.stat().st_mtime) == (file.name, VALID_TABLES, 1_700_000_000)
    assert not path.exists()


def test_names_that_were_never_kept_are_not_unpacked(tmp_path: Path, file: Path) -> None:
    """Whatever else an archive holds."""
    store = SnapshotStore(file, [tmp_path / "kept"])
    kept = store.save("1", unchanged=lambda: True)
    assert kept is not None
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("../evil.csv", "x")
        archive.writestr("secret.txt", "x")
    kept.chmod(0o600)
    with store.restore() as path:
        assert path is not None
        assert [one.name for one in path.parent.iterdir()] == [file.name]
