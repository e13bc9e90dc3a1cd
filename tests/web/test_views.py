"""The registry says of each view which keys of the state it depends on, and that is true."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.config import Settings, resource
from dashboard.exports.formats import FORMATS
from dashboard.geocoding.lazy_gazetteer import LazyGazetteer
from dashboard.maps.svg.outlines import Outlines
from dashboard.model.network import Network
from dashboard.query.facets import FACETS, FacetIndex, Mask
from dashboard.query.selection import Selection
from dashboard.query.state import DETAIL_KEYS, FILTER_KEYS, MapView, State
from dashboard.web.app import create_app
from dashboard.web.assets import Assets
from dashboard.web.dataset import DatasetHolder
from dashboard.web.routes import register_views
from dashboard.web.views import KEYS, VIEWS, Services
from tests.networks import small, states_of

NETWORK = small()
PARAMETERS = {"outside": "box=-20,38,0,45", "cells": "box=-20,30,30,55&zoom=4"}
ALL_KEYS = tuple(one.name for one in fields(State))
CHANGES: dict[str, tuple[State, dict[str, Any]]] = {
    "attended": (State(), {"attended": ("meeting",)}),
    "country": (State(), {"country": ("ES",)}),
    "match": (State(topic=("solar", "heat")), {"match": "all"}),
    "q": (State(), {"q": "brno"}),
    "role": (State(), {"role": ("member",)}),
    "topic": (State(), {"topic": ("solar",)}),
    "city": (State(), {"city": "brno"}),
    "event": (State(), {"event": "meeting"}),
    "about": (State(), {"about": "energy"}),
    "compare": (State(), {"compare": ("alba", "dalu")}),
    "sort": (State(city="cuna"), {"sort": "-city"}),
    "page": (State(), {"page": 2}),
    "show": (State(country=("ES",)), {"show": "matching"}),
    "tab": (State(), {"tab": "matrix"}),
    "view": (State(), {"view": MapView(10.0, 20.0, 3.0)}),
    "theme": (State(theme="light"), {"theme": "dark"}),
}
"""For each key a state, and the change of this key that can be seen in it."""


@cache
def services() -> Services:
    """What the views of these tests are built with; the gazetteer is empty and open."""
    gazetteer = LazyGazetteer(opening=lambda: lambda _name: None)
    gazetteer("")
    outlines = Outlines(resource("assets") / "basemap")
    return Services(Settings(), Assets(resource("assets")), outlines, "/tiles/{z}/{x}/{y}.mvt", gazetteer)


def body(name: str, state: State) -> bytes:
    """Ask for a view of a state, with an empty cache."""
    server = Flask("views", static_folder=None)
    register_views(server, holder=DatasetHolder(NETWORK), services=services())
    response = server.test_client().get(f"/view/{name}?{state.to_query()}&{PARAMETERS.get(name, '')}")
    assert response.status_code == 200
    return response.data


@pytest.mark.parametrize("name", VIEWS)
def test_keys_of_a_view_are_keys_of_the_state(name: str) -> None:
    """Each stands once, and the script gets the same list."""
    keys = VIEWS[name].keys
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(ALL_KEYS)
    assert KEYS[name] == sorted(keys)
    assert json.loads(json.dumps(KEYS)) == KEYS


def test_shared_link_has_the_keys_of_page_panel_and_map() -> None:
    """A link that is shared opens the same list, the same panel and the same part of the map."""
    assert set(KEYS["share"]) == {*VIEWS["page"].keys, *VIEWS["panel"].keys, "view"}


@pytest.mark.parametrize("name", VIEWS)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_view_depends_on_no_other_key(name: str, data: st.DataObject) -> None:
    """Whatever the other keys say, the body is the same."""
    keys, state, other = VIEWS[name].keys, data.draw(states_of(NETWORK)), data.draw(states_of(NETWORK))
    changes: dict[str, Any] = {"embed": data.draw(st.booleans())}
    changes |= {key: getattr(other, key) for key in ALL_KEYS if key not in (*keys, *DETAIL_KEYS, "embed")}
    if all(getattr(state, key) == getattr(other, key) for key in DETAIL_KEYS if key in keys):
        changes |= {key: getattr(other, key) for key in DETAIL_KEYS}  # of these keys, a state has only one
    assert body(name, replace(state, **changes)) == body(name, state)


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name, view in VIEWS.items() for key in view.keys if key != "lang"]
)
def test_each_key_of_a_view_can_change_it(name: str, key: str) -> None:
    """No view is asked for again for a key that it does not show; the language of all texts is a key of each."""
    state, change = CHANGES[key]
    before, after = (json.loads(body(name, one)) for one in (state, replace(state, **change)))
    for view in (before, after):
        view.pop("query", None)  # it repeats the keys
    assert before != after
    assert "lang" in VIEWS[name].keys


@pytest.mark.parametrize(("name", "key"), [(name, key) for name, one in FORMATS.items() for key in one.keys])
def test_keys_of_an_export_are_keys_of_the_state(name: str, key: str) -> None:
    """The registry of the exports names keys in the same way."""
    assert key in ALL_KEYS
    assert State().keep(*FORMATS[name].keys) == State()


@pytest.mark.parametrize("name", VIEWS)
def test_one_selection_per_request(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view resolves the state once, and computes which cities match once for the state that was asked for."""
    resolved, masks = [], []
    resolve, facet = Selection.of, FacetIndex.facet

    def count_resolved(network: Network, state: State) -> Selection:
        resolved.append(state)
        return resolve(network, state)

    def count_masks(index: FacetIndex, key: str, state: State) -> Mask:
        if key == "q" and state.keep(*FILTER_KEYS) == asked.keep(*FILTER_KEYS):  # the last facet of a selection
            masks.append(state)
        return facet(index, key, state)

    asked = State(country=("ES",), topic=("solar",))
    monkeypatch.setattr(Selection, "of", count_resolved)
    monkeypatch.setattr(FacetIndex, "facet", count_masks)
    body(name, asked)
    assert len(resolved) == 1
    # The counts of the four facets leave out one facet each, and look at the words once each.
    assert len(masks) <= (1 + len(FACETS) if name == "page" else 1)


def test_one_selection_for_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first HTML has all parts of the page, from one selection."""
    resolved = []
    resolve = Selection.of
    monkeypatch.setattr(Selection, "of", lambda network, state: (resolved.append(state), resolve(network, state))[1])
    assert create_app(Settings()).test_client().get("/?country=ES&city=rome").status_code == 200
    assert len(resolved) == 1
