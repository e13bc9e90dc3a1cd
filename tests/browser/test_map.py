"""The map itself: cities are opened by a click on them, the view is the visitor's own, names are drawn by this site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import APP_STARTED, Context, OpenPage, Watch, wait_for_map
from tests.browser.screen import (
    at_rest,
    click_on_map,
    details,
    expect_open,
    expect_query,
    go,
    map_view,
    opened,
    option,
    place,
    rows,
    sentence,
    unanswered,
)
from tests.serving import dashboard


def test_three_cities_are_opened_on_the_map(open_page: OpenPage) -> None:
    """Each click on a circle opens its city, one after the other, and the view stays where it was."""
    page = open_page()
    before = map_view(page)
    for city, name in (("rome", "Rome"), ("nantes", "Nantes"), ("bydgoszcz", "Bydgoszcz")):
        click_on_map(page, city)
        expect_open(page, name)
        expect_query(page, f"city={city}")
    assert map_view(page) == before


def test_same_city_can_be_opened_again(open_page: OpenPage) -> None:
    """A second click on a circle opens the city again after it was closed."""
    page = open_page()
    for _ in range(2):
        click_on_map(page, "rome")
        expect_open(page, "Rome")
        page.keyboard.press("Escape")
        expect_query(page, "")


def test_neighbouring_circles_are_distinct(open_page: OpenPage) -> None:
    """Two cities that nearly touch on the map of Europe open each by its own circle."""
    page = open_page()
    for city, name, right in (("cacak", "Čačak", -3), ("kragujevac", "Kragujevac", 3)):
        click_on_map(page, city, right=right)
        expect_open(page, name)


def test_pointing_at_a_city_shows_what_it_is(open_page: OpenPage) -> None:
    """A tooltip next to the hovered circle shows name, country, role and number of topics."""
    page = open_page()
    x, y = place(page, "rome")
    page.mouse.move(x - 10, y - 10)
    page.mouse.move(x, y, steps=4)
    card = page.locator("#map-card")
    for word in ("Rome", "Italy", "Member", "topics"):
        expect(card).to_contain_text(word)
    page.mouse.move(x, y - 120, steps=4)
    expect(card).to_be_hidden()


def test_view_moves_with_the_buttons_and_is_kept(open_page: OpenPage) -> None:
    """World, zoom and fit move the map; opening a city that is in view, filtering and closing do not."""
    page = open_page()
    europe = map_view(page)
    page.get_by_role("button", name="World").click()
    page.wait_for_function("() => location.search.includes('view=')")
    world = map_view(page)
    assert world[2] < europe[2]
    rows(page).get_by_role("link", name="Medellín", exact=True).click()
    expect_open(page, "Medellín")
    option(page, "Colombia").click()
    expect(sentence(page)).to_contain_text("Colombia")
    assert map_view(page) == world
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(
        "(zoom) => Number(new URLSearchParams(location.search).get('view').split(',')[2]) > zoom", arg=world[2]
    )
    page.get_by_role("button", name="Europe").click()
    at_rest(page)
    assert map_view(page)[2] == pytest.approx(europe[2], abs=0.6)


def test_opening_a_city_outside_the_view_keeps_the_view_and_offers_the_way(open_page: OpenPage) -> None:
    """The map stays where the visitor has put it; a button leads to the city at the same zoom, and goes then."""
    page = open_page()
    europe = map_view(page)
    rows(page).get_by_role("link", name="Medellín", exact=True).click()
    expect_open(page, "Medellín")
    there = page.get_by_role("button", name="Show Medellín on the map")
    expect(there).to_be_visible()
    assert map_view(page) == europe
    there.click()
    page.wait_for_function("() => location.search.includes('view=')")
    latitude, longitude, zoom = map_view(page)
    assert (latitude, longitude) == (pytest.approx(6.25, abs=1), pytest.approx(-75.6, abs=1))
    assert zoom == pytest.approx(europe[2], abs=0.05)
    expect(there).to_have_count(0)
    page.go_back()
    expect_query(page, "")
    assert map_view(page) == europe


def test_compared_cities_outside_the_view_are_shown_together(open_page: OpenPage) -> None:
    """One button for those outside; the map then shows all that are compared."""
    page = open_page("?view=50,10,4&compare=medellin&compare=mianyang&compare=rome")
    before = map_view(page)
    page.get_by_role("button", name="Show Medellín and Mianyang on the map").click()
    page.wait_for_function("(zoom) => Number(location.search.split('view=')[1].split(',')[2]) < zoom", arg=before[2])
    expect(page.get_by_role("button", name="Show Medellín and Mianyang on the map")).to_have_count(0)


def test_cities_outside_the_view_are_counted_and_reached(open_page: OpenPage) -> None:
    """The first view is Europe; the two cities elsewhere are counted, named, and opened from there."""
    page = open_page()
    outside = page.locator("#map-outside")
    expect(outside).to_contain_text("2")
    outside.get_by_text("outside").first.click()
    outside.get_by_role("link", name="Mianyang").click()
    expect_open(page, "Mianyang")


def test_cities_that_do_not_match_fade_and_stay(open_page: OpenPage) -> None:
    """A filter fades the other circles; they can still be opened."""
    page = open_page()
    option(page, "Spain").click()
    expect(sentence(page)).to_contain_text("4 of 22")
    click_on_map(page, "nantes")
    expect_open(page, "Nantes")
    expect(opened(page)).to_be_visible()


def test_map_is_dragged_and_the_address_follows(open_page: OpenPage) -> None:
    """A drag moves the map; the address holds the new view without a step in the history."""
    page = open_page()
    steps = page.evaluate("() => history.length")
    before = map_view(page)
    x, y = place(page, "rome")
    page.mouse.move(x + 40, y - 60)
    page.mouse.down()
    page.mouse.move(x + 160, y - 20, steps=8)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('view=')")
    assert map_view(page)[:2] != before[:2]
    assert page.evaluate("() => history.length") == steps
    expect(details(page)).to_contain_text("glance")


ISLANDS = """name,country,latitude,longitude
Suva,Fiji,-18.14,178.44
Apia,Samoa,-13.83,-171.76
Nukualofa,Tonga,-21.14,-175.2
"""
NAMES_CUT = """() => {
    const map = document.querySelector('#map-graph .js-plotly-plot')._fullLayout.map._subplot.map;
    return map.getSource('cities')._data.geojson.features
        .filter(({ id }) => map.getFeatureState({ source: 'cities', id }).cut)
        .map(({ properties }) => properties.name);
}"""


def test_both_sides_of_the_date_line_are_one_sea(context: Context, tmp_path: Path) -> None:
    """Islands east and west of ±180° keep their names, and "fit" takes the short way around the globe."""
    table = tmp_path / "islands.csv"
    table.write_text(ISLANDS, encoding="utf-8")
    with dashboard(str(table), "--workers", "1", log=tmp_path / "log") as islands:
        page = context().new_page()
        page.goto(islands.url + "?view=-18,-178,3")
        wait_for_map(page)
        at_rest(page)
        assert page.evaluate(NAMES_CUT) == []
        page.keyboard.press("f")
        page.wait_for_function("() => !location.search.includes('view=-18,-178,3')")
        _latitude, longitude, zoom = map_view(page)
        assert abs(longitude) > 170
        assert zoom > 4
        page.close()


NAMELESS = """() => {
    const map = document.querySelector('#map-graph .js-plotly-plot')._fullLayout.map._subplot.map;
    const room = map.getCanvas().getBoundingClientRect();
    const covers = [...document.querySelectorAll('#page-map :is(.views > *, .zoom, .scale, .attribution)')]
        .map((one) => one.getBoundingClientRect());
    const drawn = new Set(map.queryRenderedFeatures({layers: ['city-names']})
        .filter(({id}) => !map.getFeatureState({source: 'cities', id}).cut).map(({id}) => id));
    return map.getSource('cities')._data.geojson.features.filter(({id, geometry}) => {
        const {x, y} = map.project(geometry.coordinates);
        const covered = covers.some((box) => room.x + x + 6 > box.left && room.x + x - 6 < box.right
            && room.y + y + 6 > box.top && room.y + y - 6 < box.bottom);
        const within = x > 0 && y > 0 && x < room.width && y < room.height;
        return within && !covered && !map.getFeatureState({source: 'cities', id}).dimmed && !drawn.has(id);
    }).map(({properties}) => properties.name);
}"""
NAMES_MEET = """() => {
    const map = document.querySelector('#map-graph .js-plotly-plot')._fullLayout.map._subplot.map;
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = 'bold 12px "Noto Sans Page", system-ui';
    const features = map.getSource('cities')._data.geojson.features;
    const names = features.filter(({properties}) => properties.zoom === 0).map(({geometry, properties}) => {
        const {name, anchor, offset} = properties;
        const [at, width] = [map.project(geometry.coordinates), pen.measureText(name).width];
        const left = at.x + offset[0] * 12 - width * (/left/.test(anchor) ? 0 : /right/.test(anchor) ? 1 : 0.5);
        const top = at.y + offset[1] * 12 - 12 * (/top/.test(anchor) ? 0 : /bottom/.test(anchor) ? 1 : 0.5);
        return {name, left, top, right: left + width, bottom: top + 12};
    });
    const discs = features.map(({geometry, properties}) => [properties.name, map.project(geometry.coordinates)])
        .map(([name, {x, y}]) => ({name: 'circle of ' + name, left: x - 5, top: y - 5, right: x + 5, bottom: y + 5}));
    const meet = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
    return names.flatMap((name, i) => [...names.slice(i + 1), ...discs].filter((other) => meet(name, other))
        .map((other) => name.name + ' on ' + other.name));
}"""


@pytest.mark.parametrize(
    ("width", "height", "query"),
    [
        (360, 780, ""),
        (390, 844, ""),
        (768, 1024, ""),
        (1024, 768, ""),
        (1366, 768, ""),
        (1366, 768, "?country=ES&country=PL"),
        (1440, 900, ""),
        (2560, 1440, ""),
        (360, 300, "?embed=1"),
        (480, 360, "?embed=1"),
        (800, 600, "?embed=1"),
    ],
)
def test_every_matching_city_in_view_has_its_name(
    open_page: OpenPage, watch: Watch, width: int, height: int, query: str
) -> None:
    """At the first view of every size, names stand on no circle and on no other name, and none is missing."""
    watch.expect("text-offset: Expected value")  # the test asks what is drawn, which the library answers in strings
    page = open_page(query, width=width, height=height)
    at_rest(page)
    page.wait_for_function(f"() => ({NAMELESS})().length === 0")
    assert page.evaluate(NAMES_MEET) == []


def test_lines_of_names_follow_the_map(open_page: OpenPage) -> None:
    """A name without room next to its circle stands at the end of a line, which goes when there is room."""
    page = open_page(width=1366, height=768)
    lines = page.locator(".leaders line")
    expect(lines).not_to_have_count(0)
    go(page, "?view=36.8,-3.5,8")
    page.wait_for_function("() => document.querySelectorAll('.leaders line').length === 0")


@pytest.mark.parametrize("zoom", [1, 4, 8, 13, 16, 20])
def test_a_city_in_view_is_not_counted_outside(open_page: OpenPage, zoom: int) -> None:
    """At every zoom the number outside the view is of the cities outside it."""
    page = open_page(f"?view=41.89193,12.51133,{zoom}")
    inside = page.evaluate(IN_VIEW)
    assert inside >= 1
    expect(page.locator("#map-outside")).to_have_text(re.compile(rf"^{22 - inside} outside") if inside < 22 else "")


IN_VIEW = """() => {
    const map = document.querySelector('#map-graph .js-plotly-plot')._fullLayout.map._subplot.map;
    return map.getSource('cities')._data.geojson.features
        .filter(({geometry: {coordinates: [lon, lat]}}) => [-360, 0, 360]
            .some((turn) => map.getBounds().contains([lon + turn, lat]))).length;
}"""


def test_wheel_scrolls_the_page_and_with_ctrl_zooms_the_map(open_page: OpenPage) -> None:
    """Over the map the wheel goes on scrolling the page and a message says how to zoom."""
    page = open_page(width=1366, height=768)
    before = map_view(page)
    page.mouse.move(*place(page, "rome"))
    page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 100")
    expect(page.locator("#map-fingers")).to_have_text("Use Ctrl + scroll to zoom the map")
    assert map_view(page) == before
    page.evaluate("() => scrollTo({top: 0, behavior: 'instant'})")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    page.wait_for_function("() => location.search.includes('view=')")
    assert map_view(page)[2] > before[2] + 0.3


def test_wheel_zooms_where_the_page_has_nothing_to_scroll(open_page: OpenPage) -> None:
    """In a frame there is the map alone."""
    page = open_page("?embed=1", width=800, height=600)
    before = map_view(page)
    page.mouse.move(*place(page, "rome"))
    page.mouse.wheel(0, -400)
    page.wait_for_function("() => location.search.includes('view=')")
    assert map_view(page)[2] > before[2] + 0.3


def test_double_click_zooms(open_page: OpenPage) -> None:
    """Two clicks on the sea come closer."""
    page = open_page()
    before = map_view(page)
    x, y = place(page, "rome")
    page.mouse.dblclick(x - 30, y + 90)
    page.wait_for_function("() => location.search.includes('view=')")
    assert map_view(page)[2] == pytest.approx(before[2] + 1, abs=0.05)


def test_events_and_topics_keep_the_view(open_page: OpenPage) -> None:
    """Their cities get a ring, and those outside the view are counted."""
    page = open_page()
    before = map_view(page)
    for query in ("?event=workshop-1", "?about=electro-mobility"):
        go(page, query)
        page.wait_for_function(f"() => ({RINGED})() > 5")
        assert map_view(page) == before
    expect(page.locator("#map-outside")).to_contain_text("2 outside")


RINGED = """() => {
    const [trace] = document.querySelector('#map-graph .js-plotly-plot').data.filter(({meta}) => meta === 'opened');
    return new Set(trace.customdata).size;
}"""


def test_overlapping_circles_offer_a_choice(open_page: OpenPage) -> None:
    """A click where two circles lie on each other asks which; arrows choose, Escape closes."""
    page = open_page(width=1366, height=768)
    menu = page.get_by_role("menu", name="Cities at this place")
    click_on_map(page, "cacak", right=3)
    expect(menu.get_by_role("menuitem")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect_query(page, "")
    click_on_map(page, "cacak", right=3)
    expect(menu).to_be_visible()
    first = menu.get_by_role("menuitem").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    name = menu.get_by_role("menuitem").nth(1).locator("strong").inner_text()
    page.keyboard.press("Enter")
    expect_open(page, name)
    expect(menu).to_have_count(0)


def test_cities_of_the_picture_open_by_click_and_enter(open_page: OpenPage) -> None:
    """Without WebGL2 a circle of the picture opens its city in the page, by mouse and by keyboard."""
    page = open_page(until="app")
    page.evaluate("() => { window.same = true; }")
    links = page.locator("#map-poster .picture-wide a")
    links.filter(has_text="Rome").locator("circle").first.click(force=True)
    expect_open(page, "Rome")
    expect(opened(page)).to_be_focused()
    links.filter(has_text="Nantes").focus()
    page.keyboard.press("Enter")
    expect_open(page, "Nantes")
    assert page.evaluate("() => window.same")


def test_focus_in_the_picture_stays_with_its_city(open_page: OpenPage) -> None:
    """The picture is drawn anew with another city opened: what has the focus is still the circle of the same city."""
    page = open_page("?city=rome", until="app")
    link = page.locator("#map-poster .picture-wide a").filter(has_text="Nantes")
    link.focus()
    go(page, "?city=nantes")
    expect_open(page, "Nantes")
    expect(opened(page)).to_be_focused()
    link.focus()
    with page.expect_response(re.compile(r"/view/picture")):
        go(page, "?city=nantes&country=FR")
    page.wait_for_load_state("networkidle")
    expect(link).to_be_focused()


def test_cities_of_the_picture_open_by_tap(open_page: OpenPage) -> None:
    """Without WebGL2 a finger opens a city on a phone."""
    page = open_page(until="app", width=390, height=844, has_touch=True, is_mobile=True)
    circle = page.locator("#map-poster .picture-narrow a").filter(has_text="Rome").locator("circle").first
    box = circle.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect_open(page, "Rome")


@pytest.mark.parametrize("how", ["click", "tap", "Enter"])
def test_cities_of_the_picture_open_before_the_live_map_is_ready(open_page: OpenPage, how: str) -> None:
    """A visitor need not wait: the picture answers, and the live map then shows what was opened."""
    page = open_page("?sort=city", until="html", has_touch=True)
    with unanswered(page, "**/view/figure*"):
        page.reload()
        page.wait_for_function(APP_STARTED)
        link = page.locator("#map-poster .picture-wide a").filter(has_text="Rome")
        if how == "Enter":
            link.focus()
            page.keyboard.press("Enter")
        else:
            box = link.locator("circle").first.bounding_box()
            assert box is not None
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            (page.mouse.click if how == "click" else page.touchscreen.tap)(x, y)
        expect_open(page, "Rome")
        assert page.evaluate("() => !document.documentElement.hasAttribute('data-map-ready')")
    wait_for_map(page)
    page.wait_for_function(f"() => ({RINGED})() === 1")
    expect_open(page, "Rome")


WORLD = """name,country,latitude,longitude
Lima,Peru,-12.05,-77.04
Sydney,Australia,-33.87,151.2
Tokyo,Japan,35.68,139.69
Nairobi,Kenya,-1.29,36.82
Vancouver,Canada,49.28,-123.12
"""


def test_network_of_the_world_fills_the_first_view_once(context: Context, tmp_path: Path) -> None:
    """All cities are seen, and the world is as wide as the map at least, so that nothing is seen twice."""
    table = tmp_path / "world.csv"
    table.write_text(WORLD, encoding="utf-8")
    with dashboard(str(table), "--workers", "1", log=tmp_path / "log") as world:
        for width, height in ((390, 844), (1366, 768), (2560, 1440)):
            page = context().new_page()
            page.set_viewport_size({"width": width, "height": height})
            page.goto(world.url)
            wait_for_map(page)
            at_rest(page)
            wide = page.locator("#page-map").evaluate("(map) => map.clientWidth")
            # The address and the test round the zoom to hundredths.
            assert 512 * 2 ** (map_view(page)[2] + 0.01) >= wide
            assert page.evaluate(IN_VIEW) == 5
            page.close()
