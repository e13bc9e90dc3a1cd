"""Load a folder of tables, or one list of cities, as a `Network`; report all problems of all files.

Only cities.csv with `name` and `country` is required; network.toml describes the network. Each file is read once.
Warnings are in `Network.warnings`; each error has a file, line, column and fix.
"""

from __future__ import annotations

import hashlib
import math
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dashboard.errors import DataError, Problem
from dashboard.ingest import cities, city_columns, coordinates, fact_tables, network_toml
from dashboard.ingest.build import ParsedTables, build
from dashboard.ingest.fact_tables import SourceRegistry
from dashboard.ingest.read_table import read_table
from dashboard.ingest.report import Report, did_you_mean, quote_value
from dashboard.ingest.schema import Column, Table
from dashboard.ingest.validators import slug
from dashboard.model.entities import Event, Topic
from dashboard.model.network import Network

FILES: Mapping[str, tuple[Column, ...]] = {
    "cities.csv": city_columns.COLUMNS,
    "sources.csv": fact_tables.SOURCES,
    "topics.csv": fact_tables.TOPICS,
    "events.csv": fact_tables.EVENTS,
    "city_topics.csv": fact_tables.CITY_TOPICS,
    "participation.csv": fact_tables.PARTICIPATION,
    "places.csv": coordinates.COLUMNS,
}
"""The tables of a network, in the order in which their problems are reported."""
NAMES = (network_toml.NAME, *FILES)
"""All files of a network."""
SUFFIXES = frozenset({".csv", ".toml"})
_DECIMALS = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]+")
DEFAULT_TITLE = "Cities Network"


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The result of validating a network.

    Args:
        network: the network, or None if there is an error.
        problems: errors, then warnings, by file and line; at most a hundred of each level per file.
        errors: number of all errors.
        warnings: number of all warnings.
    """

    network: Network | None
    problems: tuple[Problem, ...]
    errors: int
    warnings: int


def load(path: Path, *, title: str = "") -> Network:
    """Read a network.

    Args:
        path: a folder with cities.csv and any of the other tables, or one CSV file with a list of cities.
        title: the name of the network; default: from network.toml, else from the file name.

    Raises:
        DataError: the tables are invalid; contains all problems of all files.
    """
    findings = validate(path, title=title)
    if findings.network is None:
        raise DataError(findings.problems)
    return findings.network


def validate(path: Path, *, title: str = "") -> ValidationReport:
    """Read a network as `load` does; return its problems whether it is valid or not."""
    reading = _Loader(Path(path))
    reading.read_all()
    errors = tuple(problem for report in reading.reports for problem in report.problems("error"))
    warnings = tuple(problem for report in reading.reports for problem in report.problems("warning"))
    error_count = sum(report.count("error") for report in reading.reports)
    warning_count = sum(report.count("warning") for report in reading.reports)
    network = None if errors else reading.network(title, tuple(map(str, warnings)))
    return ValidationReport(network, (*errors, *warnings), error_count, warning_count)


@dataclass(slots=True)
class _Loader:
    """State of loading one folder or file: tables, reports and results."""

    path: Path
    reports: list[Report] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    library: SourceRegistry = field(default_factory=SourceRegistry)
    document: network_toml.Document | None = None
    about: network_toml.About = field(default_factory=network_toml.About)
    topics: tuple[Topic, ...] = ()
    events: tuple[Event, ...] = ()
    located: coordinates.CityCoordinates | None = None
    listed: list[tuple[str, str, str, str]] = field(default_factory=list)

    def read_all(self) -> None:
        """Read and validate all tables as far as possible, so that one broken file does not hide another."""
        self._read()
        if (sources := self.tables.get("sources.csv")) is not None:
            self.library = fact_tables.read_sources(sources)
        else:
            self.library.unknown = "sources.csv" in self.present
        if (topics := self.tables.get("topics.csv")) is not None:
            self.topics = fact_tables.read_topics(topics)
        if self.document is not None:
            self.about = network_toml.read_about(self.document, self.library)
        self._cities()
        self._events_and_facts()

    def network(self, title: str, warnings: tuple[str, ...]) -> Network:
        """Build the network from valid tables."""
        digest = hashlib.sha256()
        digests = {name: table.digest for name, table in self.tables.items()}
        if self.document is not None:
            digests[network_toml.NAME] = self.document.digest
        for name, content in sorted(digests.items()):
            digest.update(f"{name}\0".encode() + content)
        return build(
            ParsedTables(
                cities=self.tables["cities.csv"],
                located=self.located or coordinates.locate(self.tables["cities.csv"], {}, None),
                topics=self.topics,
                events=self.events,
                city_topics=self.tables.get("city_topics.csv"),
                listed=self.listed,
                participation=self.tables.get("participation.csv"),
                library=self.library,
                about=self.about,
            ),
            title=title or self.about.title or self._name(),
            version=digest.hexdigest()[:12],
            warnings=warnings,
        )

    def _name(self) -> str:
        """Derive a title from the file name; use the default for folders and generic names."""
        words = " ".join(self.path.stem.replace("_", " ").replace("-", " ").split())
        usual = self.path.is_dir() or words.lower() in ("", "cities", "places")
        return DEFAULT_TITLE if usual else words[:1].upper() + words[1:]

    def _read(self) -> None:
        if not self.path.is_dir():
            self._read_file("cities.csv", self.path, self.path.parent)
            return
        try:
            entries = {entry.name for entry in self.path.iterdir() if entry.suffix.lower() in SUFFIXES}
        except OSError as error:
            self._report(self.path).error(None, "", f"the folder cannot be read: {error.strerror}")
            return
        if network_toml.NAME in entries:
            path = self.path / network_toml.NAME
            self.document = network_toml.read_document(path, inside=self.path, report=self._report(path))
        for name in FILES:
            if name in entries or name == "cities.csv":
                self._read_file(name, self.path / name, self.path)
        missing = {name: name for name in NAMES if name not in entries}
        for name in sorted(entries - set(NAMES)):
            if name == "network.csv":
                moved = f"is no longer read; write its title and tagline into {network_toml.NAME}"
                self._report(self.path / name).warning(None, "", moved)
            elif missing and (near := did_you_mean(name, missing, least=80)):
                self._report(self.path / name).warning(None, "", f"is not a table of the network and is ignored{near}")

    def _read_file(self, name: str, path: Path, inside: Path) -> None:
        """Read one table and warn about unknown columns."""
        self.present.add(name)
        is_list = name == "cities.csv"
        report = self._report(path)
        recognise = city_columns.looks_like_data if is_list else fact_tables.looks_like_data
        table = read_table(path, FILES[name], inside=inside, report=report, synonyms=is_list, looks_like_data=recognise)
        if table is None:
            return
        self.tables[name] = table
        if table.extra and is_list:
            named = ", ".join(quote_value(column) for column in table.extra)
            report.warning(None, "", f"other columns are shown as fields of the profile: {named}")
        elif table.extra and name != "places.csv":  # the geocoder may write more columns
            known = {column.name: column.name for column in FILES[name]}
            for column in table.extra:
                report.warning(
                    None, column, f"is not a column of this table and is ignored{did_you_mean(column, known)}"
                )

    def _report(self, path: Path) -> Report:
        report = Report(str(path))
        self.reports.append(report)
        return report

    def _cities(self) -> None:
        """Validate the cities with their places, and read the topics in their own list."""
        table = self.tables.get("cities.csv")
        if table is None:
            return
        given_ids = list(table.values("id"))
        folded = cities.check_cities(table)
        self.library.check(table, several=True)
        ids = {key: row for row, key in enumerate(table.columns["id"])}
        self.located = coordinates.locate(table, ids, self.tables.get("places.csv"))
        cities.check_duplicates(table, folded, given_ids, self.located.latitude, self.located.longitude)
        self._listed_topics(table)
        _warn_incomplete(table, self.located, hint=self._way_to_places())

    def _way_to_places(self) -> str:
        """Return the command that geocodes the cities."""
        command = f"cities-network geocode {shlex.quote(str(self.path))}"
        if not self.path.is_dir():
            return f"run: {command}, then use the file it writes"
        if "places.csv" in self.tables:
            return f"run: {command} --review, or write latitude and longitude into cities.csv"
        return f"run: {command}"

    def _listed_topics(self, table: Table) -> None:
        """Create facts from a column `topics` in the list of cities; the list itself is their source."""
        known = {slug(word): topic.id for topic in self.topics for word in (topic.id, topic.title)}
        titles, rows = cities.listed_topics(table)
        if "topics.csv" in self.present:
            known_titles = {topic.id: topic.title for topic in self.topics}
            for row, topic in rows if self.topics else ():
                if topic not in known:
                    table.error(row, "topics", partial(_unlisted, titles[topic], known_titles))
        else:
            self.topics = tuple(Topic(key, title) for key, title in titles.items())
        file = Path(table.report.file).name
        sources = table.values("source")
        for row, topic in rows:
            source = sources[row].partition(";")[0] or self.library.file(file, table.changed)
            self.listed.append((table.columns["id"][row], known.get(topic, topic), f"Listed in {file}.", source))

    def _events_and_facts(self) -> None:
        """Validate events and facts, and their references to cities, topics and sources."""
        table = self.tables.get("cities.csv")
        names = None if table is None else dict(zip(table.columns["id"], table.values("name"), strict=True))
        rejected = set() if table is None else table.rejected_values
        if (events := self.tables.get("events.csv")) is not None:
            self.events = fact_tables.read_events(events, names, rejected, self.library)
        if (city_topics := self.tables.get("city_topics.csv")) is not None:
            fact_tables.check_city_topics(city_topics)
            city_topics.check_references("city", names, file="cities.csv", rejected_values=rejected)
            self._check_topic_references(city_topics)
            self.library.check(city_topics)
        if (participation := self.tables.get("participation.csv")) is not None:
            fact_tables.check_participation(participation)
            participation.check_references("city", names, file="cities.csv", rejected_values=rejected)
            known = {event.id: event.title for event in self.events}
            given = self.tables["events.csv"].values("id") if "events.csv" in self.tables else ()
            unreadable = "events.csv" in self.present and "events.csv" not in self.tables
            if "events.csv" not in self.present:
                if named := len({value for _, value in participation.valid_cells("event")}):
                    counted = "the event" if named == 1 else f"the {named:,} events"
                    fault = f"there is no events.csv; add it, with {counted} named here"
                    participation.report.error(None, "event", fault)
                unreadable = True
            participation.check_references(
                "event", None if unreadable else known, file="events.csv", rejected_values=set(given)
            )
            self.library.check(participation)

    def _check_topic_references(self, table: Table) -> None:
        """Validate the topics of facts; without topics.csv, the facts define the topics."""
        if "topics.csv" not in self.present:
            titles = {slug(value) or value: value for _, value in table.valid_cells("topic")}
            table.columns["topic"] = [value and (slug(value) or value) for value in table.values("topic")]
            here = {topic.id for topic in self.topics}
            self.topics += tuple(Topic(key, title) for key, title in titles.items() if key not in here)
            return
        known = {topic.id: topic.title for topic in self.topics}
        given = self.tables["topics.csv"].values("id") if "topics.csv" in self.tables else ()
        table.check_references(
            "topic", known if "topics.csv" in self.tables else None, file="topics.csv", rejected_values=set(given)
        )


def _unlisted(title: str, known: Mapping[str, str]) -> str:
    return f"{quote_value(title)} is not in topics.csv{did_you_mean(title, known)}"


def _warn_incomplete(table: Table, located: coordinates.CityCoordinates, *, hint: str) -> None:
    """Warn about missing places and sources, once for all cities."""
    report = table.report
    if not table:
        report.warning(None, "", "0 cities: the file has a header and no rows")
        return
    names, lines = table.values("name"), table.lines
    without = [row for row, latitude in enumerate(located.latitude) if math.isnan(latitude)]
    if without and not report.failed:
        named = ", ".join(names[row] for row in without[:5]) + (", …" if len(without) > 5 else "")
        count = "1 city has" if len(without) == 1 else f"{len(without):,} cities have"
        report.warning(lines[without[0]], "", f"{count} no place on the map ({named}); {_pairs(table) or hint}")
    pairs = zip(table.values("summary"), table.values("source"), strict=True)
    unsourced = [row for row, (summary, source) in enumerate(pairs) if summary and not source]
    if unsourced:
        count = "1 summary has" if len(unsourced) == 1 else f"{len(unsourced):,} summaries have"
        report.warning(lines[unsourced[0]], "", f"{count} no source, the first in this line")


def _pairs(table: Table) -> str:
    """Return a hint if a column contains both coordinates: "36.72, -4.42" or "POINT(-4.42 36.72)"."""
    for name, values in table.extra.items():
        first = next(filter(None, values), "")
        if len(_DECIMALS.findall(first[:200])) == 2:
            return f"column {quote_value(name)} seems to contain both coordinates; split it into latitude and longitude"
    return ""
