"""The Back button: as many presses as pages, whatever the app writes into the address."""

import re

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.pages import PAGES, open_page, quiet
from tests.browser.server import Server

_WAY = ["Dataset", "Classify", "Architecture", "Evaluation"]
_LATENCY = 150  # milliseconds


def go(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).first.click()
    arrived(page, title.lower())


def arrived(page: Page, name: str) -> None:
    page.wait_for_url(re.compile(rf"^http://[^/]+{PAGES[name]}(\?|$)"))
    expect(page).to_have_title(f"{name.capitalize()} · Fashion CNN")  # the address comes before it
    quiet(page)


def slow(page: Page) -> CDPSession:
    """Answer late, as over a bad Wi-Fi."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": _LATENCY, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    return session


def there_and_back(page: Page) -> None:
    """Follow links, then press Back once for each."""
    before = page.evaluate("history.length")
    for title in _WAY:
        go(page, title)
    assert page.evaluate("history.length") == before + len(_WAY)
    for name in [*(title.lower() for title in reversed(_WAY[:-1])), "start"]:
        page.go_back()
        arrived(page, name)


@pytest.mark.slow
def test_a_press_for_each_page(page: Page, server: Server) -> None:
    slow(page)
    open_page(page, server.url, "start")
    there_and_back(page)


def test_a_press_for_each_page_with_a_run_in_the_address(page: Page, server: Server) -> None:
    """Stage view, too, is kept in the address; links drop both, and the app puts them back."""
    slow(page)
    open_page(page, server.url, "start", "20250101-000000-gone")
    there_and_back(page)
    go(page, "Dataset")
    page.wait_for_url("**run=20250101-000000-gone*")
    expect(page).to_have_url(re.compile("run="))
