"""The exception hierarchy of this package.

    DashboardError (Exception)
    ├── DataError (ValueError)          tables are invalid; holds every problem
    ├── SettingsError (ValueError)      an option or an environment variable is invalid
    └── CommandError (RuntimeError)     a command failed; holds its exit code

`dashboard.geocoding` raises geopy's exceptions (`geopy.exc.GeopyError`), as every geopy geocoder does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


class DashboardError(Exception):
    """Root of the errors of this package."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one position of a file.

    `line` counts from 1; it is None for the whole file. `column` is the name of the column in the file, or "".
    """

    file: str
    line: int | None
    column: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        column = f" {self.column}:" if self.column else ""
        kind = " warning:" if self.level == "warning" else ""
        return f"{where}:{kind}{column} {self.message}"


class DataError(DashboardError, ValueError):
    """The tables of a folder, or a list, are invalid.

    Attributes:
        problems: all problems of all files, errors first, in order of file and line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(DashboardError, ValueError):
    """An option or an environment variable is invalid."""


class CommandError(DashboardError, RuntimeError):
    """A command failed.

    Attributes:
        exit_code: exit code of the process: 1 for a failure, 2 for wrong usage.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        self.exit_code = exit_code
        super().__init__(message)
