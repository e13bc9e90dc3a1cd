"""The command `check`: validate the tables and print all problems, one line each, before publication."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.config import default_data

if TYPE_CHECKING:
    from dashboard.ingest.loader import ValidationReport
    from dashboard.model.network import Network

_EXAMPLES = """\
\b
Examples:
  cities-network check                 the bundled tables
  cities-network check my-network/     a folder with cities.csv and any of the other tables
  cities-network check cities.csv      one list of cities
  cities-network check --json | jq .   for programs

\b
Exit codes: 0 the tables are valid, 1 they are invalid, 2 wrong usage
"""
_ONE = {
    "cities": "city",
    "topics": "topic",
    "facts": "fact",
    "events": "event",
    "participations": "participation",
    "sources": "source",
}


def command() -> click.Command:
    """Build the command."""
    return click.Command(
        "check",
        params=[
            click.Argument(["path"], required=False, type=click.Path(path_type=Path)),
            click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON object instead of lines."),
        ],
        callback=run,
        help="Validate the tables of a network and print all problems, one line each.\n\n"
        "PATH is a folder of tables or one CSV file; by default the bundled data.",
        short_help="Validate the tables of a network.",
        epilog=_EXAMPLES,
    )


def run(path: Path | None, *, as_json: bool) -> int:
    """Print the problems of the tables; return 0 if they are valid, else 1."""
    from dashboard.ingest.loader import validate

    path = path or _near(default_data())
    findings = validate(path)
    if as_json:
        print(json.dumps(_as_json(path, findings), ensure_ascii=False, indent=2))
    else:
        for problem in findings.problems:
            print(problem)
        print(_summary(path, findings))
    return 0 if findings.network is not None else 1


def _near(path: Path) -> Path:
    """Return a path relative to the working directory if it is inside."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) and path != here else path


def _counts(network: Network) -> dict[str, int]:
    return {
        "cities": len(network),
        "topics": len(network.topics),
        "facts": len(network.city_topics),
        "events": len(network.events),
        "participations": len(network.participation),
        "sources": len(network.sources),
    }


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _summary(path: Path, findings: ValidationReport) -> str:
    """Return the result in one line."""
    warnings = f"; {_counted(findings.warnings, 'warning', 'warnings')}" if findings.warnings else ""
    if findings.network is None:
        return f"{path}: invalid: {_counted(findings.errors, 'error', 'errors')}{warnings}"
    counts = ", ".join(_counted(count, _ONE[word], word) for word, count in _counts(findings.network).items())
    return f"{path}: valid: {counts}{warnings}"


def _as_json(path: Path, findings: ValidationReport) -> dict[str, object]:
    network = findings.network
    return {
        "path": str(path),
        "valid": network is not None,
        "version": None if network is None else network.version,
        "counts": None if network is None else _counts(network),
        "errors": findings.errors,
        "warnings": findings.warnings,
        "problems": [asdict(problem) for problem in findings.problems],
    }
