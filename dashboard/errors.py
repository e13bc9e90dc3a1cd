"""The error tree: everything this package raises on purpose.

    DashboardError (Exception)
    ├── DataError (ValueError)          the tables of a folder are not sound; carries every problem
    ├── SettingsError (ValueError)      an option or an environment variable has no usable value
    └── CommandError (RuntimeError)     a command cannot do what it was asked; carries its exit code

The geocoding wing raises geopy's own errors (`geopy.exc.GeopyError`), as every geopy geocoder does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


class DashboardError(Exception):
    """Root of the errors of this package."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one place of one file.

    `line` counts from 1 as an editor does; it is None where a problem belongs to a whole file. `column` is the name of
    the column as the file writes it, or "" where there is none.
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
    """The tables of a folder are not sound.

    Attributes:
        problems: every problem of every file, in the order of files and lines, the errors first.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(DashboardError, ValueError):
    """An option or an environment variable has no usable value."""


class CommandError(DashboardError, RuntimeError):
    """A command cannot do what it was asked.

    Attributes:
        exit_code: what the process returns: 1 for a failure, 2 for wrong usage.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        self.exit_code = exit_code
        super().__init__(message)
