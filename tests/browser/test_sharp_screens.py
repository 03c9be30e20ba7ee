"""Screens with two and three pixels for one of the page: strokes are where the pen was."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import tab
from tests.browser.pages import quiet
from tests.browser.server import Server
from tests.browser.test_board import BOARD, line, open_board

ROWS = (60, 150, 240)
_PAINTED = """(board, places) => {
    const box = board.getBoundingClientRect();
    const wide = board.width / box.width;
    const high = board.height / box.height;
    return places.map(([x, y]) =>
        board.getContext("2d").getImageData(x * wide, y * high, 1, 1).data[0] < 128);
}"""
_SHOWN = """(board) => {
    const {width, height} = board.getBoundingClientRect();
    return [width, height, devicePixelRatio];
}"""


def painted(page: Page, places: list[tuple[int, int]]) -> list[bool]:
    """Whether the board is black there, in the page's pixels from its corner."""
    board = page.locator("canvas.dc-canvas:not(.upper-canvas)")
    found: list[bool] = board.evaluate(_PAINTED, places)
    return found


@pytest.mark.parametrize("density", [2, 3])
def test_strokes_are_where_the_pen_was(density: float, browser: Browser, server: Server) -> None:
    with tab(browser, 1280, 900, density=density) as page:
        open_board(page, server)
        assert page.locator(BOARD).evaluate(_SHOWN) == [320, 320, density]
        for row in ROWS:
            line(page, row)
        expect(page.get_by_role("heading", name="Looks like")).to_be_visible()
        quiet(page)
        on = [(x, row) for row in ROWS for x in (31, 100, 160, 220, 289)]
        off = [(x, y) for y in (20, 105, 195, 280) for x in (31, 160, 289)]
        beside = [(x, row) for row in ROWS for x in (5, 315)]
        assert painted(page, on) == [True] * len(on)
        assert painted(page, off + beside) == [False] * len(off + beside)
        page.get_by_role("button", name="Undo").click()
        quiet(page)
        assert painted(page, [(160, row) for row in ROWS]) == [True, True, False]
