"""A question at the end of a page, answered by clicks; what was found, to print; the words."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import tab
from tests.browser.pages import open_page, quiet
from tests.browser.server import Server
from ui.questions import about, networks


def test_the_shirt_is_found_by_clicks_and_stands_on_the_page_to_print(
    page: Page, server: Server
) -> None:
    open_page(page, server.url, "evaluation")
    quiet(page)
    page.locator(".st-key-question_evaluation_open").get_by_text("A question").click()
    question = networks.evaluation()
    pictures = page.get_by_role("group", name=question.ask)
    pictures.get_by_label("Shirt 1", exact=True).click()
    expect(page.get_by_text(question.hint)).to_be_visible()
    pictures.get_by_label(question.options[question.right], exact=True).click()
    expect(page.get_by_text("It answered Coat, with")).to_be_visible()
    quiet(page)
    page.get_by_role("link", name="Conclusion").first.click()
    page.get_by_role("radio", name="Your seven questions").click()
    expect(page.get_by_text("You answered 1 of 7.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Print it").click()
    printed = Path(download.value.path()).read_text(encoding="utf-8")
    assert question.ask in printed
    assert "It answered Coat, with" in printed
    assert "(2 tries)" in printed


def test_what_the_words_mean_is_one_click_away_on_every_page(page: Page, server: Server) -> None:
    for name in ("start", "training", "conclusion"):
        open_page(page, server.url, name)
        page.locator(".st-key-glossary button").first.click()
        expect(page.get_by_text("One walk through all training pictures, batch")).to_be_visible()
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [1440, 1280, 1250, 1150, 1024])
def test_the_corner_leaves_the_navigation_alone(
    width: int, browser: Browser, server: Server
) -> None:
    with tab(browser, width, 576) as page:
        open_page(page, server.url, "conclusion")
        quiet(page)
        last = page.locator('[data-testid="stTopNavLink"]').last.bounding_box()
        words = page.locator(".st-key-glossary button").first.bounding_box()
        assert last is not None and words is not None
        assert last["x"] + last["width"] <= words["x"]


def test_in_stage_view_no_words_lie_over_the_page(page: Page, server: Server) -> None:
    open_page(page, server.url, "evaluation", stage=True)
    expect(page.locator(".st-key-presenter_menu button").first).to_be_visible()
    expect(page.locator(".st-key-glossary button").first).to_be_hidden()


@pytest.mark.parametrize("name", about.ALL)
def test_on_a_phone_the_switch_is_whole_beside_the_way_on(
    name: str, phone: Page, server: Server
) -> None:
    open_page(phone, server.url, name)
    quiet(phone)
    box = phone.locator(f".st-key-question_{name}_open").get_by_text("A question").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390 - 8
    onwards = phone.locator(".st-key-next_page button").first.bounding_box()
    assert onwards is not None
    assert onwards["x"] + onwards["width"] <= box["x"]
