"""The command `serve`: its options, read over the environment."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from dashboard.config import LOG_LEVELS, PREFIX, Settings, from_environment

EXAMPLES = f"""\
examples:
  python -m dashboard serve
  python -m dashboard serve --host 0.0.0.0 --port 80
  python -m dashboard serve my-network/ --title "Cities of my network"
  python -m dashboard serve cities.csv

Each option can also be set by the environment, as in {PREFIX}PORT=80.
"""


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser of `python -m dashboard`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "serve",
        help="show a network on a map in the browser",
        description="Show a network on a map in the browser, with a server fit for the public.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("data", nargs="?", type=Path, metavar="PATH", help="folder of tables or one CSV file (default: the data here)")
    add("--data", dest="data_option", type=Path, metavar="PATH", help="the same, as an option")
    add("--host", metavar="ADDRESS", help=f"address to listen on (default: {_default('host')})")
    add("--port", type=_number, metavar="PORT", help=f"port to listen on (default: {_default('port')})")
    add("--workers", type=_number, metavar="N", help="processes (default: 2 where there are cores for them)")
    add("--threads", type=_number, metavar="N", help="threads in each process")
    add("--title", metavar="TEXT", help="name of the network")
    add("--allowed-hosts", nargs="+", metavar="NAME", help="names that may be asked for (default: all)")
    add("--frame-ancestors", nargs="+", metavar="SITE", help="sites that may frame the page (default: none)")
    add("--public-url", metavar="URL", help="address visitors use, where a proxy hides it")
    add("--report-url", metavar="URL", help="where visitors report an error: mailto: or https:")
    add("--log-level", choices=LOG_LEVELS, help=f"least important lines to log (default: {_default('log_level')})")
    add("--access-log", action="store_true", default=None, help="log every request")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from dashboard.server.serving import serve  # Dash takes a second to import, and `--help` does without

    options = {
        "data": arguments.data_option or arguments.data,
        "host": arguments.host,
        "port": arguments.port,
        "workers": arguments.workers,
        "threads": arguments.threads,
        "title": arguments.title,
        "allowed_hosts": _tuple(arguments.allowed_hosts),
        "frame_ancestors": _tuple(arguments.frame_ancestors),
        "public_url": arguments.public_url,
        "report_url": arguments.report_url,
        "log_level": arguments.log_level,
        "access_log": arguments.access_log,
    }
    serve(from_environment(os.environ, **options))
    return 0


def _default(name: str) -> object:
    return Settings.__dataclass_fields__[name].default


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(f"{text[:40]!a} is not a whole number; write digits alone")
    return int(text)


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
