"""The command `check`: every problem of every table, one line each, before anybody sees them on the page."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.config import default_data

if TYPE_CHECKING:
    from dashboard.network.loader import Findings
    from dashboard.network.model import Network

_EXAMPLES = """\
examples:
  python -m dashboard check                 the tables that come with the dashboard
  python -m dashboard check my-network/     a folder with cities.csv and any of the other tables
  python -m dashboard check cities.csv      one list of cities
  python -m dashboard check --json | jq .   for programs

exit codes: 0 the tables are sound, 1 they are not, 2 wrong usage
"""
_ONE = {
    "cities": "city",
    "topics": "topic",
    "facts": "fact",
    "events": "event",
    "participations": "participation",
    "sources": "source",
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "check",
        help="say everything that is wrong with the tables of a network",
        description="Read the tables of a network and print every problem of every file, one line each.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help="a folder of tables, or one CSV file")
    parser.add_argument("--json", action="store_true", help="print one JSON object in place of lines")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what there is to say about the tables; return 0 where they are sound, else 1."""
    from dashboard.network.loader import examine

    path: Path = args.path or _near(default_data())
    findings = examine(path)
    if args.json:
        print(json.dumps(_as_json(path, findings), ensure_ascii=False, indent=2))
    else:
        for problem in findings.problems:
            print(problem)
        print(_summary(path, findings))
    return 0 if findings.network is not None else 1


def _near(path: Path) -> Path:
    """Write a path below the working directory as a person would."""
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


def _summary(path: Path, findings: Findings) -> str:
    """Say in one line how the tables are."""
    warnings = f"; {_counted(findings.warnings, 'warning', 'warnings')}" if findings.warnings else ""
    if findings.network is None:
        return f"{path}: not sound: {_counted(findings.errors, 'error', 'errors')}{warnings}"
    counts = ", ".join(_counted(count, _ONE[word], word) for word, count in _counts(findings.network).items())
    return f"{path}: sound: {counts}{warnings}"


def _as_json(path: Path, findings: Findings) -> dict[str, object]:
    network = findings.network
    return {
        "path": str(path),
        "sound": network is not None,
        "version": None if network is None else network.version,
        "counts": None if network is None else _counts(network),
        "errors": findings.errors,
        "warnings": findings.warnings,
        "problems": [asdict(problem) for problem in findings.problems],
    }
