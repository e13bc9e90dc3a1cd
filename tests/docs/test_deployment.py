"""docs/deployment.md documents the settings with their defaults, and the limits of the server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.config import Settings, default_data, settings_table, variable
from dashboard.ingest.snapshot import OLD_SECONDS
from dashboard.web import cache, compression, png_worker, security, server, watcher

PAGE = (Path(__file__).parents[2] / "docs" / "deployment.md").read_text(encoding="utf-8")
LIMITS = {
    "cached responses": f"{cache.MAX_BYTES // 2**20} MiB and {cache.MAX_RESPONSES:,} responses",
    "compressed responses": f"{compression.MAX_CACHED_BYTES // 2**20} MiB |",
    "url": f"{security.MAX_URL_LENGTH:,} bytes, then 414",
    "head": f"{server.LONGEST_HEAD // 2**10} KiB, sent within {server.HEADER_SECONDS} s",
    "pictures": f"| {png_worker.AT_ONCE} per worker; a request waits at most {png_worker.MAX_WAITING_SECONDS} s "
    f"and renders for at most {png_worker.MAX_SECONDS} s",
    "backlog": f"| {server.BACKLOG:,} |",
    "stop": f"| {server.STOP_SECONDS} s |",
    "poll": f"polls the folder every {watcher.POLL_SECONDS} s",
    "calm": f"changed for {watcher.CALM_SECONDS} s",
}


def default_of(name: str) -> str:
    """Return the default of a setting as `--help` shows it."""
    value = getattr(Settings(data=default_data()), name)
    return settings_table()[name].default_text or ("off" if value is False else str(value))


def test_each_setting_is_documented() -> None:
    """The table lists each setting with option, variable, default and help, in order."""
    documented = re.findall(r"^\| `(--[a-z-]+)` \| `(\w+)` \| (.*?) ?\| (.+) \|$", PAGE, re.MULTILINE)
    assert documented == [
        (f"--{name.replace('_', '-')}", variable(name), default_of(name), setting.help)
        for name, setting in settings_table().items()
    ]


@pytest.mark.parametrize("name", LIMITS)
def test_limits_are_documented(name: str) -> None:
    """The numbers on the page are those of the code."""
    assert LIMITS[name] in PAGE


def test_snapshots_are_kept_for_a_year() -> None:
    """The page states a year."""
    assert "removed after a year" in PAGE
    assert OLD_SECONDS == 365 * 24 * 3600
