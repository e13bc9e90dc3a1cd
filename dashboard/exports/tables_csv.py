"""The selection as CSV (RFC 4180): one row per city, one row per fact, or one row per event.

The files begin with a byte order mark (BOM): without it Excel reads UTF-8 as the system code page and garbles Čačak.
All common CSV readers accept the mark, including the loader of this dashboard. A record is one line: line breaks inside
a value become spaces, so that `grep` and `wc -l` work.

A spreadsheet interprets a cell that begins with one of `=+-@`, a tab or a carriage return as a formula. Such text gets
a leading apostrophe (OWASP, "CSV Injection"), also after spaces, quotes or invisible characters, and after a semicolon,
which many spreadsheets use as a delimiter. Numeric columns stay unchanged.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from dashboard.exports.records import Record, city_records, event_record, selected_events
from dashboard.query.selection import Selection

BYTE_ORDER_MARK = "\ufeff"
BETWEEN = " | "
"""Separator of several facts in one cell."""
CITY_COLUMNS = (
    "id name local_name country country_name role latitude longitude population timezone geonames_id place_from "
    "website summary summary_source topics facts events sources"
).split()
FACT_COLUMNS = (
    "city_id city country about subject_id subject part fact year dated due basis source_title publisher source_kind "
    "source_url source_language source_published accessed more_source_urls"
).split()
EVENT_COLUMNS = "id title kind start end place summary description cities source_url description_source_url".split()
_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""Characters that begin a formula, also in their full-width forms."""
_SKIPPED = "\"'`\u2018\u2019\u201c\u201d"
_AFTER_SEMICOLON = re.compile(rf"(;[\s\x00-\x1f\u200b-\u200f\u2060\ufeff{_SKIPPED}]*)([{re.escape(_FORMULA)}])")


def cities_csv(selection: Selection) -> bytes:
    """Write one row per matching city, with its facts and the addresses of their sources."""
    extra = [str(column) for column in selection.network.extra.columns]
    rows = (_city_row(record, extra) for record in city_records(selection))
    return _write([*CITY_COLUMNS, *(_apart(column) for column in extra)], rows)


def facts_csv(selection: Selection) -> bytes:
    """Write one row per fact about the matching cities: summaries, topics, events."""
    return _write(FACT_COLUMNS, (row for record in city_records(selection) for row in _fact_rows(record)))


def events_csv(selection: Selection) -> bytes:
    """Write one row per event that the selection is about, with its description."""
    records = (event_record(selection.network, event) for event in selected_events(selection))
    return _write(EVENT_COLUMNS, (_event_row(record) for record in records))


def escape_formula(text: str) -> str:
    """Return text on one line that no spreadsheet interprets as a formula."""
    begins_badly = text[:1] in ("\t", "\r", "\n")
    line = " ".join(re.split(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]+", text))
    if begins_badly or _first(line) in tuple(_FORMULA):
        line = "'" + line.lstrip()
    return _AFTER_SEMICOLON.sub(r"\1'\2", line)


def _first(text: str) -> str:
    """Return the first visible character, after spaces, quotes and zero-width characters."""
    for character in text:
        if character in _SKIPPED or character.isspace() or unicodedata.category(character) in ("Cc", "Cf"):
            continue
        return character
    return ""


def _apart(column: str) -> str:
    """Return a name for a custom column of the owner that does not collide with a built-in one."""
    return f"more_{column}" if column in CITY_COLUMNS else column


def _city_row(record: Record, extra: Sequence[str]) -> list[object]:
    facts = [(topic["title"], fact) for topic in record["topics"] for fact in topic["facts"]]
    sources = [*record["summary_sources"], *(fact["source"] for _, fact in facts)]
    sources += [event["source"] for event in record["events"]]
    cells: Mapping[str, object] = {
        **record,
        "summary_source": " ".join(_address(source) for source in record["summary_sources"]),
        "topics": BETWEEN.join(topic["title"] for topic in record["topics"]),
        "facts": BETWEEN.join(f"{title}: {_told(fact)}" for title, fact in facts),
        "events": BETWEEN.join(f"{event['title']} ({event['part']}): {_told(event)}" for event in record["events"]),
        "sources": " ".join(dict.fromkeys(source["url"] or source["title"] for source in sources)),
    }
    return [cells[column] for column in CITY_COLUMNS] + [record["more"].get(column, "") for column in extra]


def _event_row(record: Record) -> list[object]:
    cells: Mapping[str, object] = {
        **record,
        "cities": BETWEEN.join(record["cities"]),
        "source_url": _address(record["source"]),
        "description_source_url": _address(record["description_source"]),
    }
    return [cells[column] for column in EVENT_COLUMNS]


def _address(source: Record | None) -> str:
    return str(source["url"] or source["title"]) if source else ""


def _told(fact: Record) -> str:
    """Return a fact with its basis and source as one text."""
    remarks = ", ".join(str(part) for part in (fact["dated"], fact["basis"]) if part)
    return f"{fact['fact']} [{remarks}; {fact['source']['url'] or fact['source']['title']}]"


def _fact_rows(record: Record) -> Iterable[list[object]]:
    def row(about: str, subject_id: str, subject: str, part: str, fact: Record) -> list[object]:
        source = fact["source"]
        own = [record["id"], record["name"], record["country"], about, subject_id, subject, part]
        known = [fact.get(key) for key in ("fact", "year", "dated", "due", "basis")]
        read = [source[key] for key in ("title", "publisher", "kind", "url", "language", "published", "accessed")]
        return [*own, *known, *read, " ".join(_address(other) for other in fact.get("more_sources", ()))]

    if record["summary"] and record["summary_sources"]:
        first, *others = record["summary_sources"]
        summary = {"fact": record["summary"], "source": first, "more_sources": others}
        yield row("summary", "", "", "", summary)
    for topic in record["topics"]:
        for fact in topic["facts"]:
            yield row("topic", topic["id"], topic["title"], "", fact)
    for event in record["events"]:
        yield row("event", event["id"], event["title"], event["part"], event)


def _write(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([escape_formula(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    if value is None:
        return ""
    return value if isinstance(value, int | float) else escape_formula(str(value))
