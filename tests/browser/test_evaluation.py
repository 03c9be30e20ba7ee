"""Looking into a matrix: by mouse, by keyboard, on a phone, epoch after epoch."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from fashion_model.labels import CLASS_NAMES
from tests.browser.chromium import tab
from tests.browser.pages import open_page, settled
from tests.browser.server import Server
from tests.bundled import times, validation_matrix

SANDAL, SNEAKER = CLASS_NAMES.index("Sandal"), CLASS_NAMES.index("Sneaker")
CHOSEN = 'table button[aria-pressed="true"]'


def cell(page: Page, name: str) -> Locator:
    """The button of the matrix whose label begins with `name`."""
    return page.locator("table").get_by_role("button", name=re.compile(f"^{re.escape(name)}:"))


def look_at(page: Page, look: str) -> None:
    """Choose one of the page's looks."""
    page.get_by_role("radio", name=look, exact=True).click()
    settled(page)


def test_a_cell_a_row_a_column_and_a_picture(page: Page, server: Server) -> None:
    open_page(page, server.url, "evaluation")
    expect(page.locator(CHOSEN)).to_have_accessible_name(
        re.compile(f"^Shirt taken for T-shirt/top: {times('Shirt', 'T-shirt/top')} pictures")
    )
    coats = times("Shirt", "Coat")
    cell(page, "Shirt taken for Coat").click()
    expect(page.get_by_text(f"Shirt taken for Coat: {coats} pictures")).to_be_visible()
    pictures = page.get_by_role("button", name="Shirt that the model calls Coat")
    expect(pictures).to_have_count(coats)
    pictures.nth(4).click()
    enlarged = page.get_by_role("dialog")
    expect(enlarged.get_by_role("heading", name="Looks like a Coat")).to_be_visible()
    bars = enlarged.get_by_label("Bars of the ten probabilities").locator("svg.marks")
    expect(bars).to_be_visible()
    page.keyboard.press("Escape")
    expect(enlarged).to_have_count(0)

    cell(page, "Everything that is really Bag").click()
    expect(page.get_by_text("Everything that is really Bag: 200 pictures")).to_be_visible()
    expect(page.locator(CHOSEN)).to_have_text("BagBag")
    page.get_by_text("Only the mistakes").click()
    mistakes = 200 - times("Bag", "Bag")
    expect(page.get_by_text(f"mistakes only: {mistakes} picture")).to_be_visible()
    expect(page.get_by_role("button", name="Bag that the model calls")).to_have_count(mistakes)

    cell(page, "Everything called Coat").click()
    expect(page.get_by_text("Everything called Coat, mistakes only:")).to_be_visible()
    expect(page.get_by_role("button", name="Coat that the model calls")).to_have_count(0)


def test_the_keyboard_walks_through_the_matrix(page: Page, server: Server) -> None:
    open_page(page, server.url, "evaluation")
    expect(cell(page, "All pictures")).to_be_visible()
    page.get_by_role("radio", name="Confusion matrix", exact=True).focus()
    page.keyboard.press("Tab")
    expect(cell(page, "All pictures")).to_be_focused()
    for key in ("ArrowDown", "End", "ArrowUp", "ArrowUp", "Home", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(cell(page, "Everything that is really Trouser")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Trouser, recognised:")).to_be_visible()
    expect(cell(page, "Trouser, recognised")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_matrix_can_be_read_on_a_phone(
    browser: Browser, server: Server, scheme: Literal["light", "dark"]
) -> None:
    with tab(browser, 390, 844, scheme=scheme) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        open_page(page, server.url, "evaluation")
        table = page.locator("table")
        expect(table).to_be_visible()
        box = table.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        # No number is wider than its cell.
        assert table.evaluate(
            "table => [...table.querySelectorAll('td button')]"
            ".every(cell => cell.scrollWidth <= cell.clientWidth && cell.clientWidth >= 24)"
        )
        cell(page, "Coat, recognised").click()
        expect(page.get_by_text("Coat, recognised:")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert not errors


def test_the_matrix_changes_from_epoch_to_epoch(page: Page, server: Server) -> None:
    open_page(page, server.url, "evaluation")
    look_at(page, "Epoch by epoch")
    number = cell(page, "Sandal taken for Sneaker")
    expect(number).to_have_text(str(validation_matrix(12)[SANDAL, SNEAKER]))
    slider = page.get_by_role("slider", name="After epoch")
    slider.focus()
    page.keyboard.press("Home")
    expect(number).to_have_text(str(validation_matrix(1)[SANDAL, SNEAKER]))
    recognised = f"{validation_matrix(1).trace():,}"
    expect(page.get_by_text(f"it recognised {recognised} of 5,000")).to_be_visible()
    number.click()
    expect(page.get_by_label("Line of the pictures per epoch").locator("svg.marks")).to_be_visible()
    look_at(page, "Confusion matrix")
    again = str(times("Sandal", "Sneaker"))
    expect(number.filter(has_text=re.compile(f"^{again}$"))).to_have_count(1)
    expect(number).to_have_count(1)  # the old matrix goes when the new one has come
