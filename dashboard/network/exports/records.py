"""The cities of a selection as plain values, the one ground of the exports as JSON, GeoJSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dashboard.countries import country_name
from dashboard.network.credits import place_credits
from dashboard.network.model import City, Fact, Network, Source, SourceKind
from dashboard.network.selection import selected_ids
from dashboard.network.sentence import plain, sentence
from dashboard.network.state import State

Record = dict[str, Any]


def licences(network: Network) -> list[str]:
    """Return what must be named where the data of a network are used."""
    found = [f"Places: {credit.name}, {credit.licence}, {credit.licence_url}" for credit in place_credits(network)]
    if any(source.kind is SourceKind.ENCYCLOPEDIA for source in network.sources.values()):
        words = "Encyclopedia facts rest on Wikipedia, CC BY-SA 4.0"
        found.append(f"{words}, https://creativecommons.org/licenses/by-sa/4.0/")
    return found


def about(network: Network, state: State) -> Record:
    """Say what an export holds: network, sentence, address of the view, version and date of the data, licences."""
    return {
        "title": network.title,
        "sentence": plain(sentence(network, state)),
        "query": state.to_query(),
        "data_version": network.version,
        "sources_read": _iso(network.accessed),
        "licences": licences(network),
    }


def city_records(network: Network, state: State) -> Iterator[Record]:
    """Yield the matching cities in the order of the table, each with all its facts and their sources."""
    for city_id in selected_ids(network, state):
        yield city_record(network, network.city_at(network.rows[city_id]))


def city_record(network: Network, city: City) -> Record:
    """Return one city with all its facts; None where something is not known."""
    place = city.place
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
        "summary_source": source_record(city.source) if city.source else None,
        "summary_sources": [source_record(source) for source in city.sources],
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
                **fact_record(row.fact),
            }
            for row in network.participation_of(city.id)
        ],
        "more": dict(city.extra),
    }


def fact_record(fact: Fact) -> Record:
    """Return a fact with its source."""
    return {
        "fact": fact.text,
        "year": fact.year,
        "basis": str(fact.basis),
        "source": source_record(fact.source),
    }


def source_record(source: Source) -> Record:
    """Return a source: what it is called, who speaks, where it stands, and when it was read."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "kind": str(source.kind),
        "url": source.url,
        "accessed": source.accessed.isoformat(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
