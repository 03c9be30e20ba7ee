"""How long the table of all trainings takes: `python -m benchmarks measure all-trainings`.

With 200 runs, in Chromium, idle: coming to Compare with the table open, and clicks in it: ticking,
filtering, grouping, each look. A click is timed in the browser, until all of the server's
answer has come. Goals: 95 of 100 within 500 ms, and the server at most 300 MB.
"""

import json
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil
from playwright.sync_api import Page

from benchmarks.many_runs import fill
from benchmarks.pages import change, percentile
from fashion_model.runs import BUNDLED, open_run
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.reading import config_checksum, read_config
from tests.browser.chromium import launched
from tests.browser.pages import open_page, settled
from tests.browser.server import serving

RUNS = 200
ROUNDS = 8  # the first only fills the caches
RATES = (0.001, 0.002, 0.005, 0.01, 0.02)
HEAD, ROW, BOX = 35, 35, 12  # pixels of the table, which is a canvas
# A script that is quick begins and ends between two looks at the page's state: the last message of
# its answer is what can be timed.
_WATCH = """
    window.began = window.heard = 0;
    addEventListener('pointerdown', () => { window.began = performance.now(); }, true);
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener('message', () => { window.heard = performance.now(); });
        }
    };
"""
_ANSWERED = "window.heard > window.began && performance.now() - window.heard > 400"


def vary(root: Path, ids: list[str]) -> None:
    """Give the runs other settings and seeds, so that there is something to tell."""
    epoch = open_run(BUNDLED).best_epoch
    answers = f"predictions/validation-{epoch:04d}.npy"
    (root.parent / "answers.npy").write_bytes((BUNDLED_PATH / answers).read_bytes())
    for number, run_id in enumerate(ids):
        asked = read_config(root / run_id)
        rate, seed = RATES[number % len(RATES)], 1 + number // len(RATES)
        asked["config"] |= {"learning_rate": rate, "seed": seed}
        described = json.dumps({**asked, "sha256": config_checksum(asked)})
        (root / run_id / "config.json").write_text(described)
        os.link(root.parent / "answers.npy", root / run_id / answers)


def timed(page: Page, click: Callable[[], None]) -> float:
    """Return the milliseconds from the press of `click` until all of its answer has come."""
    click()
    page.wait_for_function(_ANSWERED)
    return round(float(page.evaluate("window.heard - window.began")))


def clicks(page: Page) -> dict[str, Callable[[], None]]:
    """What is clicked in a round, in order; it leaves the page as it was."""
    table = page.locator(".st-key-run_table .dvn-scroller").first

    def tick(row: int) -> None:
        table.click(position={"x": BOX, "y": HEAD + ROW * row - ROW // 2})

    def look(name: str) -> None:
        page.get_by_role("radio", name=name, exact=True).click()

    def group() -> None:
        page.locator(".st-key-runs_grouped label").first.click()

    return {
        "tick one": lambda: tick(2),
        "tick another": lambda: tick(4),
        "cost": lambda: look("Cost"),
        "disagreement": lambda: look("Disagreement"),
        "curves": lambda: look("Curves"),
        "tick a third": lambda: tick(6),
        "filter": page.get_by_text("Deep", exact=True).last.click,
        "filter no more": page.get_by_text("Deep", exact=True).last.click,
        "group": group,
        "group no more": group,
        "untick": page.get_by_role("button", name="Untick all").click,
    }


def all_trainings() -> dict[str, object]:
    """Return milliseconds of the page and of each click, and megabytes of the server."""
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        ids = fill(Path(scratch) / "runs", RUNS)
        vary(Path(scratch) / "runs", ids)
        with serving(Path(scratch)) as server, launched() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1400})
            page.add_init_script(_WATCH)
            open_page(page, server.url, "compare", ids[0])
            page.get_by_role("button", name="Compare my trainings").click()
            settled(page)
            for turn in range(ROUNDS):
                change(page, "start")
                page.wait_for_timeout(700)
                found = {"page": change(page, "compare")}
                page.wait_for_timeout(1500)
                for name, click in clicks(page).items():
                    found[name] = timed(page, click)
                for name, milliseconds in found.items():
                    if turn > 0:
                        taken.setdefault(name, []).append(round(milliseconds))
            memory = psutil.Process(server.process.pid).memory_info().rss
    pages = taken.pop("page")
    everything = [each for values in taken.values() for each in values]
    return {
        "runs": RUNS,
        "page_ms": {"median": statistics.median(pages), "p95": percentile(pages, 0.95)},
        "click_ms": {name: statistics.median(values) for name, values in taken.items()},
        "click_p95_ms": percentile(everything, 0.95),
        "server_mb": round(memory / 1e6),
        "goals": {"page_p95_ms": 500, "click_p95_ms": 500, "server_mb": 300},
    }
