"""Small networks made by hand or by hypothesis, and the states of their page, for tests of what is made of networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from dashboard.model.network import (
    CITY_COLUMNS,
    ONLINE,
    PLACE_COLUMNS,
    Basis,
    Event,
    Fact,
    Network,
    Note,
    ParticipationRole,
    Role,
    Source,
    SourceKind,
    Topic,
)
from dashboard.query.state import MapView, State

SOURCE = Source(
    "page", "A page", "A publisher", SourceKind.OFFICIAL, "https://www.example.org/page", date(2026, 11, 22)
)
SOURCES = {"page": SOURCE}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    'O\'Hara & "Sons" <b>',
    "javascript:alert(1)",
    "\u05d9\u05e8\u05d5\u05e9\u05dc\u05d9\u05dd",
    "\u0642\u0627\u0647\u0631\u0629",
    "{values} {count} %s %(x)s \\0 \0390\0",
    "Llanfair" * 24,
    "</title></style></textarea><!--",
)
"""Texts that break what is not written with care."""
SOUND, BROKEN = "name,country\nRome,IT\nNantes,FR\n", "name,country\nRome,XX\n"
"""A list of two cities, and one with a country that is none."""
LETTERS = "abcxyz ABC äčß Ωж 中 '&<"


@dataclass(frozen=True)
class Town:
    """One row of cities.csv and of places.csv; `at` is latitude and longitude."""

    id: str
    country: str = "ES"
    role: str = "member"
    at: tuple[float, float] | None = (40.0, -3.0)
    label: str = ""
    website: str = ""
    summary: str = ""
    source: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def event(
    identity: str, *, place: str = ONLINE, start: str = "2020-01-15", title: str = "", kind: str = "workshop"
) -> Event:
    """An event of one day."""
    return Event(identity, title or identity.title(), kind, start, start, place, f"About {identity}.", SOURCE)


def network_of(
    towns: Sequence[Town],
    *,
    topics: Sequence[Topic] = (),
    events: Sequence[Event] = (),
    facts: Sequence[tuple[str, str]] = (),
    parts: Sequence[tuple[str, str, ParticipationRole] | tuple[str, str, ParticipationRole, Basis]] = (),
    title: str = "A Network",
    tagline: str = "",
    text: str = "A fact.",
) -> Network:
    """Build a network as the loader does.

    Args:
        towns: its cities.
        topics, events: as in the model; a parent before its children, events by date.
        facts: city and topic of each fact.
        parts: event, city, part and, where it is not `stated`, basis.
        title, tagline: of the network.
        text: the words of every fact.
    """
    of_topics, of_events = (
        [len({other for city, other in pairs if city == town.id}) for town in towns]
        for pairs in (facts, [(city, event) for event, city, *_ in parts])
    )
    texts: dict[str, list[str]] = {column: [""] * len(towns) for column in (*CITY_COLUMNS, *PLACE_COLUMNS)}
    texts |= {key: [getattr(town, key) for town in towns] for key in ("id", "country", "role", "website", "summary")}
    names = [town.label or town.id.title() for town in towns]
    texts |= {"name": names, "label": names, "source": [town.source for town in towns]}
    columns: dict[str, Any] = {key: pd.Series(values, dtype="str") for key, values in texts.items()}
    nan = float("nan")
    for position, key in enumerate(("latitude", "longitude")):
        columns[key] = pd.Series([nan if town.at is None else town.at[position] for town in towns], dtype="float64")
    columns["population"] = pd.Series([nan] * len(towns), dtype="float64")
    columns["topics"] = pd.Series(of_topics, dtype="int64")
    columns["events"] = pd.Series(of_events, dtype="int64")
    kinds = sorted({key for town in towns for key in town.extra})
    extra = pd.DataFrame({key: pd.Series([town.extra.get(key, "") for town in towns], dtype="str") for key in kinds})
    ids = [town.id for town in towns]
    order = [topic.id for topic in topics]
    rows = sorted(facts, key=lambda pair: (ids.index(pair[0]), order.index(pair[1])))
    city_topics = _frame(
        ("city", "topic", "fact", "basis", "source"), [(*row, text, str(Basis.STATED), "page") for row in rows]
    )
    for name in ("year", "due"):
        city_topics[name] = pd.Series([None] * len(rows), dtype="Int64")
    participation = _frame(
        ("event", "city", "part", "basis", "fact", "source"),
        [(of, city, str(part), str((*basis, Basis.STATED)[0]), text, "page") for of, city, part, *basis in parts],
    )
    return Network(
        version="0123456789ab",
        title=title,
        tagline=tagline,
        cities=pd.DataFrame(columns),
        extra=extra,
        topics=tuple(topics),
        events=tuple(events),
        city_topics=city_topics,
        participation=participation,
        sources=MappingProxyType(SOURCES),
        accessed=date(2026, 11, 22),
    )


def with_notes(network: Network) -> Network:
    """Let a network say what it is, what its roles mean, how to join and whom to ask, and where its page is."""

    def note(identity: str, title: str, words: str, url: str = "") -> Note:
        return Note(identity, title, Fact(words, Basis.STATED, SOURCE, 2022), url)

    notes = (
        note("about", "About", "We share."),
        note("ended", "The end", "It has ended."),
        note("joining", "How to join", "Come in.", "https://join.example/"),
        note("contact", "Contact", "Ask the office."),
    )
    roles = {
        str(role): note(role, role.title(), words)
        for role, words in zip(Role, ("First to try.", "Next to try.", "Here to learn."), strict=True)
    }
    return replace(network, notes=notes, role_notes=roles, url="https://network.example/")


def _frame(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pd.DataFrame(
        {name: pd.Series(list(values), dtype="str") for name, values in zip(names, columns, strict=True)}
    )


def small() -> Network:
    """Five cities in three countries, one of them without a place; two levels of topics; a workshop and a webinar."""
    towns = [
        Town("alba", "ES", "lighthouse", (40.0, -3.0), website="https://www.alba.example/", source="page"),
        Town("brno", "CZ", "follower", (49.2, 16.6), label="Břno", summary="A city of <b>two</b> rivers."),
        Town("cuna", "ES", "member", (37.0, -5.0), extra={"founded_in": "1650"}),
        Town("dalu", "CN", "member", (31.5, 104.7)),
        Town("eden", "CZ", "member", None),
    ]
    topics = [
        Topic("energy", "Energy", description="All about energy."),
        Topic("solar", "Solar power", "energy"),
        Topic("heat", "District heating", "energy"),
        Topic("mobility", "Mobility"),
    ]
    events = [event("meeting", place="alba", start="2018-02-14"), event("webinar", start="2019-03")]
    facts = [("alba", "solar"), ("alba", "mobility"), ("brno", "heat"), ("cuna", "solar"), ("cuna", "solar")]
    parts = [
        ("meeting", "alba", ParticipationRole.HOST),
        ("meeting", "brno", ParticipationRole.ATTENDEE, Basis.DERIVED),
        ("meeting", "brno", ParticipationRole.PRESENTER),
        ("meeting", "dalu", ParticipationRole.ATTENDEE, Basis.IMPLIED),
        ("meeting", "eden", ParticipationRole.ATTENDEE),
        ("webinar", "cuna", ParticipationRole.PRESENTER),
    ]
    return network_of(towns, topics=topics, events=events, facts=facts, parts=parts, tagline="share what they learn")


def networks(*, least: int = 0) -> st.SearchStrategy[Network]:
    """Any network of up to seven cities: with or without roles, places, topics and events; names of every kind."""
    return st.integers(0, 199).map(random_network).filter(lambda network: len(network) >= least)


@cache
def random_network(seed: int) -> Network:
    """The network that belongs to a number; made once, as a network takes far longer to make than a state."""
    rng = Random(seed)  # noqa: S311 -- protects nothing
    ids = [f"city-{number}" for number in range(rng.randint(0, 7))]
    roles, placed = rng.random() < 0.7, rng.random()

    def title() -> str:
        return rng.choice(HOSTILE) if rng.random() < 0.4 else "".join(rng.choices(LETTERS, k=rng.randint(1, 9)))

    def pairs(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, str]]:
        return [(rng.choice(first), rng.choice(second)) for _ in range(rng.randint(0, 14))] if first and second else []

    towns = [
        Town(
            identity,
            country=rng.choice(["ES", "FI", "FR", "NA"]),
            role=rng.choice(["", *Role]) if roles else "",
            at=(rng.uniform(-85, 85), rng.uniform(-180, 180)) if rng.random() < placed else None,
            label=title(),
            website=rng.choice(["", "https://www.example.org/?a=1&b=<2>"]),
            summary=rng.choice(["", title()]),
            source=rng.choice(["", "page"]),
            extra={"twin_city": title()} if rng.random() < 0.3 else {},
        )
        for identity in ids
    ]
    topics: list[Topic] = []
    for number in range(rng.randint(0, 5)):
        parent = rng.choice(["", *(topic.id for topic in topics)])
        topics.append(Topic(f"topic-{number}", title(), parent, rng.choice(["", title()])))
    dates = sorted(rng.choice(["2018-02-14", "2019-03", "2020"]) for _ in range(rng.randint(0, 3)))
    events = [
        event(f"event-{number}", place=rng.choice([ONLINE, *ids]), start=start, title=title())
        for number, start in enumerate(dates)
    ]
    return network_of(
        towns,
        topics=topics,
        events=events,
        facts=pairs(ids, [topic.id for topic in topics]),
        parts=[
            (one, city, rng.choice(list(ParticipationRole)), rng.choice(list(Basis)))
            for one, city in pairs([one.id for one in events], ids)
        ],
        title=title(),
        tagline=rng.choice(["", "share what they learn"]),
        text=title(),
    )


@st.composite
def states_of(draw: st.DrawFn, network: Network, *, stale: bool = False) -> State:
    """A state of the page of a network; with `stale`, also one that names what the network does not have."""
    unknown = ["nowhere", "<script>", "ci\u0301ty-1", "TOPIC-0"] if stale else []

    def some(known: Sequence[str]) -> tuple[str, ...]:
        among = [*known, *unknown]
        return tuple(draw(st.lists(st.sampled_from(among), max_size=3))) if among else ()

    ids, topics, events = (
        [str(each) for each in network.cities["id"]],
        [topic.id for topic in network.topics],
        [one.id for one in network.events],
    )
    opened: dict[str, Any] = {}
    kind = draw(st.sampled_from(["", "city", "event", "about", "compare"]))
    if kind == "compare":
        opened = {"compare": some(ids)}
    elif kind and (among := [*{"city": ids, "event": events, "about": topics}[kind], *unknown]):
        opened = {kind: draw(st.sampled_from(among))}
    view = draw(st.none() | st.builds(MapView, st.floats(-85, 85), st.floats(-180, 180), st.floats(0, 11)))
    return State(
        country=some(["ES", "FI"] if stale else list(network.countries)),
        role=some([role for role in Role if role in set(network.cities["role"])]),
        topic=some(topics),
        match=draw(st.sampled_from(["any", "all"])),
        attended=some(events),
        q=draw(st.sampled_from(["", "", "", "a", "City", "no such words", *HOSTILE[:3]])),
        tab=draw(st.sampled_from(["cities", "matrix", "events", "gaps"])),
        sort=draw(st.sampled_from(["", "city", "-city", "country", "role", "-topics", "events"])),
        page=draw(st.integers(1, 3)),
        show=draw(st.sampled_from(["", "matching"])),
        view=view,
        theme=draw(st.sampled_from(["auto", "light", "dark"])),
        **opened,
    )


@st.composite
def cases(draw: st.DrawFn, *, least: int = 0, stale: bool = False) -> tuple[Network, State]:
    """A network with a state of its page."""
    network = draw(networks(least=least))
    return network, draw(states_of(network, stale=stale))
