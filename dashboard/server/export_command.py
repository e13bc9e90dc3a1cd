"""The command `export`: the files that the page offers, without a server."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from dashboard.config import Settings, default_data
from dashboard.errors import CommandError

NAMES = (
    *("cities.csv", "facts.csv", "events.csv", "cities.json", "cities.geojson"),
    *("map.svg", "map.png", "events.ics", "city.md"),
)
"""The formats, named here once more so that `--help` needs not import what makes them; a test compares them."""
EXAMPLES = """\
examples:
  python -m dashboard export cities.csv --output cities.csv
  python -m dashboard export cities.csv --query 'country=FI' > finland.csv
  python -m dashboard export map.png --query 'event=workshop-1' --output helsinki.png
  python -m dashboard export city.md my-network/ --query 'city=rome'

A query is what stands after the "?" in the address of the page.
"""


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser of `python -m dashboard`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "export",
        help="write a selection as CSV, GeoJSON, JSON, calendar, Markdown or picture",
        description="Write what the page exports: cities and facts, a picture of the map, the events, a profile.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("format", choices=NAMES, metavar="FORMAT", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help="a folder of tables, or one CSV file")
    parser.add_argument("--query", default="", metavar="QUERY", help="what to select, as in the address of the page")
    parser.add_argument("--title", metavar="TEXT", help="name of the network")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write (default: standard output)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write one export.

    Raises:
        CommandError: the query names what is not there, or the file cannot be written.
        DataError: the tables are not sound.
    """
    from dashboard.network.loader import load
    from dashboard.network.selection import resolve
    from dashboard.network.state import State
    from dashboard.network.strict import faults
    from dashboard.server.exporting import FORMATS, Studio
    from dashboard.texts import speaking
    from dashboard.views.raster import png

    if args.output is None and args.format == "map.png" and sys.stdout.isatty():
        raise CommandError("map.png: a picture does not go to a terminal; name a file with --output", exit_code=2)
    network = load(args.path or default_data(), title=args.title or "")
    if wrong := faults(network, args.query):
        raise CommandError("--query: " + "; ".join(fault.message for fault in wrong), exit_code=2)
    state = resolve(network, State.from_query(args.query))[0]
    if args.format == "city.md" and not state.city:
        raise CommandError("city.md: say whose profile, as in --query city=rome", exit_code=2)
    wanted = FORMATS[args.format]
    with speaking(state.lang):
        studio = Studio.of(Settings().assets / "basemap", png)
        body = wanted.make(network, wanted.only(state), studio, "poster", "")
    _write(body, args.output)
    return 0


def _write(body: bytes, output: Path | None) -> None:
    if output is None:
        _write_out(body)
        return
    if not output.name or output.is_dir():
        raise CommandError(f"{output}: is a folder; name a file in it with --output")
    beside = output.with_name(f".export-{os.getpid()}")
    try:
        if output.exists() and not output.is_file():  # a device or a pipe is written to and never replaced
            output.write_bytes(body)
            return
        beside.write_bytes(body)
        beside.replace(output.resolve())  # a file is there whole or not at all
    except OSError as error:
        raise CommandError(f"{output}: cannot be written: {error.strerror}; name another file with --output") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _write_out(body: bytes) -> None:
    try:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"standard output: cannot be written: {error.strerror}") from error
