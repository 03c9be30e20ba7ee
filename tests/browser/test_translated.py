"""A page that the browser translates goes on working, and shows what is true now."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acts import ACTS
from tests.browser.chromium import tab
from tests.browser.pages import open_page, quiet, text_of
from tests.browser.server import Server

pytestmark = pytest.mark.slow

_TRANSLATOR = Path(__file__).with_name("translator.js").read_text("utf-8")
_TRUE_ANYWHERE = [name for name in ACTS if name != "training"]
"""The pages whose text does not depend on how fast this machine is."""


def _broken(page: Page) -> list[str]:
    """What goes wrong on `page` from now on."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    return said


def _act(page: Page, server: Server, name: str) -> str:
    open_page(page, server.url, name, "bundled")
    quiet(page)
    ACTS[name](page)
    quiet(page)
    return text_of(page)


@pytest.mark.parametrize("name", _TRUE_ANYWHERE)
def test_a_translated_page_says_what_it_would_say(
    name: str, page: Page, browser: Browser, server: Server
) -> None:
    with tab(browser, 1280, 900) as translated:
        translated.add_init_script(_TRANSLATOR)
        said = _broken(translated)
        assert _act(translated, server, name) == _act(page, server, name)
        assert translated.locator("font").count() > 50
    assert not [each for each in said if "NotFoundError" in each]


def test_a_training_is_planned_and_followed_on_a_translated_page(
    page: Page, server: Server
) -> None:
    page.add_init_script(_TRANSLATOR)
    said = _broken(page)
    open_page(page, server.url, "training")
    for preset, epochs in (("Deep", 12), ("Quick", 6), ("Classic", 10), ("Quick", 6)):
        page.get_by_text(preset, exact=True).first.click()
        expect(page.get_by_role("slider", name="Epochs")).to_have_value(str(epochs))
        changed = page.locator(".st-key-preset_change")
        expect(changed).to_contain_text(f"{preset} brings its own network and changes")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(lambda url: "run=" in url and "run=bundled" not in url)
    expect(page.get_by_text("Finished after 6 epochs.")).to_be_visible(timeout=120_000)
    expect(page.get_by_text("Epoch 1 of 6")).to_have_count(0)
    assert not [each for each in said if "NotFoundError" in each]
