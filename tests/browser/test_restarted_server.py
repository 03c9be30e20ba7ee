"""The server dies in the middle of a demo: a reload finds page, training and plan as they were."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fashion_model.runs import open_run
from tests.browser.pages import open_page, quiet
from tests.browser.server import Server, free_port, start, wait_until_healthy
from tests.browser.test_reload import expect_epochs, plan_epochs, reload
from tests.browser.test_two_visitors import begin
from tests.tiny import wait_for
from ui.restart import WORDS


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
    first.stop(how)

    begun(tmp_path, port, servers)
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
