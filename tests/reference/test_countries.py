"""Country names and codes in any language; None for unknown or ambiguous texts."""

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
def test_countries_are_found_in_many_spellings(code: str, text: str) -> None:
    """Names, official forms, codes and flags give ISO 3166-1 alpha-2."""
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "  ", "XX", "Atlantis", "Georgia, USA", "Virgin Islands", "🇽🇽", "?", "Europe"])
def test_unknown_and_ambiguous_texts_give_none(text: str) -> None:
    """An ambiguous text has no result."""
    assert country_code(text) is None


@pytest.mark.slow
def test_every_name_of_every_cldr_language_gives_its_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer than one in a thousand names in Babel is omitted or assigned to another country."""
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
def test_display_names_round_trip(language: str) -> None:
    """For the languages of the network, every display name gives its code."""
    wrong = {code: country_name(code, language) for code in country_codes()}
    assert {code: name for code, name in wrong.items() if country_code(name) != code} == {}


def test_names_are_localized() -> None:
    """Names come from CLDR; English for unknown languages, the code for unknown codes."""
    assert country_name("TR") == "Türkiye"
    assert country_name("TR", "de") == "Türkei"
    assert country_name("pt", "zh_Hant") == "葡萄牙"
    assert country_name("CZ", "qqq") == "Czechia"
    assert country_name("QQ") == "QQ"


@pytest.mark.parametrize(
    ("text", "first"), [("Germny", "Germany"), ("Untied Kingdom", "United Kingdom"), ("Frankrich", "France")]
)
def test_typo_gives_the_most_similar_countries(text: str, first: str) -> None:
    """Suggestions are English names, best first."""
    assert nearest_countries(text)[0] == first
    assert len(nearest_countries(text, limit=1)) == 1


@pytest.mark.parametrize("text", ["", "XX", "Cacak", "Atlantis"])
def test_dissimilar_text_gives_no_suggestions(text: str) -> None:
    """There are no suggestions without similar names."""
    assert nearest_countries(text) == ()


def test_informal_names_are_recognized() -> None:
    """EL, UK and England are informal; names and ISO codes are not."""
    assert [is_informal_name(text) for text in ("EL", "uk", "England")] == [True, True, True]
    assert [is_informal_name(text) for text in ("GR", "GBR", "Spain", "Atlantis", "")] == [False] * 5


def test_territories_belong_to_their_states() -> None:
    """A territory with its own code also belongs to its state."""
    assert "MO" in territories_of("CN")
    assert "RE" in territories_of("fr")
    assert {"FO", "GL"} == set(territories_of("DK"))
    assert territories_of("XX") == ()


@given(st.text(max_size=40))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    """No text raises an error."""
    code = country_code(text)
    assert code is None or code in country_codes()
    nearest_countries(text)
    is_informal_name(text)


@pytest.mark.parametrize(
    ("code", "words"),
    [("FI", ("Finnish",)), ("PT", ("Portuguese",)), ("CO", ()), ("US", ()), ("GB", ()), ("CH", ()), ("XX", ())],
)
def test_language_adjectives_of_countries(code: str, words: tuple[str, ...]) -> None:
    """A language belongs only to the country with the same name."""
    assert adjectives(code) == words


def test_index_equals_text_search() -> None:
    """Many look-ups give the same results as single ones."""
    content = files("dashboard.reference").joinpath("countries.txt").read_bytes()
    search, mapping = _Names(content, {}), _Names(content, {})
    for number in range(301):
        assert mapping.find(f"atlantis {number}") is None
    for name in ("spanien", "georgia", "ισπανια", "724", "中国", "atlantis", "guinea"):
        assert mapping.find(name) == search.find(name)
