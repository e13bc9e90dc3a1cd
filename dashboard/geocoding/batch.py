"""Batch geocoding: add place, status and flags to every row of a table; can be resumed."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from dashboard.geocoding.checkpoint import CheckpointedOutput
from dashboard.geocoding.place_list import PlaceList
from dashboard.geocoding.places_csv import to_row
from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import GeocodingResult, Status
from dashboard.geocoding.store import Store
from dashboard.text.normalize import normalize

ADDED = (
    "latitude",
    "longitude",
    "geonames_id",
    "matched_name",
    "region",
    "population",
    "timezone",
    "provider",
    "status",
    "flags",
    "note",
)
"""The columns that the output adds to the input."""
LINE_SECONDS = 10.0

Ask = Callable[[str, str, str], GeocodingResult | None]
"""Queries a service by name, country and region; returns None if it finds nothing or is not available."""
Key = tuple[str, str, str]


@dataclass(slots=True)
class Summary:
    """Statistics of a run. `examples` describes the first flagged or unmatched rows, numbered from 1."""

    rows: int = 0
    continued: int = 0
    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, number: int, name: str, answer: GeocodingResult) -> None:
        """Count one result."""
        self.rows += 1
        self.statuses[answer.status.value] += 1
        self.flags.update(flag.value for flag in answer.flags)
        if len(self.examples) < 5 and (answer.flags or answer.status in {Status.NOT_FOUND, Status.FUZZY}):
            reason = "|".join(flag.value for flag in answer.flags) or answer.status.value
            note = answer.note or (f"nearest: {'; '.join(answer.nearest)}" if answer.nearest else "")
            self.examples.append(f"  row {number}: {name[:60]}: {reason}" + (f" ({note})" if note else ""))


def added_columns(header: Iterable[str]) -> list[str]:
    """Return names of the added columns without conflicts: "population" becomes "geocoded_population"."""
    taken = {normalize(cell) for cell in header}
    named = []
    for column in ADDED:
        name = column
        while normalize(name) in taken:
            name = f"geocoded_{name}"
        taken.add(normalize(name))
        named.append(name)
    return named


def run(
    places: PlaceList,
    store: Store,
    path: Path,
    *,
    ask: Ask | None = None,
    decided: Mapping[Key, GeocodingResult] | None = None,
    settings: str = "",
    stream: TextIO | None = None,
) -> Summary:
    """Geocode a list into a file.

    Args:
        places: the input.
        store: the gazetteer's database.
        path: output file; see `checkpoint.py` for interruptions.
        ask: queries a service for places that are not in the gazetteer.
        decided: reviewed results by normalized name, country and region.
        settings: other settings that affect the result.
        stream: stream for progress; default: stderr.
    """
    fingerprint = f"{places.digest} {store.digest} {settings} {hash_of(decided)}"
    header = [*places.file.header, *added_columns(places.file.header)]
    summary = Summary()
    started = time.monotonic()

    @lru_cache(maxsize=4_000)
    def find(name: str, country: str, region: str) -> GeocodingResult:
        chosen = (decided or {}).get((normalize(name), normalize(country), normalize(region)))
        if chosen is not None:
            return chosen
        answer = resolve(store, name, country=country, region=region)
        if answer.status is Status.NOT_FOUND and ask is not None and name.strip():
            return ask(name, country, region) or answer
        return answer

    with (
        CheckpointedOutput(path, header, delimiter=places.file.delimiter, fingerprint=fingerprint) as output,
        Progress(places.count, done=output.done, stream=stream) as progress,
    ):
        summary.continued = output.done
        for number, row in enumerate(places.rows(skip=output.done), output.done + 1):
            name, country, region = places.place(row)
            answer = find(name, country, region)
            found = to_row(answer)
            note = answer.note or (f"nearest: {'; '.join(answer.nearest)}" if answer.nearest else "")
            output.write([*row, *(found.get(column, note if column == "note" else "") for column in ADDED)])
            summary.add(number, name, answer)
            progress.step()
    summary.seconds = time.monotonic() - started
    return summary


def hash_of(decided: Mapping[Key, GeocodingResult] | None) -> str:
    """Return a fingerprint of the decisions."""
    chosen = sorted((key, answer.place.geonames_id if answer.place else 0) for key, answer in (decided or {}).items())
    return str(chosen) if chosen else ""


class Progress:
    """Progress bar on a terminal; a line every few seconds otherwise."""

    def __init__(self, total: int, *, done: int = 0, stream: TextIO | None = None) -> None:
        self.total = total
        self.done = done
        self._first = done
        self._stream = stream or sys.stderr
        self._started = self._printed = time.monotonic()
        self._bar: object | None = None

    def __enter__(self) -> Progress:
        if self._stream.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                total=self.total, initial=self.done, unit="row", file=self._stream, dynamic_ncols=True, smoothing=0.05
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()  # type: ignore[attr-defined]  # tqdm has no types

    def step(self) -> None:
        """Count one row."""
        self.done += 1
        if self._bar is not None:
            self._bar.update()  # type: ignore[attr-defined]  # tqdm has no types
        elif self.done % 256 == 0 and (now := time.monotonic()) - self._printed >= LINE_SECONDS:
            self._printed = now
            rate = (self.done - self._first) / max(now - self._started, 1e-9)
            left = (self.total - self.done) / max(rate, 1e-9)
            print(
                f"{self.done:,} of {self.total:,} rows, {rate:,.0f} per second, {left:,.0f} s left", file=self._stream
            )
