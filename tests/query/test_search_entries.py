"""What a search knows: every entry with its names, and every text with the weight of where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from dashboard.model.entities import Event, ParticipationRole, Topic
from dashboard.model.network import Network
from dashboard.query.search_entries import FACT, KEYWORD, NAME, TEXT, Key, Kind, keys_of, names_of, texts_of
from dashboard.text.normalize import normalize
from tests.networks import SOURCE, Town, event, network_of, small, with_notes


def weights(network: Network, key: Key) -> dict[str, list[float]]:
    """The weights of each folded word of an entry."""
    found: dict[str, list[float]] = {}
    for of, weight, text in texts_of(network):
        if of == key:
            for word in normalize(text).split():
                found.setdefault(word, []).append(weight)
    return found


def test_every_entry_has_a_key_in_the_order_of_kinds() -> None:
    """Cities first, as the network has them; roles and bases that are used, in their order."""
    assert keys_of(with_notes(small())) == [
        *((Kind.CITY, city) for city in ("alba", "brno", "cuna", "dalu", "eden")),
        *((Kind.COUNTRY, code) for code in small().countries),
        *((Kind.TOPIC, topic) for topic in ("energy", "solar", "heat", "mobility")),
        *((Kind.EVENT, one) for one in ("meeting", "webinar")),
        *((Kind.ROLE, role) for role in ("lighthouse", "follower", "member")),
        *((Kind.BASIS, basis) for basis in ("stated", "implied", "derived")),
        *((Kind.NOTE, note) for note in ("about", "ended", "joining", "contact")),
    ]


def test_roles_and_bases_that_are_not_used_are_no_entries() -> None:
    """A list of other people has neither."""
    assert keys_of(network_of([Town("alba", role="")])) == [(Kind.CITY, "alba"), (Kind.COUNTRY, "ES")]
    one = network_of([Town("alba")], topics=[Topic("sun", "Sun")], facts=[("alba", "sun")])
    assert [key for key in keys_of(one) if key[0] in (Kind.ROLE, Kind.BASIS)] == [
        (Kind.ROLE, "member"),
        (Kind.BASIS, "stated"),
    ]


def test_each_entry_has_its_names_the_shown_one_first() -> None:
    """Folded, each once; an entry whose name folds to nothing has an empty one."""
    network = with_notes(small())
    names = dict(zip(keys_of(network), names_of(network, keys_of(network)), strict=True))
    assert names[Kind.CITY, "brno"] == ("brno",)
    assert names[Kind.COUNTRY, "ES"][0] == "spain"
    assert names[Kind.TOPIC, "solar"] == ("solar power",)
    assert names[Kind.EVENT, "meeting"] == ("meeting",)
    assert names[Kind.ROLE, "member"] == ("member",)
    assert names[Kind.BASIS, "implied"] == ("implied",)
    assert names[Kind.NOTE, "joining"] == ("how to join", "joining")
    two = network_of([Town("vienna", "AT", label="Wien"), Town("odd", label="…")])
    two = replace(two, cities=two.cities.assign(name=["Vienna", "…"], local_name=["Wien", ""]))
    assert names_of(two, keys_of(two))[:2] == [("wien", "vienna"), ("",)]


def test_words_of_a_city_count_by_where_they_stand() -> None:
    """Names most, then country, role and topics, then facts, summary and columns of the owner."""
    towns = [Town("alba", "ES", label="Alba", summary="Harbour.", extra={"mayor": "Somebody"}), Town("brno", "CZ")]
    network = network_of(
        towns, topics=[Topic("sun", "Solar")], facts=[("alba", "sun")], text="Roofs.", parts=[], events=[]
    )
    network = replace(network, cities=network.cities.assign(local_name=["Albalocal", ""]))
    found = weights(network, (Kind.CITY, "alba"))
    assert {word: max(values) for word, values in found.items()} == {
        "alba": NAME,
        "albalocal": NAME,
        "spain": TEXT,
        "spanish": TEXT,
        "member": TEXT,
        "solar": TEXT,
        "harbour": FACT,
        "roofs": FACT,
        "somebody": FACT,
    }
    assert "spain" not in weights(network, (Kind.CITY, "brno"))


def test_a_country_is_found_by_its_name_and_its_people() -> None:
    """Both are names of it."""
    found = weights(small(), (Kind.COUNTRY, "CZ"))
    assert max(found["czechia"]) == NAME
    assert max(found["czech"]) == NAME


def test_a_topic_is_found_by_title_description_parent_and_facts() -> None:
    """A fact that is said of several cities counts once."""
    network = network_of(
        [Town("alba"), Town("brno")],
        topics=[Topic("energy", "Energy"), Topic("sun", "Solar", "energy", "Panels.")],
        facts=[("alba", "sun"), ("brno", "sun")],
        text="Roofs.",
    )
    assert weights(network, (Kind.TOPIC, "sun")) == {
        "roofs": [FACT],
        "solar": [NAME],
        "panels": [TEXT],
        "energy": [FACT],
    }
    assert weights(network, (Kind.TOPIC, "energy")) == {"energy": [NAME]}


def one_event(**changes: object) -> dict[str, float]:
    """The weights of an event at Alba where Brno took part."""
    made: Event = replace(event("e-1", title="Meeting", place="alba"), **changes)  # type: ignore[arg-type]  # of mixed types
    parts = [("e-1", "brno", ParticipationRole.ATTENDEE)]
    network = network_of([Town("alba"), Town("brno")], events=[made], parts=parts)
    found = weights(network, (Kind.EVENT, "e-1"))
    return {word: max(values) for word, values in found.items()}


def test_an_event_is_found_by_title_kind_place_date_and_who_was_there() -> None:
    """Summary and description count as facts."""
    found = one_event(kind="workshop", start="2018-02-14", end="2018-03-01", summary="Held.", description="Talked.")
    expected = {
        "meeting": NAME,
        "workshop": TEXT,
        "alba": TEXT,
        "2018": TEXT,
        "february": TEXT,
        "feb": TEXT,
        "march": TEXT,
        "mar": TEXT,
        "held": FACT,
        "talked": FACT,
        "brno": FACT,
    }
    assert {word: found.get(word) for word in expected} == expected
    assert "online" not in found
    assert found["1"] == TEXT, "of its id"


@pytest.mark.parametrize(
    ("changes", "there", "missing"),
    [
        ({"place": "online"}, {"online"}, {"alba"}),
        ({"place": "elsewhere"}, {"elsewhere"}, {"alba", "online"}),
        ({"start": "2018", "end": "2018"}, {"2018"}, {"february", "january"}),
        ({"start": "2018-12", "end": "2019-01"}, {"2018", "2019", "december", "dec", "january", "jan"}, {"november"}),
    ],
)
def test_an_event_has_the_words_of_its_own_place_and_date(
    changes: dict[str, str], there: set[str], missing: set[str]
) -> None:
    """A date that is known to the year has no month."""
    found = one_event(**changes)
    assert there <= set(found)
    assert not missing & set(found)


def test_texts_of_the_network_are_found_by_title_keywords_and_text() -> None:
    """So are roles by their meaning; the id of a note is a keyword."""
    network = with_notes(small())
    first, *others = network.notes
    network = replace(network, notes=(replace(first, keywords=("purpose", "aim")), *others))
    assert weights(network, (Kind.NOTE, "about")) == {
        "about": [NAME, KEYWORD],
        "purpose": [KEYWORD],
        "aim": [KEYWORD],
        "we": [FACT],
        "share": [FACT],
    }
    found = weights(network, (Kind.ROLE, "lighthouse"))
    assert found["lighthouse"] == [NAME, NAME, KEYWORD]
    assert found["first"] == [FACT]
    assert weights(small(), (Kind.ROLE, "lighthouse")) == {"lighthouse": [NAME]}
    assert weights(small(), (Kind.BASIS, "derived")) == {"derived": [NAME]}


def test_each_text_is_of_an_entry() -> None:
    """And each entry has at least one."""
    network = with_notes(small())
    assert set(Counter(key for key, _, _ in texts_of(network))) == set(keys_of(network))
    assert SOURCE.title not in {text for _, _, text in texts_of(network)}
