"""The tables that come with the dashboard: complete, sound, and written as facts should be."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from dashboard.config import default_data
from dashboard.ingest.loader import load, validate
from dashboard.model.network import Basis, Network, ParticipationRole, Role

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
    assert [str(problem) for problem in validate(DATA).problems] == []


def test_it_is_complete(network: Network) -> None:
    """All that was compiled is there."""
    parts = (network.cities, network.topics, network.city_topics, network.events, network.participation)
    assert [len(part) for part in parts] == [22, 14, 186, 8, 47]
    assert len(network.sources) == 166
    assert str(network.accessed) == "2026-11-28"
    assert Counter(network.cities["role"]) == {Role.LIGHTHOUSE: 3, Role.FOLLOWER: 3, Role.MEMBER: 16}
    assert len(network.countries) == 14


def test_topics_stand_in_two_levels(network: Network) -> None:
    """The seven technologies stand below one topic, the six others beside it."""
    below = [topic for topic in network.topics if topic.parent]
    assert {topic.parent for topic in below} == {"technologies"}
    assert len(below) == 7


def test_every_fact_city_event_and_note_has_a_source(network: Network) -> None:
    """There is nothing on the page that nobody can check."""
    used = {*network.city_topics["source"], *network.participation["source"]}
    used |= {key for sources in network.cities["source"] for key in sources.split(";")}
    for event in network.events:
        used |= {source.id for source in (event.source, event.description_source) if source is not None}
    used |= {note.fact.source.id for note in (*network.notes, *network.role_notes.values())}
    assert used == set(network.sources), "a source is missing, or stands for nothing"
    assert all(event.source is not None for event in network.events)


def test_every_source_says_its_language(network: Network) -> None:
    """A reader knows before the click whether the page can be read."""
    assert [source.id for source in network.sources.values() if not source.language] == []
    languages = Counter(source.language for source in network.sources.values())
    assert languages["en"] == 108
    assert set(languages) >= {"de", "es", "fi", "it", "pl", "pt", "ro", "sr-Cyrl", "tr", "zh-Hans", "zh-Hant"}


def test_a_date_in_an_address_is_the_day_of_publication(network: Network) -> None:
    """What the address of a page says of its age is in the table."""
    found = 0
    for source in network.sources.values():
        match = re.search(r"/(20[0-9]{2})/([01][0-9])(?:/([0-3][0-9]))?/", source.url)
        if match:
            found += 1
            assert source.published == "-".join(filter(None, match.groups())), source.id
    assert found >= 10


def test_the_network_says_what_it_is(network: Network) -> None:
    """Its notes, the meaning of each role, and its own page."""
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
"""What the pages say of each event and nobody shall miss."""


def test_every_event_is_described(network: Network) -> None:
    """Three to six sentences that say what happened, with the names that the pages give."""
    assert {event.id for event in network.events} == set(WORDS_OF_EVENTS)
    for event in network.events:
        sentences = re.findall(r"[.](?= [A-Z]|$)", event.description)
        assert 3 <= len(sentences) <= 6, event.id
        assert event.description.endswith(".")
        assert [word for word in WORDS_OF_EVENTS[event.id] if word not in event.description] == []


def test_summaries_are_of_one_kind(network: Network) -> None:
    """First why the city is in the network and what it is known for there, then the place; each with its pages."""
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
        hosts = {each.city for each in network.participants(event.id) if each.part is ParticipationRole.HOST}
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
        assert not fact.startswith(("In ", "Under ", "Through ", "Since ", "For ", "As ", "At ", "To ", "Within ")), (
            fact
        )


def test_what_a_city_presented_to_the_network_is_participation() -> None:
    """A talk at a workshop is no work on a topic: it stands with the event, and makes no city a peer."""
    for row in table("city_topics.csv"):
        said = re.search(r"(presented|showed|introduced|shown) .*\b(network|partners)\b", row["fact"], re.IGNORECASE)
        assert said is None, row["fact"]
        assert "mobility situation" not in row["fact"]


def test_what_was_presented_is_not_lost() -> None:
    """What a talk said of the city itself is a fact of the city."""
    facts = " ".join(row["fact"] for row in table("city_topics.csv"))
    for word in ("Share'n go", "axial bus lanes", "solar road", "autonomous shuttle", "HUBMOBILE", "CliMobCity"):
        assert word in facts, word


def test_plans_that_are_past_due_are_in_the_past_tense(network: Network) -> None:
    """Nobody still aims at a year that is over."""
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


def test_a_year_to_reach_something_by_is_due() -> None:
    """A sentence that names the year of a target has it in its column too."""
    for row in table("city_topics.csv"):
        if re.search(r"\b(?:aim|plan|target|commit)\w* .*\bby (?:mid-)?20[0-9]{2}", row["fact"], re.IGNORECASE):
            assert row["due"], row["fact"]


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_turkiye_is_called_by_its_name(path: Path) -> None:
    """The country has one name on the page."""
    assert "Turkey" not in path.read_text(encoding="utf-8")


def test_no_two_facts_are_the_same() -> None:
    """A sentence stands once, under the topic where it belongs."""
    facts = Counter(row["fact"] for row in table("city_topics.csv"))
    assert [fact for fact, count in facts.items() if count > 1] == []


def test_titles_are_titles() -> None:
    """A title names a page and leaves its publisher to the next column."""
    for row in table("sources.csv"):
        assert row["title"] == row["title"].strip()
        assert f"({row['publisher']})".lower() not in row["title"].lower()
        assert "(Wikipedia)" not in row["title"]
        assert " | Greenreality" not in row["title"]


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_files_are_plain(path: Path) -> None:
    """UTF-8 without a mark, lines that end with LF, and a last line end: clean differences from version to version."""
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    data.decode("utf-8")
