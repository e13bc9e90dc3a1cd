"""The command line: `python -m dashboard COMMAND`. Each wing brings its own command; this file runs them.

A wing is imported only when its command is called, so that `check` needs neither Dash nor geopy.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from dashboard import __version__
from dashboard.errors import CommandError, DashboardError, DataError, SettingsError

COMMANDS = {
    "serve": "dashboard.server.command",
    "check": "dashboard.network.command",
    "geocode": "dashboard.geocoding.command",
    "export": "dashboard.server.export_command",
}
"""The module that brings each command; its `add_parser(subparsers)` sets `run`, which returns the exit code."""
INTERRUPTED = 130
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments without the name of the program; those of the process where it is None.

    Returns:
        0 for success, 1 for a failure, 2 for wrong usage, 130 after Ctrl-C, 141 where nobody reads the output any more.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without UTF-8 shall show escapes, not a traceback
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes once more when it ends, and would complain; it may do so into nothing.
        with open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123 - devnull is no path
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        return BROKEN_PIPE
    return code


def _run(arguments: Sequence[str]) -> int:
    """Parse and run; every error of this package becomes one line and an exit code."""
    chosen = next((word for word in arguments if not word.startswith("-")), "")
    parser = build_parser([chosen] if chosen in COMMANDS else COMMANDS)
    try:
        args = parser.parse_args(arguments)
    except SystemExit as leaving:  # argparse leaves this way after help and after wrong usage
        return leaving.code if isinstance(leaving.code, int) else 2
    try:
        code: int = args.run(args)
    except DashboardError as error:
        print(f"{parser.prog}: {_one_line(error)}", file=sys.stderr)
        return _exit_code(error)
    return code


def build_parser(commands: Iterable[str]) -> argparse.ArgumentParser:
    """Build the parser of the command line.

    Args:
        commands: the commands to know; their modules are imported.
    """
    parser = argparse.ArgumentParser(
        prog=_program(),
        description="The map of a city network: serve it, check its tables, find its places, export what is on it.",
        epilog=f"`{_program()} COMMAND --help` tells more, with examples.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in commands:
        import_module(COMMANDS[command]).add_parser(subparsers)
    return parser


def _program() -> str:
    name = Path(sys.argv[0]).name if sys.argv and sys.argv[0] else ""
    return name if name == "cities-dashboard" else "python -m dashboard"


def _one_line(error: DashboardError) -> str:
    """Write an error as one line; of many problems the first, and where the others can be read."""
    if isinstance(error, DataError) and len(error.problems) > 1:
        return f"{error.problems[0]} (and {len(error.problems) - 1} more; the command check lists them)"
    return " ".join(str(error).split("\n"))


def _exit_code(error: DashboardError) -> int:
    if isinstance(error, CommandError):
        return error.exit_code
    return 2 if isinstance(error, SettingsError) else 1
