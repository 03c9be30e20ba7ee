"""A question at the end of a page, answered by clicks; what was found, to print; the words."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, quiet
from tests.browser.server import Server
from ui.questions import networks


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
