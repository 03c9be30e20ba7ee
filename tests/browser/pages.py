"""Moving about the app as a visitor does: used by journeys, screenshots and benchmarks."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

PAGES = {
    "start": "/",
    "dataset": "/dataset",
    "preprocessing": "/preprocessing",
    "architecture": "/architecture",
    "training": "/training",
    "compare": "/compare",
    "evaluation": "/evaluation",
    "classify": "/classify",
    "conclusion": "/conclusion",
    "class": "/class",
}


def open_page(
    page: Page, url: str, name: str, run_id: str | None = None, *, stage: bool = False
) -> None:
    """Go to one of PAGES by its address, perhaps in stage view, and wait until it is drawn."""
    asked = ([f"run={run_id}"] if run_id else []) + (["stage=1"] if stage else [])
    page.goto(f"{url}{PAGES[name]}{'?' if asked else ''}{'&'.join(asked)}")
    settled(page)


def settled(page: Page) -> None:
    """Wait for the page's heading and the end of its script."""
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    finished = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(finished).to_be_visible(timeout=60_000)


def quiet(page: Page) -> None:
    """Wait until a page is there, nothing has run for a second, and the server owes no answer.

    A slider sends its value a moment late; a page just opened hasn't begun to run; a busy server
    may take more than a second to begin.
    """
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            const now = performance.now();
            const drawn = document.querySelector('h1');
            const asked = window.asking?.readyState === WebSocket.OPEN;
            const running = app?.dataset.testScriptState !== 'notRunning';
            if (!drawn || asked || running) window.lastRun = now;
            window.lastRun ??= now;
            return now - window.lastRun > 1000;
        }""",
        timeout=60_000,
    )
    page.evaluate("delete window.lastRun")


@contextmanager
def opened(page: Page, key: str) -> Iterator[None]:
    """Open what stands behind the button in the container `key`, and close it afterwards."""
    button = page.locator(f".st-key-{key} button").first
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    yield
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")


def text_of(page: Page) -> str:
    """Everything there is to read on the page."""
    return page.locator('[data-testid="stMain"]').inner_text()
