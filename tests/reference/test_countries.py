"""Tests of reference.countries: any name in any language, any code, and None where a text names no country, or two."""

from __future__ import annotations

from importlib.resources import files

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reference.countries import (
    _Names,
    adjectives,
    country_code,
    country_codes,
    country_name,
    is_informal_name,
    nearest_countries,
    territories_of,
)

WRITTEN = {
    "AL": "Shqipëria; Shqipëri; 008; 8",
    "AE": "UAE; United Arab Emirates",
    "AT": "Österreich; Oesterreich; 040; 40; Republik Österreich",
    "AX": "Åland; Aland Islands",
    "BA": "Bosnia & Herzegovina; Bosnia-Herzegovina",
    "BO": "Bolivia, Plurinational State of",
    "CD": "DR Congo; RDC; Congo, the Democratic Republic of the; Zaire",
    "CG": "Congo; Republic of the Congo",
    "CH": "Swiss Confederation; Suisse; Schweiz",
    "CI": "Côte d'Ivoire; Côte d\u2019Ivoire; Cote d`Ivoire; Cote D\u00b4ivoire; Ivory Coast",
    "CN": "中国; 中國; People's Republic of China; P.R. China",
    "CZ": "Czech Republic; Czechia; Česko; Česká republika; Tschechische Republik; República Checa",
    "DE": "Deutschland; Federal Republic of Germany; Germany, Federal Republic of; DE; deu",
    "DO": "Dominican Republic",
    "DM": "Dominica; Commonwealth of Dominica",
    "ES": "España; Spain; ES; es; ESP; Kingdom of Spain; 🇪🇸; SPAIN ",
    "FM": "Federated States of Micronesia",
    "GB": "UK; U.K.; England; Scotland; Wales; Northern Ireland; Great Britain; Royaume-Uni; Reino Unido",
    "GM": "Gambia, The; The Gambia",
    "GR": "EL; 300; Ellada; Ελληνική Δημοκρατία; Ελλάδα; Hellenic Republic; Greece",
    "HK": "Hong Kong, China; Hong Kong SAR",
    "IE": "Éire; Republic of Ireland; Ireland",
    "IR": "Iran (Islamic Republic of); Iran, Islamic Rep.",
    "KP": "North Korea; Korea, Democratic People's Republic of; DPRK",
    "KR": "Republic of Korea; Korea (the Republic of); Korea; South Korea; 대한민국",
    "LA": "Lao People's Democratic Republic; Laos",
    "MK": "Macedonia; FYROM; The former Yugoslav Republic of Macedonia; North Macedonia",
    "MM": "Burma (Myanmar); Burma",
    "NA": "NA; na; Namibia; 516",
    "PL": "Polska; Rzeczpospolita Polska; Republic of Poland",
    "RS": "Србија; Република Србија; Republika Srbija; 688",
    "NL": "The Netherlands; Netherlands (the); Holland; Kingdom of the Netherlands; Nederland",
    "PS": "Palestine, State of; Palestine",
    "RE": "Réunion; La Réunion; Réunion (France)",
    "RU": "Russian Federation; Россия",
    "TR": "Türkiye; Turkey; TURKEY; Turkiye; TÜRKİYE; Turkey / Türkiye; Republic of Türkiye; Turquía",
    "TW": "臺灣; 台灣; Republic of China; Taiwan",
    "TZ": "Tanzania, United Republic of",
    "US": "USA; U.S.A.; u.s.; United States of America; EE.UU.; États-Unis; USA (United States)",
    "VA": "Holy See (Vatican City State); Vatican City",
    "VN": "Viet Nam",
    "XK": "Kosovo; XKX; RKS",
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in WRITTEN.items() for text in texts.split(";")]
)
def test_a_country_is_found_however_it_is_written(code: str, text: str) -> None:
    """Names, official forms, codes and flags give ISO 3166-1 alpha-2."""
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "  ", "XX", "Atlantis", "Georgia, USA", "Virgin Islands", "🇽🇽", "?", "Europe"])
def test_what_names_no_country_or_two_gives_none(text: str) -> None:
    """A doubt is no answer."""
    assert country_code(text) is None


@pytest.mark.slow
def test_every_name_of_every_cldr_language_gives_its_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the names in Babel, less than one in a thousand is left out or given to the country more languages mean."""
    missed = []
    total = 0
    # Babel keeps what it has loaded by name alone: later tests would get locales without what they inherit.
    monkeypatch.setattr(localedata, "_cache", {})
    for locale in localedata.locale_identifiers():
        for code, name in localedata.load(locale, merge_inherited=False).get("territories", {}).items():
            if code in country_codes():
                total += 1
                if country_code(name) != code:
                    missed.append((locale, name))
    assert total > 50_000
    assert len(missed) < total / 1000, missed


@pytest.mark.parametrize("language", "en de fr es pt it fi pl hr sr ro tr zh el".split())
def test_every_country_is_found_by_the_name_it_is_given(language: str) -> None:
    """In the languages of the network, reading and writing a country undo each other for every code."""
    wrong = {code: country_name(code, language) for code in country_codes()}
    assert {code: name for code, name in wrong.items() if country_code(name) != code} == {}


def test_names_are_written_in_the_language_asked_for() -> None:
    """A name comes from CLDR, in English where the language is unknown, and as the code where the code is unknown."""
    assert country_name("TR") == "Türkiye"
    assert country_name("TR", "de") == "Türkei"
    assert country_name("pt", "zh_Hant") == "葡萄牙"
    assert country_name("CZ", "qqq") == "Czechia"
    assert country_name("QQ") == "QQ"


@pytest.mark.parametrize(
    ("text", "first"), [("Germny", "Germany"), ("Untied Kingdom", "United Kingdom"), ("Frankrich", "France")]
)
def test_a_slip_is_offered_the_nearest_country(text: str, first: str) -> None:
    """Nearest names are for a message, in English, best first."""
    assert nearest_countries(text)[0] == first
    assert len(nearest_countries(text, limit=1)) == 1


@pytest.mark.parametrize("text", ["", "XX", "Cacak", "Atlantis"])
def test_nothing_near_offers_nothing(text: str) -> None:
    """No country is offered where none looks alike."""
    assert nearest_countries(text) == ()


def test_aliases_are_told_apart_from_names_and_codes() -> None:
    """A note belongs to EL, UK and England, not to a name or an ISO code."""
    assert [is_informal_name(text) for text in ("EL", "uk", "England")] == [True, True, True]
    assert [is_informal_name(text) for text in ("GR", "GBR", "Spain", "Atlantis", "")] == [False] * 5


def test_territories_stand_under_their_states() -> None:
    """What has a code of its own is found under its state too."""
    assert "MO" in territories_of("CN")
    assert "RE" in territories_of("fr")
    assert {"FO", "GL"} == set(territories_of("DK"))
    assert territories_of("XX") == ()


@given(st.text(max_size=40))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    """Nothing a person types raises."""
    code = country_code(text)
    assert code is None or code in country_codes()
    nearest_countries(text)
    is_informal_name(text)


@pytest.mark.parametrize(
    ("code", "words"),
    [("FI", ("Finnish",)), ("PT", ("Portuguese",)), ("CO", ()), ("US", ()), ("GB", ()), ("CH", ()), ("XX", ())],
)
def test_countries_are_meant_by_their_languages(code: str, words: tuple[str, ...]) -> None:
    """A language is named for the country that is called like it, and for no other that speaks it."""
    assert adjectives(code) == words


def test_a_mapping_answers_as_the_search_does() -> None:
    """Whoever asks for many countries gets the same answers as who asks for one."""
    content = files("dashboard.reference").joinpath("countries.txt").read_bytes()
    search, mapping = _Names(content, {}), _Names(content, {})
    for number in range(301):
        assert mapping.find(f"atlantis {number}") is None
    for name in ("spanien", "georgia", "ισπανια", "724", "中国", "atlantis", "guinea"):
        assert mapping.find(name) == search.find(name)
