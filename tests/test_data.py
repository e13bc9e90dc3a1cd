"""The data of the repository: complete, valid, and in the required form."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from dashboard.config import default_data
from dashboard.ingest.loader import load, validate
from dashboard.model.entities import ParticipationRole, Role
from dashboard.model.facts import Basis
from dashboard.model.network import Network

DATA = default_data()


@pytest.fixture(scope="module")
def network() -> Network:
    """Return the network of the repository."""
    return load(DATA)


def table(name: str) -> list[dict[str, str]]:
    """Read one table without conversion."""
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_check_reports_nothing() -> None:
    """The check reports no error and no warning."""
    assert [str(problem) for problem in validate(DATA).problems] == []


def test_it_is_complete(network: Network) -> None:
    """All collected data are there."""
    parts = (network.cities, network.topics, network.city_topics, network.events, network.participation)
    assert [len(part) for part in parts] == [22, 14, 186, 8, 47]
    assert len(network.sources) == 166
    assert str(network.accessed) == "2026-11-28"
    assert Counter(network.cities["role"]) == {Role.LIGHTHOUSE: 3, Role.FOLLOWER: 3, Role.MEMBER: 16}
    assert len(network.countries) == 14


def test_topics_have_two_levels(network: Network) -> None:
    """Seven technologies are below one topic; the other six topics are on the top level."""
    below = [topic for topic in network.topics if topic.parent]
    assert {topic.parent for topic in below} == {"technologies"}
    assert len(below) == 7


def test_every_fact_city_event_and_note_has_a_source(network: Network) -> None:
    """Everything on the page can be verified."""
    used = {*network.city_topics["source"], *network.participation["source"]}
    used |= {key for sources in network.cities["source"] for key in sources.split(";")}
    for event in network.events:
        used |= {source.id for source in (event.source, event.description_source) if source is not None}
    used |= {note.fact.source.id for note in (*network.notes, *network.role_notes.values())}
    assert used == set(network.sources), "a source is missing or unused"
    assert all(event.source is not None for event in network.events)


def test_every_source_has_a_language(network: Network) -> None:
    """A reader knows the language before the click."""
    assert [source.id for source in network.sources.values() if not source.language] == []
    languages = Counter(source.language for source in network.sources.values())
    assert languages["en"] == 108
    assert set(languages) >= {"de", "es", "fi", "it", "pl", "pt", "ro", "sr-Cyrl", "tr", "zh-Hans", "zh-Hant"}


def test_a_date_in_an_address_is_the_day_of_publication(network: Network) -> None:
    """A date in a URL is the publication date in the table."""
    found = 0
    for source in network.sources.values():
        match = re.search(r"/(20[0-9]{2})/([01][0-9])(?:/([0-3][0-9]))?/", source.url)
        if match:
            found += 1
            assert source.published == "-".join(filter(None, match.groups())), source.id
    assert found >= 10


def test_network_has_notes(network: Network) -> None:
    """The network has notes, meanings of roles, and its own page."""
    assert [note.id for note in network.notes] == [
        "about",
        "project",
        "aims",
        "ended",
        "joining",
        "contact",
        "webinars",
        "newsletter",
    ]
    assert set(network.role_notes) == set(Role)
    assert network.url == "https://mysmartlife.eu/network/"
    words = " ".join(" ".join((note.title, note.fact.text, *note.keywords)) for note in network.notes).lower()
    for word in ("secretariat", "contact", "join", "membership", "webinar", "newsletter", "horizon 2020", "lighthouse"):
        assert word in words, word
    assert not re.search(r"[+(][0-9]{2}|[\w.]+@", words), "no number and no address of a person"


WORDS_OF_EVENTS = {
    "workshop-1": ("similar challenges", "citizen participation"),
    "workshop-2": ("24-metre electric bus", "solar road", "autonomous shuttle", "Vertou", "periodic meeting"),
    "workshop-3": (
        *("BSR Electric", "SWITCHH", "Cities4People", "LUCIA", "HUBMOBILE"),
        *("2050 CliMobCity", "Share'n go", "COVID-19", "bus lanes"),
    ),
    "workshop-4": ("50 information packs", "Am Schilfpark", "exhibition", "final conference"),
    "visit-nantes": ("31 most replicable projects", "five mentoring sessions"),
    "visit-rijeka": ("open data portal", "competence centre"),
    "visit-bydgoszcz": ("Frankfurt", "CEC5"),
    "webinar-replication": ("RICIKLETA", "LED", "Smart Cities Information System"),
}
"""Required statements about each event."""


def test_every_event_is_described(network: Network) -> None:
    """Three to six sentences describe each event, with the names on the pages."""
    assert {event.id for event in network.events} == set(WORDS_OF_EVENTS)
    for event in network.events:
        sentences = re.findall(r"[.](?= [A-Z]|$)", event.description)
        assert 3 <= len(sentences) <= 6, event.id
        assert event.description.endswith(".")
        assert [word for word in WORDS_OF_EVENTS[event.id] if word not in event.description] == []


def test_summaries_have_one_form(network: Network) -> None:
    """A summary states first the role in the network, then the place, and has sources."""
    for city_id in network.cities["id"]:
        city = network.city(city_id)
        assert city is not None
        assert city.role is not None
        begins = (f"{city.role.capitalize()} city known for ", f"{city.role.capitalize()} city that ")
        assert city.summary.startswith(begins), city.summary
        sentences = re.findall(r"[.](?= [A-Z]|$)", city.summary)
        assert len(sentences) == 2, city.summary
        assert len(city.sources) >= 2, city.id
        assert city.sources[0].publisher != "Wikipedia", city.id


def test_names_have_local_spelling_and_source_spelling(network: Network) -> None:
    """Cacak is shown as Čačak, and the search finds both."""
    different = network.cities[network.cities["label"] != network.cities["name"]]
    assert dict(zip(different["name"], different["label"], strict=True)) == {
        "Cacak": "Čačak",
        "Medellin": "Medellín",
        "Malaga": "Málaga",
    }


def test_pages_of_the_project_come_first(network: Network) -> None:
    """Facts of a city in a topic start with those from the project's own pages."""
    own = {key for key, source in network.sources.items() if source.publisher == "mysmartlife.eu"}
    for rows in (table("city_topics.csv"), network.city_topics.to_dict("records")):
        seen: dict[tuple[str, str], bool] = {}
        for row in rows:
            key = (row["city"], row["topic"])
            is_own = row["source"] in own
            assert not (is_own and not seen.get(key, True)), row["fact"]
            seen[key] = is_own


def test_derived_facts_explain_their_reasoning(network: Network) -> None:
    """Only the unnamed members at the first workshop are derived, and the fact explains why."""
    assert Basis.DERIVED not in set(network.city_topics["basis"])
    derived = network.participation[network.participation["basis"] == Basis.DERIVED]
    assert set(derived["event"]) == {"workshop-1"}
    assert len(derived) == 13
    assert all("exactly 13 members in these countries" in fact for fact in derived["fact"])


def test_events_have_their_hosts(network: Network) -> None:
    """A city hosts an event in it; online events have no host."""
    for event in network.events:
        hosts = {each.city for each in network.participants(event.id) if each.part is ParticipationRole.HOST}
        assert hosts == (set() if event.place == "online" else {event.place})


def test_every_city_has_coordinates_in_its_country(network: Network) -> None:
    """All 22 cities have coordinates."""
    assert not network.cities["latitude"].isna().any()
    assert not network.cities["longitude"].isna().any()


@pytest.mark.parametrize("name", ["city_topics.csv", "participation.csv"])
def test_facts_are_sentences(name: str) -> None:
    """A fact starts with a capital, ends with a full stop, and has one line."""
    for row in table(name):
        fact = row["fact"]
        assert re.fullmatch(r"'?[A-Z0-9].*[.]", fact), fact
        assert "  " not in fact
        assert "stored text" not in fact
        assert "stored copy" not in fact
        assert "’" not in fact, "one kind of apostrophe in our own sentences"
        assert not fact.startswith(("In ", "Under ", "Through ", "Since ", "For ", "As ", "At ", "To ", "Within ")), (
            fact
        )


def test_talks_are_participation() -> None:
    """A talk at a workshop belongs to the event; it is not work on a topic."""
    for row in table("city_topics.csv"):
        said = re.search(r"(presented|showed|introduced|shown) .*\b(network|partners)\b", row["fact"], re.IGNORECASE)
        assert said is None, row["fact"]
        assert "mobility situation" not in row["fact"]


def test_facts_from_talks_are_kept() -> None:
    """Statements of a talk about the city are facts of the city."""
    facts = " ".join(row["fact"] for row in table("city_topics.csv"))
    for word in ("Share'n go", "axial bus lanes", "solar road", "autonomous shuttle", "HUBMOBILE", "CliMobCity"):
        assert word in facts, word


def test_plans_that_are_past_due_are_in_the_past_tense(network: Network) -> None:
    """No fact still plans for a past year."""
    past = r"\b(?:aimed|planned|targeted|committed|set out|set a goal|was to|were to)\b"
    assert network.accessed is not None
    plans = [row for row in table("city_topics.csv") if row["due"]]
    assert len(plans) == 26
    for row in plans:
        if int(row["due"]) < network.accessed.year:
            assert re.search(past, row["fact"], re.IGNORECASE), row["fact"]
    for row in table("city_topics.csv"):
        for year in re.findall(r"\b(?:by|until)(?: the end of| mid-)?(?: January)? ?(20[0-9]{2})", row["fact"]):
            open_plan = re.match(r"(?:Aims|Plans|Targets)\b", row["fact"])
            assert int(year) >= network.accessed.year or not open_plan, row["fact"]


def test_target_years_are_in_the_due_column() -> None:
    """The target year of a sentence is also in its column."""
    for row in table("city_topics.csv"):
        if re.search(r"\b(?:aim|plan|target|commit)\w* .*\bby (?:mid-)?20[0-9]{2}", row["fact"], re.IGNORECASE):
            assert row["due"], row["fact"]


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_turkiye_has_one_name(path: Path) -> None:
    """The country has one name on the page."""
    assert "Turkey" not in path.read_text(encoding="utf-8")


def test_no_two_facts_are_the_same() -> None:
    """Each sentence occurs once, under its topic."""
    facts = Counter(row["fact"] for row in table("city_topics.csv"))
    assert [fact for fact, count in facts.items() if count > 1] == []


def test_titles_do_not_contain_the_publisher() -> None:
    """A title names a page; the publisher is in its own column."""
    for row in table("sources.csv"):
        assert row["title"] == row["title"].strip()
        assert f"({row['publisher']})".lower() not in row["title"].lower()
        assert "(Wikipedia)" not in row["title"]
        assert " | Greenreality" not in row["title"]


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_files_are_plain_utf8(path: Path) -> None:
    """UTF-8 without a byte order mark, LF line ends, and a final newline, for clean diffs."""
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    data.decode("utf-8")
