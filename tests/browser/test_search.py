"""Search as you type, with accents and typing errors, by keyboard only, fast, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import expect_open, expect_query, opened, rows, sentence


def box(page: Page) -> Locator:
    """The box of the search."""
    return page.get_by_role("search", name="Search").get_by_role("combobox", name="Search")


def options(page: Page) -> Locator:
    """The hits."""
    return page.get_by_role("listbox", name="Hits").get_by_role("option")


def test_a_misspelt_city_is_found_and_opened_by_keyboard(open_page: OpenPage) -> None:
    """Slash, the letters, Enter: the best hit is marked from the first letter on, and Enter opens it."""
    page = open_page(until="app")
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("medelin")
    expect(options(page).first).to_contain_text("Medellín")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    active = box(page).get_attribute("aria-activedescendant")
    assert options(page).first.get_attribute("id") == active
    page.keyboard.press("Enter")
    expect_open(page, "Medellín")
    expect(opened(page)).to_be_focused()
    expect_query(page, "city=medellin")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("")


def test_what_is_meant_stands_first(open_page: OpenPage) -> None:
    """Accents, synonyms and words in any order."""
    page = open_page(until="app")
    for typed, wanted in (
        ("cacak", "Čačak"),
        ("malaga", "Málaga"),
        ("e-mobility", "New electro mobility solutions"),
        ("helsinki workshop", "1st Cities Network Workshop"),
        ("spain", "Spain"),
    ):
        box(page).fill(typed)
        expect(options(page).first).to_contain_text(wanted)


def test_nothing_found_names_the_nearest(open_page: OpenPage) -> None:
    """Zagreb is no city of the network: it says so, aloud too, and offers Rijeka, which a click opens."""
    page = open_page(until="app")
    box(page).fill("zagreb")
    hits = page.get_by_role("search", name="Search")
    expect(hits).to_contain_text("No city, country, topic or event “zagreb” in this network.")
    expect(options(page).first).to_contain_text("Rijeka")
    expect(page.get_by_role("status").first).to_have_text("Nothing found for “zagreb”")
    options(page).first.click()
    expect_open(page, "Rijeka")


def test_escape_closes_and_arrows_go_round(open_page: OpenPage) -> None:
    """Escape leaves the text and closes the hits; from the last hit the arrow leads to the first."""
    page = open_page(until="app")
    box(page).fill("spain")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("spain")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect_query(page, "")


def test_enter_opens_the_best_hit_before_it_is_there(open_page: OpenPage) -> None:
    """Who types fast and presses Enter gets the city that was typed, as soon as the answer comes."""
    page = open_page(until="app")
    held: list[Callable[[], None]] = []
    page.route("**/view/search?q=cork", lambda route: held.append(route.continue_))
    box(page).fill("cork")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)  # the answer is held back; nothing may happen yet
    expect_query(page, "")
    for release in held:
        release()
    expect_open(page, "Cork")


@pytest.mark.parametrize(("typed", "city"), [("roma", "Rome"), ("fiume", "Rijeka"), ("stettin", "Szczecin")])
def test_a_name_in_another_language_opens_the_city(open_page: OpenPage, typed: str, city: str) -> None:
    """A whole name wins over what only begins with it: Roma is Rome, not Romania."""
    page = open_page(until="app")
    box(page).fill(typed)
    expect(options(page).first).to_contain_text(city)
    expect(page.get_by_role("search", name="Search")).to_contain_text("is another name of")
    page.keyboard.press("Enter")
    expect_open(page, city)


def test_what_a_basis_means_takes_one_act(open_page: OpenPage) -> None:
    """The hit says it at once, and Enter opens the explanation."""
    page = open_page(until="app")
    box(page).fill("derived")
    expect(options(page).first).to_contain_text("Our own reasoning")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="About")
    expect(dialog.get_by_role("heading", name="What stated, implied and derived mean")).to_be_in_viewport()


def test_the_last_option_filters_by_the_words_and_back_undoes_it(open_page: OpenPage) -> None:
    """It leaves as many cities as it says, in the sentence and in the table; Back brings the others back."""
    page = open_page(until="app")
    box(page).fill("spain")
    expect(options(page).last).to_have_text("Show all 4 cities that match")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(sentence(page)).to_contain_text("4 of 22 cities")
    expect_query(page, "q=spain")
    expect(rows(page)).to_have_count(4)
    expect(sentence(page)).to_contain_text("matching “spain")
    expect(box(page)).to_have_value("spain")
    page.go_back()
    expect(rows(page)).to_have_count(22)
    expect(box(page)).to_have_value("")


def test_an_answer_that_is_overtaken_is_dropped(open_page: OpenPage) -> None:
    """What is shown belongs to what stands in the box, however late an earlier answer comes."""
    page = open_page(until="app")
    held: list[Callable[[], None]] = []
    page.route("**/view/search?q=rome", lambda route: held.append(route.continue_))
    box(page).fill("rome")
    box(page).fill("cork")
    expect(options(page).first).to_contain_text("Cork")
    for release in held:
        release()
    page.unroute("**/view/search?q=rome")
    box(page).fill("cor")
    expect(options(page).first).to_contain_text("Cork")
    expect(options(page).filter(has_text="Rome")).to_have_count(0)


def test_hits_follow_every_key(open_page: OpenPage) -> None:
    """The first letters already show hits, and each letter more shows those that are left."""
    page = open_page(until="app")
    box(page).focus()
    for typed, found in (("M", "Murcia"), ("e", "Medellín"), ("d", "Medellín"), ("e", "Medellín")):
        page.keyboard.press(typed)
        expect(options(page).filter(has_text=found)).not_to_have_count(0)
    expect(options(page).filter(has_text="Murcia")).to_have_count(0)
    expect(options(page).first).to_contain_text("Medellín")


def test_an_empty_box_shows_examples_and_a_click_elsewhere_closes_them(open_page: OpenPage) -> None:
    """Who does not know what to ask sees what can be asked."""
    page = open_page(until="app")
    box(page).click()
    expect(page.get_by_role("group", name="For example").get_by_role("option")).to_have_count(4)
    page.get_by_role("contentinfo").click()
    expect(options(page)).to_have_count(0)


def test_without_scripts_the_form_filters(open_page: OpenPage) -> None:
    """Enter sends the form; the other filters of the address stay."""
    page = open_page("?country=ES", until="html", java_script_enabled=False)
    page.get_by_role("searchbox", name="Search").fill("murcia")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*q=murcia*")
    expect(rows(page)).to_have_count(1)
    expect(sentence(page)).to_contain_text("in Spain")


def test_hits_fit_all_screens(open_page: OpenPage) -> None:
    """Nothing scrolls sideways, and the list lies within the window."""
    page = open_page(width=1440, height=800, until="app")
    box(page).fill("advanced management")
    expect(options(page).filter(has_text="Advanced management").first).to_be_visible()
    for width in (1440, 1024, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
        area = page.get_by_role("listbox", name="Hits").bounding_box()
        assert area is not None
        assert area["x"] >= 0
        assert area["x"] + area["width"] <= width


def test_back_returns_to_the_box_without_opening_it(open_page: OpenPage) -> None:
    """The focus is where it was; the hits open with the next key."""
    page = open_page(until="app")
    page.locator("#search-input").fill("nantes")
    page.keyboard.press("Enter")
    expect_open(page, "Nantes")
    page.go_back()
    expect(page.locator("#search-input")).to_be_focused()
    page.wait_for_timeout(300)
    expect(page.locator("#search-hits [role=option]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-hits [role=option]").first).to_be_visible()


def test_on_a_phone_the_box_loses_the_focus_once_a_hit_is_chosen(open_page: OpenPage) -> None:
    """Its keyboard would cover the result."""
    page = open_page(until="app", width=390, height=844, has_touch=True, is_mobile=True)
    page.locator("#search-input").fill("finland")
    expect(page.locator("#search-hits [role=option]").first).to_contain_text("Finland")
    page.keyboard.press("Enter")
    expect_query(page, "country=FI")
    expect(page.locator("#search-input")).not_to_be_focused()
