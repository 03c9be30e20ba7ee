"""Numbers as a German browser types them: none is misread, and an emptied field changes nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import tab
from tests.browser.pages import PAGES, open_page, quiet
from tests.browser.server import Server


@pytest.fixture
def german(browser: Browser) -> Iterator[Page]:
    """The tab of a visitor whose browser speaks German."""
    with tab(browser, 1280, 900, locale="de-DE") as page:
        yield page


def type_into(page: Page, field: Locator, text: str) -> None:
    """Type `text` in place of what stands there, letter by letter, and leave the field."""
    field.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def test_a_german_browser_builds_the_network_it_was_asked_for(german: Page, server: Server) -> None:
    open_page(german, server.url, "architecture")
    assert german.evaluate("(0.5).toLocaleString()") == "0,5"
    layers = german.get_by_role("table").filter(has_text="Multiply-adds")
    filters = german.get_by_role("textbox", name="Filters").nth(1)
    units = german.get_by_role("textbox", name="Units").first
    before = layers.inner_text()
    for field, high, shown in ((filters, 256, "64"), (units, 1024, "128")):
        type_into(german, field, "64,5")
        expect(
            german.get_by_text(f"“64,5” is no whole number from 1 to {high}: it stays {shown}.")
        ).to_be_visible()
        expect(field).to_have_value(shown)
        type_into(german, field, "")
        expect(field).to_have_value(shown)
        expect(german.get_by_text("is no whole number")).to_have_count(0)
    assert layers.inner_text() == before
    type_into(german, filters, "48")
    expect(layers).to_contain_text("14 × 14 × 48")


def test_an_emptied_seed_stays_what_it_was(german: Page, server: Server) -> None:
    open_page(german, server.url, "training")
    german.get_by_role("button", name="For experts").click()
    for name, asked in (("Seed", "1234567"), ("Threads", "3")):
        field = german.get_by_role("textbox", name=name)
        type_into(german, field, asked)
        quiet(german)
        for text in ("", "1,5", "1.000"):
            type_into(german, field, text)
            expect(field).to_have_value(asked)


def test_no_page_leaves_a_number_to_the_browser(german: Page, server: Server) -> None:
    for name in PAGES:
        open_page(german, server.url, name)
        expect(german.locator("input[type=number]")).to_have_count(0)
