"""The tables that come with the dashboard: complete, sound, and written as facts should be."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from dashboard.config import default_data
from dashboard.network.loader import examine, load
from dashboard.network.model import Basis, Network, Part, Role

DATA = default_data()


@pytest.fixture(scope="module")
def network() -> Network:
    """Return the network that comes with the dashboard."""
    return load(DATA)


def table(name: str) -> list[dict[str, str]]:
    """Read one table as it stands in the file."""
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_nothing_is_wrong_with_it() -> None:
    """The check has neither an error nor a remark."""
    assert [str(problem) for problem in examine(DATA).problems] == []


def test_it_is_complete(network: Network) -> None:
    """All that was compiled is there."""
    parts = (network.cities, network.topics, network.city_topics, network.events, network.participation)
    assert [len(part) for part in parts] == [22, 14, 189, 8, 47]
    assert len(network.sources) == 164
    assert str(network.accessed) == "2026-11-22"
    assert Counter(network.cities["role"]) == {Role.LIGHTHOUSE: 3, Role.FOLLOWER: 3, Role.MEMBER: 16}
    assert len(network.countries) == 14


def test_topics_stand_in_two_levels(network: Network) -> None:
    """The seven technologies stand below one topic, the six others beside it."""
    below = [topic for topic in network.topics if topic.parent]
    assert {topic.parent for topic in below} == {"technologies"}
    assert len(below) == 7


def test_every_fact_city_and_event_has_a_source(network: Network) -> None:
    """There is nothing on the page that nobody can check."""
    used = {*network.city_topics["source"], *network.participation["source"], *network.cities["source"]}
    used |= {event.source.id for event in network.events if event.source is not None}
    assert used == set(network.sources), "a source is missing, or stands for nothing"
    assert all(event.source is not None for event in network.events)


def test_names_stand_in_local_spelling_beside_that_of_the_source(network: Network) -> None:
    """Cacak is shown as Čačak, and can still be found as the source writes it."""
    different = network.cities[network.cities["label"] != network.cities["name"]]
    assert dict(zip(different["name"], different["label"], strict=True)) == {
        "Cacak": "Čačak",
        "Medellin": "Medellín",
        "Malaga": "Málaga",
    }


def test_pages_of_the_project_come_first(network: Network) -> None:
    """In the file and in the network, facts of a city in a topic begin with the project's own pages."""
    own = {key for key, source in network.sources.items() if source.publisher == "mysmartlife.eu"}
    for rows in (table("city_topics.csv"), network.city_topics.to_dict("records")):
        seen: dict[tuple[str, str], bool] = {}
        for row in rows:
            key = (row["city"], row["topic"])
            is_own = row["source"] in own
            assert not (is_own and not seen.get(key, True)), row["fact"]
            seen[key] = is_own


def test_derived_facts_carry_their_reasoning(network: Network) -> None:
    """Only the unnamed members at the first workshop are derived, and the reasoning stands in the fact."""
    assert Basis.DERIVED not in set(network.city_topics["basis"])
    derived = network.participation[network.participation["basis"] == Basis.DERIVED]
    assert set(derived["event"]) == {"workshop-1"}
    assert len(derived) == 13
    assert all("exactly 13 members in these countries" in fact for fact in derived["fact"])


def test_events_have_their_hosts(network: Network) -> None:
    """An event that took place in a city was hosted by it; an online one by nobody."""
    for event in network.events:
        hosts = {each.city for each in network.participants(event.id) if each.part is Part.HOST}
        assert hosts == (set() if event.place == "online" else {event.place})


def test_every_city_lies_on_the_map_in_its_country(network: Network) -> None:
    """The coordinates are there for all 22."""
    assert not network.cities["latitude"].isna().any()
    assert not network.cities["longitude"].isna().any()


@pytest.mark.parametrize("name", ["city_topics.csv", "participation.csv"])
def test_facts_are_sentences(name: str) -> None:
    """A fact begins like a sentence, ends with a full stop, and is written on one line."""
    for row in table(name):
        fact = row["fact"]
        assert re.fullmatch(r"'?[A-Z0-9].*[.]", fact), fact
        assert "  " not in fact
        assert "stored text" not in fact
        assert "stored copy" not in fact
        assert "’" not in fact, "one kind of apostrophe in our own sentences"


def test_no_two_facts_are_the_same() -> None:
    """A sentence stands once; what belongs to two topics is worded for each."""
    facts = Counter((row["city"], row["fact"]) for row in table("city_topics.csv"))
    assert [fact for fact, count in facts.items() if count > 1] == []


def test_titles_are_titles() -> None:
    """A title names a page and leaves its publisher to the next column."""
    for row in table("sources.csv"):
        assert row["title"] == row["title"].strip()
        assert f"({row['publisher']})".lower() not in row["title"].lower()
        assert "(Wikipedia)" not in row["title"]
        assert " | Greenreality" not in row["title"]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_files_are_plain(path: Path) -> None:
    """UTF-8 without a mark, lines that end with LF, and a last line end: clean differences from version to version."""
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    data.decode("utf-8")
