"""Correct me: draw, say what it is, teach it to the bundled network, let the pupil answer."""

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, settled
from tests.browser.server import Server
from tests.browser.test_training_journey import draw_shirt


@pytest.mark.slow
def test_a_drawing_is_kept_taught_and_taken_out(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    draw_shirt(page)
    expect(page.get_by_role("heading", name="Looks like")).to_be_visible()
    page.wait_for_timeout(1000)  # the board may send the end of the stroke once more,
    settled(page)  # and another picture has a choice of its own
    choice = page.get_by_role("combobox", name=re.compile("Tell it what this is"))
    expect(choice).to_be_visible()
    choice.click()
    choice.fill("Bag")
    page.get_by_role("option", name="Bag", exact=True).click()
    page.get_by_role("button", name="Keep it as Bag").click()
    own = page.get_by_role("group", name="1 picture of yours")
    expect(own).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save them").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert archive.namelist() == ["01_bag.png"]

    page.get_by_role("button", name="Teach my network").click()
    expect(page.get_by_text("One lesson at a time")).to_be_visible()
    expect(page.get_by_text("Of 1 picture of yours it now names")).to_be_visible(timeout=120_000)
    expect(page.get_by_text("On the test pictures it is right in")).to_be_visible()
    expect(page.get_by_role("button", name="Teach my network")).to_be_enabled()
    assert not list(server.runs.rglob("lesson*"))

    page.get_by_role("button", name="Let it answer").click()
    page.wait_for_url(lambda url: "run=" in url and "run=bundled" not in url)
    settled(page)
    expect(
        page.get_by_text(re.compile("Deep, on all pictures \\+ 1 of yours")).first
    ).to_be_visible()

    own.get_by_role("button", name="Bag: take it out").click()
    expect(own).to_have_count(0)
    expect(page.get_by_text("Keep a picture of yours first")).to_be_visible()
