"""Why it says that, as a visitor finds out: a map, a place pointed at, covered, and back again."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from fashion_model.attribution.explaining import ENSEMBLE_PLACES
from tests.browser.chromium import tab
from tests.browser.pages import open_page, quiet, settled
from tests.browser.server import Server
from tests.browser.test_one_screen import HEAD, PHONE, PROJECTOR, Screen, outside
from tests.browser.test_training_journey import draw_shirt

SENTENCE = re.compile(r"speaks? most for .+; without (it|them) the network (still )?says")


def map_of(page: Page | Locator) -> Locator:
    """The map over the picture."""
    return page.get_by_role("img", name=re.compile("^The picture, and on it what speaks for"))


def asked_why(page: Page, server: Server) -> None:
    """Open Start, click an example and ask why."""
    open_page(page, server.url, "start")
    page.locator(".st-key-start_examples button").nth(4).click()
    quiet(page)
    page.get_by_role("button", name="Why?").click()
    expect(map_of(page)).to_be_visible()


def test_an_answer_is_explained_covered_and_given_back(page: Page, server: Server) -> None:
    asked_why(page, server)
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    places = map_of(page).locator(".place")
    expect(places).to_have_count(49)
    places.nth(3).hover()
    expect(
        page.get_by_text(re.compile(r"^Row 1, column 4: [+−]\d\.\d\d for Coat$"))
    ).to_be_visible()
    page.get_by_role("button", name="Cover it").click()
    expect(page.get_by_text(re.compile(r"^With \d+ places covered it"))).to_be_visible()
    expect(page.get_by_label(re.compile("^Bars of the covered picture"))).to_be_visible()
    expect(map_of(page).locator(".covered")).not_to_have_count(0)
    page.get_by_role("button", name="Uncover").click()
    expect(map_of(page).locator(".covered")).to_have_count(0)
    told = map_of(page).get_attribute("aria-label") or ""
    assert told.endswith("“The numbers” lists the strongest places.")
    page.get_by_role("button", name="The numbers").click()
    expect(page.get_by_text("Exact.", exact=True)).to_be_visible()
    expect(page.locator("[data-testid=stPopoverBody] tbody tr")).to_have_count(9)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bars", exact=True).click()
    expect(map_of(page)).to_have_count(0)
    expect(page.get_by_label(re.compile("^Bars of the ten probabilities"))).to_be_visible()


def test_in_an_enlarged_picture_the_dialog_stays_open(page: Page, server: Server) -> None:
    open_page(page, server.url, "evaluation", "bundled")
    page.locator("table").get_by_role("button", name=re.compile("^Shirt taken for Coat:")).click()
    page.get_by_role("button", name="Shirt that the model calls Coat").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Why?").click()
    expect(map_of(dialog)).to_be_visible()
    expect(dialog.get_by_text(SENTENCE)).to_be_visible()
    dialog.get_by_role("combobox").click()
    page.get_by_role("option", name="What speaks for Coat rather than Shirt?").click()
    expect(dialog.get_by_text("for Coat rather than Shirt; without")).to_be_visible()
    dialog.get_by_role("button", name="Smallest change").click()
    expect(dialog.get_by_text(re.compile("covered it says"))).to_be_visible()
    dialog.get_by_role("button", name="Bars", exact=True).click()
    expect(dialog.get_by_label(re.compile("^Bars of the ten probabilities"))).to_be_visible()


def test_a_drawing_is_explained_by_covering(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify")
    draw_shirt(page)
    page.get_by_role("button", name="Why?").click()
    expect(map_of(page).locator(".place")).to_have_count(ENSEMBLE_PLACES**2)
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(map_of(page)).to_have_count(0)


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_why_is_on_one_screen(size: Screen, browser: Browser, server: Server) -> None:
    with tab(browser, size.width, size.height) as page:
        asked_why(page, server)
        settled(page)
        quiet(page)
        parts = {
            "the map": map_of(page),
            "the sentence": page.get_by_text(SENTENCE),
            "the way back": page.get_by_role("button", name="Bars", exact=True),
        }
        if size == PHONE:  # the board stands above the answer there: together they fit below it
            boxes = [box for part in parts.values() if (box := part.bounding_box())]
            top = min(box["y"] for box in boxes)
            bottom = max(box["y"] + box["height"] for box in boxes)
            assert bottom - top < size.height - HEAD
            return
        assert not outside(parts, size), "why it says that: not on one screen"
