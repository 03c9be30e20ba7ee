"""The stage rule: what must be seen of each page together, without scrolling.

On a projector (1280 × 720 at 125 % are 1024 × 576 pixels) and on a phone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from fashion_model.labels import CLASS_NAMES
from tests.browser.pages import PAGES, open_page, quiet
from tests.browser.server import Server
from tests.browser.test_training_journey import draw_shirt

PROJECTOR, PHONE = (1024, 576), (390, 844)
HEAD = 48  # pixels of the app's own bar that nothing may hide behind


@dataclass(frozen=True)
class OneScreen:
    """What belongs together on one page: the rule in words, and its parts once it is filled."""

    rule: str
    projector: Callable[[Page], dict[str, Locator]]
    phone: Callable[[Page], dict[str, Locator]]


def _answered(page: Page, bars: int) -> dict[str, Locator]:
    """Draw; return board and answer with the first `bars` of its ten bars."""
    draw_shirt(page)
    answer = page.get_by_role("heading", name="Looks like")
    expect(answer).to_be_visible()
    kinds = page.get_by_test_id("stVegaLiteChart").locator(".role-axis-label text")
    return {
        "board": page.locator("canvas.upper-canvas"),
        "answer": answer,
        **{f"bar {n}": kinds.filter(has_text=CLASS_NAMES[n - 1]).first for n in (1, bars)},
    }


def _start(page: Page, bars: int = 10) -> dict[str, Locator]:
    examples = page.get_by_role("group", name="Ten examples").get_by_role("button")
    expect(examples).to_have_count(10)
    tiles = {f"example {n}": examples.nth(n - 1) for n in (1, 10)}
    return {"heading": page.locator("h1"), **tiles, **_answered(page, bars)}


def _classify(page: Page, bars: int = 10) -> dict[str, Locator]:
    ways = page.get_by_role("radiogroup", name="How do you show it?")
    seen = page.get_by_role("img", name="The prepared picture")
    return {"ways": ways, **_answered(page, bars), "what the network sees": seen}


def _conclusion(page: Page) -> dict[str, Locator]:
    walls = page.get_by_role("group", name="40 pictures after epoch")
    expect(walls).to_have_count(2)
    return {
        "what it learned": page.get_by_text("gives the right name to"),
        "before": walls.first,
        "after": walls.last,
        "notebook": page.get_by_role("button", name="Notebook", exact=True),
        "what to try next": page.get_by_role("button", name="Train it again with another seed"),
    }


RULES: dict[str, OneScreen] = {
    "start": OneScreen(
        "The canvas, ten examples in a row, the answer", _start, lambda page: _start(page, 3)
    ),
    "classify": OneScreen(
        "The canvas, what the network sees, the answer",
        _classify,
        lambda page: _classify(page, 3),
    ),
    "conclusion": OneScreen(
        "What it learned, before and after, what to try next", _conclusion, _conclusion
    ),
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
