"""The first HTML holds all of the page before any script, is well-formed, and gives hostile data no hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from dashboard.config import Settings, default_data, resource
from dashboard.ingest.loader import load
from dashboard.maps.svg.outlines import Outlines
from dashboard.model.network import Network
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.query.summary import to_text
from dashboard.query.unknown_values import drop_unknown
from dashboard.web.app import create_app
from dashboard.web.assets import Assets
from dashboard.web.document import SCRIPTS, render_document
from dashboard.web.views import KEYS
from tests.networks import cases
from tests.seen import Page

ASSETS = Assets(resource("assets"))
OUTLINES = Outlines(resource("assets") / "basemap")
REAL = load(default_data())
QUERIES = [
    "",
    "city=rome",
    "event=workshop-1",
    "about=technologies",
    "compare=rome&compare=nantes",
    "tab=matrix",
    "tab=events",
    "tab=gaps",
    "country=ES&show=matching&theme=dark",
    "q=no+such+words",
    "city=nante&country=Spian",
    "embed=1",
]


def made(network: Network, state: State) -> Page:
    """The first page, as a browser's parser reads it."""
    return Page(render_document(Selection.of(network, state), assets=ASSETS, settings=Settings(), outlines=OUTLINES))


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_page_is_valid_html_in_every_state(query: str) -> None:
    """Well-formed; ids stand once; what labels or is linked to is there; nothing inline that the policy forbids."""
    page = made(REAL, State.from_query(query))
    check(page)
    (heading,) = page.all("h1")
    resolved, _ = drop_unknown(REAL, State.from_query(query))
    assert heading.text.replace("×", "").replace(" (remove this filter)", "") == Selection.of(REAL, resolved).sentence
    (named,) = [one for one in page.all("title") if one.text == Selection.of(REAL, resolved).title]
    assert named.text.endswith(REAL.title)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", 0),
        ("tab=cities", 0),
        ("tab=matrix", 1),
        ("tab=gaps", 1),
        ("tab=gaps&city=rome", 0),
        ("tab=gaps&embed=1", 0),
    ],
)
def test_address_of_a_table_shows_it(query: str, first: int) -> None:
    """The table that an address asks for takes the focus, which shows it without scripts; not over a profile."""
    page = made(REAL, State.from_query(query))
    assert [one.attributes["id"] for one in page.elements if "autofocus" in one.attributes] == ["page-tables"] * first


def test_font_comes_with_the_style() -> None:
    """The one font is preloaded from the address that the style names, so that no line moves when it comes."""
    (preload,) = [one for one in made(REAL, State()).all("link") if one.attributes["rel"] == "preload"]
    assert preload.attributes["href"] == ASSETS.url("fonts/noto-sans.woff2")
    assert preload.attributes["href"].removeprefix("/static/").encode() in ASSETS.content("style.min.css")
    assert len(ASSETS.content("fonts/noto-sans.woff2")) <= 40_000


def check(page: Page) -> None:
    """Check what holds of any page."""
    assert page.faults == []
    embedded = "data-embed" in page.all("html")[0].attributes
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    for one in page.elements:
        for name in ("aria-labelledby", "aria-controls", "aria-describedby", "for"):
            assert set(one.attributes.get(name, "").split()) <= set(ids)
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]
        address = one.attributes.get("href", one.attributes.get("src", ""))
        assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE)
        if address.startswith("#") and len(address) > 1 and not embedded:  # a frame has a header, and hides it
            assert address[1:] in ids
        if one.attributes.get("target") == "_blank" and one.tag == "a":
            assert "noopener" in one.attributes["rel"]
    assert page.all("style") == []
    for script in page.all("script"):
        assert script.attributes.get("src") or script.attributes["type"] == "application/json"
    assert len(page.all("h1")) == len(page.all("main")) == 1


@pytest.mark.parametrize("query", ["", "country=ES", "tab=cities&sort=-city"])
def test_list_has_a_link_to_each_city_that_matches(query: str) -> None:
    """Whoever has no scripts opens a city by its link; the picture of the map has the same links."""
    state = State.from_query(query)
    page = made(REAL, state)
    wanted = Selection.of(REAL, state).ids
    rows = [one.attributes["data-row"] for one in page.elements if "data-row" in one.attributes]
    assert rows == wanted
    links = {State.from_query(one.attributes["href"]).city for one in page.all("a") if "href" in one.attributes}
    assert set(wanted) <= links
    assert len(page.all("svg", class_="poster")) == 3


def test_scripts_are_those_of_the_page_and_come_later() -> None:
    """Each script is a file of our own with a fingerprint, and none holds up the page."""
    page = made(REAL, State())
    scripts = [one for one in page.all("script") if "src" in one.attributes]
    assert all("defer" in one.attributes and one.attributes["src"].startswith("/static/") for one in scripts)
    assert [re.sub(r"\.[0-9a-f]{16}", "", one.attributes["src"]) for one in scripts][: len(SCRIPTS)] == [
        f"/static/{name}" for name in SCRIPTS
    ]
    config, keys = page.all("script", type="application/json")
    assert json.loads(config.text)["requests_pathname_prefix"] == "/"
    assert json.loads(keys.text) == KEYS


@pytest.mark.parametrize(("theme", "wanted"), [("auto", None), ("light", "light"), ("dark", "dark")])
def test_colours_are_there_before_any_script(theme: str, wanted: str | None) -> None:
    """A page asked for in dark is dark from the first frame."""
    (root,) = made(REAL, State.from_query(f"theme={theme}")).all("html")
    assert root.attributes.get("data-theme") == wanted
    assert root.attributes["lang"] == "en"


@pytest.mark.slow
@given(cases(stale=True))
@settings(max_examples=20)
def test_page_of_any_network_and_state_is_valid_html(case: tuple[Network, State]) -> None:
    """Names with signs of HTML, with quotes, from right to left or very long change nothing but themselves."""
    network, state = case
    page = made(network, state)
    check(page)
    assert [one for one in page.all("img") if "print-map" not in one.attributes.get("class", "")] == []
    assert not [one for one in page.all("script") if "alert" in one.text]
    resolved, _ = drop_unknown(network, state)
    assert page.all("h1")[0].text.replace("×", "").replace(" (remove this filter)", "") == to_text(
        Selection.of(network, resolved).summary
    )


HOSTILE = """name,country,role,summary,website,source,mayor
<script>alert(1)</script>,ES,member,"""
HOSTILE += '''"""><img src=x onerror=alert(1)>",https://www.example.org/?a=1&b=%22%3E,,<b onclick=alert(1)>x</b>
"O'Hara & ""Sons""",FI,,&lt;b&gt;,,,"=HYPERLINK(""https://x"")"
ירושלים,IL,follower,,,,
</title></style><!--,FR,,{values} %s,,,
'''
VIEWS = ("", "view/page", "view/panel", "view/figure", "view/picture", "view/panels", "view/search", "view/outside")


@pytest.mark.slow
def test_hostile_list_is_text_in_every_answer(tmp_path: Path) -> None:
    """From the file to the page, the views and the picture: what looks like code is shown as it is written."""
    file = tmp_path / "cities.csv"
    file.write_text(HOSTILE, "utf-8")
    network = load(file)
    client = create_app(Settings(data=file)).test_client()
    for city in ["", *network.cities["id"]]:
        for view in VIEWS:
            query = {"city": city, "q": "<script>alert(1)</script>", "box": "0,0,1,1"}
            answer = client.get(f"/{view}", query_string=query)
            assert answer.status_code == 200
            for fragment in fragments(answer.get_json()) if view else [answer.text]:
                page = Page(fragment)
                assert page.faults == []
                assert not [one for one in page.elements if one.tag in ("img", "iframe", "object", "embed", "b")]
                assert not [
                    name for one in page.elements for name in one.attributes if name.startswith("on") or name == "style"
                ]
                assert not [one for one in page.all("script") if "alert" in one.text]
        page = Page(client.get("/", query_string={"city": city}).text)
        if city:
            (heading,) = [one for one in page.all("h2") if one.attributes.get("id") == "page-panel-title"]
            assert heading.text == network.cities["label"].iat[network.row_by_city_id[city]]
        assert {one.text for one in page.all("a", class_="city-link")} >= set(network.cities["label"])


def fragments(value: object) -> list[str]:
    """All texts of JSON that are HTML."""
    if isinstance(value, str):
        return [value] if value.startswith("<") and value.endswith(">") and "class=" in value else []
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for child in children for text in fragments(child)]
