"""Start: the first click of a visitor, and the first step."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, settled
from tests.browser.server import Server
from tests.browser.test_training_journey import draw_shirt


def test_a_click_is_answered_where_it_was_announced(page: Page, server: Server) -> None:
    open_page(page, server.url, "start", "bundled")
    expect(page.get_by_role("heading", name="Draw a shoe, a shirt, a bag")).to_be_visible()
    below = page.get_by_text("Want to know more?")
    before = below.bounding_box()

    page.get_by_role("group", name="Ten examples").get_by_label("Example: Trouser").click()
    expect(page.get_by_role("heading", name="Looks like a Trouser")).to_be_visible()
    expect(page.get_by_text("Right: its label says")).to_be_visible()
    bars = page.get_by_test_id("stVegaLiteChart")
    expect(bars.locator("svg.marks")).to_be_visible()
    assert below.bounding_box() == before, "the page jumped"
    place = bars.bounding_box()
    draw_shirt(page)
    expect(page.get_by_text("all-terrain model answers")).to_be_visible()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    assert (bars.bounding_box(), below.bounding_box()) == (place, before), "the page jumped"
    sneaker = page.get_by_role("group", name="Ten examples").get_by_label("Example: Sneaker")
    sneaker.focus()
    sneaker.press("Enter")
    expect(page.get_by_role("heading", name="Looks like a Sneaker")).to_be_visible()

    page.get_by_role("radio", name="How good is it?").click()
    wrong = page.get_by_role("group", name="Five that it gets wrong")
    expect(wrong.get_by_text(re.compile(r"taken for .+, \d+\s%"))).to_have_count(5)
    page.get_by_role("radio", name="What comes next?").click()
    page.get_by_test_id("stMain").get_by_role("link", name="Architecture").click()
    page.wait_for_url("**/architecture?run=bundled")
    settled(page)
