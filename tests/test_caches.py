"""What can be made again lies where this user alone can write, or is not trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.caches import cache_folders, is_ours


def test_user_without_a_home_has_a_place_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container a user may have no home; the folder for temporary files is there."""
    assert len(list(cache_folders())) == 2

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    (only,) = cache_folders()
    assert only.name.startswith("cities-dashboard-")


def test_only_what_this_user_wrote_is_trusted(tmp_path: Path) -> None:
    """A link, a file that others may change, and nothing at all are not."""
    path = tmp_path / "file"
    assert not is_ours(path)
    path.write_text("", "utf-8")
    path.chmod(0o600)
    assert is_ours(path)
    (tmp_path / "link").symlink_to(path)
    assert not is_ours(tmp_path / "link")
    for mode in (0o660, 0o606):
        path.chmod(mode)
        assert not is_ours(path)
