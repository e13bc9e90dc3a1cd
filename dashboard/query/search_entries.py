"""Entries of the search index: kinds, names and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from babel import Locale

from dashboard.model.entities import ONLINE, Event, Role
from dashboard.model.facts import Basis, Note
from dashboard.model.network import Network
from dashboard.reference.countries import adjectives, country_name
from dashboard.text.i18n import languages
from dashboard.text.normalize import normalize

NAME, KEYWORD, TEXT, FACT = 1.0, 0.9, 0.6, 0.3
"""Weight of a word in a name, a keyword, a description and a fact."""


class Kind(StrEnum):
    """Kinds of entries; the order resolves ties between groups."""

    CITY = "city"
    COUNTRY = "country"
    TOPIC = "topic"
    EVENT = "event"
    ROLE = "role"
    BASIS = "basis"
    NOTE = "note"


Key = tuple[Kind, str]


def keys_of(network: Network) -> list[Key]:
    """List all entries; cities come first, in the order of the network."""
    roles = set(network.cities["role"])
    bases = {*network.city_topics["basis"], *network.participation["basis"]}
    return [
        *((Kind.CITY, str(city)) for city in network.cities["id"]),
        *((Kind.COUNTRY, code) for code in network.countries),
        *((Kind.TOPIC, topic.id) for topic in network.topics),
        *((Kind.EVENT, event.id) for event in network.events),
        *((Kind.ROLE, str(role)) for role in Role if role in roles),
        *((Kind.BASIS, str(basis)) for basis in Basis if basis in bases),
        *((Kind.NOTE, note.id) for note in network.notes),
    ]


def names_of(network: Network, keys: Sequence[Key]) -> list[tuple[str, ...]]:
    """Return the normalized names of each entry; the display name first."""
    columns = (network.cities[column].tolist() for column in ("label", "name", "local_name"))
    cities = [dict.fromkeys(normalize(name) for name in names if name) for names in zip(*columns, strict=True)]
    titles = {note.id: note.title for note in network.notes}
    visible: Mapping[Kind, Callable[[str], Sequence[str]]] = {
        Kind.COUNTRY: lambda code: [country_name(code), *(country_name(code, one) for one in languages())],
        Kind.TOPIC: lambda topic: [network.topic_by_id[topic].title],
        Kind.EVENT: lambda event: [network.event_by_id[event].title],
        Kind.ROLE: lambda role: [role],
        Kind.BASIS: lambda basis: [basis],
        Kind.NOTE: lambda note: [titles[note], note],
    }
    others = (dict.fromkeys(normalize(name) for name in visible[kind](value)) for kind, value in keys[len(cities) :])
    return [tuple(names) or ("",) for names in (*cities, *others)]


def texts_of(network: Network) -> Iterator[tuple[Key, float, str]]:
    """Yield the texts of the index: entry, weight of its words, text."""
    yield from _of_places(network)
    yield from _of_topics(network)
    yield from _of_events(network)
    yield from _of_words(network)


def _of_places(network: Network) -> Iterator[tuple[Key, float, str]]:
    cities = network.cities
    countries = {code: " ".join({country_name(code, one) for one in languages()}) for code in network.countries}
    demonyms = {code: " ".join(word for one in languages() for word in adjectives(code, one)) for code in countries}
    for code, name in countries.items():
        yield (Kind.COUNTRY, code), NAME, name
        yield (Kind.COUNTRY, code), NAME, demonyms[code]
    columns = (cities[key].tolist() for key in ("id", "label", "name", "local_name", "country", "role", "summary"))
    for city, label, name, local, country, role, summary in zip(*columns, strict=True):
        key = (Kind.CITY, city)
        for one in {label, name, local}:
            yield key, NAME, one
        yield key, TEXT, countries.get(country, "")
        yield key, TEXT, demonyms.get(country, "")
        yield key, TEXT, role
        yield key, FACT, summary
    for column in network.extra.columns:
        for city, value in zip(cities["id"], network.extra[column], strict=True):
            yield (Kind.CITY, str(city)), FACT, str(value)


def _of_topics(network: Network) -> Iterator[tuple[Key, float, str]]:
    titles = {topic.id: topic.title for topic in network.topics}
    of_topics = set()
    for city, topic, fact in zip(
        *(network.city_topics[key].tolist() for key in ("city", "topic", "fact")), strict=True
    ):
        yield (Kind.CITY, city), TEXT, titles[topic]
        yield (Kind.CITY, city), FACT, fact
        of_topics.add((topic, fact))
    for topic_id, fact in sorted(of_topics):
        yield (Kind.TOPIC, topic_id), FACT, fact
    for topic in network.topics:
        yield (Kind.TOPIC, topic.id), NAME, topic.title
        yield (Kind.TOPIC, topic.id), TEXT, topic.description
        yield (Kind.TOPIC, topic.id), FACT, titles.get(topic.parent, "")


def _of_events(network: Network) -> Iterator[tuple[Key, float, str]]:
    cities = network.cities
    labels = dict(zip(cities["id"], cities["label"], strict=True)) if network.events else {}
    for event in network.events:
        place = "online" if event.place == ONLINE else f"{labels.get(event.place, event.place)}"
        yield (Kind.EVENT, event.id), NAME, event.title
        yield (Kind.EVENT, event.id), TEXT, f"{event.kind} {place} {event.id} {' '.join(_dates(event))}"
        yield (Kind.EVENT, event.id), FACT, f"{event.summary} {event.description}"
    for event_id, city in zip(network.participation["event"], network.participation["city"], strict=True):
        yield (Kind.EVENT, str(event_id)), FACT, str(labels.get(city, ""))


def _of_words(network: Network) -> Iterator[tuple[Key, float, str]]:
    """Yield the texts of roles, bases and notes."""
    for role in Role:
        if role in set(network.cities["role"]):
            yield (Kind.ROLE, str(role)), NAME, str(role)
            if note := network.role_notes.get(str(role)):
                yield from _of_note((Kind.ROLE, str(role)), note)
    bases = {*network.city_topics["basis"], *network.participation["basis"]}
    for basis in Basis:
        if basis in bases:
            yield (Kind.BASIS, str(basis)), NAME, str(basis)
    for note in network.notes:
        yield from _of_note((Kind.NOTE, note.id), note)


def _of_note(key: Key, note: Note) -> Iterator[tuple[Key, float, str]]:
    yield key, NAME, note.title
    for keyword in (note.id, *note.keywords):
        yield key, KEYWORD, keyword
    yield key, FACT, note.fact.text


def _dates(event: Event) -> Iterable[str]:
    """Return years and month names of an event: 2018, February, Feb."""
    found: dict[str, None] = {}
    for iso in (event.start, event.end):
        year, _, rest = iso.partition("-")
        found[year] = None
        if month := rest[:2]:
            for language in languages():
                names: Mapping[str, Mapping[str, Mapping[int, str]]] = Locale.parse(language).months
                found |= dict.fromkeys(names["format"][width][int(month)] for width in ("wide", "abbreviated"))
    return found
