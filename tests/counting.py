"""Compare all numbers on a page with the tables; used for the first HTML and the live page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs

from dashboard.config import default_data
from tests.census import BASES, Census, Node, numbers

CENSUS = Census(default_data())
SPAIN = frozenset(CENSUS.having("country", "ES"))
VIEWS: dict[str, frozenset[str] | None] = {
    "": None,
    "topic=energy-mobility": None,
    "country=ES": None,
    "match=all&topic=ict&topic=urban-platforms": None,
    "topic=ict&topic=technologies": None,
    "attended=workshop-1&role=member": None,
    "country=FI&country=ES&role=follower&role=member": None,
    "q=spain": SPAIN,
    "q=spain&role=follower": SPAIN,
    "event=workshop-3": None,
    "country=ES&event=workshop-1": None,
    "event=webinar-replication": None,
    "about=ict": None,
    "about=technologies&country=ES": None,
    "compare=rome&compare=nantes": None,
    "city=rome": None,
    "tab=matrix": None,
    "country=ES&tab=matrix": None,
    "tab=events": None,
    "tab=events&topic=energy-mobility": None,
    "tab=gaps": None,
    "country=FI&tab=gaps": None,
}
"""Query strings of views, with the cities that match their search words."""


@dataclass
class Counting:
    """Compares the numbers of one page with the tables."""

    page: Node
    query: str

    def __post_init__(self) -> None:
        self.asked = parse_qs(self.query)
        self.filtered = bool(set(self.asked) & {"role", "country", "topic", "attended", "q"})
        self.named = VIEWS[self.query]
        self.cities = CENSUS.matching(self.query, named=set(self.named) if self.named is not None else None)

    def check(self) -> None:
        """Check all parts of the page."""
        self.sentence()
        self.options()
        self.outside()
        self.table()
        self.grids()
        self.gaps()
        self.panel()
        self.footer()
        self.dialogs()

    def sentence(self) -> None:
        """The summary counts the matching cities, or all cities and countries."""
        heading = self.page.one(tag="h1")
        total = len(CENSUS.cities)
        if self.filtered:
            assert heading.numbers[:2] == [len(self.cities), total]
        else:
            assert heading.numbers == [total, len({row["country"] for row in CENSUS.cities})]
        for done in self.page.all(tag="a", look="done"):
            assert done.numbers == [len(self.cities)]

    def options(self) -> None:
        """Each option shows the number of matching cities under the other filters, also for screen readers."""
        seen = set()
        for box in self.page.all(role="checkbox"):
            pair = box.attributes.get("data-adds") or box.attributes.get("data-drops") or ""
            key, _, value = pair.partition("=")
            seen.add(pair)
            every = key == "topic" and self.asked.get("match") == ["all"]
            named = set(self.named) if self.named is not None else None
            among = CENSUS.matching(self.query, named=named, without="" if every else key)
            wanted = len(among & CENSUS.having(key, value))
            assert numbers(box.one(look="count").text) == [wanted], pair
            assert box.attributes["aria-label"].endswith(f"({wanted})"), pair
        assert {f"topic={topic}" for topic in CENSUS.topics} <= seen
        assert {f"attended={row['id']}" for row in CENSUS.events} <= seen
        assert len([pair for pair in seen if pair.startswith("country=")]) == 14
        assert {f"role={role}" for role in ("lighthouse", "follower", "member")} <= seen

    def outside(self) -> None:
        """The first view is Europe: cities that match and are elsewhere are counted and listed."""
        elsewhere = self.cities & (CENSUS.having("country", "CN") | CENSUS.having("country", "CO"))
        slot = self.page.one(id="map-outside")
        if not elsewhere or (not slot.text and {"city", "compare"} & set(self.asked)):
            assert not slot.text
            return
        assert slot.all(tag="summary")[0].numbers == [len(elsewhere)]
        assert {leads_to(link)["city"][0] for link in slot.all(tag="a", look="city-link")} == elsewhere

    def table(self) -> None:
        """The table has one row per matching city, with the numbers of its topics and events."""
        if self.asked.get("tab"):
            return
        (table,) = self.page.all(tag="table", look="cities")
        rows = [row for row in table.all(tag="tr") if "data-row" in row.attributes]
        assert {row.attributes["data-row"] for row in rows} == self.cities
        assert len(rows) == len(self.cities)
        for row in rows:
            city = row.attributes["data-row"]
            shown = [cell.numbers for cell in row.all(tag="td", look="number")]
            assert shown == [[len(topics_of(city))], [len(events_of(city))]], city
        assert self.page.one(look="table-foot").numbers == [len(self.cities)]

    def grids(self) -> None:
        """Each row counts its matching cities, and each cell its facts."""
        tab = self.asked.get("tab", [""])[0]
        if tab not in ("matrix", "events"):
            return
        (grid,) = self.page.all(tag="table", look="grid")
        key, opened = ("topic", "about") if tab == "matrix" else ("attended", "event")
        lines = grid.one(tag="tbody").all(tag="tr")
        assert len(lines) == len(CENSUS.topics if tab == "matrix" else CENSUS.events)
        for line in lines:
            head = line.one(tag="th")
            value = leads_to(head.all(tag="a")[0])[opened][0]
            having = CENSUS.having(key, value) & self.cities
            assert numbers(head.one(look="count").attributes["title"]) == [len(having)], value
            assert numbers(head.one(look="visually-hidden").text) == [len(having)], value
            cells = [cell.all(tag="a")[0] for cell in line.all(tag="td") if cell.all(tag="a")]
            assert len(cells) == len(having), value
            for cell in cells if tab == "matrix" else ():
                city = leads_to(cell)["city"][0]
                count = len(facts_on(value, city))
                assert cell.numbers == [count], (city, value)
                assert f": {count} fact" in cell.attributes["aria-label"], (city, value)

    def gaps(self) -> None:
        """Each kind of gap has the count of the tables, and states the number of cities."""
        if self.asked.get("tab") != ["gaps"]:
            return
        wanted = CENSUS.gaps(self.cities, datetime.now(UTC).year)
        kinds = {node.attributes["id"].removeprefix("gap-"): node for node in self.page.all(tag="details", look="gap")}
        assert {kind: node.one(look="gap-count").numbers[0] for kind, node in kinds.items()} == wanted
        assert numbers(self.page.one(look="gaps-note").text) == [len(self.cities)]

    def panel(self) -> None:
        """The open detail, or the overview, counts its cities and facts."""
        panel = self.page.one(id="page-panel")
        if event := self.asked.get("event"):
            self.event(panel, event[0])
        elif topic := self.asked.get("about"):
            self.topic(panel, topic[0])
        elif compared := self.asked.get("compare"):
            self.compare(panel, compared)
        elif city := self.asked.get("city"):
            assert section(panel, "topics") in ([], [len(topics_of(city[0]))])
            assert section(panel, "events") in ([], [len(events_of(city[0]))])
        else:
            self.overview(panel)

    def overview(self, panel: Node) -> None:
        """Topics, facts and cities are counted among the matching cities only."""
        bars = [bar for bar in panel.all(tag="a") if "about" in leads_to(bar) and bar.all(look="count")]
        for bar in bars:
            topic = leads_to(bar)["about"][0]
            assert bar.one(look="count").numbers == [len(CENSUS.having("topic", topic) & self.cities)], topic
        facts = [row["basis"] for row in CENSUS.facts_of(self.cities)]
        counted = {}
        for part in panel.all(look="part-trust"):
            for head in (*part.all(tag="summary"), *part.all(tag="dt")):
                if found := re.search(r"(stated|implied|derived).*?([\d,]+) facts?$", head.text, re.DOTALL):
                    counted[found[1]] = numbers(found[2])[0]
        assert {basis: count for basis, count in counted.items() if count} == {
            basis: facts.count(basis) for basis in BASES if basis in facts
        }
        for heading in panel.all(tag="h2"):
            for count in heading.all(look="count"):
                assert count.numbers == [len(self.cities)], heading.text
        for count in re.findall(r"All ([\d,]+) in the table", panel.text):
            assert numbers(count) == [len(self.cities)]
        for listed in panel.all(look="matching"):
            assert {leads_to(link)["city"][0] for link in listed.all(tag="a", look="city-link")} <= self.cities
        assert bars or self.filtered

    def event(self, panel: Node, event: str) -> None:
        """Each role counts its cities once; cities without a record are counted too."""
        rows = [row for row in CENSUS.parts if row["event"] == event]
        for part in ("host", "presenter", "attendee"):
            wanted = len({row["city"] for row in rows if row["role"] == part})
            assert section(panel, part) in ([wanted], [] if not wanted else [wanted]), part
        missing = len(CENSUS.cities) - len({row["city"] for row in rows})
        assert section(panel, "no-record") == ([missing] if missing else [])

    def topic(self, panel: Node, topic: str) -> None:
        """The heading counts all cities; each subtopic counts its own."""
        having = CENSUS.having("topic", topic)
        count = len(having)
        assert f"{count} of {len(CENSUS.cities)} cities" in panel.text
        assert f"these {count} cities" in panel.text or "all cities again" in panel.text
        assert section(panel, "cities") == [count]
        children = [row for row in CENSUS.topics.values() if row["parent"] == topic]
        assert section(panel, "below") == ([len(children)] if children else [])
        rows = panel.one(look="part-cities").one(tag="tbody").all(tag="tr")
        assert {leads_to(row.all(tag="a", look="city-link")[0])["city"][0] for row in rows} == having
        for row in rows:
            city = leads_to(row.all(tag="a", look="city-link")[0])["city"][0]
            assert len(row.one(look="facts-list").all(tag="li")) == len(facts_on(topic, city)), city
        for teacher in panel.one(look="part-experience").one(look="experience").all(tag="li"):
            bases = [row["basis"] for row in facts_on(topic, leads_to(teacher.all(tag="a")[0])["city"][0])]
            shown = re.findall(r"(\d+) (stated|implied|derived)", teacher.one(look="count").text)
            assert {basis: int(number) for number, basis in shown} == {
                basis: bases.count(basis) for basis in BASES if basis in bases
            }
        for below in panel.all(look="part-below"):
            for bar in below.all(tag="a"):
                child = leads_to(bar)["about"][0]
                assert bar.one(look="count").numbers == [len(CENSUS.having("topic", child))], child

    def compare(self, panel: Node, cities: list[str]) -> None:
        """Topics and events have one column per city."""
        cities = sorted(cities)  # the query string is canonical
        bodies = {body.all(tag="th")[0].text: body for body in panel.all(tag="tbody") if body.all(tag="th")}
        assert [cell.numbers for cell in bodies["Topics"].all(tag="td")] == [[len(topics_of(city))] for city in cities]
        shown = [cell.numbers for cell in bodies["Events on record"].all(tag="td")]
        assert shown == [[len(events_of(city))] for city in cities]

    def footer(self) -> None:
        """Facts and sources are those of the tables, for any filters."""
        said = self.page.one(tag="footer").text
        for count, words in ((len(CENSUS.facts), "cities and topics"), (len(CENSUS.parts), "events")):
            assert f"{count} facts on {words}" in said
        assert f"{len(CENSUS.sources)} sources" in said
        assert len(self.page.one(id="page-events").all(tag="li")) == len(CENSUS.events)

    def dialogs(self) -> None:
        """About counts all facts and sources; Export counts the content of its files."""
        about = self.page.one(tag="dialog", id="about").text
        bases = [row["basis"] for row in (*CENSUS.facts, *CENSUS.parts)]
        for basis in BASES:
            assert f"{basis} {bases.count(basis)}" in about
        assert f"{len(CENSUS.sources)} sources" in about
        counts = {
            node.attributes["data-export-count"]: node.numbers
            for node in self.page.one(tag="dialog", id="export")
            if "data-export-count" in node.attributes
        }
        summaries = CENSUS.summaries_of(self.cities)
        facts = [len(CENSUS.facts_of(self.cities)), *([summaries] if summaries else [])]
        events = len(self.asked.get("attended", ())) or len(
            CENSUS.events_of(self.cities) if self.filtered else CENSUS.events
        )
        assert counts["cities.csv"] == counts["map.png"] == counts["map.svg"] == [len(self.cities)]
        assert counts["facts.csv"] == facts
        assert counts["cities.geojson"] == [len(self.cities), *facts]
        assert counts["cities.json"] == [len(self.cities), *facts, events]
        assert counts["events.ics"] == counts["events.csv"] == [1 if "event" in self.asked else events]


def topics_of(city: str) -> set[str]:
    """Return the topics in which a city has a fact."""
    return {row["topic"] for row in CENSUS.facts if row["city"] == city}


def events_of(city: str) -> set[str]:
    """Return the events that a city attended."""
    return {row["event"] for row in CENSUS.parts if row["city"] == city}


def facts_on(topic: str, city: str) -> list[dict[str, str]]:
    """The facts of a city on a topic and on those below it."""
    return [row for row in CENSUS.facts if row["city"] == city and row["topic"] in CENSUS.family(topic)]


def leads_to(link: Node) -> dict[str, list[str]]:
    """Return the keys and values of the address of a link."""
    return parse_qs(link.attributes["href"].partition("#")[0].removeprefix("?"))


def section(panel: Node, identity: str) -> list[int]:
    """Return the numbers in the heading of a panel section; none if the section is missing."""
    return [number for part in panel.all(look=f"part-{identity}") for number in part.all(tag="h3")[0].numbers]
