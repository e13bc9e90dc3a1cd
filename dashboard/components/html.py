"""The few shapes all views are made of: links that change the state, facts with their sources, components as HTML."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.model.network import Basis, Fact, Source
from dashboard.query.labels import basis_meaning, basis_name, source_kind
from dashboard.query.state import State
from dashboard.text.i18n import NO_BREAK_SPACE, format_date, language, language_name
from dashboard.text.i18n import gettext as _

Children = Any
"""A component, a text, or a list of these."""

SEPARATOR = f"{NO_BREAK_SPACE}· "
"""Between the parts of a line; where the line breaks, it stays with what it follows."""
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
"""Keys of the address that a link sets; all others are taken from where the visitor is when the link is followed."""


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
    """Make a link to a state; followed with scripts, it changes only the keys it owns.

    Args:
        owns: a key of `QUERY_GROUPS`.
        part: id of the element to show when the page of that state is there; "" for none.
        adds, drops: key and value that a link puts in or takes out, where it leaves all other values of the key as they
            are when it is followed: a visitor may have ticked another box since this one was drawn.
        attributes: properties of `html.A`; `_` in data and aria names is written "-".
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
    """Write data_x and aria_x as data-x and aria-x, which Python's keywords cannot say."""
    return {
        key.replace("_", "-") if key.startswith(("data_", "aria_")) else key: value for key, value in attributes.items()
    }


def external(children: Children, url: str, **attributes: Any) -> html.A:
    """Make a link that leaves the page, opened in a new tab; it says so to a screen reader."""
    arrow = html.Span("↗", className="arrow", **aria(hidden="true"))
    told = html.Span(_(" (opens in a new tab)"), className="visually-hidden")
    shown = list(children) if isinstance(children, list | tuple) else [children]
    return html.A(
        [*shown, arrow, told], href=url, target="_blank", rel="noopener noreferrer external", **hyphenate(attributes)
    )


def host(url: str) -> str:
    """Return the name of the host of a URL without "www."."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def basis_tag(basis: Basis) -> html.Span:
    """Show on what basis a fact stands, where its meaning stands next to it; doubt is dashed."""
    return html.Span(basis_name(basis), className=f"basis basis-{basis}")


def basis_note(basis: Basis, *more: Children) -> html.Details:
    """Show on what basis a fact stands; it opens, by click or key, to what that means and to what `more` says."""
    return html.Details(
        [html.Summary(basis_tag(basis)), html.Div([html.P(basis_meaning(basis)), *more])], className="basis-note"
    )


def age(fact: Fact) -> str:
    """Say how old a fact is: the year it was true, else when its page was published, else that it is undated."""
    if fact.year is not None:
        return str(fact.year)
    return _("published in {year}").format(year=fact.dated) if fact.dated is not None else _("undated")


def source_line(source: Source, basis: Basis | None = None, *, dated: str = "") -> html.Div:
    """Show where something was read: publisher and link, kind and language of the page, and its title and dates.

    Args:
        basis: on which the fact stands; its tag opens to the title of the page and the day of reading.
        dated: how old the fact is, in words, or "".
    """
    # The list itself may be the source of what stands in it; then there is no address to follow.
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
    """Say which page was read: its title, when it was published and when it was read."""
    read = _("read on {date}").format(date=format_date(source.accessed.isoformat()))
    published = _("published {date}").format(date=format_date(source.published)) if source.published else ""
    title = _("“{title}”").format(title=source.title) if source.title else ""
    return html.P(SEPARATOR.join(filter(None, (title, published, read))), className="page-read")


def _in_language(source: Source) -> str:
    """Name the language of a page that is not written in the language of the interface."""
    if not source.language or source.language.split("-")[0] == language().split("-")[0]:
        return ""
    return _("in {language}").format(language=language_name(source.language))


def fact_item(fact: Fact, *, before: Children = None) -> html.Li:
    """Show a fact with its age, source and basis."""
    shown: list[Any] = [before] if before is not None else []
    return html.Li([*shown, html.P(fact.text), source_line(fact.source, fact.basis, dated=age(fact))], className="fact")


class Raw(str):
    """HTML made by our own Python, put into the first page as it is."""

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
    """Write components as HTML, as Dash builds them in the browser; widgets that need scripts become empty boxes."""
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
    plain_html = node._namespace == "dash_html_components"
    tag = node._type.lower() if plain_html else "div"
    attributes = []
    properties: dict[str, Any] = node.to_plotly_json()["props"]  # type: ignore[no-untyped-call]  # Dash has no types here
    for key, value in properties.items():
        if key == "children" or value is None or value is False or (not plain_html and key not in ("id", "className")):
            continue
        name = _ATTRIBUTES.get(key, key.lower())
        attributes.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    if tag in _VOID:
        return f"<{tag}{''.join(attributes)}>"
    children = to_html(getattr(node, "children", None)) if plain_html else ""
    return f"<{tag}{''.join(attributes)}>{children}</{tag}>"
