"""The command `geocode`: coordinates for a network or any list of cities, with a report of all ambiguous results."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from dashboard.config import default_data
from dashboard.errors import CommandError

if TYPE_CHECKING:
    from dashboard.geocoding.batch import Ask, Summary
    from dashboard.geocoding.online import Online
    from dashboard.geocoding.result import GeocodingResult
    from dashboard.geocoding.store import Store

INTERRUPTED = 130
TERMINATED = 143
_EXAMPLES = """\
\b
Examples:
  cities-network geocode                              data/cities.csv to data/places.csv
  cities-network geocode my-network/                  cities.csv of another network to its places.csv
  cities-network geocode list.csv --output out.csv    any CSV with names and countries; every column is kept
  cities-network geocode list.csv --review            review ambiguous results one by one
  cities-network geocode list.csv --online --user-agent "city-map/1.0 (name@example.org)"

Places come from GeoNames (CC BY 4.0) with a supplement. Without --online, no request leaves this computer. Run an
interrupted command again to continue where it stopped.

\b
Exit codes: 0 success, 1 failure, 2 wrong usage, 130 or 143 interrupted (run again to continue)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    output: Path | None
    review: bool
    online: str | None
    user_agent: str
    domain: str | None
    service_option: tuple[str, ...]
    cache: Path | None


def command() -> click.Command:
    """Build the command."""
    file = click.Path(path_type=Path)
    return click.Command(
        "geocode",
        params=[
            click.Argument(["path"], required=False, type=file),
            click.Option(["--output"], type=file, metavar="FILE", help="File for the result."),
            click.Option(["--review"], is_flag=True, help="Review ambiguous results, and save the decisions."),
            click.Option(
                ["--online"],
                is_flag=False,
                flag_value="nominatim",
                metavar="[SERVICE]",
                help="Query a geopy service (default: nominatim) for cities not found offline.",
            ),
            click.Option(
                ["--user-agent"], default="", metavar="TEXT", help="User agent for the service, with a contact."
            ),
            click.Option(["--domain"], metavar="HOST", help="Host of your own instance of the service."),
            click.Option(
                ["--service-option"], multiple=True, metavar="NAME=VALUE", help="Additional option of the service."
            ),
            click.Option(["--cache"], type=file, metavar="FILE", help="File that caches responses of the service."),
        ],
        callback=lambda path, **options: run(path or default_data(), _Options(**options)),
        help="Find the coordinates of cities by name and country, offline.\n\n"
        "PATH is a folder with cities.csv, or any CSV file; by default the bundled data.",
        short_help="Find the coordinates of cities, offline, and list ambiguous results.",
        epilog=_EXAMPLES,
    )


def run(path: Path, args: _Options) -> int:
    """Geocode a network or a list; return the exit code."""
    from geopy.exc import GeopyError

    from dashboard.geocoding.store import Store

    store = Store()
    try:
        online = _online(args)
        if path.is_dir():
            return _network(path, store, online, args)
        return _list(path, store, online, args)
    except GeopyError as error:
        raise CommandError(f"geocode: {error}") from error


def _online(args: _Options) -> Online | None:
    """Return the online service, or None without --online."""
    if args.online is None:
        if args.user_agent or args.domain or args.service_option or args.cache:
            raise CommandError("--user-agent, --domain, --service-option and --cache need --online", exit_code=2)
        return None
    from dashboard.cache_dirs import cache_directories
    from dashboard.geocoding.online import Online

    options: dict[str, str] = {}
    for pair in args.service_option:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise CommandError(f"--service-option: {pair!r} is not NAME=VALUE", exit_code=2)
        options[name] = value
    if args.domain:
        options["domain"] = args.domain
    return Online(
        args.online,
        cache=args.cache or next(iter(cache_directories())) / "online.sqlite",
        user_agent=args.user_agent,
        options=options,
        say=lambda line: print(line, file=sys.stderr),
    )


def _network(folder: Path, store: Store, online: Online | None, args: _Options) -> int:
    """Write the places.csv of a network."""
    from dashboard.geocoding.batch import Summary
    from dashboard.geocoding.checkpoint import result_path
    from dashboard.geocoding.places_csv import locate, to_csv

    source = folder / "cities.csv"
    cities = _read_cities(source)
    output = result_path(args.output or folder / "places.csv")
    ask = _asker(online)
    places = locate(store, cities, ask=ask)
    if args.review:
        from dashboard.geocoding.review import ReviewItem, review, write_overrides

        doubts = [
            ReviewItem(number, place.row["name"], place.row["country"], place.row.get("region") or "", place.answer)
            for number, place in enumerate(places)
        ]
        decisions = review(store, doubts, keep=lambda number, decision: write_overrides(source, {number: decision}))
        if decisions:
            print(f"{len(decisions)} decisions written to {source} (geonames_id, geonames_reason)")
            places = locate(store, _read_cities(source), ask=ask)
    _write(output, to_csv(places, retrieved=store.about["retrieved"]))
    summary = Summary()
    for number, place in enumerate(places, 1):
        summary.add(number, place.row["name"], place.answer)
    _attribute(output, store, online)
    _report(summary, output)
    return 0


def _read_cities(path: Path) -> list[Mapping[str, str]]:
    """Read the columns of cities.csv that geocoding needs; `check` validates the others."""
    from dashboard.geocoding.place_list import open_places

    places = open_places(path)
    header = [name.casefold() for name in places.file.names]
    cities: list[Mapping[str, str]] = []
    for row in places.rows():
        city = dict(zip(header, row, strict=True))
        city["name"], city["country"], city["region"] = places.place(row)
        city.setdefault("id", city["name"])
        cities.append(city)
    return cities


def _list(path: Path, store: Store, online: Online | None, args: _Options) -> int:
    """Add coordinates to any CSV file."""
    from dashboard.geocoding import batch
    from dashboard.geocoding.checkpoint import result_path
    from dashboard.geocoding.place_list import open_places
    from dashboard.ingest.report import first_warnings

    places = open_places(path)
    for line in first_warnings(places.warnings, path):
        print(line, file=sys.stderr)
    output = result_path(args.output or path.with_name(f"{path.stem}.geocoded.csv"))
    if output.exists() and output.samefile(path):
        raise CommandError("--output: is the input file; name another file", exit_code=2)
    decisions_path = path.with_name(f"{path.stem}.overrides.csv")
    decided = _decided(decisions_path, store)
    if args.review:
        from dashboard.geocoding.review import append_decisions, review, review_items

        doubts = review_items(places, store, decided)
        review(store, doubts, keep=lambda number, each: append_decisions(decisions_path, doubts, {number: each}))
        decided = _decided(decisions_path, store)
    settings = f"online={args.online} domain={args.domain}"
    with _stoppable() as stop:
        try:
            summary = batch.run(places, store, output, ask=_asker(online), decided=decided, settings=settings)
        except KeyboardInterrupt:
            print(f"stopped; run the same command again to continue with {output}", file=sys.stderr)
            return TERMINATED if stop else INTERRUPTED
    _attribute(output, store, online)
    _report(summary, output)
    return 0


def _decided(path: Path, store: Store) -> dict[tuple[str, str, str], GeocodingResult]:
    """Read the decisions of earlier reviews."""
    from dashboard.geocoding.review import read_decisions

    return read_decisions(path, store) if path.exists() else {}


def _asker(online: Online | None) -> Ask | None:
    return None if online is None else online.ask


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Handle SIGTERM like Ctrl-C, so that finished rows are saved; the list is filled when it arrives."""
    received: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        received.append(number)
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread, which alone receives signals
        yield received
        return
    try:
        yield received
    finally:
        signal.signal(signal.SIGTERM, before)


def _write(path: Path, text: str) -> None:
    """Write a file in one step."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from error


def _attribute(output: Path, store: Store, online: Online | None) -> None:
    """Write the attribution next to the result, if a service was used."""
    if online is None:
        return
    note = output.with_name(output.name + ".attribution.txt")
    _write(note, f"{store.about['source']}\n{online.attribution}\n")
    print(f"{online.asked} requests to {online.service}; attribution to publish: {note}")


def _report(summary: Summary, output: Path) -> None:
    """Print the results, and the ambiguous ones to review."""
    rows = f"{summary.rows:,} rows" + (f" (after {summary.continued:,} of an earlier run)" if summary.continued else "")
    rate = f" in {summary.seconds:.1f} s" if summary.seconds else ""
    display = output.relative_to(Path.cwd()) if output.is_relative_to(Path.cwd()) else output
    print(f"{display}: {rows}{rate}")
    print("  status: " + (", ".join(f"{name} {count:,}" for name, count in summary.statuses.most_common()) or "none"))
    if summary.flags:
        print("  flags:  " + ", ".join(f"{name} {count:,}" for name, count in summary.flags.most_common()))
    if summary.examples:
        print("  ambiguous (review them with --review):")
        for line in summary.examples:
            print(line)
