"""The cities of a selection as plain values, shared by the exports as JSON, GeoJSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dashboard.model.attribution import place_attributions
from dashboard.model.entities import ONLINE, City, Event
from dashboard.model.facts import Fact, Note, Source, SourceKind
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.summary import label_of
from dashboard.reference.countries import country_name

Record = dict[str, Any]


def licences(network: Network) -> list[str]:
    """Return the attributions that users of the data must publish."""
    found = [f"Places: {credit.name}, {credit.licence}, {credit.licence_url}" for credit in place_attributions(network)]
    if any(source.kind is SourceKind.ENCYCLOPEDIA for source in network.sources.values()):
        words = "Encyclopedia facts: based on Wikipedia, CC BY-SA 4.0"
        found.append(f"{words}, https://creativecommons.org/licenses/by-sa/4.0/")
    return found


def about(selection: Selection) -> Record:
    """Return the metadata of an export: network, summary, address of the view, data version and date, licences.

    It includes the events of the selection and all texts of the network about itself.
    """
    network = selection.network
    return {
        "title": network.title,
        "sentence": selection.sentence,
        "query": selection.state.to_query(),
        "data_version": network.version,
        "sources_read": _iso(network.accessed),
        "licences": licences(network),
        "about": [note_record(note) for note in network.notes],
        "roles": {role: note_record(note) for role, note in network.role_notes.items()},
        "events": [event_record(network, event) for event in selected_events(selection)],
    }


def selected_events(selection: Selection) -> Iterator[Event]:
    """Yield the events of a state by date: the opened one, the selected ones, or those of its cities."""
    network, state = selection.network, selection.state
    if state.event:
        wanted = {state.event}
    elif state.attended:
        wanted = set(state.attended)
    elif state.filtered:
        cities = set(selection.ids)
        table = network.participation
        wanted = {str(event) for event in table.loc[table["city"].isin(list(cities)), "event"]}
        wanted |= {event.id for event in network.events if event.place in cities}
    else:
        wanted = {event.id for event in network.events}
    yield from (event for event in network.events if event.id in wanted)


def event_record(network: Network, event: Event) -> Record:
    """Return an event with its description, sources, and the ids of its participants."""
    cities = dict.fromkeys(row.city for row in network.participants(event.id))
    return {
        "id": event.id,
        "title": event.title,
        "kind": event.kind,
        "start": event.start,
        "end": event.end,
        "place": event.place if event.place == ONLINE else label_of(network, "city", event.place),
        "summary": event.summary,
        "description": event.description,
        "cities": list(cities),
        "source": source_record(event.source) if event.source else None,
        "description_source": source_record(event.description_source) if event.description_source else None,
    }


def note_record(note: Note) -> Record:
    """Return a text of the network about itself."""
    return {"id": note.id, "title": note.title, "url": note.url, **fact_record(note.fact)}


def city_records(selection: Selection) -> Iterator[Record]:
    """Yield the matching cities in the order of the table, each with all its facts and their sources."""
    network = selection.network
    for city_id in selection.ids:
        yield city_record(network, network.city_by_row(network.row_by_city_id[city_id]))


def city_record(network: Network, city: City) -> Record:
    """Return one city with all its facts; None for unknown values."""
    place = city.place
    summary_sources = [source_record(source) for source in city.sources]
    return {
        "id": city.id,
        "name": city.name,
        "local_name": city.local_name,
        "country": city.country,
        "country_name": country_name(city.country) if city.country else "",
        "role": str(city.role or ""),
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "population": place.population if place else None,
        "timezone": place.timezone if place else "",
        "geonames_id": place.geonames_id if place else "",
        "place_from": place.provider if place else "",
        "website": city.website,
        "summary": city.summary,
        "summary_source": next(iter(summary_sources), None),
        "summary_sources": summary_sources,
        "topics": [
            {
                "id": topic.id,
                "title": topic.title,
                "facts": [fact_record(fact) for fact in network.facts(city.id, topic.id)],
            }
            for topic in network.topics_of(city.id)
        ],
        "events": [
            {
                "id": row.event.id,
                "title": row.event.title,
                "start": row.event.start,
                "end": row.event.end,
                "part": str(row.part),
                **dated_by_event(row.fact, row.event),
            }
            for row in network.participation_of(city.id)
        ],
        "more": dict(city.extra),
    }


def fact_record(fact: Fact) -> Record:
    """Return a fact with its source.

    `year`: when it was true; `dated`: the same, else when its page was published; `due`: when a plan ends.
    """
    return {
        "fact": fact.text,
        "year": fact.year,
        "dated": fact.dated,
        "due": fact.due,
        "basis": str(fact.basis),
        "source": source_record(fact.source),
    }


def dated_by_event(fact: Fact, event: Event) -> Record:
    """Return the part of a city in an event; its default year is that of the event."""
    record = fact_record(fact)
    return record if fact.year is not None else {**record, "dated": int(event.start[:4])}


def source_record(source: Source) -> Record:
    """Return a source: title, publisher, address, language, publication and access dates."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "kind": str(source.kind),
        "url": source.url,
        "language": source.language,
        "published": source.published,
        "accessed": source.accessed.isoformat(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
