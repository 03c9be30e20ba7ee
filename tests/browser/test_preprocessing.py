"""Preprocessing: look at numbers, play with the sliders, take them to the training."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import open_page, settled
from tests.browser.server import Server


def cells(table: Locator) -> list[float]:
    """All numbers of a table, row by row."""
    return [float(text) for text in table.locator("td").all_inner_texts()]


def look(page: Page, name: str) -> None:
    """Open one of the looks."""
    page.locator(".st-key-pre_look button").filter(has_text=name).click()
    settled(page)


def test_the_frame_shows_the_numbers_of_the_chosen_picture(page: Page, server: Server) -> None:
    open_page(page, server.url, "preprocessing")
    look(page, "The numbers")
    raw = page.get_by_label("Raw pixel values in the frame")
    normalised = page.get_by_label("Normalised pixel values in the frame")
    before = cells(raw)
    page.get_by_role("button", name="Sneaker").first.click()
    expect(page.get_by_role("application", name=re.compile("^Sneaker"))).to_be_visible()
    settled(page)
    assert cells(raw) != before

    frame = page.get_by_role("application", name=re.compile("^Sneaker"))
    frame.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown"):
        above = cells(raw)
        page.keyboard.press(key)
        here = cells(raw)
        expected = above[8:] if key == "ArrowDown" else [v for i, v in enumerate(above) if i % 8]
        kept = here[:-8] if key == "ArrowDown" else [v for i, v in enumerate(here) if i % 8 < 7]
        assert kept == expected
    for number, divided in zip(cells(raw), cells(normalised), strict=True):
        assert abs(number / 255 - divided) < 0.006
    raw.locator("td").first.hover()
    expect(page.get_by_text(re.compile(r"Row 10, column 6: .* ÷ 255 = "))).to_be_visible()


def test_sliders_vary_the_pictures_and_go_to_the_training(page: Page, server: Server) -> None:
    open_page(page, server.url, "preprocessing")
    look(page, "The real thing")
    sheet = page.get_by_role("group", name="4 rows of 8 training pictures")
    first = sheet.get_by_role("img").first
    expect(sheet.get_by_role("img")).to_have_count(32)
    looks = {first.get_attribute("style")}

    page.get_by_role("slider", name="Erase a patch").focus()
    page.keyboard.press("End")
    expect(first).not_to_have_attribute("style", next(iter(looks)) or "")
    looks.add(first.get_attribute("style"))
    page.get_by_role("button", name="Roll the dice again").click()
    expect(page.get_by_text("from batch 2 of 70")).to_be_visible()
    settled(page)
    assert first.get_attribute("style") not in looks

    page.get_by_role("button", name="Use these in my training").click()
    told = re.compile("Taken over into your training: .*erase a patch in 100 % of pictures[.]")
    expect(page.get_by_text(told)).to_be_visible()
    page.get_by_role("button", name="Go to Training").click()
    page.wait_for_url("**/training*")
    settled(page)
    expect(page.get_by_role("heading", name="Train a network")).to_be_visible()
