"""Every message that a test of the ingest gets to see is looked at: it reads as the end of "file:line: column:"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dashboard.ingest.report import Report

if TYPE_CHECKING:
    from dashboard.errors import Problem
    from dashboard.ingest.report import Level


@pytest.fixture(autouse=True)
def _well_formed_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail on a message that begins with a capital, or writes the name of a format in small letters."""
    problems = Report.problems

    def checked(self: Report, level: Level) -> list[Problem]:
        found = problems(self, level)
        for problem in found:
            words = re.sub(r"'[^']*'|\S*\.(?:csv|toml)\S*", "''", problem.message)
            assert re.match(r"[a-z0-9'-]", words), f"begins with a capital: {problem}"
            assert not re.search(r"\b(?:csv|utf-?\d|json|html|xml|toml|nul|iso|tab|xx)\b", words), (
                f"small letters: {problem}"
            )
        return found

    monkeypatch.setattr(Report, "problems", checked)
