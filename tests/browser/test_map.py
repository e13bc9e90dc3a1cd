"""The map itself: cities are opened by a click on them, the view is the visitor's own, names are drawn by this site."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Context, OpenPage, wait_for_map
from tests.browser.screen import (
    at_rest,
    click_on_map,
    details,
    expect_open,
    expect_query,
    map_view,
    opened,
    option,
    place,
    rows,
    sentence,
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


def test_neighbours_are_told_apart(open_page: OpenPage) -> None:
    """Two cities that nearly touch on the map of Europe open each by its own circle."""
    page = open_page()
    for city, name, right in (("cacak", "Čačak", -3), ("kragujevac", "Kragujevac", 3)):
        click_on_map(page, city, right=right)
        expect_open(page, name)


def test_pointing_at_a_city_shows_what_it_is(open_page: OpenPage) -> None:
    """Name, country, role and number of topics stand beside the circle under the pointer, and go with it."""
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


def test_city_outside_the_view_is_brought_into_it(open_page: OpenPage) -> None:
    """Opening a city beyond the edge of the map moves the map to it."""
    page = open_page()
    rows(page).get_by_role("link", name="Medellín", exact=True).click()
    expect_open(page, "Medellín")
    page.wait_for_function("() => location.search.includes('view=')")
    latitude, longitude, _zoom = map_view(page)
    assert (latitude, longitude) == (pytest.approx(6.25, abs=15), pytest.approx(-75.6, abs=25))


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


def test_city_outside_the_view_keeps_the_zoom_and_back_returns(open_page: OpenPage) -> None:
    """The map goes to a city elsewhere without coming closer; Back leads to the first view, Forward to the city."""
    page = open_page()
    europe = map_view(page)
    rows(page).get_by_role("link", name="Medellín", exact=True).click()
    page.wait_for_function("() => location.search.includes('view=')")
    there = map_view(page)
    assert there[2] == pytest.approx(europe[2], abs=0.05)
    page.go_back()
    expect_query(page, "")
    assert map_view(page) == europe
    page.go_forward()
    page.wait_for_function("() => location.search.includes('view=')")
    assert map_view(page) == there


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
