"""Compare as a visitor uses it: ask, watch, come back, read the verdict, take the winner over."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from fashion_model.config import PRESETS
from fashion_model.experiments.templates import race
from tests.browser.pages import PAGES, quiet, settled
from tests.browser.server import Server
from tests.browser.test_training_journey import moves
from tests.experiments.made import begin, end, make, move, runs_in_order

TINY = '{"preset":"quick","share":0.05,"epochs":4,"learning_rate":0.02,"threads":1}'
LONG = '{"preset":"quick","share":0.5,"epochs":100,"learning_rate":0.02,"threads":1}'
CURVES = '[aria-label^="Chart of the share"] svg.marks'


def ask_about_dropout(page: Page, server: Server, planned: str) -> None:
    """Open the question, about the network in the link."""
    page.goto(f"{server.url}{PAGES['compare']}?config={quote(planned)}")
    settled(page)
    page.get_by_role("button", name="Does dropout help?").click()
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name="What I planned").click()
    quiet(page)


def test_from_a_question_to_its_answer(page: Page, server: Server) -> None:
    ask_about_dropout(page, server, TINY)
    values = page.get_by_role("combobox", name="Dropout")
    values.click()
    values.fill("2")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Dropout goes from 0 to 0.9")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    for chip in ("2", "0.6"):
        remove = page.get_by_role("button", name=f"Remove {chip}", exact=True)
        remove.click()
        expect(remove).to_have_count(0)
    expect(page.get_by_text("2 trainings")).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url(re.compile("experiment=[0-9a-f-]{36}"))
    moves(page.locator(CURVES), 2, seconds=150)

    page.reload()
    settled(page)
    expect(page.locator(CURVES)).to_be_visible()
    expect(page.locator(".st-key-verdict")).to_be_visible(timeout=150_000)
    quiet(page)
    page.reload()
    expect(page.locator(".st-key-verdict")).to_be_visible()
    expect(page.locator('[aria-label^="What each reached"]').first).to_be_visible()
    page.get_by_role("button", name="The numbers").click()
    expect(page.get_by_text("Compared are accuracies on the validation pictures")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Use these settings").click()
    page.wait_for_url("**/training*")
    settled(page)
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("4")


@pytest.mark.slow
def test_a_paused_experiment_stands_still_until_it_is_resumed(page: Page, server: Server) -> None:
    ask_about_dropout(page, server, LONG)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url(re.compile("experiment=[0-9a-f-]{36}"))
    pause = page.get_by_role("button", name="Pause", exact=True)
    resume = page.get_by_role("button", name="Resume", exact=True)
    curves = page.locator(CURVES)
    moves(curves, 2, seconds=150)

    pause.click()
    expect(resume).to_be_visible()
    expect(pause).to_have_count(0)  # once the last of them has paused, too
    is_paused(page)
    page.reload()
    settled(page)
    is_paused(page)

    resume.click()
    moves(curves, 2, seconds=150)
    expect(pause).to_be_visible()
    expect(page.locator(".st-key-experiment").get_by_text("paused")).to_have_count(0)
    page.get_by_role("button", name="Discard", exact=True).click()
    expect(page.get_by_text("Deleted: Does dropout help?")).to_be_visible()
    expect(curves).to_have_count(0)


def test_no_name_beside_a_curve_is_cut_off(page: Page, server: Server, tmp_path: Path) -> None:
    asked = race(PRESETS["quick"], PRESETS["broad"], ("What I planned", "Quick"))
    experiment = make(tmp_path, asked)
    for run in runs_in_order(experiment):
        begin(run, epochs=(0.7, 0.8, 0.82, 0.84, 0.85))  # of six: the longest name ends furthest
        end(run, 0.85)
    move(experiment, server.runs)
    page.goto(f"{server.url}{PAGES['compare']}?experiment={experiment.id}")
    settled(page)
    quiet(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        quiet(page)
        names = page.locator(CURVES).get_by_text(re.compile(r": 85\.0 %$")).all()
        assert len(names) == 2
        chart = page.locator(CURVES).bounding_box()
        assert chart is not None
        for name in names:
            box = name.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= chart["x"] + chart["width"] + 1
    own = page.locator(f".st-key-experiment_{experiment.id}")
    own.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text(f"Deleted: {experiment.question}")).to_be_visible()


def is_paused(page: Page) -> None:
    """Wait until the page says that it is paused; its curves stand still."""
    expect(page.locator(".st-key-experiment").get_by_text("paused")).to_be_visible()
    quiet(page)
    before = page.locator(CURVES).inner_html()
    page.wait_for_timeout(4_000)  # the page looks again every 2.5 seconds
    assert page.locator(CURVES).inner_html() == before
    expect(page.get_by_role("button", name="Resume", exact=True)).to_be_visible()
