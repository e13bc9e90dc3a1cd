"""Every address is answered as promised: views with a tag, nothing but reading, no query that breaks them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.config import Settings
from dashboard.query import data_quality
from dashboard.query.state import MapView, State
from dashboard.web import routes, views
from dashboard.web.app import create_app
from dashboard.web.views import VIEWS

APP: Flask = create_app(Settings())
AREA = "box=-26,29,46,66&zoom=4"
VIEW_PATHS = [f"/view/{name}?{AREA if view.parameters else ''}" for name, view in VIEWS.items()]
WEB_FILES = ["/favicon.ico", "/apple-touch-icon.png", "/manifest.webmanifest", "/robots.txt"]
ALL = [*VIEW_PATHS, *WEB_FILES, "/", "/healthz", "/_dash-layout", "/_dash-dependencies"]
FULL = State(
    country=("ES",),
    role=("member",),
    topic=("ict",),
    match="all",
    attended=("workshop-1",),
    q="energy",
    city="malaga",
    tab="gaps",
    sort="-topics",
    page=2,
    show="matching",
    view=MapView(10, 20, 3),
    theme="dark",
)


@pytest.fixture
def client() -> FlaskClient:
    """A visitor."""
    return APP.test_client()


@pytest.mark.parametrize("path", VIEW_PATHS)
def test_view_is_json_that_a_browser_keeps(client: FlaskClient, path: str) -> None:
    """It has a strong tag; who knows the tag gets a 304 without a body; HEAD is GET without a body."""
    first = client.get(path)
    assert (first.status_code, first.mimetype) == (200, "application/json")
    json.loads(first.data)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    head = client.head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)
    assert head.headers["Content-Length"] == str(len(first.data))


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading(client: FlaskClient, path: str, method: str) -> None:
    """Every other method is refused on every address."""
    answer = client.open(path, method=method, data="{}")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/view",
        "/view/",
        "/view/nope",
        "/view/page/",
        "/index.html",
        "/_dash-update-component",
        "/_reload-hash",
        "/_dash-component-suites/dash/dcc/dash_core_components.js",
        "/assets/style.css",
        "/static/style.css",
        "/static/../pyproject.toml",
        "/tiles/x/4/0/0.mvt",
        "/tiles/x/-1/0/0.mvt",
        "/sitemap.xml",
        "/icons/favicon.ico",
    ],
)
def test_unknown_address_is_not_found(client: FlaskClient, path: str) -> None:
    """Nothing answers that was not made to be asked."""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", VIEWS)
def test_view_does_not_change_with_what_it_does_not_depend_on(client: FlaskClient, name: str) -> None:
    """The tag is that of the part of the state the view depends on, in any order and with any other keys."""
    part = FULL.keep(*VIEWS[name].keys)
    short, long = part.to_query(), FULL.to_query()
    shuffled = "&".join(reversed(long.split("&"))) + "&utm_source=mail&embed=1&nothing=x"
    bodies = [client.get(f"/view/{name}?{query}&{AREA}").data for query in (short, long, shuffled)]
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.parametrize("name", VIEWS)
def test_reducing_a_state_twice_changes_nothing(name: str) -> None:
    """What a view depends on is a state like any other, and the first visit has nothing to leave out."""
    part = FULL.keep(*VIEWS[name].keys)
    assert part.keep(*VIEWS[name].keys) == part
    assert State().keep(*VIEWS[name].keys) == State()
    assert set(part.to_query().split("&")) <= set(FULL.to_query().split("&"))


@pytest.mark.parametrize("change", [{"theme": "light"}, {"embed": True}, {"view": None}])
def test_what_a_visitor_looks_at_costs_no_new_view(change: dict[str, object]) -> None:
    """Moving the map or changing colours asks for no page and no panel again."""
    moved = replace(FULL, **change)  # type: ignore[arg-type]  # fields of the state
    assert moved.keep(*VIEWS["page"].keys) == FULL.keep(*VIEWS["page"].keys)
    assert moved.keep(*VIEWS["panel"].keys) == FULL.keep(*VIEWS["panel"].keys)


def test_opening_something_costs_no_new_page() -> None:
    """The sentence, the filters and the tables stay; the panel alone is asked for."""
    assert FULL.open("event", "workshop-1").keep(*VIEWS["page"].keys) == FULL.keep(*VIEWS["page"].keys)
    assert FULL.open("event", "workshop-1").keep(*VIEWS["panel"].keys) != FULL.keep(*VIEWS["panel"].keys)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/view/page", "/view/panel", "/view/figure", "/view/search", "/view/panels"])
@given(query=st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
@settings(max_examples=8)
def test_no_query_breaks_a_view(path: str, query: str) -> None:
    """Bytes, signs and words of any kind are ignored or read."""
    for raw in (query, f"city={query}&q={query}&country={query}&view={query}&page={query}"):
        status = APP.test_client().get(path, query_string=raw).status_code
        assert status == 200


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(State.__dataclass_fields__)),
            st.sampled_from(["rome", "ES", "ict", "workshop-1", "webinar", "all", "gaps", "-city", "1", "x" * 300]),
        ),
        max_size=8,
    )
)
@settings(max_examples=10)
def test_any_mix_of_known_keys_and_values_is_a_page(pairs: list[tuple[str, str]]) -> None:
    """Keys may have each other's values, and may repeat."""
    query = "&".join(f"{key}={value}" for key, value in pairs)
    for path in ("/", "/view/page", "/view/panel"):
        assert APP.test_client().get(path, query_string=query).status_code == 200


@pytest.mark.parametrize("box", ["", "1,2,3", "nan,1,2,3", "x", "1,2,3,4,5", "0,10,1,5"])
def test_box_that_is_none_is_refused_with_what_was_wanted(client: FlaskClient, box: str) -> None:
    """The only key that programs alone write is strict; the body lists the key, the value and what to write."""
    answer = client.get("/view/outside", query_string={"box": box})
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        400,
        "application/json",
        "no-store",
    )
    assert answer.json is not None
    [problem] = answer.json["problems"]
    assert (problem["key"], problem["value"], problem["nearest"]) == ("box", box, "")
    assert "west,south,east,north" in problem["message"]


def test_all_missing_parameters_of_a_view_are_listed(client: FlaskClient) -> None:
    """One response names them all; a long value is cut."""
    answer = client.get("/view/cells", query_string={"zoom": "x" * 100})
    assert answer.json is not None
    assert [(each["key"], each["value"]) for each in answer.json["problems"]] == [("box", ""), ("zoom", "x" * 60)]


def test_panels_are_those_of_the_list(client: FlaskClient) -> None:
    """Fetched ahead, each under the query by which it will be asked for, and the same as if asked for alone."""
    found = client.get("/view/panels?country=ES").json
    assert found is not None
    assert sorted(found) == sorted(f"city={city}&country=ES" for city in ("almeria", "malaga", "murcia", "palencia"))
    for query, panel in found.items():
        assert panel == client.get(f"/view/panel?{query}").json


def test_panels_keep_the_order_of_the_list(client: FlaskClient) -> None:
    """In a sorted list, the next city of a panel is the next of that order."""
    found = client.get("/view/panels?country=ES&sort=-city").json
    assert found is not None
    assert len(found) == 4
    for query, panel in found.items():
        assert "sort=-city" in query
        assert panel == client.get(f"/view/panel?{query}").json


def test_health_says_what_is_served(client: FlaskClient) -> None:
    """Status, version and counts, never from a cache."""
    answer = client.get("/healthz")
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    assert answer.json["counts"]["cities"] == 22
    assert len(answer.json["data"]) == 12
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.slow
def test_page_is_rebuilt_when_the_year_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ages are counted from the day of serving, so an answer of last year is not given again."""
    client = create_app(Settings()).test_client()
    pages = []
    for year in (2022, 2026):
        for module in (data_quality, routes, views):
            monkeypatch.setattr(module, "this_year", lambda year=year: year)
        pages.append([client.get(path).text for path in ("/?tab=gaps", "/view/page?tab=gaps")])
    for year, page in zip((2017, 2021), pages, strict=True):
        assert all(f"True, held or published before {year}" in text for text in page)


def test_layout_and_callbacks_are_what_dash_asks_for(client: FlaskClient) -> None:
    """The frame comes empty, and every callback runs in the browser."""
    layout = client.get("/_dash-layout").json
    assert layout is not None
    assert layout["type"] == "Div"
    assert b"malaga" not in client.get("/_dash-layout").data
    callbacks = client.get("/_dash-dependencies").json
    assert callbacks
    assert all(one["clientside_function"]["namespace"] == "view" for one in callbacks)


def test_tiles_are_kept_for_good(client: FlaskClient) -> None:
    """A tile has its version in its address; another version is not found."""
    style = client.get("/view/figure").json["layout"]["map"]["style"]  # type: ignore[index]  # JSON
    (template,) = style["sources"]["tiles"]["tiles"]
    path = template.replace("{z}", "4").replace("{x}", "8").replace("{y}", "5")
    answer = client.get(path)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(path.replace("/4/8/", "/4/16/")).status_code == 404
    assert client.get(path.replace("/4/8/5", "/9/8/5")).status_code == 404


def test_figure_names_files_that_are_served(client: FlaskClient) -> None:
    """The sources of the basemap are there."""
    sources = client.get("/view/figure").json["layout"]["map"]["style"]["sources"]  # type: ignore[index]  # JSON
    for name in ("world", "countries"):
        assert client.get(sources[name]["data"]).status_code == 200
