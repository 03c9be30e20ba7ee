"""What a screen reader is told: each answer, end of a training and error, once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, quiet
from tests.browser.server import Server
from tests.browser.test_typed_numbers import type_into

_LET_LOOK = """(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (how) {
        return attach.call(this, {...how, mode: "open"});
    };
})()"""
_LISTEN = """() => {
    const region = document.getElementById("announcements").shadowRoot;
    window.heard = [];
    new MutationObserver(() => window.heard.push(region.textContent))
        .observe(region, { childList: true, subtree: true, characterData: true });
}"""
_LIVE = """() => [...document.querySelectorAll(
    '[role=alert], [role=status], [role=log], [aria-live]:not([aria-live=off])'
)].filter((each) => !each.closest('[data-live-announcer]')).map((each) => each.id)"""
"""The places a screen reader speaks from; React's own announces what a select box offers."""


@pytest.fixture
def hear(page: Page) -> Callable[[], list[str]]:
    """What was said since the last time, after a moment."""

    def said() -> list[str]:
        quiet(page)
        page.wait_for_timeout(400)
        heard: list[str] = page.evaluate("window.heard?.splice(0) ?? []")
        return heard

    return said


def listened(page: Page, server: Server, name: str) -> None:
    page.add_init_script(_LET_LOOK)
    open_page(page, server.url, name, "bundled")
    quiet(page)
    page.evaluate(_LISTEN)


def test_an_answer_is_said_once(page: Page, server: Server, hear: Callable[[], list[str]]) -> None:
    listened(page, server, "start")
    examples = page.get_by_role("group", name="Ten examples")
    examples.get_by_label("Example: Trouser").click()
    expect(page.get_by_role("heading", name="Looks like a Trouser")).to_be_visible()
    (said,) = hear()
    assert said.startswith("Looks like a Trouser, ")
    page.get_by_role("button", name="Why?").click()
    assert hear() == []
    examples.get_by_label("Example: Bag").click()
    expect(page.get_by_role("heading", name="Looks like a Bag")).to_be_visible()
    (said,) = hear()
    assert said.startswith("Looks like a Bag, ")
    assert page.evaluate(_LIVE) == ["announcements"]


def test_an_error_is_said_once(page: Page, server: Server, hear: Callable[[], list[str]]) -> None:
    listened(page, server, "architecture")
    page.get_by_role("button", name="Pause", exact=True).click()
    quiet(page)
    filters = page.get_by_role("textbox", name="Filters").first
    type_into(page, filters, "64,5")
    assert hear() == ["“64,5” is no whole number from 1 to 256: it stays 32."]
    page.get_by_role("button", name="Add a block").click()
    expect(page.get_by_text("Block 3")).to_be_visible()
    assert hear() == []
    type_into(page, filters, "many")
    assert hear() == ["“many” is no whole number from 1 to 256: it stays 32."]
    assert page.locator("[role=alert]").count() == 0


def test_the_end_of_a_training_is_said_once(
    page: Page, server: Server, hear: Callable[[], list[str]]
) -> None:
    listened(page, server, "training")
    page.get_by_text("Quick", exact=True).first.click()
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("6")
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text("Finished after 6 epochs.")).to_be_visible(timeout=120_000)
    ends = [each for each in hear() if "finished" in each]
    assert len(ends) == 1
    assert ends[0].startswith("Quick: finished.")
    assert "test pictures right after" in ends[0]
    page.get_by_text("Loss", exact=True).click()
    assert hear() == []
    page.reload()
    expect(page.get_by_text("Finished after 6 epochs.")).to_be_visible()
    page.evaluate(_LISTEN)
    assert hear() == []
