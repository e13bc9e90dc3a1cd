"""The command `export`: the files that the page offers, without a server."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from dashboard.config import Settings, default_data
from dashboard.errors import CommandError

NAMES = (
    *("cities.csv", "facts.csv", "cities.geojson", "cities.json"),
    *("map.png", "map.svg", "events.ics", "events.csv", "city.md"),
)
"""The formats, repeated here so that `--help` need not import the exports; a test compares the two lists."""
_HELP = f"""\
Export cities and facts, a picture of the map, the events, or a profile, as the page does.

FORMAT is one of {", ".join(NAMES)}.

PATH is a folder of tables or one CSV file; by default the bundled data.
"""
EXAMPLES = """\
\b
Examples:
  cities-network export cities.csv --output cities.csv
  cities-network export cities.csv --query 'country=FI' > finland.csv
  cities-network export map.png --query 'event=workshop-1' --output helsinki.png
  cities-network export city.md my-network/ --query 'city=rome'

QUERY is the part after the "?" in the address of the page.
"""


def command() -> click.Command:
    """Build the command."""
    file = click.Path(path_type=Path)
    return click.Command(
        "export",
        params=[
            click.Argument(["format_name"], metavar="FORMAT", type=click.Choice(NAMES)),
            click.Argument(["path"], required=False, type=file),
            click.Option(["--query"], default="", metavar="QUERY", help="Selection, as in the address of the page."),
            click.Option(["--title"], default="", metavar="TEXT", help="Name of the network."),
            click.Option(["--output"], type=file, metavar="FILE", help="File to write.  [default: standard output]"),
        ],
        callback=run,
        help=_HELP,
        short_help="Export a selection as CSV, GeoJSON, calendar, picture ….",
        epilog=EXAMPLES,
    )


def run(format_name: str, path: Path | None, *, query: str, title: str, output: Path | None) -> int:
    """Write one export.

    Raises:
        CommandError: the query is invalid, or the file cannot be written.
        DataError: the tables are not valid.
    """
    from dashboard.exports.formats import FORMATS, RenderContext
    from dashboard.ingest.loader import load
    from dashboard.maps.svg.png import png
    from dashboard.query.selection import Selection
    from dashboard.query.state import State
    from dashboard.query.validation import validate_query
    from dashboard.text.i18n import use_language

    if output is None and format_name == "map.png" and sys.stdout.isatty():
        raise CommandError("map.png: cannot write a picture to a terminal; name a file with --output", exit_code=2)
    network = load(path or default_data(), title=title)
    if wrong := validate_query(network, query):
        raise CommandError("--query: " + "; ".join(fault.message for fault in wrong), exit_code=2)
    selection = Selection.of(network, State.from_query(query))
    state = selection.state
    wanted = FORMATS[format_name]
    needs = wanted.needs
    if needs and not getattr(state, needs):
        raise CommandError(
            f"{format_name}: {needs} is missing; add the id of a {needs}, as in --query {needs}=rome", exit_code=2
        )
    with use_language(state.lang):
        studio = RenderContext.of(Settings().assets / "basemap", png)
        body = wanted.make(selection.with_state(state.keep(*wanted.keys)), studio, "poster", "")
    _write(body, output)
    return 0


def _write(body: bytes, output: Path | None) -> None:
    if output is None:
        _write_out(body)
        return
    if not output.name or output.is_dir():
        raise CommandError(f"{output}: is a folder; name a file in it with --output")
    temporary = output.with_name(f".export-{os.getpid()}")
    try:
        if output.exists() and not output.is_file():  # write to a device or a pipe directly; never replace it
            output.write_bytes(body)
            return
        temporary.write_bytes(body)
        temporary.replace(output.resolve())  # write a file atomically
    except OSError as error:
        raise CommandError(f"{output}: cannot be written: {error.strerror}; name another file with --output") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_out(body: bytes) -> None:
    try:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"standard output: cannot be written: {error.strerror}") from error
