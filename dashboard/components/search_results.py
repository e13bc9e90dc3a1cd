"""The search in the header: the search box, and the hits grouped by kind, each a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from dash import html

from dashboard.components.html import SEPARATOR, Raw, aria, hyphenate
from dashboard.components.links import external, link
from dashboard.geocoding.result import Candidate
from dashboard.model.entities import ONLINE
from dashboard.model.facts import Basis, Note
from dashboard.model.geodesy import distances_km
from dashboard.model.network import Network
from dashboard.query.facets import FACETS, facet_index
from dashboard.query.labels import basis_meaning, basis_name
from dashboard.query.search import MAX_HITS, Group, Hit, SearchResult
from dashboard.query.search_entries import FACT, Kind
from dashboard.query.selection import Selection
from dashboard.query.state import MAX_COMPARED, State
from dashboard.query.summary import label_of, role_name
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_date_range, format_distance, format_list, format_number, language, ngettext
from dashboard.text.i18n import gettext as _
from dashboard.text.normalize import normalize

WORD = re.compile(r"\w+")
SAME_PLACE_KM = 1.0
LIST_ID = "search-list"


Locate = Callable[[str], Candidate | None]
"""Return the place with a name, or None."""


def search_box(state: State) -> Raw:
    """Write the search box and the container of its hits as HTML: a form that sets `q` and keeps the other query keys.

    Dash has no plain input, and this form works without scripts.
    """
    text, example, key_told = _("Search"), _("City, country, topic or event"), _("Press / to search")
    kept = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">'
        for key, value in _pairs(state.replace(q=""))
        if key != "q"
    )
    return Raw(
        f'<input type="search" id="search-input" name="q" value="{escape(state.q)}" aria-label="{escape(text)}" '
        f'placeholder="{escape(example)}" maxlength="200" autocomplete="off" '
        f'autocapitalize="off" spellcheck="false" enterkeyhint="search" data-list="{LIST_ID}">'
        f'<kbd aria-hidden="true" title="{escape(key_told)}">/</kbd>'
        f'{kept}<button type="submit" class="visually-hidden" tabindex="-1">{escape(text)}</button>'
        '<div id="search-hits" class="hits"></div>'
    )


def search_view(
    selection: Selection, query: str, *, locate: Locate | None = None, at_once: Locate | None = None
) -> list[Any]:
    """Show the hits of a query; without a query, examples.

    Args:
        state: a resolved state: links keep its filters and can add cities to its comparison.
        locate: finds a place outside the network.
        at_once: the same without waiting, for a query with fuzzy hits; by default `locate`.
    """
    network, state = selection.network, selection.state
    numbers = count()
    if not query.strip():
        return _list([_group(_("For example"), _examples(selection, numbers), "examples")])
    found, place, city = _meant(network, query, locate, at_once)
    groups = []
    notes = []
    combined = _combined(selection, query)
    if combined is not None:
        groups.append(_group(_("Filters"), [_combined_option(combined, numbers)], "filters"))
        # The cities of this filter, so that one question has one number.
        hits = tuple(Hit(Kind.CITY, one, 1.0) for one in combined.ids[:MAX_HITS])
        others = [group for group in found.groups if group.kind is not Kind.CITY]
        found = replace(found, groups=(Group(Kind.CITY, hits, combined.count), *others))
    if city:
        notes.append(html.P(_another_name(network, query, city), className="note"))
        found = SearchResult((Group(Kind.CITY, (Hit(Kind.CITY, city, 1.0),), 1),))
    elif place is not None or not found.groups:
        return _nothing(selection, query, found, place, numbers)
    elif found.partial:
        notes.append(html.P(_("No hit contains all of these words; these contain most of them."), className="note"))
    elif found.unmatched_words:
        words = format_list([f"“{word}”" for word in found.unmatched_words])
        notes.append(html.P(_("No hits for {words}; these match the rest.").format(words=words), className="note"))
    comparing = 0 < len(state.compare) < MAX_COMPARED
    for group in found.groups:
        adding = comparing and group.kind is Kind.CITY
        options = [
            _option(selection, hit, found.words, numbers, compare=adding and hit.id not in state.compare)
            for hit in group.hits
        ]
        title = _("Add to the comparison") if adding else _kind(group.kind)
        groups.append(_group(title, options, group.kind.value, rest=group.count - len(group.hits)))
    everything = combined or selection.with_state(state.replace(q=query))
    if not city and everything.count:
        groups.append(_all_that_match(everything, numbers, within=state.filtered and not combined))
    return [*notes, *_list(groups)]


def _combined(selection: Selection, query: str) -> Selection | None:
    """Return the filters that a query names, "electric mobility Spain" has two; None where no city matches."""
    found = facet_index(selection.network).searcher.combination(query)
    filters = {str(kind): (hit.id,) for kind, hit in found.items()}
    combined = selection.with_state(selection.state.cleared().replace(**filters))
    return combined if found and combined.count else None


def _combined_name(combined: Selection) -> str:
    values = [(key, value) for key in FACETS for value in getattr(combined.state, key)]
    return SEPARATOR.join(label_of(combined.network, key, value) for key, value in values)


def _combined_option(combined: Selection, numbers: Iterable[int]) -> html.A:
    count = html.Span(_count(Kind.CITY, combined.count), className="hit-hint")
    children = [html.Span(_combined_name(combined), className="hit-name"), count]
    identity: dict[str, Any] = {"role": "option", "id": _identity(numbers), "aria_selected": "false"}
    return link(children, combined.state, "filters", className="hit", **identity)


def _all_that_match(filtered: Selection, numbers: Iterable[int], *, within: bool) -> html.Div:
    """Show a query as a filter, with the number of cities that match it.

    Args:
        within: whether the query is added to other filters.
    """
    label = ngettext("Show the {count} city that matches", "Show all {count} cities that match", filtered.count)
    name = html.Span(label.format(count=format_number(filtered.count)), className="hit-name")
    children = [name, html.Span(_("within the filters"), className="hit-hint")] if within else [name]
    owns = "q" if filtered.state.q else "filters"
    identity: dict[str, Any] = {"role": "option", "id": _identity(numbers), "aria_selected": "false"}
    return _group(_("Filter"), [link(children, filtered.state, owns, className="hit", **identity)], "filter")


def announcement(network: Network, query: str, *, locate: Locate | None = None, at_once: Locate | None = None) -> str:
    """Return the number of hits and what Enter opens, for screen readers: "7 hits: 2 cities, 5 topics"."""
    if not query.strip():
        return ""
    found, place, city = _meant(network, query, locate, at_once)
    if city:
        return _another_name(network, query, city)
    if place is not None or not found.groups:
        return _("Nothing found for “{query}”").format(query=query)
    parts = [_count(group.kind, group.count) for group in found.groups]
    total = ngettext("{count} hit", "{count} hits", found.count).format(count=format_number(found.count))
    counts = _("{hits}: {parts}").format(hits=total, parts=format_list(parts))
    combined = _combined(Selection(network, State()), query)
    name = _combined_name(combined) if combined else _name(network, found.groups[0].hits[0])
    best = _("Enter opens {name}.").format(name=name)
    return f"{counts}. {best}"


def _meant(
    network: Network, query: str, locate: Locate | None, at_once: Locate | None
) -> tuple[SearchResult, Candidate | None, str]:
    """Return the hits of a query, the place outside the network that it names, and the city at that place or "".

    The place replaces hits that lack a word of the query, fuzzy hits (Milan is not a misspelling of Mianyang), and
    prefix hits if the query is a city's name in another language. There is no place if no city has coordinates.
    """
    searcher = facet_index(network).searcher
    found = searcher.find(query)
    whole = found.groups and not found.unmatched_words and not found.partial
    if whole and searcher.is_name(query, found.groups[0].hits[0]):
        return found, None, ""
    if whole:
        locate = at_once or locate
    place = locate(query) if locate else None
    if place is None or not _around(network, place):
        return found, None, ""
    same = _same_place(network, place)
    if same and not _begins(found, same):
        return found, place, same
    if whole and (same or not found.fuzzy):
        return found, None, ""
    return found, place, same


def _begins(found: SearchResult, city: str) -> bool:
    """Return whether a city is the best hit."""
    return bool(found.groups) and found.groups[0].hits[0].id == city


def _another_name(network: Network, query: str, city: str) -> str:
    return _("{name} is another name of {city}.").format(name=f"“{query}”", city=label_of(network, "city", city))


def marked(text: str, words: Iterable[str]) -> list[Any]:
    """Highlight the parts of a text that match normalized words."""
    children: list[Any] = []
    end = 0
    for match in WORD.finditer(text):
        word = match.group()
        length = max((_length(word, sought) for sought in words), default=0)
        if length:
            children += [text[end : match.start()], html.Mark(word[:length])]
            end = match.start() + length
    return [part for part in (*children, text[end:]) if part != ""]


def _length(word: str, sought: str) -> int:
    """Return how many letters of a word a normalized word covers: "mala" covers "Mála"."""
    folded = normalize(word)
    if not folded.startswith(sought):
        return 0
    return next((length for length in range(1, len(word)) if normalize(word[:length]).startswith(sought)), len(word))


def _list(groups: Sequence[Any]) -> list[Any]:
    return [html.Div(list(groups), id=LIST_ID, role="listbox", **aria(label=_("Hits")))]


def _group(title: str, options: Sequence[Any], identity: str, *, rest: int = 0) -> html.Div:
    more = _("and {count} more").format(count=format_number(rest))
    tail = [html.Span(more, className="rest")] if rest else []
    head = html.Div(
        [html.Span(title, id=f"search-group-{identity}"), *tail], className="hits-head", role="presentation"
    )
    return html.Div(
        [head, *options], role="group", className="hits-group", **aria(labelledby=f"search-group-{identity}")
    )


def _identity(numbers: Iterable[int]) -> str:
    return f"search-option-{next(iter(numbers))}"


def _option(
    selection: Selection,
    hit: Hit,
    words: Sequence[str],
    numbers: Iterable[int],
    *,
    compare: bool = False,
    hint: str = "",
) -> html.A:
    """Show one hit: its name with highlighted letters, and details that distinguish it."""
    network = selection.network
    identity: dict[str, Any] = {"role": "option", "id": _identity(numbers), "aria_selected": "false"}
    if hit.kind in (Kind.BASIS, Kind.NOTE):
        return _explained(network, hit, words, identity)
    to, owns = _goal(selection.state, hit, compare=compare)
    mark: list[Any] = []
    role = hit.id if hit.kind is Kind.ROLE else ""
    if hit.kind is Kind.CITY:
        role = str(network.cities["role"].iat[network.row_by_city_id[hit.id]])
    if role:
        mark = [html.Span(className=f"dot dot-{role}")]
    tail = hint or _hint(network, hit)
    children = [
        *mark,
        html.Span(marked(_name(network, hit), words), className="hit-name"),
        html.Span(marked(tail, words), className="hit-hint"),
    ]
    if hit.kind is Kind.ROLE and (meaning := network.role_notes.get(hit.id)):
        children.append(html.Span(marked(meaning.fact.text, words), className="hit-text"))
    return link(children, to, owns, className="hit", **identity)


def _goal(state: State, hit: Hit, *, compare: bool) -> tuple[State, str]:
    """Return the target of a hit, and the query keys that it sets."""
    if hit.kind is Kind.CITY:
        return (state.open("compare", (*state.compare, hit.id)) if compare else state.open("city", hit.id)), "opened"
    if hit.kind in (Kind.COUNTRY, Kind.ROLE):
        return state.cleared().replace(**{str(hit.kind): (hit.id,)}), "filters"
    return state.open("about" if hit.kind is Kind.TOPIC else "event", hit.id), "opened"


def _explained(network: Network, hit: Hit, words: Sequence[str], identity: dict[str, Any]) -> html.A:
    """Show a hit with its text: a note of the network, or the definition of a basis, with a link to more."""
    name = html.Span(marked(_name(network, hit), words), className="hit-name")
    if hit.kind is Kind.BASIS:
        meaning = html.Span(marked(basis_meaning(Basis(hit.id)), words), className="hit-text")
        return html.A([name, meaning], href="#about-basis", className="hit", **hyphenate(identity))
    note = _note(network, hit.id)
    text = html.Span(marked(note.fact.text, words), className="hit-text")
    if not note.url:
        return html.A([name, text], href="#about", className="hit", **hyphenate(identity))
    return external([name, text], note.url, className="hit", **identity)


def _note(network: Network, note_id: str) -> Note:
    return next(note for note in network.notes if note.id == note_id)


def _name(network: Network, hit: Hit) -> str:
    """Return the title of an entry."""
    if hit.kind is Kind.BASIS:
        return basis_name(Basis(hit.id)).capitalize()
    if hit.kind is Kind.NOTE:
        return _note(network, hit.id).title
    return label_of(network, str(hit.kind), hit.id)


def _hint(network: Network, hit: Hit) -> str:
    parts: list[str] = []
    if hit.kind is Kind.CITY:
        row = network.row_by_city_id[hit.id]
        country, role = str(network.cities["country"].iat[row]), str(network.cities["role"].iat[row])
        parts = [country_name(country, language()) if country else "", role_name(role) if role else ""]
    elif hit.kind is Kind.EVENT:
        event = network.event_by_id[hit.id]
        place = _("online") if event.place == ONLINE else label_of(network, "city", event.place)
        parts = [format_date_range(event.start, event.end), place]
    else:
        parts = [_count(Kind.CITY, int(np.count_nonzero(facet_index(network).mask(str(hit.kind), hit.id))))]
    if hit.score < 1.1 * FACT:
        parts.append(_("in its facts"))
    return SEPARATOR.join(part for part in parts if part)


def _kind(kind: Kind) -> str:
    return {
        Kind.CITY: _("Cities"),
        Kind.COUNTRY: _("Countries"),
        Kind.TOPIC: _("Topics"),
        Kind.EVENT: _("Events"),
        Kind.ROLE: _("Roles"),
        Kind.BASIS: _("Reliability of facts"),
        Kind.NOTE: _("About the network"),
    }[kind]


def _count(kind: Kind, count: int) -> str:
    """Count entries of a kind in words."""
    words = {
        Kind.CITY: ngettext("{count} city", "{count} cities", count),
        Kind.COUNTRY: ngettext("{count} country", "{count} countries", count),
        Kind.TOPIC: ngettext("{count} topic", "{count} topics", count),
        Kind.EVENT: ngettext("{count} event", "{count} events", count),
        Kind.ROLE: ngettext("{count} role", "{count} roles", count),
        Kind.BASIS: ngettext("{count} explanation", "{count} explanations", count),
        Kind.NOTE: ngettext("{count} text about the network", "{count} texts about the network", count),
    }
    return words[kind].format(count=format_number(count))


def _examples(selection: Selection, numbers: Iterable[int]) -> list[Any]:
    """Return one example per kind for an empty search box."""
    network = selection.network
    hits = [Hit(Kind.CITY, str(city), 1.0) for city in network.cities["id"].head(1)]
    hits += [Hit(Kind.COUNTRY, code, 1.0) for code in network.countries[:1]]
    counts = network.city_topics.groupby("topic", sort=False)["city"].nunique()
    hits += [Hit(Kind.TOPIC, str(topic), 1.0) for topic in counts.sort_values(ascending=False, kind="stable").index[:1]]
    hits += [Hit(Kind.EVENT, event.id, 1.0) for event in network.events[-1:]]
    return [_option(selection, hit, (), numbers) for hit in hits]


def _nothing(
    selection: Selection, query: str, found: SearchResult, place: Candidate | None, numbers: Iterable[int]
) -> list[Any]:
    """Show that nothing was found, and suggest similar names or nearby cities."""
    note = html.P(
        _("No city, country, topic or event “{query}” in this network.").format(query=query), className="note"
    )
    if found.nearest and place is None:
        options = [_option(selection, hit, (), numbers) for hit in found.nearest]
        return [note, *_list([_group(_("Did you mean"), options, "nearest")])]
    if place is None:
        return [note, html.P(_("Try another word for it, or fewer letters."), className="note muted")]
    options = [
        _option(
            selection,
            Hit(Kind.CITY, city, 1.0),
            (),
            numbers,
            hint=_("{distance} away").format(distance=format_distance(distance)),
        )
        for city, distance in _around(selection.network, place)
    ]
    where = _("{place}, {country}").format(place=place.name, country=country_name(place.country, language()))
    title = _("Nearest to {place}").format(place=where)
    groups = [_group(title, options, "nearest")]
    if found.fuzzy and len(query.split()) == 1:
        fuzzy_options = [_option(selection, hit, found.words, numbers) for hit in found.groups[0].hits[:2]]
        groups.append(_group(_("Did you mean"), fuzzy_options, "fuzzy"))
    return [note, *_list(groups)]


def _same_place(network: Network, place: Candidate) -> str:
    """Return the city of the network at a place, whatever its name; "" for none."""
    number = str(place.geonames_id or "")
    same = network.cities["geonames_id"].to_numpy() == number if number else np.zeros(len(network), dtype=bool)
    if not same.any():  # a place without a GeoNames id, or a city with coordinates only
        columns = (network.cities[key].to_numpy(dtype=float) for key in ("latitude", "longitude"))
        near = distances_km(place.latitude, place.longitude, *columns) < SAME_PLACE_KM
        same = near & (network.cities["country"].to_numpy() == place.country)
    return str(network.cities["id"].iat[int(np.argmax(same))]) if same.any() else ""


def _around(network: Network, place: Candidate) -> list[tuple[str, int]]:
    """Return the three cities nearest to a place, with distances in whole kilometres."""
    columns = (network.cities[key].to_numpy(dtype=float) for key in ("latitude", "longitude"))
    distances = distances_km(place.latitude, place.longitude, *columns)
    order = [int(row) for row in np.argsort(distances, kind="stable")[:3] if not np.isnan(distances[row])]
    return [(str(network.cities["id"].iat[row]), round(float(distances[row]))) for row in order]


def _pairs(state: State) -> list[tuple[str, str]]:
    """Return the decoded keys and values of an address."""
    return parse_qsl(state.to_query())
