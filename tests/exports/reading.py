"""What tests of exports share: how programs read the files, and a network that has all the model can hold."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd

from dashboard.model.network import Basis, Fact, Network, Note
from tests.networks import SOURCE, small


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
