"""A connection to SQLite that closes itself."""

from __future__ import annotations

import sqlite3
from contextlib import suppress


class Connection(sqlite3.Connection):
    """Closes itself when the last who uses it is gone; Python 3.13 warns of those that do not."""

    def __del__(self) -> None:
        with suppress(sqlite3.Error):  # it could not be opened
            self.close()
