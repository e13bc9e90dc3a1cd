"""The hits of a search as they are seen, heard and followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.html import to_html
from dashboard.components.search_results import announcement, marked, search_box, search_view
from dashboard.config import default_data
from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.geocoding.result import Candidate
from dashboard.ingest.loader import load
from dashboard.model.facts import Basis, Fact, Note
from dashboard.model.network import Network
from dashboard.query.facets import facet_index
from dashboard.query.search_entries import Kind
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.web.view_builders import search_parts
from tests.networks import SOURCE, Town, network_of, networks, small
from tests.seen import goal, links, prop, text, walk

REAL = load(default_data())


def options(query: str, state: State | None = None) -> list[tuple[str, State]]:
    """The text of each option, and where it leads."""
    shown = search_view(Selection(REAL, state or State()), query)
    return [(text(link), goal(link)) for link in links(shown) if prop(link, "role") == "option"]


@pytest.mark.parametrize(
    ("name", "words", "wanted"),
    [
        ("Málaga", ["mala"], "<mark>Mála</mark>ga"),
        ("Čačak", ["cacak"], "<mark>Čačak</mark>"),
        ("Torres Vedras", ["vedras"], "Torres <mark>Vedras</mark>"),
        ("Große Straße", ["strass"], "Große <mark>Straß</mark>e"),
        ("New electro mobility solutions", ["e", "mob"], "New <mark>e</mark>lectro <mark>mob</mark>ility solutions"),
        ("Rome", ["x"], "Rome"),
        ("<b>", ["b"], "&lt;<mark>b</mark>&gt;"),
        ("", ["b"], ""),
    ],
)
def test_the_letters_found_are_marked(name: str, words: list[str], wanted: str) -> None:
    """In the name as it is written, whatever was typed for it."""
    assert to_html(marked(name, words)) == wanted


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_marking_changes_no_letter(name: str, words: list[str]) -> None:
    """The text is the same with and without marks."""
    assert text(marked(name, words)) == name


def test_each_kind_leads_to_its_own_view() -> None:
    """A city, topic or event is opened; a country becomes the filter; the last option filters by the words."""
    assert options("rome")[0][1] == State(city="rome")
    assert options("spain")[0][1] == State(country=("ES",))
    assert options("waste")[0][1] == State(about="waste-recovery")
    assert options("helsinki workshop")[0][1] == State(event="workshop-1")
    assert options("spain")[-1] == ("Show all 4 cities that match", State(q="spain"))


def test_a_whole_name_in_another_language_wins_over_a_beginning() -> None:
    """Roma is Rome, though Romania begins with it; what only begins with a place elsewhere stays what it is."""
    finder = LazyGazetteer()
    found = search_view(Selection(REAL, State()), "Roma", locate=finder)
    assert [goal(link) for link in links(found)] == [State(city="rome")]
    assert goal(links(search_view(Selection(REAL, State()), "Mala", locate=finder))[0]) == State(city="malaga")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("electric mobility Spain", State(topic=("electro-mobility",), country=("ES",))),
        ("e-mobility in Spain", State(topic=("electro-mobility",), country=("ES",))),
        ("Spain ICT", State(topic=("ict",), country=("ES",))),
        ("lighthouse France", State(role=("lighthouse",), country=("FR",))),
        ("follower poland", State(role=("follower",), country=("PL",))),
    ],
)
def test_words_of_several_filters_are_first_and_last_these_filters(query: str, wanted: State) -> None:
    """Enter filters by all of them at once; the cities between, and the last option, have the same number."""
    shown = options(query)
    count = len(Selection(REAL, wanted).ids)
    assert count > 0
    assert shown[0][1] == shown[-1][1] == wanted
    assert re.findall(r"\d+", shown[0][0])[-1] == re.findall(r"\d+", shown[-1][0])[-1] == str(count)
    cities = [to.city for _, to in shown[1:-1] if to.city]
    assert set(cities) <= set(Selection(REAL, wanted).ids)
    assert "Enter opens " + shown[0][0].split(" · ")[0] in announcement(REAL, query)


@pytest.mark.parametrize(
    "query", ["electric mobility", "Spain Finland", "lighthouse cities", "waste Germany", "Spain x"]
)
def test_words_that_are_not_several_filters_are_none(query: str) -> None:
    """One filter, two of one kind, a filter that leaves no city, and a word too many."""
    assert all(len([key for key in (to.role, to.topic, to.country) if key]) < 2 for _, to in options(query))


def test_the_option_to_filter_is_last_and_has_the_number_of_the_sentence() -> None:
    """One question has one number: in the group of cities, in the option, in the sentence and in the table."""
    for query in ("spain", "waste", "lighting", "member", "bus", "medelin", "deutschland"):
        found = facet_index(REAL).searcher.find(query)
        cities = next(group.count for group in found.groups if group.kind is Kind.CITY)
        shown, to = options(query)[-1]
        assert re.findall(r"\d+", shown) == [str(cities)]
        assert len(Selection(REAL, to).ids) == cities
        assert Selection(REAL, to).sentence.startswith(f"{cities} of 22 cities: matching")


@given(networks(), st.text(max_size=12))
def test_what_is_found_is_what_the_filter_leaves(network: Network, query: str) -> None:
    """In any network, for any words."""
    found = facet_index(network).searcher.find(query)
    count = sum(group.count for group in found.groups if group.kind is Kind.CITY)
    matching = int(facet_index(network).searcher.matches(query).sum())
    assert matching == (0 if found.unmatched_words or found.partial else count)


def explained() -> Network:
    """A network with texts about itself."""
    network = small()
    fact = Fact("Write to the secretariat through the page.", Basis.STATED, SOURCE)
    role = Fact("Tried the measures first.", Basis.STATED, SOURCE)
    return replace(
        network,
        notes=(
            Note("contact", "Whom to ask", fact, "https://www.example.org/contact", ("secretariat", "phone")),
            Note("about", "What this is", Fact("A project of <b>cities</b>.", Basis.STATED, SOURCE)),
        ),
        role_notes={"lighthouse": Note("lighthouse", "Lighthouse", role)},
    )


@pytest.mark.parametrize(
    ("query", "name", "meaning", "href"),
    [
        ("secretariat", "Whom to ask", "Write to the secretariat", "https://www.example.org/contact"),
        ("contact", "Whom to ask", "Write to the secretariat", "https://www.example.org/contact"),
        ("project", "What this is", "A project of <b>cities</b>.", "#about"),
        ("lighthouse", "Lighthouse", "Tried the measures first.", "?role=lighthouse"),
        ("derived", "Derived", "Our own reasoning", "#about-basis"),
        ("implied", "Implied", "without naming the city", "#about-basis"),
    ],
)
def test_words_about_the_network_are_found_and_explained(query: str, name: str, meaning: str, href: str) -> None:
    """Texts of the network, roles and bases say what they mean in the hit, and lead on."""
    first = next(
        one for one in walk(search_view(Selection(explained(), State()), query)) if prop(one, "role") == "option"
    )
    assert name in text(first)
    assert meaning in text(first)
    assert first.href == href
    assert announcement(explained(), query).endswith(f"Enter opens {name}.")


def test_a_network_without_texts_has_no_hits_of_them() -> None:
    """Lists of other people have neither notes nor bases to explain."""
    bare = network_of([Town("alba", role="")])
    assert [key[0] for key in facet_index(bare).searcher.keys] == [Kind.CITY, Kind.COUNTRY]


def test_the_description_of_an_event_is_searched() -> None:
    """A word that stands in the description alone leads to the event."""
    network = small()
    events = (replace(network.events[0], description="They saw the zeppelin."), *network.events[1:])
    assert goal(links(search_view(Selection(replace(network, events=events), State()), "zeppelin"))[0]) == State(
        event="meeting"
    )


def test_filters_stay_when_a_hit_is_opened() -> None:
    """A hit is found outside the filters too, and opening it changes none of them."""
    found = options("rome", State(country=("FI",)))
    assert found[0][1] == State(country=("FI",), city="rome")
    assert len(found) == 1, "no city matches both the words and the filter, so there is nothing to show"


def test_while_cities_are_compared_a_hit_adds_its_city() -> None:
    """Nothing of the comparison is lost: each city found is added, one that is in it is opened; three are full."""
    assert options("rome", State(compare=("murcia",)))[0][1] == State(compare=("murcia", "rome"))
    cities = [to for _, to in options("spain", State(compare=("murcia",))) if to.city or to.compare]
    assert [len(to.compare) for to in cities if not (to.city or to.q or to.country)] == [2, 2, 2]
    assert State(city="murcia") in cities
    assert "Add to the comparison" in text(search_view(Selection(REAL, State(compare=("murcia",))), "rome"))
    full = State(compare=("cork", "kartal", "murcia"))
    assert options("rome", full)[0][1] == State(city="rome")
    assert "Add to the comparison" not in text(search_view(Selection(REAL, full), "rome"))


@given(networks(), st.text(max_size=20))
def test_any_query_gives_a_list_that_can_be_read(network: Network, query: str) -> None:
    """Options have ids of their own and stand in named groups; texts of the data do no harm."""
    shown = search_view(Selection(network, State()), query)
    found = [one for one in walk(shown) if prop(one, "role") == "option"]
    assert len({prop(one, "id") for one in found}) == len(found)
    assert all(prop(one, "aria-selected") == "false" for one in found)
    ids = {prop(one, "id") for one in walk(shown)}
    assert {prop(one, "aria-labelledby") for one in walk(shown) if prop(one, "role") == "group"} <= ids
    assert "<script>" not in to_html(shown)
    assert text(shown) or not len(network)
    assert isinstance(announcement(network, query), str)


def test_hits_are_counted_for_who_does_not_see_them() -> None:
    """By kind, in words."""
    assert announcement(REAL, "spain") == "5 hits: 1 country and 4 cities. Enter opens Spain."
    assert announcement(REAL, "zagreb") == "Nothing found for “zagreb”"
    assert announcement(REAL, "  ") == ""


def test_a_place_elsewhere_leads_to_the_nearest_cities() -> None:
    """Zagreb is not in the network: it says so, and how far the nearest three are."""
    shown = search_view(Selection(REAL, State()), "zagreb", locate=LazyGazetteer())
    assert "No city, country, topic or event “zagreb” in this network." in text(shown)
    assert "Nearest to Zagreb, Croatia" in text(shown)
    assert [goal(link).city for link in links(shown)] == ["rijeka", "cacak", "kragujevac"]
    assert "Rijeka131 km away" in text(shown)


@pytest.mark.parametrize(("query", "city"), [("绵阳", "mianyang"), ("Fiume", "rijeka"), ("Stettin", "szczecin")])
def test_another_name_of_a_city_opens_it(query: str, city: str) -> None:
    """A name that only the gazetteer knows is said to be one, and leads to the city itself."""
    shown = search_view(Selection(REAL, State()), query, locate=LazyGazetteer())
    label = REAL.cities["label"].iat[REAL.row_by_city_id[city]]
    assert f"“{query}” is another name of {label}." in text(shown)
    assert [goal(link).city for link in links(shown)] == [city]
    assert announcement(REAL, query, locate=LazyGazetteer()) == f"“{query}” is another name of {label}."


def test_a_place_elsewhere_comes_before_what_has_a_part_of_its_name() -> None:
    """Saint Petersburg is meant, not what begins with "st"."""
    shown = search_view(Selection(REAL, State()), "St. Petersburg", locate=LazyGazetteer())
    assert "Nearest to Saint Petersburg, Russia" in text(shown)


@pytest.mark.parametrize(
    ("query", "place", "meant"),
    [
        ("milan", "Milan, Italy", "mianyang"),
        ("york", "York, United Kingdom", "cork"),
        ("new york", "New York City", ""),
    ],
)
def test_a_place_outside_the_network_is_not_a_fuzzy_hit(query: str, place: str, meant: str) -> None:
    """A place by its own name comes before cities whose names are a letter or two away, which are still offered."""
    shown = search_view(Selection(REAL, State()), query, locate=LazyGazetteer())
    assert f"Nearest to {place}" in text(shown)
    assert ("Did you mean" in text(shown)) == bool(meant)
    assert meant in ["", *(goal(link).city for link in links(shown))]
    assert announcement(REAL, query, locate=LazyGazetteer()) == f"Nothing found for “{query}”"


@pytest.mark.parametrize("query", ["medelin", "murica", "bidgosz", "lapenranta", "kartl", "hambrug", "spian"])
def test_a_misspelt_city_is_a_fuzzy_hit(query: str) -> None:
    """What names no other place shows what was found, with or without places elsewhere."""
    shown = to_html(search_view(Selection(REAL, State()), query, locate=LazyGazetteer()))
    assert shown == to_html(search_view(Selection(REAL, State()), query))


def test_a_fuzzy_hit_does_not_wait_for_the_gazetteer() -> None:
    """Hits are shown at once while the gazetteer opens in the background, and the response is not final."""
    go = Event()

    def opening() -> Callable[[str], None]:
        go.wait()
        return lambda _name: None

    finder = LazyGazetteer(opening=opening)
    answer = search_parts(Selection(REAL, State(q="medelin")), finder)
    assert answer["announcement"] == "1 hit: 1 city. Enter opens Medellín."
    assert answer["later"]
    go.set()
    while not finder.ready:
        pass
    assert not search_parts(Selection(REAL, State(q="medelin")), finder)["later"]


def test_going_into_the_box_opens_the_gazetteer() -> None:
    """No request waits for it, and the examples are final; the first typed name finds it open."""
    opened = Event()

    def opening() -> Callable[[str], None]:
        opened.set()
        return lambda _name: None

    answer = search_parts(Selection(REAL, State()), LazyGazetteer(patience_seconds=0, opening=opening))
    assert not answer["later"]
    assert opened.wait(timeout=10)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("secretariat", "contact"),
        ("contact", "contact"),
        ("join", "joining"),
        ("webinar", "webinars"),
        ("newsletter", "newsletter"),
    ],
)
def test_what_people_ask_about_the_network_is_found(query: str, note: str) -> None:
    """In the real data each of these words leads to the text of the network that answers it."""
    found = facet_index(REAL).searcher.find(query)
    notes = next(group.hits for group in found.groups if group.kind is Kind.NOTE)
    assert notes[0].id == note


@pytest.mark.parametrize(
    ("query", "kind"),
    [("lighthouse", Kind.ROLE), ("follower", Kind.ROLE), ("stated", Kind.BASIS), ("derived", Kind.BASIS)],
)
def test_words_of_the_page_are_explained_first(query: str, kind: Kind) -> None:
    """A role and a basis are the best hit for their own names."""
    hit = facet_index(REAL).searcher.find(query).groups[0].hits[0]
    assert (hit.kind, hit.id) == (kind, query)


def test_partial_match_has_a_message() -> None:
    """Where nothing has all words of a query, the list says so."""
    assert "No hit contains all of these words" in text(
        search_view(Selection(REAL, State()), "medellin mianyang", locate=LazyGazetteer())
    )


def test_no_suggestion_has_a_plain_message() -> None:
    """What is no place gets advice; in a network without places nothing is nearest."""
    assert "Try another word" in text(search_view(Selection(REAL, State()), "xyzzy", locate=LazyGazetteer()))
    place = Candidate(None, "Zagreb", "HR", "", 45.8, 16.0, 663_592, "", "", "")
    assert "Try another word" in text(search_view(Selection(network_of([]), State()), "zagreb", locate=lambda _: place))


def test_an_empty_box_shows_what_can_be_asked() -> None:
    """One city, country, topic and event of this very network."""
    goals = [to for _, to in options("")]
    assert [to.opened[0] if to.opened else "country" for to in goals] == ["city", "country", "about", "event"]


def test_the_box_works_without_scripts_and_keeps_the_address() -> None:
    """A form that asks for `q`; all else of the address travels as hidden fields, defused."""
    html = str(search_box(State(country=("ES",), q='a"b', sort="<x>")))
    assert 'name="q" value="a&quot;b"' in html
    assert '<input type="hidden" name="country" value="ES">' in html
    assert '<input type="hidden" name="sort" value="&lt;x&gt;">' in html
    assert html.count('name="q"') == 1
