"""The profile of a city as Markdown (CommonMark), with its sources as a numbered list."""

from __future__ import annotations

import re
from urllib.parse import quote

from dashboard.model.entities import City, Event
from dashboard.model.facts import Basis, Fact, Source
from dashboard.model.network import Network
from dashboard.query.summary import role_name
from dashboard.reference.countries import country_name
from dashboard.text.i18n import format_date, format_date_range, format_number, language, language_name
from dashboard.text.i18n import gettext as _

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_AT_START = re.compile(r"^()([-+]|=+|-+|\d+[.)])(?=\s|$)")


class Notes:
    """Sources by reference number."""

    def __init__(self) -> None:
        self.numbers: dict[Source, int] = {}

    def mark(self, source: Source) -> str:
        """Return the reference to a source, "[3]" as text."""
        return f"\\[{self.numbers.setdefault(source, len(self.numbers) + 1)}\\]"


def city_markdown(network: Network, city_id: str) -> bytes:
    """Write the profile of a city that is in the network: summary, topics, events, sources."""
    city = network.city_by_row(network.row_by_city_id[city_id])
    notes = Notes()
    lines = [f"# {escaped(city.label)}", "", *_head(city), ""]
    if city.summary:
        lines += [" ".join([escaped(city.summary), *map(notes.mark, city.sources)]), ""]
    if topics := network.topics_of(city_id):
        lines += ["## " + _("Topics"), ""]
    for topic in topics:
        lines += [f"### {escaped(topic.title)}", ""]
        lines += [_fact(fact, notes) for fact in network.facts(city_id, topic.id)] + [""]
    if rows := network.participation_of(city_id):
        lines += ["## " + _("Events"), ""]
        for row in rows:
            when = format_date_range(row.event.start, row.event.end)
            what = f"**{escaped(row.event.title)}** ({escaped(when)}), {row.part}: "
            lines.append(_fact(row.fact, notes, before=what, dated=int(row.event.start[:4])))
            lines += _description(row.event, notes)
        lines.append("")
    if notes.numbers:
        lines += ["## " + _("Sources"), ""]
        lines += [f"{position}. {_source(source)}" for source, position in notes.numbers.items()] + [""]
    lines += [
        _("From {network}, data version {version}.").format(network=escaped(network.title), version=network.version)
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    """Return text on one line, escaped for Markdown."""
    line = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _AT_START.sub(lambda match: match[1] + match[2][:-1] + "\\" + match[2][-1], line)


def address(url: str) -> str:
    """Return a URL as an autolink, with characters that could end it percent-encoded."""
    return f"<{quote(url, safe=_URL_SAFE)}>"


_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"


def _head(city: City) -> list[str]:
    known = [
        (_("Role"), role_name(city.role) if city.role else ""),
        (_("Country"), country_name(city.country, language()) if city.country else ""),
        (_("Name in the sources"), city.name if city.name != city.label else ""),
        (_("Inhabitants"), format_number(city.place.population) if city.place and city.place.population else ""),
        (_("Coordinates"), f"{city.place.latitude:.5f}, {city.place.longitude:.5f}" if city.place else ""),
    ]
    lines = [f"- {term}: {escaped(value)}" for term, value in known if value]
    lines += [f"- {escaped(key.replace('_', ' '))}: {escaped(value)}" for key, value in city.extra.items()]
    website = _("Website")
    return [*lines, f"- {website}: {address(city.website)}"] if city.website else lines


def _description(event: Event, notes: Notes) -> list[str]:
    """Write the description of an event as a paragraph of its item."""
    if not event.description:
        return []
    source = event.description_source or event.source
    return ["", f"  {escaped(event.description)}" + (f" {notes.mark(source)}" if source else ""), ""]


def _fact(fact: Fact, notes: Notes, *, before: str = "", dated: int | None = None) -> str:
    remarks = [_age(fact)] if dated is None or fact.year is not None else []
    if fact.due is not None:
        remarks.append(_("to be reached by {year}").format(year=fact.due))
    if fact.basis is not Basis.STATED:
        remarks.append(str(fact.basis))
    remarks = [remark for remark in remarks if remark]
    tail = f" ({', '.join(remarks)})" if remarks else ""
    return f"- {before}{escaped(fact.text)}{tail} {notes.mark(fact.source)}"


def _age(fact: Fact) -> str:
    """Return when a fact was true or published, in words; "" if its text contains the year."""
    if fact.dated is None:
        return _("undated")
    if str(fact.dated) in fact.text:
        return ""
    return str(fact.year) if fact.year is not None else _("published in {year}").format(year=fact.dated)


def _source(source: Source) -> str:
    known = [str(source.kind)]
    if source.language and source.language.partition("-")[0] != language().partition("-")[0]:
        known.append(_("in {language}").format(language=language_name(source.language)))
    dates = [_("read on {date}").format(date=format_date(source.accessed.isoformat()))]
    if source.published:
        dates.insert(0, _("published {date}").format(date=format_date(source.published)))
    where = f" {address(source.url)}" if source.url else ""
    return f"{escaped(source.title)}. {escaped(source.publisher)} ({', '.join(known)}), {', '.join(dates)}.{where}"
