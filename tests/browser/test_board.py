"""The drawing board: one set of tools, none of which gets stuck, and strokes that always end."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import open_page, opened, quiet, settled
from tests.browser.server import Server
from tests.browser.test_every_page import SERIOUS
from tests.browser.test_training_journey import leave_for

BOARD = "canvas.upper-canvas"
_DRAWN = """(board) => {
    const pixels = board.getContext('2d').getImageData(0, 0, 320, 320).data;
    const shades = {};
    for (let i = 0; i < pixels.length; i += 4) {
        const shade = pixels[i + 3] ? pixels[i] : 'none';
        shades[shade] = (shades[shade] ?? 0) + 1;
    }
    return shades;
}"""
_AT = """([x, y]) => {
    let there = document.elementFromPoint(x, y);
    while (there?.shadowRoot) {
        const within = there.shadowRoot.elementFromPoint(x, y);
        if (!within || within === there) break;
        there = within;
    }
    return there?.tagName ?? '';
}"""
_FOCUSED = """() => {
    let here = document.activeElement;
    while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
    return `${here?.getAttribute('aria-label') ?? ''} ${here?.innerText ?? ''}`.trim();
}"""
_COUNT_SENDING = """() => {
    window.sent = 0;
    window.addEventListener('click', (event) => {
        const label = event.composedPath()[0].getAttribute?.('aria-label') ?? '';
        window.sent += label.startsWith('Update');
    }, {capture: true});
}"""


def open_board(page: Page, server: Server, name: str = "classify") -> None:
    """Go to a page with a board, and have it in view."""
    open_page(page, server.url, name, "bundled")
    if name == "training":
        page.get_by_text("Follow my drawing while it learns").click()
    page.locator(BOARD).scroll_into_view_if_needed()
    settled(page)


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where the board's pixel (x, y) is on the page."""
    box = page.locator(BOARD).bounding_box()
    assert box is not None
    return box["x"] + x, box["y"] + y


def press(page: Page, row: int) -> None:
    """Put the pen down on the left and pull it to the middle of a row."""
    page.mouse.move(*place(page, 30, row))
    page.mouse.down()
    page.mouse.move(*place(page, 160, row), steps=4)


def line(page: Page, row: int) -> None:
    """Draw a line across the board."""
    press(page, row)
    page.mouse.move(*place(page, 290, row), steps=4)
    page.mouse.up()


def shade(page: Page, colour: int) -> int:
    """How many pixels on the board have the grey `colour`: 0 black, 255 white."""
    found = page.locator("canvas.dc-canvas:not(.upper-canvas)").evaluate(_DRAWN)
    return int(found.get(str(colour), 0))


def drawn(page: Page, colour: int, least: int, most: int = 320 * 320) -> int:
    """Wait until from `least` to `most` pixels have this colour; return how many."""
    for _ in range(100):
        if least <= shade(page, colour) <= most:
            break
        page.wait_for_timeout(100)
    now = shade(page, colour)
    assert least <= now <= most, now
    return now


def hanging(page: Page) -> int:
    """How many pixels of an unfinished stroke the board shows."""
    found = page.locator(BOARD).evaluate(_DRAWN)
    return int(sum(found.values()) - found.get("none", 0))


def tool(page: Page, name: str, key: str = "canvas") -> None:
    """Choose a pen for the board `key`."""
    with opened(page, f"pens_{key}"):
        page.get_by_role("radio", name=name, exact=True).click()
        quiet(page)


def swap_colours(page: Page) -> None:
    """Turn the board from white to black, or back."""
    with opened(page, "pens_canvas"):
        page.get_by_text("White pen on black").click()
        quiet(page)


def answer(page: Page) -> Locator:
    """The heading of the answer."""
    return page.get_by_role("heading", name="Looks like")


def expect_no_tools_but_ours(page: Page) -> None:
    """None of the board's own tools is to be seen, or to be reached with Tab."""
    page.mouse.move(*place(page, 160, 160))  # they would appear under the mouse
    theirs = page.locator(".dc-toolbar button")
    expect(page.get_by_role("button", name="Undo")).to_have_count(1)
    for each in theirs.all():
        expect(each).to_be_hidden()
    page.get_by_role("button", name="Clear").focus()
    backwards = []
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
        backwards.append(page.evaluate(_FOCUSED))
    labels = [each.get_attribute("aria-label") or "" for each in theirs.all()]
    assert len(labels) > 5
    assert not set(labels) & set(backwards), backwards
    assert backwards[0].endswith("Undo")


@pytest.mark.parametrize("name", ["classify", "training"])
def test_there_are_no_tools_but_ours(name: str, page: Page, server: Server) -> None:
    open_board(page, server, name)
    line(page, 60)
    expect(page.get_by_role("button", name="Clear")).to_be_enabled()
    expect_no_tools_but_ours(page)
    tool(page, "Grey pen", "canvas" if name == "classify" else "canvas_training")
    expect_no_tools_but_ours(page)
    leave_for(page, "Evaluation")
    leave_for(page, "Classify")
    expect_no_tools_but_ours(page)
    line(page, 120)
    drawn(page, 128, 4000)


@pytest.mark.slow
def test_every_tool_in_turn_and_the_pen_still_draws(page: Page, server: Server) -> None:
    open_board(page, server)
    page.evaluate(_COUNT_SENDING)
    line(page, 40)
    one = drawn(page, 0, 4000)
    expect(answer(page)).to_be_visible()
    line(page, 80)
    drawn(page, 0, 2 * one - 200)
    page.wait_for_function("window.sent === 2")  # at once, not some time after
    quiet(page)
    page.get_by_role("button", name="Undo").click()
    drawn(page, 0, one - 100, one + 100)
    line(page, 80)
    drawn(page, 0, 2 * one - 200)
    quiet(page)
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
    drawn(page, 0, 0, 0)
    line(page, 80)
    drawn(page, 0, one - 100)
    quiet(page)
    tool(page, "Grey pen")
    line(page, 160)
    grey = drawn(page, 128, 4000)
    quiet(page)
    tool(page, "Eraser")
    line(page, 80)
    drawn(page, 0, 0, one // 10)
    quiet(page)
    swap_colours(page)
    drawn(page, 0, 80_000)
    tool(page, "Pen")
    line(page, 240)
    drawn(page, 255, one - 100)
    drawn(page, 128, grey - 100)
    expect(answer(page)).to_be_visible()
    quiet(page)
    violations = Axe().run(page).response["violations"]
    assert not [each["help"] for each in violations if each["impact"] in SERIOUS]


@pytest.mark.parametrize("button", ["right", "middle"])
def test_another_button_does_not_glue_the_pen_down(button: str, page: Page, server: Server) -> None:
    open_board(page, server)
    press(page, 60)
    page.mouse.down(button=button)  # type: ignore[arg-type]
    page.mouse.up(button=button)  # type: ignore[arg-type]
    page.mouse.move(*place(page, 290, 60), steps=4)
    page.mouse.up()
    one = drawn(page, 0, 4000)
    expect(answer(page)).to_be_visible()
    page.mouse.move(*place(page, 290, 250), steps=8)
    assert hanging(page) == 0
    page.mouse.click(*place(page, 160, 160), button=button)  # type: ignore[arg-type]
    page.keyboard.press("Escape")
    line(page, 200)
    drawn(page, 0, one + 4000)


def test_a_stroke_ends_that_was_released_unseen(page: Page, server: Server) -> None:
    open_board(page, server)
    press(page, 60)
    mouse = page.context.new_cdp_session(page)
    for row in (90, 170, 250):  # the button was let go over another window
        x, y = place(page, 200, row)
        moved = {"type": "mouseMoved", "x": x, "y": y, "button": "none", "buttons": 0}
        mouse.send("Input.dispatchMouseEvent", moved)
    drawn(page, 0, 2000, 4000)
    expect(answer(page)).to_be_visible()
    assert hanging(page) == 0


def test_a_stroke_may_leave_the_board_and_come_back(page: Page, server: Server) -> None:
    open_board(page, server)
    press(page, 60)
    page.mouse.move(*place(page, 420, 60), steps=4)
    page.mouse.move(*place(page, 420, 200), steps=4)
    page.mouse.up()
    one = drawn(page, 0, 4000)
    expect(answer(page)).to_be_visible()
    page.mouse.dblclick(*place(page, 160, 250))
    for key in ("Delete", "Backspace", "Control+z", "Control+a", "Control+x"):
        page.keyboard.press(key)
    line(page, 120)
    drawn(page, 0, one + 4000)


Finger = tuple[int, int, int]
"""Where on the board it is, and its number."""


class Fingers:
    """Fingers on a telephone's board, or beside it."""

    def __init__(self, phone: Page) -> None:
        """Touch what `phone` shows."""
        self._phone = phone
        self._touches = phone.context.new_cdp_session(phone)

    def send(self, kind: str, *fingers: Finger) -> None:
        """Send touchStart or touchMove of all that are down, touchEnd of one, or touchCancel."""
        points = []
        for x, y, number in fingers:
            left, top = place(self._phone, x, y)
            points.append({"x": left, "y": top, "id": number})
        self._touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_finger_the_telephone_takes_away_ends_its_stroke(phone: Page, server: Server) -> None:
    open_board(phone, server)
    fingers = Fingers(phone)
    for number, (row, end) in enumerate([(60, "touchCancel"), (160, "touchEnd")]):
        fingers.send("touchStart", (50, row, number))
        fingers.send("touchMove", (120, row, number))
        fingers.send("touchMove", (250, row, number))
        fingers.send(end, *([(250, row, number)] if end == "touchEnd" else []))
        drawn(phone, 0, 3500 * (number + 1))
        expect(answer(phone)).to_be_visible()
        assert hanging(phone) == 0
        quiet(phone)
    phone.get_by_role("button", name="Undo").tap()
    drawn(phone, 0, 3500, 5500)
    phone.get_by_role("button", name="Clear").tap()
    drawn(phone, 0, 0, 0)


def test_a_palm_beside_the_board_holds_no_stroke(phone: Page, server: Server) -> None:
    open_board(phone, server)
    fingers = Fingers(phone)
    palm = (332, 300, 0)  # where there is nothing to press
    fingers.send("touchStart", palm)
    for number, row in ((1, 60), (2, 160)):
        fingers.send("touchStart", palm, (50, row, number))
        fingers.send("touchMove", palm, (120, row, number))
        fingers.send("touchMove", palm, (250, row, number))
        fingers.send("touchEnd", (250, row, number))
        drawn(phone, 0, 3500 * number)
        expect(answer(phone)).to_be_visible()
        assert hanging(phone) == 0
        quiet(phone)
    fingers.send("touchEnd", palm)
    quiet(phone)
    drawn(phone, 0, 7000)


@pytest.mark.parametrize("name", ["start", "training", "classify"])
def test_all_of_the_board_is_on_the_smallest_screen(page: Page, server: Server, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_board(page, server, name)
    for x, y in ((1, 160), (318, 160)):
        across, down = place(page, x, y)
        assert 0 <= across <= 320
        assert page.evaluate(_AT, [across, down]).lower() == "canvas", "not cut off"
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth") <= 320
