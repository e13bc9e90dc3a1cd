"""Interactive review of uncertain results; stores each decision with its reason."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import CommandError
from dashboard.geocoding.place_list import PlaceList, open_places
from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import Candidate, GeocodingResult, Status, distance_km
from dashboard.geocoding.store import Store
from dashboard.reference.countries import country_name
from dashboard.text.normalize import normalize

MAP = "https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}#map=11/{latitude:.5f}/{longitude:.5f}"
DECISION_COLUMNS = ("name", "country", "region", "geonames_id", "reason")


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A row with its result."""

    number: int
    name: str
    country: str
    region: str
    answer: GeocodingResult

    @property
    def is_open(self) -> bool:
        """Whether it needs a review."""
        return bool(self.answer.flags) or self.answer.status in {Status.NOT_FOUND, Status.FUZZY}


@dataclass(frozen=True, slots=True)
class Decision:
    """The chosen place and the reason."""

    geonames_id: int
    reason: str


def review_items(
    places: PlaceList, store: Store, decided: Mapping[tuple[str, str, str], GeocodingResult]
) -> list[ReviewItem]:
    """Collect the rows that need a review, each name once."""
    found: dict[tuple[str, str, str], ReviewItem] = {}
    for number, row in enumerate(places.rows()):
        name, country, region = places.place(row)
        key = (normalize(name), normalize(country), normalize(region))
        if key in found or key in decided or not name.strip():
            continue
        item = ReviewItem(number, name, country, region, resolve(store, name, country=country, region=region))
        if item.is_open:
            found[key] = item
    return list(found.values())


def review(
    store: Store,
    items: Iterable[ReviewItem],
    *,
    keep: Callable[[int, Decision], None] | None = None,
    read: Callable[[str], str] = input,
    write: Callable[[str], None] = print,
) -> dict[int, Decision]:
    """Review uncertain results one by one.

    Args:
        store: the gazetteer's database.
        items: rows with their results; items that need no review are skipped.
        keep: saves each decision immediately, with its row number.
        read: prompts the user and returns the input.
        write: prints a line.

    Returns:
        The decisions by row number, without skipped rows.
    """
    decisions: dict[int, Decision] = {}
    open_items = [item for item in items if item.is_open]
    for position, item in enumerate(open_items, 1):
        choices = _choices(store, item)
        reasons = "|".join(flag.value for flag in item.answer.flags) or item.answer.status.value
        where = ", ".join(part for part in (item.region, item.country) if part)
        write(f"\n[{position} of {len(open_items)}] {item.name}" + (f" ({where})" if where else "") + f": {reasons}")
        if item.answer.note:
            write(f"  {item.answer.note}")
        _show(choices, write)
        try:
            decision = _decide(store, choices, read, write)
        except EOFError:
            break
        if decision == "quit":
            break
        if isinstance(decision, Decision):
            decisions[item.number] = decision
            if keep is not None:
                keep(item.number, decision)
    return decisions


def _choices(store: Store, item: ReviewItem) -> list[Candidate]:
    """List the candidates; the result of the gazetteer comes first."""
    places = [item.answer.place] if item.answer.place else []
    places += item.answer.candidates
    for suggestion in item.answer.nearest:
        near = resolve(store, suggestion).place
        if near is not None and near not in places:
            places.append(near)
    return [place for place in places if place.geonames_id is not None]


def _show(choices: Sequence[Candidate], write: Callable[[str], None]) -> None:
    for number, place in enumerate(choices, 1):
        people = f"{place.population:,} inhabitants" if place.population else "inhabitants unknown"
        apart = f", {distance_km(choices[0], place):,.0f} km from 1" if number > 1 else ""
        parts = ", ".join(part for part in (place.name, place.region, country_name(place.country)) if part)
        write(f"  {number}  {parts}: {people}{apart}")
        write(f"     {MAP.format(latitude=place.latitude, longitude=place.longitude)}")


def _decide(
    store: Store, choices: Sequence[Candidate], read: Callable[[str], str], write: Callable[[str], None]
) -> Decision | str:
    """Prompt until the input is a decision, "skip" or "quit"."""
    while True:
        reply = read("  number, GeoNames id as g123, s to skip, q to stop: ").strip().casefold()
        if reply in {"", "s", "skip"}:
            return "skip"
        if reply in {"q", "quit"}:
            return "quit"
        number: int | None = None
        if reply.isascii() and reply.isdigit() and 1 <= int(reply) <= len(choices):
            number = choices[int(reply) - 1].geonames_id
        elif reply[:1] == "g" and reply[1:].isascii() and reply[1:].isdigit() and len(reply) < 15:
            number = int(reply[1:]) if store.by_geonames_id(int(reply[1:])) else None
        if number is None:
            write(f"  {reply[:40]!r} is not one of these")
            continue
        return Decision(number, read("  why (one line): ").strip() or "chosen in a review")


def read_decisions(path: Path, store: Store) -> dict[tuple[str, str, str], GeocodingResult]:
    """Read decisions: results by normalized name, country and region.

    Raises:
        CommandError: the file is not a decision file.
    """
    answers: dict[tuple[str, str, str], GeocodingResult] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                number = row.get("geonames_id") or ""
                place = store.by_geonames_id(int(number)) if number.isascii() and number.isdigit() else None
                if place is None:
                    raise CommandError(f"{path}:{line}: geonames_id: {number[:20]!r} is not in the gazetteer")
                key = (
                    normalize(row.get("name") or ""),
                    normalize(row.get("country") or ""),
                    normalize(row.get("region") or ""),
                )
                answers[key] = GeocodingResult(Status.OVERRIDE, place, note=row.get("reason") or "")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path}: cannot be read: {error}") from error
    return answers


def append_decisions(path: Path, items: Sequence[ReviewItem], decisions: Mapping[int, Decision]) -> None:
    """Append decisions to the decision file of a list."""
    if not decisions:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if not path.exists():
        writer.writerow(DECISION_COLUMNS)
    for item in items:
        if (decision := decisions.get(item.number)) is not None:
            writer.writerow([item.name, item.country, item.region, decision.geonames_id, decision.reason])
    try:
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from error


def write_overrides(path: Path, decisions: Mapping[int, Decision]) -> None:
    """Write decisions to the columns geonames_id and geonames_reason of cities.csv.

    All other cells are unchanged.

    Args:
        path: the table.
        decisions: by row number, from 0.
    """
    places = open_places(path)
    header = list(places.file.header)
    columns = [cell.strip().casefold() for cell in header]
    for column in ("geonames_id", "geonames_reason"):
        if column not in columns:
            header.append(column)
            columns.append(column)
    rows = []
    for number, row in enumerate(places.rows()):
        row.extend([""] * (len(header) - len(row)))
        if (decision := decisions.get(number)) is not None:
            row[columns.index("geonames_id")] = str(decision.geonames_id)
            row[columns.index("geonames_reason")] = decision.reason
        rows.append(row)
    part = path.with_name(path.name + ".part")
    try:
        content = path.read_bytes()
        text = io.StringIO()
        ends = "\r\n" if b"\r\n" in content else "\n"
        csv.writer(text, delimiter=places.file.delimiter, lineterminator=ends).writerows([header, *rows])
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        part.write_bytes(mark + places.separator_line.encode() + text.getvalue().encode())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"{path}: the decisions cannot be written: {error.strerror}") from error
