"""A teacher's link, a drawing that is followed, and a live view in which nothing moves."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, settled
from tests.browser.server import Server, serving
from tests.browser.test_training_journey import draw_shirt, leave_for

LINK = '{"preset":"quick","epochs":2,"share":0.2,"augmentation":{"flip":0.5}}'

BAD_LINK = '{"epochs":1e99}'


@pytest.fixture
def unwarmed(tmp_path: Path) -> Iterator[Server]:
    """A server whose trainings all have to load TensorFlow first."""
    with serving(tmp_path, {"FASHION_WARM_WORKER": "0"}) as server:
        yield server


@pytest.mark.slow
def test_a_link_a_drawing_and_what_becomes_of_it(page: Page, unwarmed: Server) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{unwarmed.url}/training?config={quote(LINK)}")
    settled(page)
    expect(page.get_by_text("settings of the link you opened")).to_be_visible()
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("2")

    page.get_by_text("Follow my drawing while it learns").click()
    draw_shirt(page)
    expect(page.get_by_text("What is followed: 28 × 28 pixels")).to_be_visible()
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(lambda url: "run=" in url and "run=bundled" not in url)

    expect(page.get_by_text("Getting ready: loading TensorFlow")).to_be_visible(timeout=30_000)
    wall = page.locator(".st-key-wall")
    expect(wall.get_by_text("Forty pictures it never learns from")).to_be_visible()
    room = wall.bounding_box()
    expect(wall.get_by_text("of 40 pictures right")).to_be_visible(timeout=90_000)
    assert room is not None
    filled = wall.bounding_box()
    assert filled is not None
    assert abs(filled["height"] - room["height"]) < 40

    expect(page.get_by_text("Finished after 2 epochs.")).to_be_visible(timeout=90_000)
    answers = page.get_by_label("Chart of the ten answers about the drawing over 2 epochs")
    expect(answers.locator("svg.marks")).to_have_count(1)  # not the one before beside it
    expect(answers.locator("svg.marks")).to_be_visible()
    assert not [each for each in heard if "Infinite extent" in each]


def test_a_bad_link_is_a_sentence_on_any_page(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/dataset?config={quote(BAD_LINK)}")
    settled(page)
    expect(page.get_by_text("The settings in this address can't be used.")).to_be_visible()


def test_what_is_switched_off_comes_back_as_it_was(page: Page, server: Server) -> None:
    open_page(page, server.url, "training")
    page.get_by_role("button", name="How it learns").click()
    early = page.get_by_role("switch", name="Stop early")
    patience = page.get_by_role("slider", name="Patience")
    for on, before in ((True, "5"), (False, "8"), (True, "8")):
        page.get_by_text("Stop early", exact=True).click()
        expect(early).to_be_checked(checked=on)
        expect(patience).to_be_enabled(enabled=on)
        expect(patience).to_have_value(before)
        if before == "5":
            for _ in range(3):
                patience.press("ArrowRight")
    page.keyboard.press("Escape")
    leave_for(page, "Dataset")
    leave_for(page, "Training")
    page.get_by_role("button", name="Name and share").click()
    # What shows the address is fetched when it is first needed.
    expect(page.get_by_text(re.compile("patience%22:8"))).to_be_visible(timeout=60_000)


def test_sharing_shows_the_address(page: Page, server: Server) -> None:
    open_page(page, server.url, "training")
    page.get_by_role("button", name="Name and share").click()
    expect(page.get_by_text(f"{server.url}/training?config=")).to_be_visible(timeout=60_000)


def test_the_keyboard_reaches_start_soon(page: Page, server: Server) -> None:
    open_page(page, server.url, "training")
    start = page.get_by_role("button", name="Start training")
    expect(start).to_be_visible()
    page.locator("h1").click()
    for _ in range(12):
        page.keyboard.press("Tab")
        if start.evaluate("button => button === document.activeElement"):
            break
    expect(start).to_be_focused()
