"""Dataset: from the map to the gallery to one picture and its numbers."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import open_page, settled
from tests.browser.server import Server
from tests.browser.test_training_journey import leave_for

PICTURE = '.st-key-dataset_map_picked [data-testid="stImage"] img'


def look(page: Page, name: str) -> None:
    """Open one of the looks."""
    page.locator(".st-key-dataset_look button").filter(has_text=name).click()
    settled(page)


def the_map(page: Page) -> Locator:
    """The map's drawing, ready to be clicked and in full view."""
    drawing = page.locator('[class*="st-key-dataset_map_"] canvas')
    expect(drawing).to_have_count(1)  # two, for a moment, while it is drawn anew
    expect(drawing).to_be_visible()
    drawing.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # scrolling moves it while the mouse is on its way
    return drawing


def mark(page: Page, left: float, top: float, right: float, bottom: float) -> int:
    """Drag a box over shares of the map; return how many pictures the gallery then has."""
    box = the_map(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + left * box["width"], box["y"] + top * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + right * box["width"], box["y"] + bottom * box["height"], steps=6)
    page.mouse.up()
    told = page.get_by_text("of those marked on the map")
    expect(told).to_be_visible()
    settled(page)
    return int(re.sub(r"\D", "", told.inner_text().partition(" picture")[0]))


def test_marking_the_map_fills_the_gallery(page: Page, server: Server) -> None:
    open_page(page, server.url, "dataset")
    look(page, "The map")
    trousers = mark(page, 0.3, 0.6, 0.52, 0.72)
    assert 50 < trousers < 400
    tiles = page.get_by_role("group", name="Pictures marked on the map").get_by_role("button")
    assert tiles.count() == min(60, trousers)
    names = [tile.get_attribute("aria-label") or "" for tile in tiles.all()]
    assert sum(name.startswith("Trouser,") for name in names) > len(names) / 2
    page.get_by_role("button", name="Take the box away").click()
    expect(tiles).to_have_count(0)
    expect(page.get_by_text("12,000 pictures", exact=True)).to_be_visible()
    assert mark(page, 0.02, 0.02, 0.98, 0.76) == 2000


def test_a_point_shows_its_picture(page: Page, server: Server) -> None:
    open_page(page, server.url, "dataset")
    look(page, "The map")
    before = page.locator(PICTURE).first.get_attribute("alt")
    box = the_map(page).bounding_box()
    assert box is not None
    for step in range(20):  # where the sneakers stand, points are a few pixels apart
        at = (0.06 + 0.004 * step) * box["width"]
        page.mouse.move(box["x"] + at, box["y"] + 0.4 * box["height"])
        page.wait_for_timeout(100)
        tip = page.locator("#vg-tooltip-element.visible")
        if tip.count() and "Sneaker" in tip.inner_text():
            page.mouse.down()
            page.mouse.up()
            break
    expect(page.locator(PICTURE).first).to_have_attribute("alt", re.compile("Sneaker"))
    name = page.locator(PICTURE).first.get_attribute("alt") or ""
    assert name != before
    expect(page.get_by_role("application")).to_have_attribute(
        "aria-label", re.compile(f"^{re.escape(name)}:")
    )


def test_a_finger_draws_a_box_taps_a_point_and_scrolls(phone: Page, server: Server) -> None:
    page, fingers = phone, phone.context.new_cdp_session(phone)

    def swipe(x: float, y: float, across: int, down: int) -> None:
        for step in range(9):
            at = [{"x": x + across * step / 8, "y": y + down * max(0, step - 3) / 5}]
            kind = "touchMove" if step else "touchStart"
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
            page.wait_for_timeout(20)
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    open_page(page, server.url, "dataset")
    look(page, "The map")
    box = the_map(page).bounding_box()
    assert box is not None
    swipe(box["x"] + 0.2 * box["width"], box["y"] + 0.55 * box["height"], 100, 80)
    expect(page.get_by_text("of those marked on the map")).to_be_visible()
    page.get_by_role("button", name="Take the box away").click()
    expect(page.get_by_text("of those marked on the map")).to_have_count(0)
    box = the_map(page).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + 0.36 * box["width"], box["y"] + 0.66 * box["height"])
    expect(page.locator(PICTURE).first).to_have_attribute("alt", re.compile("Trouser"))
    main = page.locator('[data-testid="stMain"]')
    before = main.evaluate("element => element.scrollTop")
    swipe(box["x"] + 0.8 * box["width"], box["y"] + 0.9 * box["height"], 0, -200)
    page.wait_for_timeout(500)
    assert main.evaluate("element => element.scrollTop") > before


@pytest.mark.parametrize("width", [1280, 390])
def test_a_tile_shows_its_784_numbers(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, server.url, "dataset")
    tiles = page.get_by_role("group", name="Pictures that pass the filters").get_by_role("button")
    tiles.nth(20).focus()
    name = tiles.nth(20).get_attribute("aria-label") or ""
    page.keyboard.press("Enter")
    grid = page.get_by_role("application")
    expect(grid).to_have_attribute("aria-label", re.compile(f"^{re.escape(name)}:"))
    expect(tiles.nth(20)).to_have_attribute("aria-pressed", "true")
    cells = grid.locator(".cell")
    expect(cells).to_have_count(784)
    grid.focus()
    page.keyboard.press("ArrowDown")  # the first one goes to the middle
    page.keyboard.press("ArrowRight")
    told = page.locator(".pixels output")
    value = cells.nth(14 * 28 + 15).inner_text()
    expect(told).to_have_text(f"Row 15, column 16: {value} of 255")
    cells.nth(0).click()
    expect(told).to_have_text("Row 1, column 1: 0 of 255")


def test_an_average_shows_its_histogram(page: Page, server: Server) -> None:
    open_page(page, server.url, "dataset")
    look(page, "The averages")
    page.get_by_role("button", name="Average Bag").click()
    told = '[aria-label*="among the pixels of Bag"]'
    expect(page.locator(f":not(button){told}").first).to_be_visible()
    expect(page.locator(f"button{told}").first).to_be_hidden()  # tools: four stops of the Tab key
    expect(page.get_by_role("button", name="Average Bag")).to_have_attribute("aria-pressed", "true")


def test_the_quiz_says_what_was_right_and_what_was_said(page: Page, server: Server) -> None:
    open_page(page, server.url, "dataset")
    quiz = page.get_by_role("radiogroup", name="What is it?")
    another = page.get_by_role("button", name="Another picture")
    not_quite = page.get_by_text(re.compile(r"Not quite: it is called .+, you said "))

    quiz.get_by_role("radio", name="Bag").click()
    expect(not_quite).to_contain_text("you said Bag.")
    told = not_quite.inner_text()
    kind = told.partition("it is called ")[2].partition(",")[0]
    expect(page.get_by_text("Your score: 0 of 1 right.")).to_be_visible()
    expect(quiz.get_by_role("radio", name="Bag")).to_be_checked()

    leave_for(page, "Training")
    leave_for(page, "Dataset")
    expect(not_quite).to_have_text(told)
    expect(quiz.get_by_role("radio", name="Bag")).to_be_checked()

    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("Your score: 0 of 0 right.")).to_be_visible()
    expect(not_quite).to_have_count(0)
    expect(quiz.get_by_role("radio", checked=True)).to_have_count(0)
    quiz.get_by_role("radio", name=kind, exact=True).click()
    expect(page.get_by_text(f"Right, it is called {kind}.")).to_be_visible()
    expect(page.get_by_text("Your score: 1 of 1 right.")).to_be_visible()

    another.click()
    expect(page.get_by_text("Right, it is called")).to_have_count(0)
    expect(quiz.get_by_role("radio", checked=True)).to_have_count(0)
    quiz.get_by_role("radio", name="Sandal").dblclick()
    expect(not_quite).to_contain_text("you said Sandal.")
    expect(page.get_by_text("Your score: 1 of 2 right.")).to_be_visible()
