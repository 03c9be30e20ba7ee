"""Two browsers at one server: each may change its own trainings, and look at the other's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from fashion_model.runs import open_run
from tests.browser.chromium import tab
from tests.browser.pages import open_page, quiet, settled
from tests.browser.server import Server, serving
from tests.tiny import wait_for

PASSWORD = "correct horse"


@pytest.fixture
def class_server(tmp_path: Path) -> Iterator[Server]:
    """A server with an operator's password."""
    with serving(tmp_path, {"FASHION_ADMIN_PASSWORD": PASSWORD}) as server:
        yield server


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A tab in another visitor's browser."""
    with tab(browser, 1280, 900) as page:
        yield page


def begin(page: Page, server: Server) -> str:
    """Start a training; its id."""
    open_page(page, server.url, "training")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(lambda url: "run=" in url and "run=bundled" not in url)
    expect(page.get_by_role("button", name="Discard")).to_be_visible(timeout=60_000)
    return page.url.partition("run=")[2].partition("&")[0]


def test_only_its_browser_and_the_operator_change_a_training(
    page: Page, visitor: Page, class_server: Server
) -> None:
    run_id = begin(page, class_server)
    cookie = next(each for each in page.context.cookies() if each["name"] == "fashion_visitor")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    visitor.goto(f"{class_server.url}/training?run={run_id}")
    settled(visitor)
    expect(visitor.get_by_text("This training is another visitor’s")).to_be_visible(timeout=60_000)
    for name in ("Discard", "Pause", "Stop and keep the best", "More"):
        expect(visitor.get_by_role("button", name=name)).to_have_count(0)

    again = page.context.new_page()  # another tab, and a reload, are the same browser
    again.goto(f"{class_server.url}/training?run={run_id}")
    expect(again.get_by_role("button", name="Discard")).to_be_visible()
    again.reload()
    expect(again.get_by_role("button", name="Discard")).to_be_visible()

    visitor.get_by_role("button", name="Operator").click()
    visitor.locator("input[type=password]").fill("wrong")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("That is not the operator’s password.")).to_be_visible()
    visitor.locator("input[type=password]").fill(PASSWORD)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("You are the operator")).to_be_visible()
    quiet(visitor)
    visitor.get_by_role("button", name="Stop and keep the best").click()
    run = open_run(run_id, class_server.runs)
    wait_for(run, lambda run: run.state == "stopped", root=class_server.runs)
