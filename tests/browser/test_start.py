"""Start: the first click of a visitor, and the first step."""

from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, settled
from tests.browser.server import Server


def test_a_click_is_answered_where_it_was_announced(page: Page, server: Server) -> None:
    open_page(page, server.url, "start", "bundled")
    expect(page.get_by_text("The answer appears here")).to_be_visible()
    below = page.get_by_role("heading", name="How good is it, honestly?")
    before = below.bounding_box()

    page.get_by_role("group", name="Ten examples").get_by_label("Example: Trouser").click()
    expect(page.get_by_role("heading", name="Looks like a Trouser")).to_be_visible()
    expect(page.get_by_label("Bars of the ten probabilities").locator("svg.marks")).to_be_visible()
    wrong = page.get_by_role("group", name="Five that it gets wrong").get_by_role("button").first
    wrong.focus()
    wrong.press("Enter")
    expect(page.get_by_text("Wrong: its label says")).to_be_visible()
    assert below.bounding_box() == before, "the page jumped"

    page.get_by_test_id("stMain").get_by_role("link", name="Architecture").click()
    page.wait_for_url("**/architecture?run=bundled")
    settled(page)
