"""From process start to the first page, and from a click on Start to the first point.

Our app and an empty Streamlit page take turns, so that both see the same machine; goal: at most 1.5
times as long. Then Chromium opens Training, waits as a visitor who reads, and starts the quick
preset four times; each training is discarded once its first point is there. Timed in the browser,
from the click; goals: 6 seconds for the first, 2 for each later one. `stages` says, in seconds
since the click, when the run was in line, its worker began, the network was built and the first
batch was told.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from benchmarks.visitor import visiting
from fashion_model.runs import Run, open_run
from fashion_model.runs.events import Batch, Started, Starting
from tests.browser.chromium import launched
from tests.browser.pages import open_page, settled
from tests.browser.server import ROOT, Server, start, wait_until_healthy

ROUNDS = 5
_EMPTY = "import streamlit as st\n\nst.title('Empty')\n"
READING_SECONDS = 8
STARTS = 4
_WATCH = """() => {
    const label = 'Chart of the loss in the first epoch, batch by batch.';
    window.seen = new Promise((resolve) => {
        addEventListener('click', () => {
            const began = Date.now();
            const look = () => {
                const line = document.querySelector(
                    `[aria-label="${label}"] svg.marks .mark-line path[d]:not([d=""])`);
                if (line) resolve([began / 1000, Date.now() / 1000]);
                else requestAnimationFrame(look);
            };
            look();
        }, {once: true, capture: true});
    });
}"""


def first_page(browser: Browser, script: Path, scratch: Path) -> float:
    """Return the seconds until the heading is there and the page has finished drawing."""
    environment = {"FASHION_MNIST_DIR": os.environ.get("FASHION_MNIST_DIR", "")}
    page = browser.new_page()
    began = time.perf_counter()
    server = start(scratch, script=script, environment=environment)
    try:
        wait_until_healthy(server)
        page.goto(server.url)
        settled(page)
        return time.perf_counter() - began
    finally:
        server.stop()
        page.close()


def start_time() -> dict[str, object]:
    """Return the seconds of each round, and the ratio of the medians."""
    seconds: dict[str, list[float]] = {"empty": [], "app": []}
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        empty = Path(folder) / "empty.py"
        empty.write_text(_EMPTY)
        scripts = {"empty": empty, "app": ROOT / "app.py"}
        for turn in range(ROUNDS + 1):
            for name, script in scripts.items():
                taken = first_page(browser, script, Path(folder) / f"{name}{turn}")
                if turn > 0:  # the first round only warms the disk cache
                    seconds[name].append(round(taken, 2))
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    ratio = round(medians["app"] / medians["empty"], 2)
    return {"seconds": seconds, "medians": medians, "ratio": ratio, "goal": 1.5}


def start_training(page: Page, server: Server) -> dict[str, float]:
    """Start a training; return the seconds from the click to the first point and to each stage."""
    page.evaluate(_WATCH)
    page.get_by_role("button", name="Start training").click()
    clicked, seen = page.evaluate("window.seen")
    run = open_run(page.url.partition("run=")[2], server.runs)
    return {stage: round(at - clicked, 2) for stage, at in {**_stages(run), "seen": seen}.items()}


def _stages(run: Run) -> dict[str, float]:
    """When the run was created, and when it first said each of the things it begins with."""
    first: dict[str, float] = {"created": run.created}
    for event in run.events:
        if isinstance(event, Starting | Started | Batch):
            first.setdefault(event.kind, event.time)
    return first


def discard(page: Page) -> None:
    """End the training without keeping anything, and open the settings again."""
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    settled(page)
    if not page.get_by_role("button", name="Start training").is_visible():
        page.get_by_text("Set up a training").click()


def start_to_first_point() -> dict[str, object]:
    """Return the seconds of the first start and of the later ones."""
    with visiting() as (server, browser):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        open_page(page, server.url, "training", "bundled")
        page.get_by_text("Quick", exact=True).first.click()
        settled(page)
        stages = []
        for _ in range(STARTS):
            page.wait_for_timeout(1000 * READING_SECONDS)
            stages.append(start_training(page, server))
            discard(page)
    seconds = [each["seen"] for each in stages]
    return {
        "seconds": {"first": seconds[0], "later": seconds[1:]},
        "stages": stages,
        "goals": {"first": 6, "later": 2},
    }
