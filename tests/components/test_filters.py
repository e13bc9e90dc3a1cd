"""The filters promise how many cities each option leaves, and keep the promise."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from dash.development.base_component import Component
from hypothesis import assume, given

from dashboard.components.filters import LONG, SHORT, facets_view, filters_view, legend_view
from dashboard.model.facts import Basis, Fact, Note
from dashboard.model.network import Network
from dashboard.query.facets import FACETS
from dashboard.query.selection import Selection
from dashboard.query.state import State
from tests.networks import Town, cases, network_of, small
from tests.seen import goal, links, prop, text, walk

SMALL = small()
SOURCE = next(iter(SMALL.sources.values()))


def boxes(view: list[Component]) -> list[Component]:
    """The checkboxes of a view."""
    return [one for one in links(view) if prop(one, "role") == "checkbox"]


def promised(box: Component) -> int:
    """The number in the name of a checkbox."""
    return int(re.findall(r"\((\d+)\)$", prop(box, "aria-label"))[0])


def count(network: Network, state: State) -> int:
    """The number of cities that match."""
    return int(np.count_nonzero(Selection(network, state).mask))


@pytest.mark.slow
@given(cases())
def test_following_an_option_leaves_what_it_promised(case: tuple[Network, State]) -> None:
    """Each checkbox leads to the state with its value changed; the first of a facet leaves exactly its number."""
    network, state = case
    for group in facets_view(Selection(network, state)):
        for box in boxes(group):
            after = goal(box)
            changed = [key for key in FACETS if getattr(after, key) != getattr(state, key)]
            assert len(changed) == 1
            before, values = set(getattr(state, changed[0])), set(getattr(after, changed[0]))
            checked = prop(box, "aria-checked") == "true"
            assert (values < before) if checked else (before < values)
            narrows = changed[0] == "topic" and state.match == "all"
            if not checked and (narrows or not before):
                assert count(network, after) == promised(box)
            elif not checked:
                assert count(network, after) >= promised(box)
            assert after == state.replace(**{changed[0]: tuple(values)})


@given(cases())
def test_number_is_seen_as_it_is_heard(case: tuple[Network, State]) -> None:
    """The count at the end of an option is the one in its name, and an option that leaves none is quiet, not gone."""
    network, state = case
    for box in boxes(facets_view(Selection(network, state))):
        (seen,) = [one for one in walk(box) if prop(one, "className") == "count"]
        assert prop(seen, "children") == str(promised(box))
        quiet = "option-quiet" in prop(box, "className")
        assert quiet == (promised(box) == 0 and prop(box, "aria-checked") == "false")


def test_facets_stand_in_their_order_each_under_its_name() -> None:
    """Role, topic, country and event are groups named by their headings, with ids that stand once."""
    view = facets_view(Selection(SMALL, State()))
    assert [text(one) for one in walk(view) if one._type == "H2"] == ["Role", "Topic", "Country", "Event"]
    ids = [prop(one, "id") for one in walk(view) if prop(one, "id")]
    assert len(ids) == len(set(ids))
    for group in view:
        assert prop(group, "role") == "group"
        assert prop(group, "aria-labelledby") in ids


def test_facet_without_an_option_is_not_shown() -> None:
    """A bare list of cities has countries alone."""
    bare = network_of([Town("a", role=""), Town("b", role="")])
    assert [text(one) for one in walk(facets_view(Selection(bare, State()))) if one._type == "H2"] == ["Country"]
    assert facets_view(Selection(network_of([]), State())) == []
    assert legend_view(Selection(bare, State())) == []


@pytest.mark.parametrize(("countries", "searched"), [(LONG, 0), (LONG + 1, 1)])
def test_long_list_gets_its_own_search(countries: int, searched: int) -> None:
    """Beyond fifteen options the list is narrowed by typing; the search names the list it is for."""
    codes = "ES FI FR DE IT PT PL CZ AT BE NL SE DK NO GR HU".split()[:countries]
    view = facets_view(Selection(network_of([Town(code.lower(), country=code, role="") for code in codes]), State()))
    found = [one for one in walk(view) if prop(one, "data-narrow")]
    assert len(found) == searched
    ids = {prop(one, "id") for one in walk(view)}
    assert all(prop(one, "data-narrow") in ids and prop(one, "data-label") for one in found)


@pytest.mark.parametrize(("countries", "beyond"), [(SHORT, 0), (SHORT + 1, 1)])
def test_list_of_more_than_eight_folds(countries: int, beyond: int) -> None:
    """The first eight are always seen; the others are marked for the style sheet, and a control counts them."""
    codes = "ES FI FR DE IT PT PL CZ AT".split()[:countries]
    view = facets_view(Selection(network_of([Town(code.lower(), country=code, role="") for code in codes]), State()))
    items = [prop(one, "className") for one in walk(view) if one._type == "Li"]
    assert items[:SHORT] == ["depth-0"] * SHORT
    assert items[SHORT:] == [None, "depth-0 beyond"] * beyond  # the control, and what it unfolds
    controls = [one for one in walk(view) if prop(one, "className") == "more-options"]
    assert [text(one) for one in controls] == ["1 moreShow fewer"] * beyond
    assert not any(prop(one, "open") for one in controls)


def test_groups_fold_and_stay_as_the_visitor_left_them() -> None:
    """Each group is open at first; the mark says to the script that the visitor has the last word."""
    groups = [one for one in walk(facets_view(Selection(SMALL, State()))) if one._type == "Details"]
    assert len(groups) == len(FACETS)
    assert all(prop(one, "open") and prop(one, "data-fold") == "" for one in groups)
    assert all(prop(one, "children")[0]._type == "Summary" for one in groups)


NOTE = Note("lighthouse", "Lighthouse", Fact("A <b>lighthouse</b> tries first.", Basis.STATED, SOURCE))


def test_roles_say_what_they_mean() -> None:
    """The meaning of a role of this network, with its source, opens next to the filter and next to the legend."""
    network = replace(SMALL, role_notes={"lighthouse": NOTE, "unknown": replace(NOTE, id="unknown")})
    for view in (legend_view(Selection(network, State())), facets_view(Selection(network, State()))):
        (meanings,) = [one for one in walk(view) if prop(one, "className") == "roles"]
        assert [text(one) for one in walk(meanings) if one._type == "Dt"] == ["Lighthouse"]
        assert "A <b>lighthouse</b> tries first." in text(meanings)
        assert [prop(one, "href") for one in walk(meanings) if one._type == "A"] == [SOURCE.url]
        assert text(prop(meanings, "children")[0]) == "What the roles mean"


def test_network_that_does_not_explain_its_roles_offers_nothing() -> None:
    """There is no empty box."""
    assert [one for one in walk([legend_view(Selection(SMALL, State())), facets_view(Selection(SMALL, State()))])
            if prop(one, "className") == "roles"] == []  # fmt: skip


@pytest.mark.parametrize("match", ["any", "all"])
def test_any_and_all_are_a_choice_of_one(match: str) -> None:
    """One of the two is chosen, and each leads to itself."""
    view = facets_view(Selection(SMALL, State(topic=("solar",), match=match, page=2)))
    radios = [one for one in links(view) if prop(one, "role") == "radio"]
    assert [(goal(one).match, prop(one, "aria-checked")) for one in radios] == [
        ("any", str(match == "any").lower()),
        ("all", str(match == "all").lower()),
    ]
    assert all(goal(one).topic == ("solar",) and goal(one).page == 1 for one in radios)


@pytest.mark.parametrize("show", ["", "matching"])
def test_switch_hides_and_shows_what_does_not_match(show: str) -> None:
    """The switch says how it stands and leads to the other."""
    (switch,) = [one for one in links(facets_view(Selection(SMALL, State(show=show)))) if prop(one, "role") == "switch"]
    assert prop(switch, "aria-checked") == str(bool(show)).lower()
    assert goal(switch).show == ("" if show else "matching")


@given(cases())
def test_legend_is_the_role_filter(case: tuple[Network, State]) -> None:
    """The same options with the same counts and goals stand in the filters and in the legend."""
    network, state = case
    roles = {str(role) for role in network.cities["role"]} - {""}
    legend = boxes(legend_view(Selection(network, state)))
    filters = boxes(facets_view(Selection(network, state)))[: len(legend)]
    assert len(legend) == len(roles)
    for one, other in zip(legend, filters, strict=True):
        assert (prop(one, "aria-label"), goal(one)) == (prop(other, "aria-label"), goal(other))


@given(cases())
def test_drawer_of_the_filters_ends_with_what_they_leave(case: tuple[Network, State]) -> None:
    """Below the facets, all of them, a link says how many cities they leave and closes the drawer."""
    network, state = case
    view = filters_view(Selection(network, state))
    assume(view)  # with nothing to filter there is no drawer: see below
    facets, done = view
    assert text(facets) == text(facets_view(Selection(network, state)))
    assert int(re.findall(r"\d+", text(done))[0]) == count(network, state)
    assert prop(done, "data-drawer") == "close"


def test_filters_without_a_facet_are_empty() -> None:
    """A network in which there is nothing to filter has no filters and no way out of them."""
    assert filters_view(Selection(network_of([]), State())) == []
