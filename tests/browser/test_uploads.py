"""Pictures from a visitor's disk: three that are fine, one that is none."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pictures
from tests.browser.pages import open_page, text_of
from tests.browser.server import Server


def upload(page: Page, server: Server, name: str, kind: str, content: bytes) -> None:
    """Hand in one file on the Classify page."""
    open_page(page, server.url, "classify", "bundled")
    page.get_by_text("Upload", exact=True).first.click()
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("shirt.png", "image/png", pictures.plain_png),
        ("IMG_2041.JPG", "image/jpeg", pictures.phone_jpeg),
        ("cut-out.png", "image/png", pictures.transparent_png),
    ],
)
def test_a_picture_gets_an_answer(
    page: Page, server: Server, name: str, kind: str, content: Callable[[], bytes]
) -> None:
    upload(page, server, name, kind, content())
    # The same shirt however it is packed: turned wrongly it would be something else.
    expect(page.get_by_role("heading", name="Looks like a T-shirt/top")).to_be_visible()
    came_in = page.get_by_role("img", name="The picture handed in")
    expect(came_in).to_be_visible()
    box = came_in.bounding_box()
    assert box is not None
    assert box["height"] > box["width"], "the picture lies on its side"


def test_a_text_named_png_gets_one_clear_sentence(page: Page, server: Server) -> None:
    upload(page, server, "letter.png", "image/png", pictures.text_named_png())
    alert = page.get_by_role("alert")
    expect(alert).to_have_count(1)
    words = alert.inner_text()
    assert "letter.png" in words
    assert len(re.findall(r"[.!?](\s|$)", words)) <= 2, words
    assert "Traceback" not in text_of(page)
    expect(page.get_by_role("heading", name="Looks like")).to_have_count(0)
