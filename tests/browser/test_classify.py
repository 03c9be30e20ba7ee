"""Classify: draw, undo, clear, come back; two models; steps; the examples."""

import re
import shutil
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from fashion_model.runs import Run, open_run, rename_run
from tests.browser.pages import open_page, opened, quiet, settled
from tests.browser.server import ROOT, Server
from tests.browser.test_board import tool
from tests.browser.test_training_journey import draw_shirt, leave_for


def way(page: Page, name: str) -> None:
    """Choose how to show a picture."""
    page.get_by_role("radio", name=name).click()
    expect(page.get_by_role("radio", name=name)).to_be_checked()


def answer(page: Page) -> Locator:
    """The headings of all answers on the page."""
    return page.get_by_role("heading", name="Looks like")


def ink(page: Page, *, white: bool = False) -> int:
    """How many pixels of the board are dark, or are `white`."""
    return int(
        page.locator("canvas.dc-canvas:not(.upper-canvas)").evaluate(
            """(board, white) => {
                const pixels = board.getContext('2d').getImageData(0, 0, 320, 320).data;
                let dark = 0;
                for (let i = 0; i < pixels.length; i += 4)
                    dark += pixels[i + 3] > 0 && (pixels[i] < 128) !== white;
                return dark;
            }""",
            white,
        )
    )


def test_a_drawing_stays_until_it_is_taken_back(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    bars = page.get_by_test_id("stVegaLiteChart")
    expect(bars.locator("svg.marks")).to_be_visible()
    before = bars.bounding_box()

    draw_shirt(page)
    expect(answer(page)).to_be_visible()
    assert bars.bounding_box() == before, "the page jumped"
    shirt = ink(page)
    assert shirt > 10_000
    first = answer(page).inner_text()

    another_pen_wipes_nothing(page, shirt)
    undo_takes_a_stroke_back(page, shirt, first)
    the_drawing_outlives_other_pages(page, shirt, first)
    clear_empties_the_board(page)


def another_pen_wipes_nothing(page: Page, shirt: int) -> None:
    """Widen the pen, on a board with `shirt` dark pixels."""
    with opened(page, "pens_canvas"):
        pen = page.get_by_role("slider", name="Pen width")
        for _ in range(8):
            pen.press("ArrowRight")
        expect(pen).to_have_value("28")
        quiet(page)  # Streamlit may put another board in place, which draws the strokes first
    for _ in range(50):
        if ink(page) == shirt:
            break
        page.wait_for_timeout(100)
    assert ink(page) == shirt, "another pen must not wipe the board"


def undo_takes_a_stroke_back(page: Page, shirt: int, first: str) -> None:
    """Draw one stroke more, and undo it: `shirt` dark pixels and the answer `first` are back."""
    stroke(page)
    expect(answer(page)).not_to_have_text(first)
    assert ink(page) > shirt
    page.get_by_role("button", name="Undo").click()
    expect(answer(page)).to_have_text(first)
    assert ink(page) == shirt


def the_drawing_outlives_other_pages(page: Page, shirt: int, first: str) -> None:
    """Go through the other ways and to another page, and come back to the same drawing."""
    for name in ("Upload", "Camera", "Examples", "Draw"):
        way(page, name)
    quiet(page)  # four clicks at once: whoever leaves before the last is taken in, loses it
    expect(answer(page)).to_have_text(first)
    leave_for(page, "Evaluation")
    leave_for(page, "Classify")
    expect(answer(page)).to_have_text(first)
    page.wait_for_timeout(300)
    assert abs(ink(page) - shirt) < 50


def clear_empties_the_board(page: Page) -> None:
    """Clear the board; a new stroke is answered all the same."""
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
    page.wait_for_timeout(300)
    assert ink(page) == 0
    stroke(page)
    expect(answer(page)).to_be_visible()


def test_a_black_board_loses_nothing(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    draw_shirt(page)
    expect(answer(page)).to_be_visible()
    shirt = answer(page).inner_text()
    stroke(page)
    expect(answer(page)).not_to_have_text(shirt)
    settled(page)
    said, dark = answer(page).inner_text(), ink(page)
    board = page.get_by_role("switch", name="White pen on black")
    for black in (True, False, True):
        with opened(page, "pens_canvas"):
            page.get_by_text("White pen on black").click()
            expect(board).to_be_checked(checked=black)
            settled(page)
        page.wait_for_timeout(500)
        assert abs(ink(page, white=black) - dark) < 100
        assert answer(page).inner_text() == said
    page.get_by_role("button", name="Undo").click()
    expect(answer(page)).not_to_have_text(said)
    assert 10_000 < ink(page, white=True) < dark
    stroke(page)
    expect(answer(page)).to_have_text(said)
    assert abs(ink(page, white=True) - dark) < 100


def test_the_eraser_takes_away_and_grey_is_grey(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    tool(page, "Grey pen")
    draw_shirt(page)
    expect(answer(page)).to_be_visible()
    assert ink(page) < 500
    tool(page, "Pen")
    stroke(page)
    page.wait_for_timeout(500)
    settled(page)
    bar = ink(page)
    assert bar > 3000
    tool(page, "Eraser")
    stroke(page)
    page.wait_for_timeout(500)
    settled(page)
    assert ink(page) < bar / 10
    expect(answer(page)).to_be_visible()


def test_two_models_answer_side_by_side(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    draw_shirt(page)
    expect(answer(page)).to_have_count(1)
    with opened(page, "who_answers"):
        page.get_by_role("combobox", name="Compare with").click()
        page.get_by_role("option", name="Deep, on all pictures").click()
        expect(answer(page)).to_have_count(2)
        settled(page)
    assert ink(page) > 10_000, "the drawing is gone"
    left, right = answer(page).first.bounding_box(), answer(page).last.bounding_box()
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    stroke(page)
    expect(page.get_by_label("Bars of the ten probabilities").locator("svg.marks")).to_have_count(2)


@pytest.fixture
def mine(server: Server) -> Iterator[Run]:
    """The bundled run once more, as a visitor's own, named Mine."""
    path = server.runs / str(uuid.uuid4())
    shutil.copytree(ROOT / "assets" / "bundled_run", path)
    run = open_run(path.name, server.runs)
    rename_run(run, "Mine")
    yield run
    shutil.rmtree(path)


def test_a_chosen_model_answers_on_under_another_name(
    page: Page, server: Server, mine: Run
) -> None:
    open_page(page, server.url, "classify", "bundled")
    first, second = (
        page.get_by_role("combobox", name=each) for each in ("Which model answers?", "Compare with")
    )
    with opened(page, "who_answers"):
        for chooser, model in ((first, "Deep, on all pictures"), (second, "Mine")):
            chooser.click()
            page.get_by_role("option", name=model).click()
            expect(chooser).to_have_value(re.compile(f"^{model}"))
            quiet(page)
    rename_run(mine, "Ours")
    for name in ("Upload", "Draw", "Upload"):
        way(page, name)
        quiet(page)
        with opened(page, "who_answers"):
            expect(first).to_have_value(re.compile("^Deep, on all pictures"))
            expect(second).to_have_value(re.compile("^Ours"))


def test_a_step_switched_off_changes_what_the_network_sees(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    draw_shirt(page)
    expect(answer(page)).to_be_visible()
    settled(page)
    seen = page.get_by_role("img", name="The prepared picture")
    whole = seen.get_attribute("src") or ""
    for on in (False, True, False):
        page.get_by_text("6 · Trim", exact=True).click()
        expect(page.get_by_role("switch", name="6 · Trim")).to_be_checked(checked=on)
        if on:
            expect(seen).to_have_attribute("src", whole)
        else:
            expect(seen).not_to_have_attribute("src", whole)
    expect(page.get_by_text("nothing happens here")).to_be_visible()
    page.get_by_role("button", name="Switch all on").click()
    expect(seen).to_have_attribute("src", whole)
    expect(page.get_by_role("button", name="Switch all on")).to_be_disabled()


def stroke(page: Page) -> None:
    """Draw a bar across the top of the board."""
    board = page.locator("canvas.upper-canvas")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 25)
    page.mouse.down()
    page.mouse.move(box["x"] + 290, box["y"] + 25, steps=6)
    page.mouse.up()


def test_a_finger_draws_too_and_undo_needs_no_mouse(phone: Page, server: Server) -> None:
    open_page(phone, server.url, "classify", "bundled")
    board = phone.locator("canvas.upper-canvas")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    touch = phone.context.new_cdp_session(phone)
    for kind, x in (("touchStart", 100), ("touchMove", 160), ("touchMove", 220), ("touchEnd", 0)):
        points = [{"x": box["x"] + x, "y": box["y"] + 150}] if kind != "touchEnd" else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(answer(phone)).to_be_visible()
    phone.get_by_role("button", name="Undo").tap()
    expect(phone.get_by_role("heading", name="Draw something")).to_be_visible()


def test_an_example_needs_only_the_keyboard(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    way(page, "Examples")
    bag = page.get_by_role("button", name="Example: Bag")
    bag.focus()
    bag.press("Enter")
    expect(answer(page)).to_be_visible()
    expect(bag).to_have_attribute("aria-pressed", "true")


def test_real_pictures_take_turns_with_the_test_pictures(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    way(page, "Examples")
    real = page.get_by_role("group", name="Drawings and photos").get_by_role("button")
    expect(real).to_have_count(8)
    arrived = page.get_by_role("img", name="Step 1: This is what arrived.")
    mug, jeans = (page.get_by_role("button", name=each) for each in ("A drawn mug", "A photo of j"))
    bag = page.get_by_role("button", name="Example: Bag")
    mug.focus()
    mug.press("Enter")
    expect(arrived).to_be_visible()
    first = answer(page).inner_text()
    for clicked, before, prepared in ((jeans, mug, True), (bag, jeans, False), (mug, bag, True)):
        clicked.click()
        expect(clicked).to_have_attribute("aria-pressed", "true")
        expect(before).to_have_attribute("aria-pressed", "false")
        expect(arrived).to_have_count(int(prepared))
    expect(answer(page)).to_have_text(first)
