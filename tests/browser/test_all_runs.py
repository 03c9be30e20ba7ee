"""All trainings: tick two in the table, lay them over each other, look where they disagree."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from fashion_model.config import PRESETS
from fashion_model.runs import Run, discard_run, open_run
from tests.app.test_all_runs import ended
from tests.browser.chromium import tab
from tests.browser.pages import open_page, quiet, settled
from tests.browser.server import Server

QUICK = PRESETS["quick"]
HEAD, ROW, BOX = 35, 35, 12  # pixels: of the table, which is a canvas


@pytest.fixture
def two(server: Server) -> Iterator[list[Run]]:
    """Two that have ended, better than the bundled one, which comes third in the table."""
    runs = [
        ended(server.runs, QUICK, "First", 0.98),
        ended(server.runs, replace(QUICK, dropout=0.5), "<b>Second</b>", 0.96),
    ]
    yield runs
    for run in runs:
        discard_run(open_run(run.id, server.runs))


def tick(page: Page, *rows: int) -> None:
    """Click on the boxes of some rows, the first is 1."""
    table = page.locator(".st-key-run_table .dvn-scroller").first  # it lies over the canvas
    expect(table).to_be_visible()
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # it takes its place
    for row in rows:
        table.click(position={"x": BOX, "y": HEAD + ROW * row - ROW // 2})
        quiet(page)


def open_table(page: Page, server: Server) -> None:
    open_page(page, server.url, "compare")
    page.get_by_role("button", name="Compare my trainings").click()
    settled(page)


def test_two_are_laid_over_each_other(page: Page, server: Server, two: list[Run]) -> None:
    open_table(page, server)
    tick(page, 1, 2)
    curves = page.get_by_label(re.compile(r"a line for each\. A \(0\): 98\.0 %; B \(0\.5\)"))
    expect(curves.locator("svg.marks")).to_be_visible()
    expect(page.get_by_text("Dropout 0 is better than Dropout 0.5")).to_be_visible()
    expect(page.get_by_role("columnheader", name="B <b>Second</b>")).to_be_visible()

    page.get_by_role("radio", name="Disagreement", exact=True).click()
    cells = page.locator("table").get_by_role("button")
    cells.and_(page.get_by_label(re.compile("^A says Shirt, B says Sneaker:"))).click()
    expect(page.get_by_text(re.compile("^A says Shirt, B says Sneaker: [1-9]"))).to_be_visible()
    pictures = page.get_by_role("button", name="that A calls Shirt and B Sneaker")
    pictures.first.click()
    enlarged = page.get_by_role("dialog")
    expect(enlarged.get_by_text("its label says")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(enlarged).to_have_count(0)

    tick(page, 2)
    expect(page.get_by_role("radio", name="Disagreement", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Use these settings").click()
    expect(page.get_by_role("heading", name="Train a network")).to_be_visible()


def test_what_is_ticked_is_kept_by_name_not_by_place(
    page: Page, server: Server, two: list[Run]
) -> None:
    open_table(page, server)
    tick(page, 2)
    page.get_by_placeholder("Name or setting").fill("second")
    page.keyboard.press("Enter")
    quiet(page)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Deleted: <b>Second</b>")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Deleted:")).to_have_count(0)
    tick(page, 1)
    expect(page.get_by_role("button", name="Rename")).to_be_visible()


def test_on_a_phone_nothing_is_wider_than_the_screen(
    browser: Browser, server: Server, two: list[Run]
) -> None:
    with tab(browser, 390, 844) as page:
        open_table(page, server)
        tick(page, 1, 2)
        expect(page.get_by_role("radio", name="Disagreement", exact=True)).to_be_visible()
        for look in ("Cost", "Disagreement", "Curves"):
            page.get_by_role("radio", name=look, exact=True).click()
            quiet(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_takes_the_place_of_the_questions_is_read_from_its_top(
    phone: Page, server: Server
) -> None:
    open_page(phone, server.url, "compare")
    main = phone.locator('[data-testid="stMain"]')
    for name in ("Compare my trainings", "All questions", "Compare my trainings"):
        quiet(phone)
        main.evaluate("main => main.scrollTo(0, 300)")
        phone.get_by_role("button", name=name).click()
        quiet(phone)
        phone.wait_for_function(
            "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop === 0"
        )
