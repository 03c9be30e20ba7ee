"""A reload loses neither plan nor drawing; a link wins over them; and nothing is done in vain."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, opened, quiet, settled
from tests.browser.server import Server, serving
from tests.browser.test_training_journey import draw_shirt, leave_for

FORGETFUL = Path(__file__).with_name("forgetful.py")
LINK = '{"preset":"quick","epochs":2}'
_COUNT_WRITING = """
    window.written = 0;
    for (const name of ["setItem", "removeItem"]) {
        const write = Storage.prototype[name];
        Storage.prototype[name] = function (key, ...rest) {
            window.written += this === sessionStorage && key.startsWith("fashion-cnn");
            return write.call(this, key, ...rest);
        };
    }
"""


@pytest.fixture
def forgetful(tmp_path: Path) -> Iterator[Server]:
    """A server whose pages have a button that forgets everything."""
    with serving(tmp_path, script=FORGETFUL) as server:
        yield server


def plan_epochs(page: Page, steps: int) -> None:
    """Plan more epochs by the keyboard."""
    slider = page.get_by_role("slider", name="Epochs")
    before = int(slider.get_attribute("aria-valuenow") or slider.input_value())
    slider.focus()
    for _ in range(steps):
        page.keyboard.press("ArrowRight")
    expect_epochs(page, before + steps)
    quiet(page)


def expect_epochs(page: Page, number: int) -> None:
    expect(page.get_by_role("slider", name="Epochs")).to_have_value(str(number))


def reload(page: Page) -> None:
    page.reload()
    settled(page)
    quiet(page)


def stored(page: Page) -> int:
    """How many texts the tab's storage holds of this app."""
    found = "Object.keys(sessionStorage).filter((key) => key.startsWith('fashion-cnn')).length"
    return int(page.evaluate(found))


def test_a_reload_keeps_what_is_planned_and_drawn(page: Page, server: Server) -> None:
    open_page(page, server.url, "training")
    plan_epochs(page, 3)
    page.get_by_text("Follow my drawing while it learns").click()
    quiet(page)
    draw_shirt(page)
    expect(page.get_by_text("What is followed: 28 × 28 pixels")).to_be_visible()
    quiet(page)
    reload(page)
    expect_epochs(page, 13)
    expect(page.get_by_text("What is followed: 28 × 28 pixels")).to_be_visible()
    leave_for(page, "Classify")
    answer = page.get_by_role("heading", name="Looks like")
    expect(answer).to_be_visible()
    said = answer.inner_text()
    reload(page)
    expect(answer).to_have_text(re.compile(re.escape(said.partition(",")[0])))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
    quiet(page)
    reload(page)
    expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
    leave_for(page, "Training")
    expect_epochs(page, 13)


def test_white_on_black_comes_back_so(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify")
    with opened(page, "pens_canvas"):
        page.get_by_text("White pen on black").click()
        quiet(page)
    draw_shirt(page)
    answer = page.get_by_role("heading", name="Looks like")
    expect(answer).to_be_visible()
    said = answer.inner_text()
    quiet(page)
    reload(page)
    expect(answer).to_have_text(re.compile(re.escape(said.partition(",")[0])))
    with opened(page, "pens_canvas"):
        expect(page.get_by_role("switch", name="White pen on black")).to_be_checked()


def test_a_link_wins_and_what_is_changed_after_it_outlives_a_reload(
    page: Page, server: Server
) -> None:
    open_page(page, server.url, "training")
    plan_epochs(page, 5)
    page.goto(f"{server.url}/training?config={quote(LINK)}")
    settled(page)
    quiet(page)
    expect_epochs(page, 2)
    plan_epochs(page, 2)
    reload(page)
    expect_epochs(page, 4)
    page.goto("about:blank")
    page.goto(f"{server.url}/training?config={quote(LINK)}")
    settled(page)
    quiet(page)
    expect_epochs(page, 2)


def test_what_a_stranger_stored_is_ignored(page: Page, server: Server) -> None:
    open_page(page, server.url, "training")
    page.evaluate("sessionStorage.setItem('fashion-cnn plan', '{\"config\":\"{}\"}')")
    page.evaluate("sessionStorage.setItem('fashion-cnn drawing', '[[['.repeat(30000))")
    reload(page)
    expect_epochs(page, 10)


def test_an_ordinary_visit_asks_once_and_writes_nothing(page: Page, server: Server) -> None:
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda each: sent.append(each)))
    page.add_init_script(_COUNT_WRITING)
    open_page(page, server.url, "start")
    quiet(page)
    assert len(sent) == 1
    leave_for(page, "Training")
    quiet(page)
    assert page.evaluate("window.written") == 0
    plan_epochs(page, 1)
    assert page.evaluate("window.written") == 1
    leave_for(page, "Conclusion")
    leave_for(page, "Classify")
    quiet(page)
    assert page.evaluate("window.written") == 1
    assert stored(page) == 1


@pytest.mark.slow
def test_forgetting_empties_page_and_tab(page: Page, forgetful: Server) -> None:
    open_page(page, forgetful.url, "training")
    plan_epochs(page, 3)
    leave_for(page, "Classify")
    draw_shirt(page)
    expect(page.get_by_role("heading", name="Looks like")).to_be_visible()
    quiet(page)
    assert stored(page) == 2
    page.get_by_role("button", name="Forget it all").click()
    expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
    quiet(page)
    assert stored(page) == 0
    reload(page)
    expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
    leave_for(page, "Training")
    expect_epochs(page, 10)
