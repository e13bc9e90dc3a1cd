"""API: the addresses for programs, and the query keys that select the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from dash import html

from dashboard.components.dialogs.base import dialog, group
from dashboard.exports.formats import FORMATS, Group
from dashboard.model.entities import Role
from dashboard.model.network import Network
from dashboard.text.i18n import gettext as _


def api_dialog(network: Network, *, base: str) -> html.Dialog:
    """Build the dialog, with examples from this network.

    Args:
        base: the public base URL with a trailing slash, or "".
    """
    city = next(iter(network.row_by_city_id), "")
    queries = {"": "", "city": f"?city={quote(city)}" if city else None}
    addresses = [
        _row(_link(f"export/{name}{query}"), f"{file.title()}. {file.description()}")
        for name, file in FORMATS.items()
        if (query := queries[file.needs]) is not None and (network.events or file.group is not Group.EVENT)
    ]
    addresses.append(_row(_link("healthz"), _("Health check: status, data version and counts (JSON).")))
    example = f"{base}export/cities.json" + "".join(f"?{key}={value}" for key, value in _examples(network)[:1])
    habits = [
        _("All addresses accept GET and HEAD. No API key is needed."),
        _("Unknown keys and values return status 400 with a JSON list of the problems."),
        _("Each response has an ETag: send it in If-None-Match to get 304 if nothing has changed."),
        _("Texts are UTF-8, coordinates degrees in WGS 84, countries ISO 3166-1 alpha-2 codes, dates ISO 8601."),
    ]
    return dialog(
        "api",
        _("API"),
        [
            html.P(
                _("Programs get the data of the page with the same query at another address."),
                className="dialog-lead",
            ),
            html.Pre(html.Code(example), className="example"),
            group(_("Addresses"), [html.Dl(addresses, className="keys addresses")]),
            group(
                _("Query keys"),
                [
                    html.P(_("You can repeat a key: its values combine with “or”, different keys combine with “and”.")),
                    html.Dl(_keys(network), className="keys addresses"),
                ],
            ),
            group(_("Good to know"), [html.Ul([html.Li(habit) for habit in habits], className="plain dots")]),
        ],
        wide=True,
    )


def _examples(network: Network) -> list[tuple[str, str]]:
    """Return an example value for each filter of this network."""
    roles = set(network.cities["role"])
    choices: dict[str, Iterable[str]] = {
        "country": network.countries,
        "role": (role for role in Role if role in roles),
        "topic": (topic.id for topic in network.topics),
        "attended": (event.id for event in network.events),
    }
    found = ((key, next(iter(values), "")) for key, values in choices.items())
    return [(key, quote(value)) for key, value in found if value]


def _keys(network: Network) -> list[html.Div]:
    texts = {
        "country": _("The country of the city."),
        "role": _("The role of the city in the network."),
        "topic": _("A topic the city works on, or a subtopic; with match=all the city works on all of them."),
        "attended": _("An event the city takes part in."),
    }
    rows = [_row(html.Code(f"{key}={value}"), texts[key]) for key, value in _examples(network)]
    rows.append(_row(html.Code("q=…"), _("Words in names, countries and topics.")))
    return rows


def _link(address: str) -> html.A:
    return html.A(html.Code(f"/{address}"), href=address)


def _row(term: Any, text: str) -> html.Div:
    return html.Div([html.Dt(term), html.Dd(text)])
