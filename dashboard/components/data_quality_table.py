"""Data quality report for the secretariat: missing and weakly sourced data by kind, each row with a way to fix it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.facts import source_line
from dashboard.components.html import SEPARATOR
from dashboard.components.links import link
from dashboard.components.panel.navigation import city_link, part_name
from dashboard.query.data_quality import MAX_ROWS, OLD_AFTER_YEARS, Kind, QualityIssue, Row, quality_issues
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_number, ngettext
from dashboard.text.i18n import gettext as _

MOST_NAMES = 12
"""Maximum number of cities in one row; the linked topic or event lists all of them."""


def data_quality_view(selection: Selection, *, year: int | None = None) -> list[Any]:
    """Show all kinds with their counts; the first kind with rows is open.

    Args:
        year: the reference year for ages, by default the current one.
    """
    cities = selection.count
    if not cities:
        return [html.P(_("No city to list with these filters."), className="empty")]
    found = quality_issues(selection, year=year)
    first = next((gap.kind for gap in found.values() if gap.count), None)
    about = ngettext(
        "What is missing or weakly sourced for {count} city",
        "What is missing or weakly sourced for {count} cities",
        cities,
    )
    note = _("No record means that no page was found, not that a city did nothing or did not attend.")
    return [
        html.P(f"{about.format(count=format_number(cities))}. {note}", className="gaps-note"),
        html.Div([_gap(selection, gap, unfolded=gap.kind is first) for gap in found.values()], className="gaps"),
    ]


def _gap(selection: Selection, gap: QualityIssue, *, unfolded: bool) -> html.Details:
    title, meaning = _titles(gap)
    count = html.Span(format_number(gap.count), className="gap-count")
    head = html.Summary(
        [count, html.Span([html.Span(title, className="gap-title"), html.Span(meaning, className="gap-why")])]
    )
    body: list[Any] = [html.P(_("None."), className="muted")]
    if gap.rows:
        body = [html.Ul([html.Li(_row(selection, gap, row)) for row in gap.rows])]
    if gap.total > len(gap.rows):
        text = _("The first {shown} of {total} rows. Filter the cities to see the others.")
        body.append(
            html.P(text.format(shown=format_number(MAX_ROWS), total=format_number(gap.total)), className="muted")
        )
    return html.Details(
        [head, *body], open=unfolded, id=f"gap-{gap.kind}", className="gap" if gap.count else "gap gap-none"
    )


def _titles(gap: QualityIssue) -> tuple[str, str]:
    """Return the title of a kind and its rule."""
    limit = format_number(gap.limit or 0)
    if gap.kind is Kind.FEW_CITIES:
        return _("Topics with few cities"), _("Fewer than a third of these cities: less than {limit}").format(
            limit=limit
        )
    if gap.kind is Kind.NO_EVENT:
        return _("Cities with no event on record"), _("Not a host, presenter or attendee of any event")
    if gap.kind is Kind.FEW_TOPICS:
        rule = ngettext(
            "Fewer than {limit} topic: three quarters of the median",
            "Fewer than {limit} topics: three quarters of the median",
            gap.limit or 0,
        )
        return _("Cities with few topics"), rule.format(limit=limit)
    if gap.kind is Kind.OLD:
        rule = _("True, held or published before {year}; the access date does not count").format(year=gap.limit)
        title = ngettext("Facts older than {count} year", "Facts older than {count} years", OLD_AFTER_YEARS)
        return title.format(count=format_number(OLD_AFTER_YEARS)), rule
    if gap.kind is Kind.UNDATED:
        return _("Undated facts"), _("Neither the fact nor its source page has a year")
    if gap.kind is Kind.EXPIRED:
        rule = _("Target year before {year}; the result is not on record").format(year=gap.limit)
        return _("Plans that have expired"), rule
    if gap.kind is Kind.SECONDARY:
        return _("Facts from secondary sources"), _("Reposts, aggregators or copies: a primary source would be better")
    return _("Facts that are not stated"), _("Implied for a group, or derived by our own reasoning")


def _row(selection: Selection, gap: QualityIssue, row: Row) -> list[Any]:
    if row.fact is not None:
        return _fact(selection, gap, row)
    if row.topic:
        topic = selection.network.topic_by_id[row.topic]
        count = ngettext("{count} city", "{count} cities", row.count).format(count=format_number(row.count))
        return [
            link(topic.title, selection.state.open("about", topic.id), "opened", className="topic-link"),
            _names(selection, row, count),
        ]
    city = city_link(selection, row.cities[0])
    if gap.kind is Kind.NO_EVENT:
        return [city, html.Span(_("no record"), className="muted")]
    return [
        city,
        html.Span(
            ngettext("{count} topic", "{count} topics", row.count).format(count=format_number(row.count)),
            className="muted",
        ),
    ]


def _fact(selection: Selection, gap: QualityIssue, row: Row) -> list[Any]:
    """Show the city, the subject, the text and the source of a fact."""
    fact = row.fact
    if fact is None:
        return []
    about: list[Any] = []
    part = ""
    if row.topic:
        about = [
            link(selection.network.topic_by_id[row.topic].title, selection.state.open("about", row.topic), "opened")
        ]
        part = f"topic-{row.topic}"
    elif row.event:
        about = [
            link(selection.network.event_by_id[row.event].title, selection.state.open("event", row.event), "opened")
        ]
        about += [f", {part_name(row.part)}"] if row.part else []
        part = f"event-{row.event}"
    year = f" ({fact.year})" if fact.year and str(fact.year) not in fact.text else ""
    if age := _age(gap, row):
        about += [*([SEPARATOR] if about else []), age]
    text = html.Div(
        [html.P(about, className="gap-about"), html.P(fact.text + year), source_line(fact.source, fact.basis)]
    )
    count = (
        ngettext("{count} city", "{count} cities", row.count).format(count=format_number(row.count))
        if row.count > 1
        else ""
    )
    return [_names(selection, row, count, part=part), text]


def _age(gap: QualityIssue, row: Row) -> str:
    """Return the year that puts a fact on the list, in words."""
    fact = row.fact
    if fact is None or gap.kind not in (Kind.OLD, Kind.EXPIRED):
        return ""
    if gap.kind is Kind.EXPIRED:
        return _("to be reached by {year}").format(year=fact.due)
    if fact.year is not None:
        return _("true in {year}").format(year=row.dated)
    return (_("held in {year}") if row.event else _("published in {year}")).format(year=row.dated)


def _names(selection: Selection, row: Row, count: str, *, part: str = "") -> html.Div:
    children: list[Any] = [html.P(count, className="muted")] if count else []
    items = [html.Li(city_link(selection, city, part=part)) for city in row.cities[:MOST_NAMES]]
    if row.count > MOST_NAMES:
        items.append(
            html.Li(_("and {count} more").format(count=format_number(row.count - MOST_NAMES)), className="muted")
        )
    children.append(html.Ul(items, className="names-list"))
    return html.Div(children, className="names")
