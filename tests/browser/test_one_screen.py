"""The stage rule: what must be seen of each page together, without scrolling.

On a projector (1280 × 720 at 125 % are 1024 × 576 pixels) and on a phone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.pages import PAGES, open_page, quiet
from tests.browser.server import Server

PROJECTOR, PHONE = (1024, 576), (390, 844)
HEAD = 48  # pixels of the app's own bar that nothing may hide behind


@dataclass(frozen=True)
class OneScreen:
    """What belongs together on one page: the rule in words, and its parts once it is filled."""

    rule: str
    projector: Callable[[Page], dict[str, Locator]]
    phone: Callable[[Page], dict[str, Locator]]


def _classify(page: Page) -> dict[str, Locator]:
    return {"heading": page.locator("h1")}


def _dataset(page: Page) -> dict[str, Locator]:
    tiles = page.get_by_role("group", name="Pictures that pass the filters").get_by_role("button")
    tiles.nth(7).click()
    return {
        "heading": page.locator("h1"),
        "kinds": page.locator(".st-key-dataset_kinds"),
        "part": page.locator(".st-key-dataset_part"),
        "gallery": page.locator(".st-key-dataset_gallery_wall"),
        "pages": page.locator(".st-key-dataset_gallery_pages"),
        "which picture": page.locator(".st-key-dataset_large h2"),
        "784 numbers": page.get_by_role("application"),
        "one number": page.locator(".pixels output"),
    }


def _preprocessing(page: Page) -> dict[str, Locator]:
    page.get_by_role("button", name="Roll the dice again").click()
    sliders = page.get_by_role("slider").all()
    return {
        "heading": page.locator("h1"),
        "other pictures": page.get_by_role("group", name="Training pictures to choose from"),
        **{f"slider {number}": each for number, each in enumerate(sliders)},
        "copies": page.get_by_role("group", name="Original and copies"),
        "dice": page.get_by_role("button", name="Roll the dice again"),
        "use": page.get_by_role("button", name="Use these in my training"),
    }


def _architecture(page: Page) -> dict[str, Locator]:
    page.get_by_role("button", name="Pause", exact=True).click()
    return {
        "heading": page.locator("h1"),
        "picture with its frame": page.get_by_role("application"),
        "result": page.get_by_role("img", name="The sums of all positions"),
        "play": page.get_by_role("button", name="Play", exact=True),
        "nine pixels": page.get_by_role("table", name="Nine pixels"),
        "kernel": page.get_by_role("table", name="The kernel"),
        "products": page.get_by_role("table", name="Nine products"),
        "sum": page.get_by_text("Their sum"),
        "chooser": page.locator(".st-key-kernel"),
    }


RULES: dict[str, OneScreen] = {
    "dataset": OneScreen("Filter, gallery, one picture with its 784 numbers", _dataset, _dataset),
    "preprocessing": OneScreen(
        "One picture, its sliders, its copies, and taking them over",
        _preprocessing,
        _preprocessing,
    ),
    "architecture": OneScreen(
        "The kernel on the picture, products, sum, result", _architecture, _architecture
    ),
    "classify": OneScreen("The canvas, what the network sees, the answer", _classify, _classify),
}


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
@pytest.mark.parametrize("name", RULES)
def test_what_belongs_together_is_on_one_screen(
    name: str, size: tuple[int, int], browser: Browser, server: Server
) -> None:
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(30_000)
    page = context.new_page()
    try:
        open_page(page, server.url, name, "bundled")
        quiet(page)
        rule = RULES[name]
        parts = (rule.projector if size == PROJECTOR else rule.phone)(page)
        quiet(page)
        page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTo(0, 0)")
        outside = {what: box for what, part in parts.items() if (box := _outside(part, size))}
        assert not outside, f"{rule.rule}: not on one screen"
    finally:
        context.close()


def _outside(part: Locator, size: tuple[int, int]) -> str | None:
    """Say where `part` is, unless it lies whole on a screen of `size`."""
    box = part.bounding_box()
    assert box is not None, "not drawn"
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    whole = box["x"] >= 0 and box["y"] >= HEAD and right <= size[0] and bottom <= size[1]
    return (
        None
        if whole
        else f"reaches from {box['x']:.0f}, {box['y']:.0f} to {right:.0f}, {bottom:.0f}"
    )


def test_every_page_has_its_rule() -> None:
    assert list(RULES) == list(PAGES)
