"""A training deleted under the eyes of those who look at it, in parts of pages that renew alone."""

import shutil
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from fashion_model.runs import discard_run, open_run, restore_run
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.event_log import append_event
from tests.browser.pages import open_page, quiet, settled, text_of
from tests.browser.server import Server
from tests.tiny import begin_run, make_event

DELETED = "This training was deleted. You see the bundled model instead."
LOOKS = ("Kind by kind", "Sure and unsure", "Two kinds", "Epoch by epoch")


@pytest.fixture
def finished(server: Server) -> Path:
    """The directory of a finished run."""
    path = server.runs / str(uuid.uuid4())
    shutil.copytree(BUNDLED_PATH, path)
    return path


def unharmed(page: Page) -> None:
    """No page may show a fault, nor call a deleted run damaged."""
    said = text_of(page)
    assert "Something went wrong" not in said
    assert "damaged and can" not in said


def test_a_discarded_training_is_gone_in_every_tab(
    page: Page, context: BrowserContext, server: Server
) -> None:
    run = begin_run(server.runs, name="In two tabs")
    append_event(run.path / "events.jsonl", make_event("paused", {"step": 0}))
    open_page(page, server.url, "training", run.id)
    other = context.new_page()
    open_page(other, server.url, "training", run.id)
    expect(other.get_by_text("In two tabs").first).to_be_visible()
    page.get_by_role("button", name="Discard").dblclick()  # as the impatient do
    expect(page.get_by_text("Deleted: In two tabs")).to_be_visible(timeout=20_000)
    quiet(page)
    unharmed(page)
    expect(other.get_by_text(DELETED)).to_be_visible(timeout=20_000)  # by itself
    unharmed(other)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible(timeout=20_000)
    other.reload()
    settled(other)
    expect(other.get_by_role("button", name="Resume")).to_be_visible()
    discard_run(open_run(run.id, server.runs))


def test_every_look_of_evaluation_survives(page: Page, server: Server, finished: Path) -> None:
    for look in LOOKS:
        open_page(page, server.url, "evaluation", finished.name)
        discard_run(open_run(finished.name, server.runs))
        page.get_by_role("radio", name=look).click()
        quiet(page)
        unharmed(page)
        restore_run(finished.name, server.runs)
    discard_run(open_run(finished.name, server.runs))


def test_classify_says_that_the_one_who_answered_is_gone(
    page: Page, server: Server, finished: Path
) -> None:
    open_page(page, server.url, "classify", finished.name)
    page.get_by_role("radio", name="Examples").click()
    quiet(page)
    discard_run(open_run(finished.name, server.runs))
    tiles = page.get_by_role("group", name="Ten examples")
    tiles.get_by_label("Example: Trouser").click()
    expect(page.get_by_text("has no model any more; please choose another one.")).to_be_visible(
        timeout=20_000
    )
    unharmed(page)
