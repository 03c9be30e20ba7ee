"""A server for the whole session, a browser, and a fresh page for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import HOW_TO_INSTALL, PATIENCE, find_chromium, launched, tab
from tests.browser.server import Server, serving

_HERE = Path(__file__).parent

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, under CI=true they fail."""
    if find_chromium() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_INSTALL)
        pytest.skip(HOW_TO_INSTALL)
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on the bundled sample, with an empty run directory."""
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A visitor's first tab, empty."""
    with tab(browser, 1280, 900) as page:
        yield page


@pytest.fixture
def context(page: Page) -> BrowserContext:
    """The visitor: tabs opened from it share nothing with another test's."""
    return page.context


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A telephone: narrow, and touched instead of clicked."""
    with tab(browser, 390, 844, touch=True) as page:
        yield page
