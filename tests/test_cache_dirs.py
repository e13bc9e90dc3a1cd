"""Cache folders are writable only by this user, or are not trusted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dashboard.cache_dirs import cache_directories, is_owned_by_user


def test_user_without_a_home_uses_the_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user in a container may have no home; the temporary folder is the fallback."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert len(list(cache_directories())) == 2
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    (only,) = cache_directories()
    assert only.name.startswith("cities-network-")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no XDG folders")
def test_cache_home_of_the_environment_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_CACHE_HOME sets the folder; a relative path is ignored (XDG Base Directory Specification)."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert next(cache_directories()) == tmp_path / "cities-network"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert next(cache_directories()).is_absolute()


def test_only_files_of_this_user_are_trusted(tmp_path: Path) -> None:
    """Links, files that others may modify, and missing files are not trusted."""
    path = tmp_path / "file"
    assert not is_owned_by_user(path)
    path.write_text("", "utf-8")
    path.chmod(0o600)
    assert is_owned_by_user(path)
    (tmp_path / "link").symlink_to(path)
    assert not is_owned_by_user(tmp_path / "link")
    for mode in (0o660, 0o606):
        path.chmod(mode)
        assert not is_owned_by_user(path)
