"""Texts, numbers, dates and lists use the language of the visitor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.text import i18n

POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "Close"
msgstr "Zamknij"

msgid "{count} city"
msgid_plural "{count} cities"
msgstr[0] "{count} miasto"
msgstr[1] "{count} miasta"
msgstr[2] "{count} miast"
"""


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Polish catalogue and an empty English one."""
    for language, text in (("en", ""), ("pl", POLISH)):
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_text(text, "utf-8")
    monkeypatch.setattr(i18n.resources, "files", lambda _package: tmp_path)
    i18n.languages.cache_clear()
    i18n._translations.cache_clear()
    yield
    i18n.languages.cache_clear()
    i18n._translations.cache_clear()


def test_language_names_are_localized(monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid tag is shown unchanged."""
    tags = ("fi", "pt-BR", "no tag")
    assert [i18n.language_name(tag) for tag in tags] == ["Finnish", "Portuguese (Brazil)", "no tag"]
    monkeypatch.setattr(i18n, "languages", lambda: ("en", "de"))
    with i18n.use_language("de"):
        assert i18n.language_name("fi") == "Finnisch"


def test_english_is_the_language_of_the_source() -> None:
    """A text without translation is unchanged."""
    assert i18n.language() == "en"
    assert i18n.languages()[0] == "en"
    assert i18n.gettext("A text nobody has translated") == "A text nobody has translated"
    assert [i18n.ngettext("one", "many", count) for count in (0, 1, 2)] == ["many", "one", "many"]


def test_catalogue_has_its_own_plural_forms(polish: None) -> None:
    """Polish has forms for one, few and many; missing texts are English."""
    with i18n.use_language("pl") as spoken:
        assert spoken == i18n.language() == "pl"
        assert i18n.gettext("Close") == "Zamknij"
        assert i18n.gettext("Open") == "Open"
        forms = [i18n.ngettext("{count} city", "{count} cities", count).format(count=count) for count in (1, 3, 5, 22)]
        assert forms == ["1 miasto", "3 miasta", "5 miast", "22 miasta"]
        assert i18n.format_number(592346.5) == "592\xa0346,5"
        assert i18n.format_list(["a", "b", "c"]) == "a, b i c"
        assert i18n.format_list(["a", "b"], style="or") == "a lub b"
        assert i18n.format_date("2018-02-14") == "14 lut 2018"
    assert i18n.gettext("Close") == "Close"


@pytest.mark.parametrize("language", ["", "xx", "en-", "../en", "pl\0", "PL", "p" * 300])
def test_a_language_without_a_catalogue_is_english(polish: None, language: str) -> None:
    """An unknown language does not raise an error."""
    with i18n.use_language(language) as spoken:
        assert spoken == "en"
        assert i18n.gettext("Close") == "Close"


def test_languages_nest_and_are_restored(polish: None) -> None:
    """The previous language is restored after a block, also after an error."""
    with i18n.use_language("pl"):
        with pytest.raises(KeyError), i18n.use_language("en"):
            raise KeyError
        assert i18n.language() == "pl"
    assert i18n.language() == "en"


def test_language_is_per_thread(polish: None) -> None:
    """Concurrent requests do not affect each other."""
    heard: list[str] = []
    with i18n.use_language("pl"):
        thread = threading.Thread(target=lambda: heard.append(i18n.gettext("Close")))
        thread.start()
        thread.join()
        assert i18n.gettext("Close") == "Zamknij"
    assert heard == ["Close"]


@pytest.mark.parametrize(
    ("value", "wanted"), [(0, "0"), (999, "999"), (1000, "1,000"), (592346, "592,346"), (-1234.5, "-1,234.5")]
)
def test_numbers_are_grouped(value: float, wanted: str) -> None:
    """Thousands are separated."""
    assert i18n.format_number(value) == wanted


@pytest.mark.parametrize(
    ("items", "style", "wanted"),
    [
        ([], "standard", ""),
        (["a"], "or", "a"),
        (["a", "b"], "standard", "a and b"),
        (["a", "b", "c"], "standard", "a, b and c"),
        (["a", "b", "c"], "or", "a, b or c"),
        (["{0}", "%s"], "or", "{0} or %s"),
    ],
)
def test_lists_are_joined_by_and_or_or(items: list[str], style: str, wanted: str) -> None:
    """British English has no comma before the last item."""
    assert i18n.format_list(items, style=style) == wanted


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2018-02-14", "2018-02-14", "14 Feb 2018"),
        ("2018-02-14", "", "14 Feb 2018"),
        ("2022-09-14", "2022-09-15", "14–15 Sept 2022"),
        ("2022-09-30", "2022-10-01", "30 Sept – 1 Oct 2022"),
        ("2021-12-31", "2022-01-01", "31 Dec 2021 – 1 Jan 2022"),
        ("2019-03", "2019-03", "Mar 2019"),
        ("2019-03", "2019-05", "Mar 2019 – May 2019"),
        ("2019", "2019", "2019"),
        ("2019", "2020-01-02", "2019 – 2 Jan 2020"),
    ],
)
def test_dates_are_as_precise_as_they_are_given(start: str, end: str, wanted: str) -> None:
    """A date may be a month or a year; a range omits repeated parts."""
    spaces = str.maketrans(dict.fromkeys("\u2009\u00a0\u202f", " "))
    assert i18n.format_date_range(start, end).translate(spaces) == wanted


@pytest.mark.parametrize(
    ("distance", "expected"), [(0.4, "0\u00a0km"), (411.6, "412\u00a0km"), (1027.2, "1,027\u00a0km")]
)
def test_distance_stays_on_one_line(distance: float, expected: str) -> None:
    """Distances are whole kilometres, without a line break before the unit."""
    assert i18n.format_distance(distance) == expected
