"""Expected values, computed with plain code from the tables, and HTML as a tree for reading numbers.

It does not use the code of the dashboard, so that it can verify every number on the page.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs

Row = Mapping[str, str]
FACETS = ("role", "country", "topic", "attended")
BASES = ("stated", "implied", "derived")
COUNTRIES = {
    "Spain": "ES",
    "Finland": "FI",
    "France": "FR",
    "Germany": "DE",
    "Croatia": "HR",
    "Poland": "PL",
    "Italy": "IT",
    "Portugal": "PT",
    "Serbia": "RS",
    "Türkiye": "TR",
    "Turkey": "TR",
    "China": "CN",
    "Colombia": "CO",
    "Ireland": "IE",
    "Romania": "RO",
}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Census:
    """The tables of a folder, with the queries of the page."""

    folder: Path

    @cached_property
    def cities(self) -> list[Row]:
        """The rows of cities.csv."""
        return self._rows("cities")

    @cached_property
    def facts(self) -> list[Row]:
        """The rows of city_topics.csv."""
        return self._rows("city_topics")

    @cached_property
    def parts(self) -> list[Row]:
        """The rows of participation.csv."""
        return self._rows("participation")

    @cached_property
    def events(self) -> list[Row]:
        """The rows of events.csv."""
        return self._rows("events")

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The rows of sources.csv by id."""
        return {row["id"]: row for row in self._rows("sources")}

    @cached_property
    def topics(self) -> dict[str, Row]:
        """The rows of topics.csv by id."""
        return {row["id"]: row for row in self._rows("topics")}

    def _rows(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def family(self, topic: str) -> set[str]:
        """Return a topic and all its subtopics."""
        below = [self.family(key) for key, row in self.topics.items() if row["parent"] == topic]
        return {topic}.union(*below)

    def having(self, key: str, value: str) -> set[str]:
        """Return the cities with a facet value."""
        if key == "topic":
            return {row["city"] for row in self.facts if row["topic"] in self.family(value)}
        if key == "attended":
            return {row["city"] for row in self.parts if row["event"] == value}
        if key == "country":
            return {row["id"] for row in self.cities if COUNTRIES.get(row["country"], row["country"]) == value}
        return {row["id"] for row in self.cities if row[key] == value}

    def matching(self, query: str, *, named: set[str] | None = None, without: str = "") -> set[str]:
        """Return the cities that match the filters of a query string.

        Args:
            named: the cities that its words mean.
            without: a facet to leave out.
        """
        asked = parse_qs(query)
        left = {row["id"] for row in self.cities}
        for key in FACETS:
            if key in asked and key != without:
                sets = [self.having(key, value) for value in asked[key]]
                every = key == "topic" and asked.get("match") == ["all"]
                left &= set.intersection(*sets) if every else set.union(*sets)
        return left & named if named is not None else left

    def facts_of(self, cities: set[str]) -> list[Row]:
        """Return the facts about some cities, topics and events."""
        return [row for row in (*self.facts, *self.parts) if row["city"] in cities]

    def events_of(self, cities: set[str]) -> set[str]:
        """Return the events that any of the cities attended or hosted."""
        places = {row["id"] for row in self.events if row["place"] in cities}
        return places | {row["event"] for row in self.parts if row["city"] in cities}

    def summaries_of(self, cities: set[str]) -> int:
        """Return the number of cities that have a summary with a source."""
        return sum(bool(row["summary"] and row["source"]) for row in self.cities if row["id"] in cities)

    def dated(self, row: Row) -> int | None:
        """Return the year of a fact: its own, that of its event, or the publication year of its page."""
        held = next((event["start"] for event in self.events if event["id"] == row.get("event")), "")
        published = self.sources[row["source"]].get("published") or ""
        year = row.get("year") or held[:4] or published[:4]
        return int(year) if year else None

    def gaps(self, cities: set[str], year: int) -> dict[str, int]:
        """Return the counts of the gaps by heading id."""
        facts = self.facts_of(cities)
        topics = {city["id"]: {row["topic"] for row in self.facts if row["city"] == city["id"]} for city in self.cities}
        numbers = sorted(map(len, topics.values()))
        middle = (numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2
        years = [self.dated(row) for row in facts]
        found = {
            "few-cities": sum(len(self.having("topic", topic) & cities) * 3 < len(cities) for topic in self.topics),
            "no-event": len(cities - {row["city"] for row in self.parts}),
            "few-topics": sum(len(topics[city]) <= int(middle * 0.75) for city in cities),
            "old": sum(one is not None and one < year - 5 for one in years),
            "undated": years.count(None),
            "secondary": sum(self.sources[row["source"]]["kind"] == "secondary" for row in facts),
            "unsure": sum(row["basis"] != "stated" for row in facts),
        }
        if any(row.get("due") for row in self.facts):
            found["expired"] = sum(bool(row.get("due")) and int(row["due"]) < year for row in facts)
        return found


@dataclass
class Node:
    """An element and its content."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Node]:
        """Yield the element and all elements in it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child

    @property
    def text(self) -> str:
        """All text in it, with plain blanks."""
        parts = [child.text if isinstance(child, Node) else child for child in self.children]
        return "".join(parts).replace("\u00a0", " ")

    @property
    def numbers(self) -> list[int]:
        """All whole numbers in its text."""
        return numbers(self.text)

    def all(self, *, tag: str = "", look: str = "", **attributes: str) -> list[Node]:
        """Return the elements with a tag, a class and attributes; "_" in names is written "-"."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self
            if (not tag or node.tag == tag)
            and (not look or look in node.attributes.get("class", "").split())
            and all(node.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, **wanted: str) -> Node:
        """Return the only matching element."""
        (found,) = self.all(**wanted)
        return found


def numbers(text: str) -> list[int]:
    """All whole numbers in a text, written as English writes them."""
    return [int(found.replace(",", "")) for found in re.findall(r"(?<![\w.])\d[\d,]*(?![\w.])", text)]


def tree(html: str) -> Node:
    """Parse HTML."""
    root = Node("root", {})
    reader = _Reader([root])
    reader.feed(html)
    reader.close()
    return root


class _Reader(HTMLParser):
    def __init__(self, path: Sequence[Node]) -> None:
        super().__init__(convert_charrefs=True)
        self.path = list(path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.path[-1].children.append(node)
        if tag not in VOID:
            self.path.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.path[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if len(self.path) > 1 and self.path[-1].tag == tag:
            self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].children.append(data)
