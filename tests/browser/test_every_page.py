"""What holds on every page, in light, dark and on a phone: nobody is kept out.

Each page is judged as it opens, and again after its main act.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.acts import ACTS
from tests.browser.chromium import tab
from tests.browser.pages import PAGES, open_page, quiet, settled
from tests.browser.screenshots import LOOKS
from tests.browser.server import Server

SERIOUS = ("serious", "critical")
FADING = 3_000  # milliseconds
# Streamlit asks for its health check beside the page's own address too, before it finds its root.
NOT_OURS = ("_stcore/health", "_stcore/host-config")


@pytest.fixture(
    params=["light", *(pytest.param(look, marks=pytest.mark.slow) for look in ("dark", "phone"))]
)
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A visitor's tab in one of the looks."""
    look = LOOKS[request.param]
    with tab(browser, look.width, look.height, scheme=look.scheme) as page:
        yield page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_nobody_out(name: str, visitor: Page, server: Server) -> None:
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not any(part in where for part in NOT_OURS):
            said.append(f"{message.text} ({where})")

    visitor.on("console", listen)
    visitor.on("pageerror", lambda error: said.append(str(error)))
    open_page(visitor, server.url, name, "bundled")
    _judge(visitor)
    ACTS[name](visitor)
    settled(visitor)
    _judge(visitor)
    assert not said


def _judge(page: Page) -> None:
    """Nothing to scroll sideways, and nothing serious for axe."""
    _rest(page)
    wide = page.evaluate(
        """() => {
            const main = document.querySelector('[data-testid=stMain]');
            return [main.scrollWidth, main.clientWidth];
        }"""
    )
    assert wide[0] <= wide[1], "one has to scroll sideways"
    serious = _serious(page)
    if serious:  # a busy browser still fades where no animation says so; a fault would stay
        page.wait_for_timeout(FADING)
        _rest(page)
        serious = [each for each in _serious(page) if each in serious]
    assert not serious, "\n".join(serious)


def _serious(page: Page) -> list[str]:
    """What axe finds serious while nothing is drawn anew: the rule, the place, and why."""
    violations = Axe().run(page).response["violations"]
    while page.evaluate("window.runs"):
        _rest(page)
        violations = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']}: {node['html'][:200]}: {node['failureSummary'][:300]}"
        for each in violations
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def _rest(page: Page) -> None:
    """Wait until nothing runs and nothing fades; from then on `window.runs` counts."""
    page.evaluate(
        """() => {
            window.observer ??= new MutationObserver(() => { window.runs += 1; });
            window.observer.observe(document.querySelector('[data-testid="stApp"]'), {
                attributes: true, attributeFilter: ['data-test-script-state'],
            });
        }"""
    )
    quiet(page)  # charts and pictures come after the script has ended
    expect(page.locator('[data-stale="true"]')).to_have_count(0)  # faded while it is drawn anew
    page.wait_for_function(  # and it takes a moment to get its full colour back; spinners never end
        """() => {
            const fades = (each) => each.effect.getComputedTiming().endTime !== Infinity;
            return !document.getAnimations().some(fades);
        }"""
    )
    page.evaluate("window.runs = 0")
