"""Layout of the whole page, with filled slots in the HTML document and with empty slots for Dash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard.components.html import aria, hyphenate
from dashboard.components.ids import Id
from dashboard.components.links import external, link
from dashboard.components.slot import Slot
from dashboard.model.attribution import place_attributions
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.text.i18n import format_date, format_number, ngettext
from dashboard.text.i18n import gettext as _

Parts = Mapping[Id, Any]
"""Content by slot of the layout."""


def page(selection: Selection, parts: Parts) -> html.Div:
    """Build the page around its parts; a slot without a part stays empty.

    Args:
        selection: the selection of the address, for the links of the layout.
        parts: children by the id of their slot: sentence, filters, legend, outside, panel, events, tables.
    """
    return html.Div(
        [
            _skips(),
            _header(selection),
            html.Form(
                parts.get(Id.SEARCH),
                id=Id.SEARCH,
                className="search",
                role="search",
                action=".",
                method="get",
                **aria(label=_("Search")),
            ),
            html.Main(
                [
                    Slot(parts.get(Id.SENTENCE), id=Id.SENTENCE, className="sentence"),
                    _filters(parts),
                    _map(selection.network, parts),
                ],
                id=Id.MAIN,
            ),
            Slot(
                parts.get(Id.PANEL),
                id=Id.PANEL,
                element="aside",
                className="panel",
                tabIndex=-1,
                **aria(label=_("Details")),
            ),
            Slot(parts.get(Id.EVENTS), id=Id.EVENTS, element="section", className="events", **aria(label=_("Events"))),
            Slot(
                parts.get(Id.TABLES),
                id=Id.TABLES,
                element="section",
                className="tables",
                tabIndex=-1,
                **aria(label=_("Tables")),
            ),
            _footer(selection.network),
            html.Div(id=Id.STATUS, className="visually-hidden", role="status"),
            dcc.Store(id=Id.ADDRESS),
        ],
        className="page",
    )


def _skips() -> html.Nav:
    """Show skip links to the main parts; they are visible while they have the focus."""
    ways = {
        Id.TABLES: _("Skip to the list"),
        Id.MAP: _("Skip to the map"),
        Id.PANEL: _("Skip to the details"),
    }
    links = [html.A(word, href=f"#{part}", className="skip") for part, word in ways.items()]
    return html.Nav(links, className="skips", **aria(label=_("Skip links")))


def _header(selection: Selection) -> html.Header:
    first, _space, rest = selection.network.title.partition(" ")
    theme = {"auto": "dark", "light": "dark", "dark": "light"}[selection.state.theme]
    text = _("Dark colours") if theme == "dark" else _("Light colours")
    return html.Header(
        [
            link([html.Strong(first), " ", rest], State(), "all", className="brand"),
            html.Nav(
                [
                    *_dialog_links(),
                    link(
                        html.Span("◐", **aria(hidden="true")),
                        selection.state.replace(theme=theme),
                        "look",
                        className="button theme",
                        aria_label=text,
                        title=text,
                        data_theme_switch="1",
                    ),
                ],
                className="actions",
                **aria(label=_("Page")),
            ),
        ],
        className="header",
    )


def _dialog_links() -> list[html.A]:
    """Show the links to the dialogs; phones show icons instead of words."""
    words = {"share": _("Share"), "export": _("Export"), "about": _("About")}
    return [
        html.A(
            [html.Span(className=f"icon icon-{name}", **aria(hidden="true")), html.Span(word, className="word")],
            href=f"#{name}",
            className="button",
        )
        for name, word in words.items()
    ]


def _filters(parts: Parts) -> html.Form:
    return html.Form(
        [
            html.Div(
                [
                    html.H2(_("Filters")),
                    html.A(
                        html.Span("×", **aria(hidden="true")),
                        href="#",
                        className="button close",
                        **hyphenate({"aria_label": _("Close the filters"), "data_drawer": "close"}),
                    ),
                ],
                className="drawer-head",
            ),
            Slot(parts.get(Id.FILTERS_BODY), id=Id.FILTERS_BODY),
        ],
        id=Id.FILTERS,
        className="filters",
        **aria(label=_("Filters")),
    )


def _map(network: Network, parts: Parts) -> html.Section:
    def button(action: str, sign: str, text: str, *, hidden_sign: bool = True) -> html.Button:
        children = html.Span(sign, **aria(hidden="true")) if hidden_sign else sign
        label = {"aria_label": text, "title": text} if hidden_sign else {"title": text}
        return html.Button(children, type="button", className="button", **hyphenate({"data_map": action, **label}))

    return html.Section(
        [
            html.Div(
                [
                    html.A(
                        _("Filters"),
                        href=f"#{Id.FILTERS}",
                        className="button drawer-open",
                        **hyphenate({"data_drawer": "open"}),
                    ),
                    button("europe", _("Europe"), _("Show Europe"), hidden_sign=False),
                    button("world", _("World"), _("Show the whole world"), hidden_sign=False),
                    Slot(parts.get(Id.OUTSIDE), id=Id.OUTSIDE, className="outside"),
                ],
                className="views",
            ),
            Slot(parts.get(Id.POSTER), id=Id.POSTER, className="poster"),
            html.P(
                _("This browser cannot draw the live map (it has no WebGL2). All other parts work."),
                className="webgl-notice",
            ),
            html.Div(
                dcc.Graph(
                    id=Id.GRAPH,
                    figure={"data": [], "layout": {}},
                    responsive=True,
                    config={
                        "displayModeBar": False,
                        "displaylogo": False,
                        "showSendToCloud": False,
                        "scrollZoom": True,
                        "doubleClick": False,
                    },
                    className="graph",
                ),
                className="canvas",
            ),
            html.Div(
                id="map-card",
                className="card",
                hidden=True,
                **aria(hidden="true"),
                **hyphenate({"data_choice": _("Cities at this place")}),
            ),
            html.P(
                _("Use two fingers to move the map"),
                id="map-fingers",
                className="gesture-hint",
                hidden=True,
                **hyphenate({"data_wheel": _("Use {key} + scroll to zoom the map")}),
            ),
            html.Div(
                [
                    button("in", "+", _("Zoom in")),
                    button("out", "−", _("Zoom out")),
                    button("fit", "⤢", _("Fit the map to the cities that match")),
                ],
                className="zoom",
            ),
            html.Div(id="map-scale", className="scale", **aria(hidden="true")),
            html.P(
                [
                    external("Natural Earth", "https://www.naturalearthdata.com/"),
                    *(
                        part
                        for credit in place_attributions(network)
                        for part in (" · ", external(credit.name, credit.url))
                    ),
                    link(_("Open the whole page"), State(), "look", className="embed-only"),
                ],
                className="attribution",
            ),
            Slot(parts.get(Id.LEGEND), id=Id.LEGEND, className="legend", role="group", **aria(label=_("Legend"))),
        ],
        id=Id.MAP,
        className="map",
        tabIndex=-1,
        **aria(label=_("Map")),
    )


def _places(network: Network) -> list[Any]:
    """Show the attribution of the coordinates."""
    children: list[Any] = []
    for credit in place_attributions(network):
        text = _("Places: {name}, {licence}").format(name=credit.name, licence=credit.licence)
        children += [external(text, credit.licence_url), ". "]
    return children


def _footer(network: Network) -> html.Footer:
    topics, events, sources = len(network.city_topics), len(network.participation), len(network.sources)
    parts = [
        ngettext("{count} fact on cities and topics", "{count} facts on cities and topics", topics).format(
            count=format_number(topics)
        ),
        ngettext("{count} fact on events", "{count} facts on events", events).format(count=format_number(events)),
        ngettext("{count} source", "{count} sources", sources).format(count=format_number(sources)),
    ]
    if network.accessed:
        parts.append(_("read on {date}").format(date=format_date(network.accessed.isoformat())))
    ways = {"about": _("Sources and licences"), "api": _("API"), "help": _("Help")}
    return html.Footer(
        [
            html.P(", ".join(parts) + "."),
            html.P(
                [
                    _("Map: Natural Earth, public domain."),
                    " ",
                    *_places(network),
                    _("Data version {version}.").format(version=network.version),
                ]
            ),
            html.Ul([html.Li(html.A(word, href=f"#{name}")) for name, word in ways.items()], className="ways-out"),
        ],
        id=Id.FOOTER,
        className="footer",
    )
