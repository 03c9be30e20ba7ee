"""Conclusion in a browser: read the story, take the notebook home, plan the next training."""

import json
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from fashion_model.config import TrainConfig
from fashion_model.runs import BUNDLED, open_run
from tests.browser.pages import open_page, settled
from tests.browser.server import Server


def downloaded(page: Page, button: str, into: Path) -> tuple[str, bytes]:
    """Click a download; the name the browser was told, and what came."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    waiting.value.save_as(into / "file")
    return waiting.value.suggested_filename, (into / "file").read_bytes()


def test_the_story_and_everything_to_take_home(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server.url, "conclusion")
    for epoch in (1, 11):
        wall = page.get_by_role("group", name=f"40 pictures after epoch {epoch},")
        expect(wall.get_by_role("img")).to_have_count(40)
    page.get_by_role("radio", name="People and other networks").click()
    expect(page.get_by_label("Chart of test accuracies").locator("svg.marks")).to_be_visible(
        timeout=30_000
    )
    page.get_by_role("radio", name="Its mistakes").click()
    pictures = page.get_by_role("img", name="Shirt taken for T-shirt/top")
    expect(pictures).to_have_count(6, timeout=30_000)
    name, content = downloaded(page, "Notebook", tmp_path)
    assert name == "fashion_mnist_bundled.ipynb"
    notebook = nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    page.get_by_role("radio", name="Take it home").click()
    name, content = downloaded(page, "Settings", tmp_path)
    assert name == "settings_bundled.json"
    assert TrainConfig.from_dict(json.loads(content)) == open_run(BUNDLED).config
    name, content = downloaded(page, "LiteRT model", tmp_path)
    assert (name, content[4:8]) == ("fashion_bundled.tflite", b"TFL3")

    page.get_by_role("button", name="Train it again with another seed").click()
    page.wait_for_url("**/training*")
    settled(page)
    page.get_by_text("For experts").click()
    expect(page.get_by_role("textbox", name="Seed")).to_have_value("2")


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_window(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, server.url, "conclusion")
    main = page.locator('[data-testid="stMain"]')
    page.get_by_role("radio", name="Take it home").click()
    page.get_by_text("What is a notebook, and how do I run it?").click()
    expect(page.get_by_role("button", name="One that has been run already")).to_be_visible()
    assert main.evaluate("each => each.scrollWidth <= each.clientWidth")
    page.get_by_role("radio", name="People and other networks").click()
    page.get_by_text("All published results as a table").click()
    expect(
        page.get_by_role("link", name="Wide ResNet 40-4, 8.9 million parameters")
    ).to_be_visible()
    assert main.evaluate("each => each.scrollWidth <= each.clientWidth")
    table = page.locator("table").last
    assert table.evaluate("each => each.scrollWidth <= each.parentElement.clientWidth")
