"""The whole way: train, watch, come back, stop, look at mistakes, draw, get an answer."""

import time

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from fashion_model.labels import CLASS_NAMES
from tests.browser.pages import open_page, settled
from tests.browser.server import Server

CURVE = '[aria-label^="Chart of the accuracy"] svg.marks'


def moves(curve: Locator, times: int, seconds: float = 60) -> None:
    """Wait until the curve has looked different `times` times."""
    seen = {curve.inner_html(timeout=seconds * 1000)}
    deadline = time.monotonic() + seconds
    while len(seen) <= times:
        assert time.monotonic() < deadline, f"the curve moved {len(seen) - 1} times only"
        time.sleep(0.2)
        seen.add(curve.inner_html())


def start_classic(page: Page) -> str:
    """Start a Classic training of 10 epochs by the form; return its id, from the address."""
    page.get_by_text("Classic", exact=True).click()
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("10")
    page.get_by_role("button", name="Name and share").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Journey")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(lambda url: "run=" in url and "run=bundled" not in url)
    return page.url.partition("run=")[2]


def draw_shirt(page: Page) -> None:
    """Draw a filled T-shirt with the mouse, in one stroke."""
    board = page.locator("canvas.upper-canvas")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    stroke = [(70, 60), (210, 60), (250, 110), (210, 110), (70, 110), (30, 110), (70, 70)]
    for y in range(70, 240, 10):
        stroke += [(85, y), (195, y)]
    page.mouse.move(box["x"] + stroke[0][0], box["y"] + stroke[0][1])
    page.mouse.down()
    for x, y in stroke[1:]:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
    page.mouse.up()


def leave_for(page: Page, name: str) -> None:
    """Go to another page by the navigation."""
    page.get_by_role("navigation", name="App pages").get_by_text(name, exact=True).click()
    page.wait_for_url(f"**/{name.lower()}*")
    settled(page)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_from_training_to_an_answer(page: Page, context: BrowserContext, server: Server) -> None:
    open_page(page, server.url, "training")
    run = start_classic(page)
    moves(page.locator(CURVE), 5)

    page.reload()
    settled(page)
    assert f"run={run}" in page.url
    moves(page.locator(CURVE), 1)

    second = context.new_page()
    second.goto(page.url)
    settled(second)
    moves(second.locator(CURVE), 1)
    # The wall and the best epoch exist once an epoch is complete; stop no earlier.
    expect(second.get_by_text("Best validation accuracy")).to_be_visible(timeout=90_000)
    second.get_by_role("button", name="Stop and keep the best").click()
    for tab in (second, page):
        expect(tab.get_by_text("stopped, best kept").first).to_be_visible(timeout=60_000)

    second.close()
    page.get_by_role("button", name="See what it gets right and wrong").click()
    page.wait_for_url("**/evaluation*")
    settled(page)
    assert f"run={run}" in page.url
    look_at_a_cell(page)

    leave_for(page, "Classify")
    assert f"run={run}" in page.url
    draw_shirt(page)
    answers = page.get_by_role("heading", name="Looks like")
    expect(answers).to_have_count(2)  # all-terrain's, and this run's own
    assert any(name in answers.last.inner_text() for name in CLASS_NAMES)
    bars = page.get_by_label("Bars of the ten probabilities").locator("svg.marks")
    expect(bars).to_have_count(2)


def look_at_a_cell(page: Page) -> None:
    """Click the cell of recognised bags and see bags."""
    page.get_by_role("button", name="Bag, recognised").click()
    expect(page.get_by_text("Bag, recognised:")).to_be_visible()
    pictures = page.get_by_role("button", name="Bag that the model calls Bag")
    expect(pictures.first).to_be_visible()
    assert pictures.count() > 10


def test_the_run_in_the_address_survives_every_page(page: Page, server: Server) -> None:
    open_page(page, server.url, "training", "20250101-000000-gone")
    for name in ("Evaluation", "Classify", "Training"):
        leave_for(page, name)
        page.wait_for_url("**run=20250101-000000-gone*")


def test_an_unknown_run_gets_a_sentence(page: Page, server: Server) -> None:
    open_page(page, server.url, "evaluation", "../../etc/passwd")
    expect(page.get_by_text("You see the bundled model instead.")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
