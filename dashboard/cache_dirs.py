"""Cache folders for files that can be rebuilt, and the check that no other user can change them."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

NAME = "cities-network"


def cache_directories() -> Iterator[Path]:
    """Yield the cache folders in order of preference; they need not exist.

    The first is the user's cache folder of the platform; on Linux and macOS, `XDG_CACHE_HOME` overrides it.
    """
    with suppress(RuntimeError):  # a user without a home, as in some containers
        yield user_cache_path(NAME, appauthor=False, opinion=False)
    user = os.getuid() if hasattr(os, "getuid") else "user"
    yield Path(tempfile.gettempdir()) / f"{NAME}-{user}"


def is_owned_by_user(path: Path) -> bool:
    """Return whether this user or the administrator owns a file, and no other user can change it."""
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
