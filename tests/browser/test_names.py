"""In a visitor's text nothing becomes a link, an icon or another sign, wherever a page shows it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fashion_model.config import PRESETS
from fashion_model.experiments.store import Experiment, remove_experiment
from fashion_model.experiments.templates import race
from fashion_model.runs import Run, RunSummary, discard_run, open_run
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Failed, Starting
from tests.browser.pages import PAGES, open_page
from tests.browser.server import Server, serving
from tests.experiments.made import begin, end, finish, make, move, runs_in_order
from tests.test_words import TURNING
from tests.tiny import queue_run

QUICK = PRESETS["quick"]
NAMES = (
    "http://a.bc www.d.ef :smile: :red[x] -> -- >= $y$ *z*",
    ":material/delete: HTTPS://A.BC me@d.ef <b>x</b> ~= <->",
    ":streamlit: :+1: (www.a.bc) :blue-badge[x] [x](y) <= <-",
)
READ = """name => {
    const shows = each => each.textContent.replaceAll('\\u2060', '').includes(name);
    const texts = document.querySelectorAll('[data-testid="stMain"] :is(p, p *, td, td *)');
    const places = [...texts].filter(each => shows(each) && ![...each.children].some(shows));
    return places.length ? places.map(each => each.innerHTML) : null;
}"""
"""What is in each place that shows these very letters, unseen ones apart."""


def ended(root: Path) -> Run:
    """A training that was asked the test pictures."""
    run = queue_run(root, QUICK, NAMES[0])
    begin(run, epochs=(0.7, 0.8, 0.9))
    end(run, 0.9, 0.88)
    return open_run(run.id, root)


def failed(root: Path) -> Run:
    """One that never began."""
    run = queue_run(root, QUICK, NAMES[1])
    for event in (Starting(by="server"), Failed(reason=NAMES[1])):
        append_event(run.path / "events.jsonl", event)
    return open_run(run.id, root)


@pytest.fixture
def named(server: Server, tmp_path: Path) -> Iterator[tuple[Run, Run, Experiment]]:
    """Two trainings and a question that have ended, whose names want to be more."""
    told, broken = ended(tmp_path), failed(tmp_path)
    asked = race(QUICK, PRESETS["broad"], (NAMES[2], "Broad"))
    experiment = finish(make(tmp_path, asked), [0.89, 0.85])
    all_runs: list[RunSummary] = [told, broken, *runs_in_order(experiment)]
    for run in (told, broken):
        run.path.rename(server.runs / run.id)
    experiment = move(experiment, server.runs)
    yield told, broken, experiment
    for each in all_runs:
        discard_run(open_run(each.id, server.runs))
    remove_experiment(experiment)


def shows_letters(page: Page, *names: str) -> None:
    """Check that each of `names` is read on the page, and that there are letters only."""
    for name in names:
        for inside in page.wait_for_function(READ, arg=name).json_value():
            assert "</" not in inside, inside
            assert "<img" not in inside, inside


_ALL_TEXTS = """
import streamlit as st
from fashion_model.words import plain
from tests.test_words import TURNING

for text in TURNING:
    st.markdown(plain(text))
    st.caption(f"**{plain(text)}**")
    st.error(f"It says {plain(text)}.")
    st.checkbox(f":smile: {plain(text)}")
    st.markdown(f"| Text |\\n|--|\\n| {plain(text)} |")
"""


def test_streamlit_makes_nothing_of_a_text(page: Page, tmp_path: Path) -> None:
    script = tmp_path / "texts.py"
    script.write_text(_ALL_TEXTS, encoding="utf-8")
    with serving(tmp_path, script=script) as server:
        page.goto(server.url)
        for text in TURNING:
            shows_letters(page, text, f"It says {text}.", f"😄 {text}")
            assert len(page.evaluate(READ, text)) == 5


def test_a_name_is_letters(page: Page, server: Server, named: tuple[Run, Run, Experiment]) -> None:
    told, broken, experiment = named
    open_page(page, server.url, "conclusion", told.id)
    shows_letters(page, NAMES[0])

    open_page(page, server.url, "training", broken.id)
    shows_letters(page, NAMES[1])  # why it failed
    page.get_by_role("button", name="Watch a recorded training").click()
    shows_letters(page, f"{NAMES[1]}: Not begun yet")

    page.goto(f"{server.url}{PAGES['compare']}?experiment={experiment.id}")
    shows_letters(page, f"{NAMES[2]} is better than Broad:", f"{NAMES[2]} or Broad?")
    page.locator('[aria-label^="What each reached"] .mark-symbol path').first.hover(force=True)
    tip = page.locator("#vg-tooltip-element.visible")
    expect(tip.locator("td.value")).to_have_text(
        [NAMES[2], "89.0 %", "1", re.compile(" % to .* %")]
    )
    titles = ["what", "right, mean", "seeds", "mean of many seeds"]
    expect(tip.locator("td.key")).to_have_text(titles)
