"""The command line: `cities-network COMMAND` or `python -m dashboard COMMAND`.

The module of a command is imported only when the command runs, so that `check` needs neither Dash nor geopy.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from dashboard import __version__
from dashboard.errors import CommandError, DashboardError, DataError, SettingsError

COMMANDS = {
    "serve": "dashboard.cli.serve",
    "check": "dashboard.cli.check",
    "geocode": "dashboard.cli.geocode",
    "export": "dashboard.cli.export",
}
"""Module by command; its `command()` builds the command, which returns the exit code."""
INTERRUPTED = 130
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments without the program name; by default those of the process.

    Returns:
        0 for success, 1 for a failure, 2 for wrong usage, 130 after Ctrl-C, 141 after a broken pipe.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without UTF-8 must show escapes, not a traceback
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes stdout again at exit and would report the broken pipe; redirect it to devnull.
        with open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123 - devnull is no path
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        return BROKEN_PIPE
    return code


class _Commands(click.Group):
    """Imports the module of a command when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name]).command()
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:  # raised without suggestions, because the modules are not imported yet
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error


def build_commands() -> click.Group:
    """Build the command line."""
    group = _Commands(
        help="The map of a city network: serve it, validate its tables, geocode its cities, export its data.",
        epilog="Each COMMAND has a --help with examples.",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    return click.version_option(__version__, message="%(prog)s %(version)s")(group)


def _run(arguments: Sequence[str]) -> int:
    """Parse and run; print each error of this package as one line and return an exit code."""
    try:
        commands = build_commands()  # not its `main`, which prints on Ctrl-C and exits the process.
        with commands.make_context(_program(), list(arguments)) as context:
            code: int = commands.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except DashboardError as error:
        print(f"{_program()}: {_one_line(error)}", file=sys.stderr)
        return _exit_code(error)
    return code


def _program() -> str:
    name = Path(sys.argv[0]).name if sys.argv and sys.argv[0] else ""
    return name if name == "cities-network" else "python -m dashboard"


def _one_line(error: DashboardError) -> str:
    """Return an error as one line; for many problems, the first and how to list the others."""
    if isinstance(error, DataError) and len(error.problems) > 1:
        return f"{error.problems[0]} (and {len(error.problems) - 1} more; run the command check to list them)"
    return " ".join(str(error).split("\n"))


def _exit_code(error: DashboardError) -> int:
    if isinstance(error, CommandError):
        return error.exit_code
    return 2 if isinstance(error, SettingsError) else 1
