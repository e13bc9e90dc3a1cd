"""All interface texts are in the catalogues, and the catalogues match the texts.

The page uses a test language in which each message is in ⟦brackets⟧. Visible text outside of brackets must be data of
the network, a number, a date or a country name.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dashboard.config import Settings, default_data, resource
from dashboard.ingest.loader import load
from dashboard.maps.svg.outlines import Outlines
from dashboard.model.attribution import PROVIDERS
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.reference.countries import country_name
from dashboard.text import i18n
from dashboard.web.assets import Assets
from dashboard.web.document import render_document

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "dashboard" / "text" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/messages.po"))
NETWORK = load(default_data())
ASSETS = Assets(resource("assets"))
OUTLINES = Outlines(resource("assets") / "basemap")
SEEN = {"title", "aria-label", "placeholder", "alt", "data-label", "data-done"}
"""Attributes with visible or accessible text."""


def read(path: Path, locale: str | None = None) -> Catalog:
    """Read a catalogue; fail if it is invalid."""
    return read_po(io.BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.slow
def test_template_is_up_to_date() -> None:
    """Run tools/update_texts.sh after changing a text."""
    found = {message for _, _, message, _, _ in extract_from_dir(str(ROOT / "dashboard"))}
    held = {message.id for message in read(LOCALE / "messages.pot") if message.id}
    assert held == found, "run tools/update_texts.sh"


@pytest.mark.slow
def test_no_text_is_inside_an_f_string() -> None:
    """Before Python 3.12, the extraction does not find calls in f-strings."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "dashboard").rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
    ]
    assert hidden == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_matches_the_template(path: Path) -> None:
    """All texts, plural forms and placeholders are there."""
    language = path.parts[-3]
    catalogue = read(path, language)
    assert f'"Language: {language}\\n"' in path.read_text("utf-8")
    assert f'"Plural-Forms: {Catalog(locale=language).plural_forms}\\n"' in path.read_text("utf-8")
    assert {message.id for message in catalogue} >= {message.id for message in read(LOCALE / "messages.pot")}
    for message in catalogue:
        if not message.id:
            continue
        several = isinstance(message.id, tuple)
        known = set().union(*map(placeholders, message.id if several else [message.id]))
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        assert len(forms) == (catalogue.num_plurals if several else 1)
        assert all(placeholders(form) <= known for form in forms)


@pytest.mark.parametrize("path", [LOCALE / "messages.pot", *CATALOGUES], ids=lambda path: path.name)
def test_catalogue_contains_no_machine_data(path: Path) -> None:
    """Headers contain no date and no address, so a catalogue changes only with its texts."""
    text = path.read_text("utf-8")
    assert not re.search(r"-Date:|EMAIL@|Generated-By|PROJECT|ORGANIZATION", text)


class Bracketed(gettext.NullTranslations):
    """A language in which every message is in brackets."""

    def gettext(self, message: str) -> str:
        """Return the message in brackets."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the English form in brackets."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


class Visible(HTMLParser):
    """Collects the visible and accessible text of a page, and some attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: list[str] = []
        self.text = ""
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect attributes; code, such as API addresses, is not translated."""
        if tag in ("script", "style", "code"):
            self.hidden.append(tag)
        self.values += [value for name, value in attrs if name in SEEN and value]

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        """Collect text; one line per node, to separate neighbours."""
        if not self.hidden:
            self.text += f"\n{data}"


def outside_brackets(text: str) -> list[str]:
    """Return the text outside of brackets."""
    depth, runs = 0, [""]
    for char in text:
        if char == "⟦":
            depth += 1
        elif char == "⟧":
            depth -= 1
            assert depth >= 0
        elif char == "\n" or depth:
            runs.append("")
        else:
            runs[-1] += char
    assert depth == 0
    return [run for run in runs if run.strip()]


def data_of(network: Network) -> list[str]:
    """Return all data texts: table content, country names, dates, licensors."""
    found: set[str] = {
        network.title,
        network.tagline,
        *network.title.split(" ", 1),
        "Natural Earth",
        *(credit.name for credit in PROVIDERS.values()),
    }
    for column in ("name", "label", "local_name", "summary", "website", "timezone", "matched_name", "provider", "id"):
        found |= {str(value) for value in network.cities[column]}
    found |= {url.removeprefix("https://").removeprefix("http://").split("/")[0] for url in network.cities["website"]}
    found |= {host.removeprefix("www.") for host in found}
    found |= {value.replace("_", " ") for value in network.cities["timezone"]}
    for code in network.countries:
        found.add(country_name(code, i18n.language()))
    for topic in network.topics:
        found |= {topic.title, topic.description}
    for event in network.events:
        found |= {
            event.title,
            event.summary,
            event.description,
            event.kind.capitalize(),
            event.kind,
            i18n.format_date_range(event.start, event.end),
        }
    found |= {i18n.format_date(source.accessed.isoformat()) for source in network.sources.values()}
    for source in network.sources.values():
        found |= {source.title, source.publisher, i18n.language_name(source.language)}
        found.add(i18n.format_date(source.published) if source.published else "")
    for note in (*network.notes, *network.role_notes.values()):
        found |= {note.title, note.fact.text}
    for frame in (network.city_topics, network.participation):
        found |= set(frame["fact"])
    return sorted((text for text in found if text.strip()), key=len, reverse=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "",
        "city=rome",
        "city=kartal&country=ES",
        "event=workshop-1",
        "event=webinar",
        "about=technologies",
        "about=electro-mobility",
        "compare=rome&compare=nantes",
        "tab=matrix",
        "tab=events",
        "tab=gaps",
        "country=ES&role=member&topic=ict&topic=electro-mobility&match=all&attended=workshop-1&q=energy&show=matching",
        "country=ES&role=lighthouse",
        "q=no+such+words",
        "city=nante&country=Spian&role=x&topic=ictt&event=x&about=x&attended=x&compare=romme",
        "sort=-topics&theme=dark",
        "embed=1",
    ],
)
def test_every_visible_text_can_be_translated(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All English text on the page is data."""
    monkeypatch.setattr(i18n, "_translations", lambda _language: Bracketed())
    monkeypatch.setattr(
        i18n, "babel_format_list", lambda items, **_options: "⟦ and ⟧".join(items)
    )  # Babel's own catalogue
    monkeypatch.setattr(i18n, "format_unit", lambda value, *_unit, **_options: f"{value} ⟦km⟧")  # and this too
    settings = Settings(report_url="mailto:someone@example.org?subject={subject}")
    page = Visible()
    page.feed(
        render_document(
            Selection.of(NETWORK, State.from_query(query)), assets=ASSETS, settings=settings, outlines=OUTLINES
        )
    )
    runs = outside_brackets(page.text)
    for value in page.values:
        runs += outside_brackets(value)
    known = data_of(NETWORK)
    missed = set()
    for run in runs:
        left = run
        for text in known:
            left = left.replace(text, " ")
        if re.search(r"[^\W\d_]", left):
            missed.add(run.strip())
    assert missed == set()
    assert "⟦" in page.text
