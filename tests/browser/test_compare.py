"""Compare as a visitor uses it: ask, watch, come back, read the verdict, take the winner over."""

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.pages import PAGES, quiet, settled
from tests.browser.server import Server
from tests.browser.test_training_journey import moves

TINY = '{"preset":"quick","share":0.05,"epochs":4,"learning_rate":0.02,"threads":1}'
CURVES = '[aria-label^="Chart of the share"] svg.marks'


def test_from_a_question_to_its_answer(page: Page, server: Server) -> None:
    page.goto(f"{server.url}{PAGES['compare']}?config={quote(TINY)}")
    settled(page)
    page.get_by_role("button", name="Does dropout help?").click()
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name="What I planned").click()
    quiet(page)
    values = page.get_by_role("combobox", name="Dropout")
    values.click()
    values.fill("2")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Dropout goes from 0 to 0.9")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    for chip in ("2", "0.6"):
        remove = page.get_by_role("button", name=f"Remove {chip}", exact=True)
        remove.click()
        expect(remove).to_have_count(0)
    expect(page.get_by_text("2 trainings")).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url(re.compile("experiment=[0-9a-f-]{36}"))
    moves(page.locator(CURVES), 2, seconds=150)

    page.reload()
    settled(page)
    expect(page.locator(CURVES)).to_be_visible()
    expect(page.locator(".st-key-verdict")).to_be_visible(timeout=150_000)
    quiet(page)
    page.reload()
    expect(page.locator(".st-key-verdict")).to_be_visible()
    expect(page.locator('[aria-label^="What each reached"]').first).to_be_visible()
    page.get_by_role("button", name="The numbers").click()
    expect(page.get_by_text("Compared are accuracies on the validation pictures")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Use these settings").click()
    page.wait_for_url("**/training*")
    settled(page)
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("4")
