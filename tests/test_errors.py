"""Errors are of one tree with builtins as second bases, and a problem says where it is."""

from __future__ import annotations

import pytest

from dashboard.errors import CommandError, DashboardError, DataError, Problem, SettingsError


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem("a.csv", 3, "city", "is empty"), "a.csv:3: city: is empty"),
        (Problem("a.csv", 3, "", "is empty"), "a.csv:3: is empty"),
        (Problem("a.csv", None, "city", "is empty"), "a.csv: city: is empty"),
        (Problem("a.csv", None, "", "is empty"), "a.csv: is empty"),
        (Problem("a.csv", 3, "city", "is odd", "warning"), "a.csv:3: warning: city: is odd"),
        (Problem("a.csv", None, "", "is odd", "warning"), "a.csv: warning: is odd"),
    ],
)
def test_a_problem_names_file_line_level_and_column_in_this_order(problem: Problem, words: str) -> None:
    """Editors jump to "file:line:"; what is not known is left out with its colon."""
    assert str(problem) == words


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (DataError([]), ValueError),
        (SettingsError("x"), ValueError),
        (CommandError("x"), RuntimeError),
    ],
)
def test_each_error_can_be_caught_by_its_root_and_by_its_builtin(
    error: DashboardError, builtin: type[Exception]
) -> None:
    """A caller needs to know neither tree by heart."""
    assert isinstance(error, DashboardError)
    assert isinstance(error, builtin)


def test_an_error_of_data_carries_every_problem_in_order() -> None:
    """As values for programs, and one a line for people."""
    problems = [Problem("a.csv", 9, "", "one"), Problem("a.csv", 2, "", "two")]
    error = DataError(problems)
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == ["a.csv:9: one", "a.csv:2: two"]


@pytest.mark.parametrize(("error", "code"), [(CommandError("x"), 1), (CommandError("x", exit_code=2), 2)])
def test_an_error_of_a_command_carries_its_exit_code(error: CommandError, code: int) -> None:
    """1 is a failure, 2 wrong usage."""
    assert (str(error), error.exit_code) == ("x", code)
