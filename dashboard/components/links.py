"""Links: to a state of the page, and to other sites."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from dash import html

from dashboard.components.html import Children, aria, hyphenate
from dashboard.query.state import State
from dashboard.text.i18n import gettext as _

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


def external(children: Children, url: str, **attributes: Any) -> html.A:
    """Return an external link that opens a new tab and tells screen readers so."""
    arrow = html.Span("↗", className="arrow", **aria(hidden="true"))
    text = html.Span(_(" (opens in a new tab)"), className="visually-hidden")
    content = list(children) if isinstance(children, list | tuple) else [children]
    return html.A(
        [*content, arrow, text], href=url, target="_blank", rel="noopener noreferrer external", **hyphenate(attributes)
    )


def host(url: str) -> str:
    """Return the host name of a URL without "www."."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
