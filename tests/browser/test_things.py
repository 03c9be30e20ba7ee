"""Several things on one picture: outlined, named, and chosen with a tap."""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.pages import quiet
from tests.browser.server import Server
from tests.browser.test_uploads import hand_in
from tests.images.pictures import encoded, shirt, trousers
from tests.test_candidates import beside

PAIR = FilePayload(
    name="pair.png", mimeType="image/png", buffer=encoded(beside(shirt(), trousers()), "PNG")
)
ONE = FilePayload(name="one.png", mimeType="image/png", buffer=encoded(trousers(), "PNG"))


def things(page: Page) -> Locator:
    """The outlined things, from left to right."""
    return page.locator(".regions .region")


def answer(page: Page) -> str:
    return page.locator('[class*="st-key-said_"] h3').first.inner_text()


def test_a_tap_names_one_of_two_things_and_all_of_it_goes_back(page: Page, server: Server) -> None:
    hand_in(page, server, PAIR)
    expect(page.get_by_text("Things lie apart here.")).to_be_visible()
    expect(things(page)).to_have_count(2)
    whole = answer(page)
    second = things(page).nth(1)
    expect(second).to_have_text(re.compile(r"^Trouser\??$"))
    expect(second).to_have_accessible_name(re.compile(r"^Trouser, \d+ %, (not )?sure: choose it$"))
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true")
    quiet(page)
    assert answer(page).startswith("Looks like a Trouser, ")
    expect(page.get_by_text("How it was prepared")).to_be_hidden()
    page.get_by_role("button", name="All of it").click()
    expect(second).to_have_attribute("aria-pressed", "false")
    quiet(page)
    assert answer(page) == whole
    expect(page.get_by_text("How it was prepared")).to_be_visible()


def test_the_keyboard_chooses_too(page: Page, server: Server) -> None:
    hand_in(page, server, PAIR)
    expect(things(page)).to_have_count(2)
    things(page).nth(1).focus()
    page.keyboard.press("Enter")
    expect(things(page).nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(things(page).first).to_have_attribute("aria-pressed", "true")
    expect(things(page).nth(1)).to_have_attribute("aria-pressed", "false")


def test_a_picture_with_one_thing_is_shown_as_before(page: Page, server: Server) -> None:
    hand_in(page, server, ONE)
    expect(page.get_by_text("What came in")).to_be_visible()
    expect(things(page)).to_have_count(0)
