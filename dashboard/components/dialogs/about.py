"""About: purpose, sources, reliability of the facts, licences, and where to report errors."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

from dash import html

from dashboard.components.dialogs.base import dialog, group
from dashboard.components.facts import basis_tag
from dashboard.components.links import external
from dashboard.components.notes import introduction
from dashboard.model.attribution import place_attributions
from dashboard.model.facts import Basis, SourceKind
from dashboard.model.network import Network
from dashboard.query.labels import basis_meaning, source_kind
from dashboard.text.i18n import format_date, format_number, ngettext
from dashboard.text.i18n import gettext as _

LICENCES = {
    "Natural Earth": "https://www.naturalearthdata.com/about/terms-of-use/",
    "Wikipedia": "https://creativecommons.org/licenses/by-sa/4.0/",
    "plotly.js": "https://github.com/plotly/plotly.js/blob/master/LICENSE",
}
"""Addresses of the licences."""


def about_dialog(network: Network, *, report_url: str) -> html.Dialog:
    """Build the dialog from the counts of the network."""
    parts: list[Any] = [
        html.P(
            _(
                "{title} on a map: who the cities are, what they work on, where they met, and the source page"
                " of each fact."
            ).format(title=network.title),
            className="dialog-lead",
        ),
        *introduction(network),
        _facts(network),
    ]
    if _has_facts(network):
        parts.append(_bases(network))
    if network.sources:
        parts.append(_sources(network))
    report = _report(network, report_url or network.url)
    return dialog("about", _("About"), [*parts, _licences(network), *report], wide=True)


def _has_facts(network: Network) -> bool:
    return bool(len(network.city_topics) or len(network.participation))


def _facts(network: Network) -> html.Section:
    parts = []
    if _has_facts(network):
        parts.append(_("All facts are written in our own words, and each has a source."))
    parts += [
        _("An empty cell means that no evidence was found, not that a city does nothing or did not attend."),
    ]
    if network.accessed:
        parts.append(_("The sources were last read on {date}.").format(date=format_date(network.accessed.isoformat())))
    parts.append(_("Data version {version}.").format(version=network.version))
    return group(_("Where the facts come from"), [html.P(" ".join(parts))])


def _bases(network: Network) -> html.Section:
    counts = Counter([*map(str, network.city_topics["basis"]), *map(str, network.participation["basis"])])
    rows = [
        html.Div(
            [
                html.Dt([basis_tag(basis), html.Span(f" {format_number(counts[basis])}", className="count")]),
                html.Dd(basis_meaning(basis)),
            ]
        )
        for basis in Basis
        if counts[basis]
    ]
    return group(
        _("What stated, implied and derived mean"), [html.Dl(rows, className="meanings")], identity="about-basis"
    )


def _sources(network: Network) -> html.Section:
    counts = Counter(source.kind for source in network.sources.values())
    rows = [
        html.Div([html.Dt(source_kind(kind).capitalize()), html.Dd(format_number(counts[kind]))])
        for kind in SourceKind
        if counts[kind]
    ]
    total = len(network.sources)
    title = ngettext("{count} source", "{count} sources", total).format(count=format_number(total))
    return group(title, [html.Dl(rows, className="counts")])


def _licences(network: Network) -> html.Section:
    """List the attributions: those of the map always, others if the data of this network use them."""
    encyclopedia = any(source.kind is SourceKind.ENCYCLOPEDIA for source in network.sources.values())
    places = _("Places and populations: {name}, {licence}.")
    items = [
        ("Natural Earth", LICENCES["Natural Earth"], _("Land, water and borders: {name}, public domain.")),
        *(
            (credit.name, credit.licence_url, places.replace("{licence}", credit.licence))
            for credit in place_attributions(network)
        ),
        ("Wikipedia", LICENCES["Wikipedia"], _("Facts from an encyclopedia: based on {name}, CC BY-SA 4.0.")),
        ("plotly.js", LICENCES["plotly.js"], _("Map rendering: {name}, MIT licence.")),
    ]
    children = []
    for name, url, words in items:
        if name != "Wikipedia" or encyclopedia:
            before, _sign, after = words.partition("{name}")
            children.append(html.Li([before, external(name, url), after]))
    return group(_("Licences"), [html.Ul(children, className="plain")])


def _report(network: Network, report_url: str) -> list[html.Section]:
    if not report_url:
        return []
    subject = quote(_("Error on the map of {title}").format(title=network.title))
    way = external(_("Report an error"), report_url.replace("{subject}", subject))
    text = _("Is something wrong or missing? Each profile has this link too.")
    return [group(_("Errors"), [html.P([text, " ", way])])]
