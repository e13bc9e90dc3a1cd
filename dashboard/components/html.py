"""Building blocks of all views: links that change the state, facts with sources, components as HTML."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.slot import Slot
from dashboard.model.network import Basis, Fact, Source
from dashboard.query.labels import basis_meaning, basis_name, source_kind
from dashboard.query.state import State
from dashboard.text.i18n import NO_BREAK_SPACE, format_date, language, language_name
from dashboard.text.i18n import gettext as _

Children = Any
"""A component, a text, or a list of these."""

SEPARATOR = f"{NO_BREAK_SPACE}· "
"""Separator between the parts of a line; it stays with the part before it when the line breaks."""
QUERY_GROUPS = {
    "q": "q page",
    "match": "match page",
    "filters": "country role topic match attended q page",
    "opened": "city event about compare",
    "table": "tab sort page",
    "show": "show",
    "view": "view",
    "look": "theme lang",
    "all": "country role topic match attended q page city event about compare tab sort show",
}
"""Query keys that a link sets; all others keep their current value when the link is followed."""


def link(
    children: Children,
    state: State,
    owns: str,
    *,
    part: str = "",
    adds: tuple[str, str] | None = None,
    drops: tuple[str, str] | None = None,
    **attributes: Any,
) -> html.A:
    """Return a link to a state; with scripts, it changes only the keys that it owns.

    Args:
        owns: a key of `QUERY_GROUPS`.
        part: id of the element to scroll to after the change; "" for none.
        adds, drops: key and value that the link adds or removes; the other current values of the key stay, because a
            visitor may have checked another box since this one was rendered.
        attributes: properties of `html.A`; `_` in data and aria names becomes "-".
    """
    href = f"{state.href()}#{quote(part)}" if part else state.href()
    carried = {"data_keys": QUERY_GROUPS[owns]}
    for name, pair in (("data_adds", adds), ("data_drops", drops)):
        if pair is not None:
            carried[name] = "=".join(pair)
    return html.A(children, href=href, **hyphenate(attributes | carried))


def aria(**values: str) -> dict[str, Any]:
    """Write ARIA properties for a component: `html.Nav(…, **aria(label="Pages"))`."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Write data attributes for a component."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}


def hyphenate(attributes: dict[str, Any]) -> dict[str, Any]:
    """Rename data_x and aria_x to data-x and aria-x, which are not valid Python keywords."""
    return {
        key.replace("_", "-") if key.startswith(("data_", "aria_")) else key: value for key, value in attributes.items()
    }


def external(children: Children, url: str, **attributes: Any) -> html.A:
    """Return an external link that opens a new tab and tells screen readers so."""
    arrow = html.Span("↗", className="arrow", **aria(hidden="true"))
    told = html.Span(_(" (opens in a new tab)"), className="visually-hidden")
    shown = list(children) if isinstance(children, list | tuple) else [children]
    return html.A(
        [*shown, arrow, told], href=url, target="_blank", rel="noopener noreferrer external", **hyphenate(attributes)
    )


def host(url: str) -> str:
    """Return the host name of a URL without "www."."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


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
    shown: list[Any] = [html.Span(parts)]
    if basis is None:
        opener = html.Summary(html.Span(_("Source"), className="basis"))
        shown.insert(0, html.Details([opener, html.Div(_page(source))], className="basis-note"))
    else:
        shown.insert(0, basis_note(basis, _page(source)))
    return html.Div(shown, className="source")


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
    shown: list[Any] = [before] if before is not None else []
    return html.Li([*shown, html.P(fact.text), source_line(fact.source, fact.basis, dated=age(fact))], className="fact")


class Raw(str):
    """Trusted HTML from our own code, inserted into the document unescaped."""

    __slots__ = ()


_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr"})
_ATTRIBUTES = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
}


def to_html(node: Any) -> str:
    """Render components as HTML, as Dash does in the browser; widgets that need scripts become empty boxes."""
    if node is None or node is False:
        return ""
    if isinstance(node, Raw):
        return node
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    if isinstance(node, Component):
        return _element(node)
    return "".join(to_html(child) for child in node)


def _element(node: Component) -> str:
    if isinstance(node, dcc.Location):
        return ""
    plain_html = isinstance(node, Slot) or node._namespace == "dash_html_components"
    tag = getattr(node, "element", node._type.lower()) if plain_html else "div"
    attributes = []
    properties: dict[str, Any] = node.to_plotly_json()["props"]  # type: ignore[no-untyped-call]  # Dash has no types here
    for key, value in properties.items():
        if (
            key in ("children", "element", "html")
            or value is None
            or value is False
            or (not plain_html and key not in ("id", "className"))
        ):
            continue
        name = _ATTRIBUTES.get(key, key.lower())
        attributes.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    if tag in _VOID:
        return f"<{tag}{''.join(attributes)}>"
    children = to_html(getattr(node, "children", None)) if plain_html else ""
    return f"<{tag}{''.join(attributes)}>{children}</{tag}>"
