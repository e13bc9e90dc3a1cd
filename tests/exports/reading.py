"""What tests of exports share: how programs read the files, and a network that has all the model can hold."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from dashboard.model.entities import ParticipationRole, Topic
from dashboard.model.facts import Basis, Fact, Note, Source, SourceKind
from dashboard.model.network import Network
from tests.networks import SOURCE, Town, event, network_of, small


def rows_of(body: bytes) -> list[dict[str, str]]:
    """Read a CSV as a program does that knows the byte order mark."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def properties(body: bytes) -> list[tuple[str, str]]:
    """Unfold a calendar and cut its lines into name with parameters and value."""
    lines = body.decode().replace("\r\n ", "").split("\r\n")
    return [(name, value) for line in lines if line for name, _, value in [line.partition(":")]]


def annotated() -> Network:
    """A network that says of its facts, sources and events all that the model can hold."""
    network = small()
    page = replace(SOURCE, language="fi", published="2017-05")
    other = replace(SOURCE, id="other", title="Other page", url="https://www.example.org/other")
    count = len(network.city_topics)
    facts = network.city_topics.assign(
        year=pd.Series([2016, *[None] * (count - 1)], dtype="Int64"),
    )
    first = replace(
        network.events[0], source=page, description="They met, and talked. They left.", description_source=other
    )
    return replace(
        network,
        city_topics=facts,
        events=(first, *network.events[1:]),
        sources={"page": page, "other": other},
        notes=(Note("about", "What it is", Fact("A project.", Basis.STATED, page)),),
        role_notes={"member": Note("member", "Member", Fact("It joined.", Basis.STATED, page))},
    )


def full() -> Network:
    """Two cities: one of which all is known that the model can hold, and one of which nothing is."""
    page = replace(SOURCE, language="fi", published="2017-05")
    bare = Source("bare", "No address", "A publisher", SourceKind.PRESS, "", date(2026, 11, 20))
    towns = [
        Town(
            "alba",
            role="lighthouse",
            at=(40.1234567, -3.5),
            label="Álba",
            website="https://alba.example/ x",
            summary="A *port*.",
            source="page;bare",
            extra={"founded_in": "1650; =1"},
        ),
        Town("brno", "", "", None),
    ]
    meeting = event("meeting", place="alba", start="2018-02-14", title="Meeting, first")
    meeting = replace(meeting, end="2018-02-15", source=page, description="They met.", description_source=bare)
    month = replace(event("month", start="2019-03", title="In March"), source=None, summary="", kind="")
    year = event("year", place="elsewhere", start="2020", title="Some year")
    parts = [
        ("meeting", "alba", ParticipationRole.HOST),
        ("meeting", "alba", ParticipationRole.PRESENTER, Basis.DERIVED),
        ("month", "alba", ParticipationRole.ATTENDEE, Basis.IMPLIED),
    ]
    network = network_of(
        towns,
        topics=[Topic("sun", "Sun_light"), Topic("heat", "Heat")],
        events=[meeting, month, year],
        facts=[("alba", "sun"), ("alba", "sun"), ("alba", "heat")],
        parts=parts,
        title="A Network; new",
    )
    cities = network.cities.assign(
        population=[1234.0, float("nan")],
        timezone=["Europe/Madrid", ""],
        geonames_id=["7", ""],
        provider=["geonames", ""],
        name=["Alba", "Brno"],
        local_name=["Álba", ""],
    )
    facts = network.city_topics.assign(
        fact=["It has roofs.", "Since 2016.", "A plan."],
        year=pd.Series([None, 2016, 2019], dtype="Int64"),
        due=pd.Series([None, None, 2025], dtype="Int64"),
        basis=["stated", "implied", "derived"],
        source=["page", "page", "bare"],
    )
    note = Note("about", "What it is", Fact("A project.", Basis.STATED, page), "https://about.example/")
    return replace(
        network,
        cities=cities,
        city_topics=facts,
        sources={"page": page, "bare": bare},
        notes=(note,),
        role_notes={"lighthouse": Note("lighthouse", "Lighthouse", Fact("First.", Basis.STATED, page))},
    )


def expected(name: str) -> str:
    """What a file of the whole network holds, with plain ends of lines and without its byte order mark."""
    return (Path(__file__).parent / "expected" / name).read_text("utf-8")


def plain(body: bytes) -> str:
    """A file that was made, in the same form."""
    return body.decode("utf-8-sig").replace("\r\n", "\n")
