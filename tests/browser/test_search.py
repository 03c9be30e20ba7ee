"""A search as a visitor uses it: a poor guess, four trials, one of them given up, and the verdict.

What is drawn after the guess follows from its seed: the last trial has a rate at which it hardly
learns, and lags behind both before it.
"""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import PAGES, quiet, settled
from tests.browser.server import Server

TINY = '{"preset":"quick","share":0.1,"epochs":3,"threads":1}'
LINES = '[aria-label^="A line for each trial"] svg.marks'


@pytest.mark.slow
def test_from_a_poor_guess_to_the_verdict(page: Page, server: Server) -> None:
    page.goto(f"{server.url}{PAGES['compare']}?config={quote(TINY)}")
    settled(page)
    page.get_by_role("button", name="Find me a good one").click()
    page.get_by_role("radio", name="Beat my guess").click()
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name="What I planned").click()
    quiet(page)
    guess = page.get_by_role("textbox", name="Guess: learning rate")
    guess.fill("0.00001")
    guess.press("Enter")
    expect(page.get_by_text("from 1e-05 to 0.03")).to_be_visible()
    page.get_by_role("radio", name="4", exact=True).click()
    expect(page.get_by_text("4 trials; then the best is trained again")).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url(re.compile("experiment=[0-9a-f-]{36}"))
    expect(page.get_by_text(re.compile("of 4 trials done"))).to_be_visible()
    expect(page.locator('[aria-label^="The best of"]').first).to_be_visible(timeout=240_000)

    verdict = page.locator(".st-key-verdict")
    expect(verdict).to_contain_text("three seeds each", timeout=300_000)
    expect(page.get_by_text("Best of 4 trials")).to_be_visible()
    expect(page.get_by_text("Crosses were ended early.")).to_be_visible()
    address = page.url
    page.get_by_role("radio", name="All settings").click()
    quiet(page)
    click_a_line(page)
    page.wait_for_url("**/training*")
    settled(page)
    expect(page.get_by_text(re.compile("^Trial [1-4]: ")).first).to_be_visible()
    page.goto(address)
    expect(verdict).to_be_visible()
    expect(page).to_have_url(re.compile("experiment="))
    open_a_trial(page, "Trial 4: ")
    expect(
        page.get_by_text(re.compile("Given up after epoch 2: half of the trials"))
    ).to_be_visible()


def open_a_trial(page: Page, name: str) -> None:
    """Choose a trial from the list beneath the lines."""
    page.get_by_role("radio", name="All settings").click()
    quiet(page)
    page.get_by_role("combobox", name="Open a trial").click()
    page.get_by_role("option", name=re.compile(name)).click()
    page.wait_for_url("**/training*")
    settled(page)


def click_a_line(page: Page) -> None:
    """Click in the middle of the line of the first trial, where it goes from axis to axis."""
    line = page.locator(f"{LINES} .mark-line path").last
    expect(line).to_be_attached()
    x, y = line.evaluate(
        """path => {
            const middle = path.getPointAtLength(path.getTotalLength() * 0.45);
            const on_screen = middle.matrixTransform(path.getScreenCTM());
            return [on_screen.x, on_screen.y];
        }"""
    )
    page.mouse.click(x, y)
