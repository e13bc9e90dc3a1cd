"""Facts with their age, source and basis."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.html import SEPARATOR, Children
from dashboard.components.links import external
from dashboard.model.facts import Basis, Fact, Source
from dashboard.query.labels import basis_meaning, basis_name, source_kind
from dashboard.text.i18n import format_date, language, language_name
from dashboard.text.i18n import gettext as _


def basis_tag(basis: Basis) -> html.Span:
    """Show the basis of a fact as a tag; implied and derived have a dashed border."""
    return html.Span(basis_name(basis), className=f"basis basis-{basis}")


def basis_note(basis: Basis, *more: Children) -> html.Details:
    """Show the basis of a fact as a tag that expands to its definition and to `more`."""
    return html.Details(
        [html.Summary(basis_tag(basis)), html.Div([html.P(basis_meaning(basis)), *more])], className="basis-note"
    )


def age(fact: Fact) -> str:
    """Return the year when a fact was true, else the year when its page was published, else "undated"."""
    if fact.year is not None:
        return str(fact.year)
    return _("published in {year}").format(year=fact.dated) if fact.dated is not None else _("undated")


def source_line(source: Source, basis: Basis | None = None, *, dated: str = "") -> html.Div:
    """Show a source: publisher and link, kind and language of the page, and its title and dates.

    Args:
        basis: basis of the fact; its tag expands to the title of the page and the access date.
        dated: age of the fact in words, or "".
    """
    # The list of cities itself may be the source; it has no address.
    where = external(source.publisher, source.url) if source.url else source.title or source.publisher
    line = [dated, where, source_kind(source.kind), _in_language(source)]
    parts: list[Any] = [part for one in line if one for part in (SEPARATOR, one)][1:]
    children: list[Any] = [html.Span(parts)]
    if basis is None:
        opener = html.Summary(html.Span(_("Source"), className="basis"))
        children.insert(0, html.Details([opener, html.Div(_page(source))], className="basis-note"))
    else:
        children.insert(0, basis_note(basis, _page(source)))
    return html.Div(children, className="source")


def _page(source: Source) -> html.P:
    """Show the title, publication date and access date of a page."""
    read = _("read on {date}").format(date=format_date(source.accessed.isoformat()))
    published = _("published {date}").format(date=format_date(source.published)) if source.published else ""
    title = _("“{title}”").format(title=source.title) if source.title else ""
    return html.P(SEPARATOR.join(filter(None, (title, published, read))), className="page-read")


def _in_language(source: Source) -> str:
    """Return the language of a page if it differs from the language of the interface."""
    if not source.language or source.language.split("-")[0] == language().split("-")[0]:
        return ""
    return _("in {language}").format(language=language_name(source.language))


def fact_item(fact: Fact, *, before: Children = None) -> html.Li:
    """Show a fact with its age, source and basis."""
    children: list[Any] = [before] if before is not None else []
    return html.Li(
        [*children, html.P(fact.text), source_line(fact.source, fact.basis, dated=age(fact))], className="fact"
    )
