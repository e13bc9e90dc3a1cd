"""Where things lie that can be made again: the folders, and whether what lies there can be trusted."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NAME = "cities-dashboard"


def cache_folders() -> Iterator[Path]:
    """Yield the folders for what can be made again, the best first; none of them need exist."""
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home, as in some containers
        pass
    else:
        folder = {"darwin": "Library/Caches", "win32": "AppData/Local"}.get(sys.platform, ".cache")
        yield home / folder / NAME
    user = os.getuid() if hasattr(os, "getuid") else "user"
    yield Path(tempfile.gettempdir()) / f"{NAME}-{user}"


def is_ours(path: Path) -> bool:
    """Trust what this user, or the administrator, wrote and nobody else may change."""
    try:
        found = path.stat(follow_symlinks=False)
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return (
        not stat.S_ISLNK(found.st_mode)
        and found.st_uid in (os.getuid(), 0)
        and not (found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
    )
