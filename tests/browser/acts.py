"""The main act of each page, as a visitor performs it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.pages import settled
from tests.browser.test_training_journey import draw_shirt


def _click_an_example(page: Page) -> None:
    page.get_by_role("group", name="Ten examples").get_by_label("Example: Trouser").click()
    expect(page.get_by_role("heading", name="Looks like a Trouser")).to_be_visible()


def _look_at_a_picture(page: Page) -> None:
    tiles = page.get_by_role("group", name="Pictures that pass the filters").get_by_role("button")
    name = tiles.nth(7).get_attribute("aria-label") or ""
    tiles.nth(7).click()
    expect(page.get_by_role("application", name=name)).to_be_visible()


def _vary_the_pictures(page: Page) -> None:
    page.get_by_role("button", name="Try a mix").click()
    expect(page.get_by_role("slider", name="Mirror")).to_have_value("0.5", timeout=20_000)
    settled(page)
    page.get_by_role("button", name="Use these in my training").click()
    expect(page.get_by_text("Taken over into your training")).to_be_visible(timeout=20_000)


def _add_a_block(page: Page) -> None:
    layers = page.get_by_role("table").filter(has_text="Multiply-adds")
    before = layers.get_by_role("row").last.inner_text()
    page.get_by_role("button", name="Add a block").click()
    expect(page.get_by_text("Block 3")).to_be_visible()
    expect(layers.get_by_role("row").last).not_to_have_text(before)


def _train_and_discard(page: Page) -> None:
    page.get_by_text("Quick", exact=True).first.click()
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("6")  # it is taken in
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(lambda url: "run=" in url and "run=bundled" not in url)
    expect(page.get_by_text(re.compile(r"Epoch \d of 6"))).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def _ask_a_question(page: Page) -> None:
    page.get_by_role("button", name="Which learning rate?").click()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
    expect(page.get_by_text("5 trainings")).to_be_visible()


def _open_a_cell(page: Page) -> None:
    page.locator("table").get_by_role("button", name=re.compile("^Shirt taken for Coat:")).click()
    expect(page.get_by_role("button", name="Shirt that the model calls Coat").first).to_be_visible()


def _draw(page: Page) -> None:
    draw_shirt(page)
    expect(page.get_by_role("heading", name="Looks like")).to_be_visible()


def _take_it_home(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Notebook", exact=True).click()
    assert waiting.value.suggested_filename.endswith(".ipynb")


def _open_a_room_and_close_it(page: Page) -> None:
    page.get_by_role("button", name="Open a room").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Close the room").click()
    expect(page.get_by_role("button", name="Open a room")).to_be_visible()


ACTS: dict[str, Callable[[Page], None]] = {
    "start": _click_an_example,
    "dataset": _look_at_a_picture,
    "preprocessing": _vary_the_pictures,
    "architecture": _add_a_block,
    "training": _train_and_discard,
    "compare": _ask_a_question,
    "evaluation": _open_a_cell,
    "classify": _draw,
    "conclusion": _take_it_home,
    "class": _open_a_room_and_close_it,
}
