"""Recommended peers of a city with reasons, and cities to learn from by topic."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.html import SEPARATOR
from dashboard.components.links import link
from dashboard.components.panel.navigation import city_link, section
from dashboard.model.entities import City, Role, Topic
from dashboard.model.facts import Basis
from dashboard.model.network import Network
from dashboard.query.labels import basis_name
from dashboard.query.recommendations import Expert, Peer, experts, missing_topics, peers
from dashboard.query.selection import Selection
from dashboard.text.i18n import format_list, format_number, ngettext
from dashboard.text.i18n import gettext as _

TEACHERS = 3
"""Minimum number of cities listed for a topic to learn about."""
MOST_TEACHERS = 8
"""Maximum number of cities with a stated fact listed there."""


def peers_section(selection: Selection, city: City) -> list[Any]:
    """Show the recommended peers with reasons; nothing if there is none."""
    found = peers(selection.network, city.id)
    items = [
        html.Li(
            [
                html.Div(
                    [
                        city_link(selection, peer.city),
                        compare_link(selection, (city.id, peer.city), children=_("Compare")),
                    ],
                    className="peer-head",
                ),
                html.Ul([html.Li(reason) for reason in reasons(selection.network, city, peer)], className="reasons"),
            ],
            className="peer",
        )
        for peer in found
    ]
    if not items:
        return []
    children: list[Any] = [html.Ol(items, className="peers"), ranking_note(), *_lessons(selection, city)]
    return [section(_("Cities worth talking to"), children, identity="peers")]


def compare_link(selection: Selection, cities: tuple[str, ...], *, children: Any) -> html.A:
    """Return a link to a comparison; its accessible name lists the cities."""
    names = [str(selection.network.cities["label"].iat[selection.network.row_by_city_id[one]]) for one in cities]
    text = _("Compare {cities}").format(cities=format_list(names)) if len(cities) > 1 else None
    attributes: dict[str, Any] = {"aria_label": text} if text else {}
    return link(children, selection.state.open("compare", cities), "opened", className="compare-link", **attributes)


def reasons(network: Network, city: City, peer: Peer) -> list[Any]:
    """Return the reasons for a peer in words, strongest first."""
    children: list[Any] = []
    if peer.shared:
        children.append(_shared(network, peer))
    if peer.lessons:
        children.append(_to_learn(city, peer))
    roles = {Role.LIGHTHOUSE: _("Lighthouse city"), Role.FOLLOWER: _("Follower city")}
    if peer.role in roles:
        children.append(roles[peer.role])
    if peer.meetings is not None:
        children.append(_met(peer))
    return children


def learn_from(selection: Selection, city: City, topic: Topic) -> list[Any]:
    """Show the other cities with experience in a topic, most evidence first; nothing if there are none."""
    found, count = experts(selection.network, topic.id, learner=city.id, most=MOST_TEACHERS)
    if not found:
        return []
    stated = sum(teacher.basis is Basis.STATED for teacher in found)
    named = found[: max(TEACHERS, stated)]
    children: list[Any] = [_("Learn from:")]
    for teacher in named:
        doubt = "" if teacher.basis is Basis.STATED else f" ({basis_name(teacher.basis)})"
        children += [
            " " if len(children) == 1 else ", ",
            city_link(selection, teacher.city),
            *([doubt] if doubt else []),
        ]
    if rest := count - len(named):
        more = ngettext("and {count} more city", "and {count} more cities", rest).format(count=format_number(rest))
        name = _("{more} with experience in {topic}").format(more=more, topic=topic.title)
        children += [
            " ",
            link(more, selection.state.open("about", topic.id), "opened", className="more", aria_label=name),
        ]
    return [html.P(children, className="learn")]


def ranking_note() -> html.Details:
    """Show how peers and cities to learn from are ranked, collapsed."""
    rule = _(
        "By evidence: stated facts come first, then implied and derived ones; then the number of facts,"
        " then the newest fact, then the role, lighthouse cities first."
    )
    return html.Details([html.Summary(_("How they are ranked")), html.P(rule)], className="ranking-note")


def evidence(teacher: Expert) -> str:
    """Return the evidence of a city in words: its facts by basis, and the year of the newest."""
    words = {
        Basis.STATED: ngettext("{count} stated fact", "{count} stated facts", teacher.counts[Basis.STATED]),
        Basis.IMPLIED: ngettext("{count} implied fact", "{count} implied facts", teacher.counts[Basis.IMPLIED]),
        Basis.DERIVED: ngettext("{count} derived fact", "{count} derived facts", teacher.counts[Basis.DERIVED]),
    }
    parts = [words[basis].format(count=format_number(count)) for basis, count in teacher.counts.items() if count]
    parts += [_("newest from {year}").format(year=teacher.newest)] if teacher.newest else [_("undated")]
    return SEPARATOR.join(parts)


def _lessons(selection: Selection, city: City) -> list[Any]:
    """Show the topics without a fact about a city, each with cities to learn from."""
    topics = missing_topics(selection.network, city.id)
    if not topics:
        return []
    items = [
        html.Li(
            [
                link(topic.title, selection.state.open("about", topic.id), "opened", className="topic-link"),
                *learn_from(selection, city, topic),
            ]
        )
        for topic in topics
    ]
    text = ngettext("{count} topic with no record here", "{count} topics with no record here", len(topics))
    summary = html.Summary(text.format(count=format_number(len(topics))))
    return [html.Details([summary, html.Ul(items, className="lessons")], className="more-topics")]


def _shared(network: Network, peer: Peer) -> str:
    first, *others = peer.shared
    rare = first.cities * 2 <= len(network)
    if first.cities == 2:
        text = _("Both work on {topic}, which no other city does")
    elif rare:
        text = ngettext(
            "Both work on {topic}, which only {count} city does",
            "Both work on {topic}, which only {count} cities do",
            first.cities,
        )
    else:
        text = _("Both work on {topic}")
    text = text.format(topic=first.topic.title, count=format_number(first.cities))
    if not others:
        return text
    if len(others) == 1:
        return _("{said}, and on {topic}").format(said=text, topic=others[0].topic.title)
    more = ngettext("{said}, and on {count} more topic", "{said}, and on {count} more topics", len(others))
    return more.format(said=text, count=format_number(len(others)))


def _to_learn(city: City, peer: Peer) -> str:
    first, *others = peer.lessons
    text = ngettext(
        "Has {count} fact on {topic}, where {city} has none on record",
        "Has {count} facts on {topic}, where {city} has none on record",
        first.facts,
    ).format(count=format_number(first.facts), topic=first.topic.title, city=city.label)
    if first.basis is not Basis.STATED:
        text = f"{text} ({basis_name(first.basis)})"
    if not others:
        return text
    if len(others) == 1:
        return _("{said}; the same is true of {topic}").format(said=text, topic=others[0].topic.title)
    more = ngettext(
        "{said}; the same is true of {count} more topic", "{said}; the same is true of {count} more topics", len(others)
    )
    return more.format(said=text, count=format_number(len(others)))


def _met(peer: Peer) -> str:
    """Return the shared events in words; no record does not mean that the cities did not meet."""
    if not peer.meetings:
        return _("No meeting on record")
    order = list(Basis)
    firmest = min(peer.meetings, key=lambda meeting: order.index(meeting.basis))
    text = _("Both on record at {event}").format(event=firmest.event.title)
    if rest := len(peer.meetings) - 1:
        more = ngettext("{said} and {count} more event", "{said} and {count} more events", rest)
        text = more.format(said=text, count=format_number(rest))
    return text if firmest.basis is Basis.STATED else f"{text} ({basis_name(firmest.basis)})"
