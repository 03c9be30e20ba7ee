"""Memory of the server after visitors have seen every page: `python -m benchmarks.server_memory`.

Set FASHION_MNIST_DIR to measure with all 70,000 pictures loaded. Goals: at most 300 MB after one
visitor, 400 MB with ten tabs open that have each seen every page.
"""

import json
import os

import psutil
from playwright.sync_api import Page

from benchmarks.visitor import visiting
from tests.browser.pages import PAGES, open_page
from tests.browser.server import Server

TABS = 10


def see_everything(tab: Page, server: Server) -> None:
    """Visit every page, long enough for it to be drawn."""
    for name in PAGES:
        open_page(tab, server.url, name)
        tab.wait_for_timeout(1500)


def measure() -> dict[str, object]:
    """Return megabytes of resident memory of the server after each of the tabs, all left open."""
    data = os.environ.get("FASHION_MNIST_DIR", "")
    after: list[float] = []
    with visiting() as (server, browser):
        process = psutil.Process(server.process.pid)
        for _ in range(TABS):
            see_everything(browser.new_page(), server)
            after.append(round(process.memory_info().rss / 1e6, 1))
    return {
        "megabytes_after_each_tab": after,
        "full_data": bool(data),
        "goals": {"one tab": 300, "ten tabs": 400},
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
