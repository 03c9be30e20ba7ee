"""Architecture: build a network, train it, and follow a kernel over a picture."""

import re

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from fashion_model.arithmetic import KERNELS, convolve
from fashion_model.data import load_sample
from fashion_model.labels import CLASS_NAMES
from tests.browser.pages import open_page, settled
from tests.browser.server import Server


def test_what_is_built_is_what_training_trains(page: Page, server: Server) -> None:
    open_page(page, server.url, "architecture")
    layers = page.get_by_role("table").filter(has_text="Multiply-adds")
    expect(layers.get_by_role("row").last).to_contain_text("421,642")
    page.get_by_role("button", name="Add a block").click()
    expect(page.get_by_text("Block 3")).to_be_visible()
    filters = page.get_by_role("textbox", name="Filters")
    filters.nth(2).fill("48")
    filters.nth(2).press("Enter")
    expect(layers).to_contain_text("7 × 7 × 48")
    page.get_by_role("button", name="Up", exact=True).nth(2).click()
    expect(layers).to_contain_text("14 × 14 × 48")
    expect(filters.nth(1)).to_have_value("48")
    page.get_by_role("button", name="Remove").first.click()
    expect(layers).to_contain_text("28 × 28 × 48")
    expect(filters).to_have_count(2)
    wanted = layers.get_by_role("row").last.locator("td").nth(1).inner_text()

    page.get_by_role("button", name="Train this network").click()
    page.wait_for_url("**/training*")
    settled(page)
    expect(page.get_by_text(f"{wanted} parameters")).to_be_visible()


def test_a_kernel_steps_over_the_chosen_picture(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")  # it waits for the visitor
    open_page(page, server.url, "architecture")
    picture = page.get_by_role("application")
    page.get_by_role("button", name="Sneaker").click()
    expect(picture).to_have_accessible_name(re.compile("^Sneaker, the filter on row 11, column 14"))
    sneaker = _example("Sneaker")
    _shows(page, convolve(sneaker, KERNELS["Upright edges"]), 10, 13)
    picture.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    _shows(page, convolve(sneaker, KERNELS["Upright edges"]), 12, 14)
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] - 2, "y": box["height"] - 2})
    _shows(page, convolve(sneaker, KERNELS["Upright edges"]), 27, 27)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(picture).to_have_accessible_name(re.compile("row 1, column 1[.]"))

    page.get_by_role("button", name="Play", exact=True).click()
    expect(picture).to_have_accessible_name(re.compile("row 2,"))
    page.get_by_role("button", name="Pause", exact=True).click()
    where = picture.get_attribute("aria-label")
    page.wait_for_timeout(400)
    assert picture.get_attribute("aria-label") == where

    middle = page.get_by_role("textbox", name="Filter, row 2, column 2")
    middle.fill("3")
    middle.press("Enter")
    expect(page.get_by_text("A filter of your own.")).to_be_visible()
    expect(page.get_by_role("table", name="The filter").locator("td").nth(4)).to_have_text("3")


def test_the_kernel_walks_by_itself_until_the_visitor_takes_over(
    page: Page, server: Server
) -> None:
    open_page(page, server.url, "architecture")
    picture = page.get_by_role("application")
    pause = page.get_by_role("button", name="Pause", exact=True)
    expect(pause).to_be_visible()
    for _ in range(2):
        where = picture.get_attribute("aria-label") or ""
        expect(picture).not_to_have_attribute("aria-label", where)
    picture.focus()
    page.keyboard.press("ArrowDown")
    expect(pause).to_have_count(0)
    where = picture.get_attribute("aria-label") or ""
    page.wait_for_timeout(500)
    expect(picture).to_have_attribute("aria-label", where)


def test_the_maps_follow_layer_and_picture(page: Page, server: Server) -> None:
    open_page(page, server.url, "architecture")
    page.locator(".st-key-architecture_look button").filter(has_text="What the layers see").click()
    maps = page.get_by_role("group", name="What the layer relu 1 makes of the picture: Ankle boot")
    expect(maps.get_by_role("img")).to_have_count(32)
    page.get_by_role("slider", name="After which layer?").focus()
    page.keyboard.press("End")
    expect(page.get_by_text("128 maps of 7 × 7 numbers")).to_be_visible()
    page.get_by_role("button", name="Trouser").click()
    name = "What the layer relu 4 makes of the picture: Trouser"
    expect(page.get_by_role("group", name=name).get_by_role("img")).to_have_count(32)


def _shows(page: Page, sums: NDArray[np.float64], row: int, column: int) -> None:
    """Check place, products and sum against the library's own convolution."""
    expect(page.get_by_role("application")).to_have_accessible_name(
        re.compile(f"row {row + 1}, column {column + 1}[.]")
    )
    cells = page.get_by_role("table", name="Nine products").locator("td").all_inner_texts()
    assert len(cells) == 9
    assert sum(_number(cell) for cell in cells) == sums[row, column]
    total = page.get_by_text("Their sum").locator("strong").inner_text()
    assert _number(total) == sums[row, column]


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def _example(kind: str) -> NDArray[np.uint8]:
    test = load_sample().test
    picture: NDArray[np.uint8] = test.images[np.argmax(test.labels == CLASS_NAMES.index(kind))]
    return picture
