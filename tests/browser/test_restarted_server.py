"""The server dies in the middle of a demo: page, training and plan come back as they were."""

import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from fashion_model.runs import open_run
from tests.browser.pages import open_page, quiet, settled
from tests.browser.server import Server, free_port, start, wait_until_healthy
from tests.browser.test_reload import LINK, expect_epochs, plan_epochs, reload
from tests.browser.test_training_journey import draw_shirt
from tests.browser.test_two_visitors import begin
from tests.tiny import wait_for
from ui.restart import WORDS

_KEEP_CONNECTION = """
    const Real = window.WebSocket;
    window.opened = 0;
    window.WebSocket = class extends Real {
        constructor(...how) {
            super(...how);
            window.connection = this;
            this.addEventListener("open", () => window.opened++);
        }
    };
"""


def break_off(page: Page) -> None:
    """Lose the connection, and wait until there is another."""
    before = page.evaluate("window.opened")
    page.evaluate("window.connection.close()")
    page.wait_for_function("before => window.opened > before", arg=before)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    """Servers to be ended, however the test goes."""
    started: list[Server] = []
    yield started
    for server in started:
        server.stop()


def begun(scratch: Path, port: int, servers: list[Server]) -> Server:
    server = start(scratch, port=port)
    servers.append(server)
    wait_until_healthy(server)
    return server


def open_form(page: Page) -> None:
    """Open the settings, unless the page has them open already."""
    quiet(page)  # a form that is about to open or close by itself has done so
    slider = page.get_by_role("slider", name="Epochs")
    if not slider.is_visible():
        page.get_by_text("Set up a training").click()
    expect(slider).to_be_visible()


def push_epochs(page: Page, key: str) -> None:
    """Plan the most or the fewest epochs by the keyboard."""
    open_form(page)
    page.get_by_role("slider", name="Epochs").focus()
    page.keyboard.press(key)
    quiet(page)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_reload_returns_to_the_same_page_training_and_plan(
    page: Page, tmp_path: Path, servers: list[Server], how: signal.Signals
) -> None:
    port = free_port()
    first = begun(tmp_path, port, servers)
    open_page(page, first.url, "training")
    push_epochs(page, "End")  # a training that no machine ends before the server is back
    run_id = begin(page, first)
    wait_for(open_run(run_id, first.runs), lambda run: run.saved, root=first.runs)
    push_epochs(page, "Home")
    plan_epochs(page, 2)
    quiet(page)
    epochs = page.get_by_role("slider", name="Epochs").input_value()
    address = page.url
    # Else the open page may come back by itself, and have said so, before it is loaded anew.
    page.route("**/_stcore/health", lambda route: route.abort())
    first.stop(how)

    begun(tmp_path, port, servers)
    page.unroute("**/_stcore/health")
    reload(page)
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert page.url == address
    if how == signal.SIGTERM:
        expect(page.get_by_text("What it has learned is saved")).to_be_visible()
        expect(page.get_by_role("button", name="Resume")).to_be_visible()
    else:
        expect(page.get_by_role("button", name="Pause")).to_be_visible()  # it went on meanwhile
    open_form(page)
    expect_epochs(page, int(epochs))
    reload(page)
    quiet(page)
    page.get_by_role("button", name="Discard").click()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_page_that_stays_open_comes_back_by_itself(
    page: Page, tmp_path: Path, servers: list[Server], how: signal.Signals
) -> None:
    port = free_port()
    first = begun(tmp_path, port, servers)
    open_page(page, first.url, "training")
    push_epochs(page, "Home")
    plan_epochs(page, 2)
    page.get_by_text("Follow my drawing while it learns").click()
    quiet(page)
    draw_shirt(page)
    expect(page.get_by_text("What is followed: 28 × 28 pixels")).to_be_visible()
    quiet(page)
    epochs = page.get_by_role("slider", name="Epochs").input_value()
    address = page.url
    first.stop(how)
    gone = page.get_by_role("dialog", name="Connection error")
    expect(gone).to_be_visible()

    begun(tmp_path, port, servers)
    expect(page.get_by_text(WORDS)).to_be_visible(timeout=60_000)
    expect(page.get_by_text(WORDS)).to_have_count(1)
    expect(gone).to_have_count(0)
    quiet(page)
    assert page.url == address
    expect_epochs(page, int(epochs))
    expect(page.get_by_text("What is followed: 28 × 28 pixels")).to_be_visible()
    plan_epochs(page, 1)  # and it goes on


def test_what_was_changed_after_a_link_stays_in_a_page_that_stays_open(
    page: Page, tmp_path: Path, servers: list[Server]
) -> None:
    port = free_port()
    first = begun(tmp_path, port, servers)
    page.goto(f"{first.url}/training?config={quote(LINK)}")
    settled(page)
    quiet(page)
    plan_epochs(page, 3)
    first.stop(signal.SIGKILL)
    begun(tmp_path, port, servers)
    expect(page.get_by_text(WORDS)).to_be_visible(timeout=60_000)
    quiet(page)
    expect_epochs(page, 5)


def test_of_a_connection_that_only_broke_off_nothing_is_said(page: Page, server: Server) -> None:
    page.add_init_script(_KEEP_CONNECTION)
    open_page(page, server.url, "training")
    quiet(page)
    plan_epochs(page, 2)
    for _ in range(2):
        break_off(page)
        quiet(page)
        expect(page.get_by_text(WORDS)).to_have_count(0)
    expect_epochs(page, 12)
    plan_epochs(page, 1)


def test_nothing_is_said_where_nothing_was_going_on(
    page: Page, tmp_path: Path, servers: list[Server]
) -> None:
    port = free_port()
    first = begun(tmp_path, port, servers)
    open_page(page, first.url, "evaluation")
    first.stop()
    begun(tmp_path, port, servers)
    reload(page)
    expect(page.get_by_text(WORDS)).to_have_count(0)
