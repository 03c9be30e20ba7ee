"""Memory of the server while a search of 100 trials is open: `measure search-memory`.

Its trials have the bundled run's events, with results of their own; the hundredth is under way, so
the page renews itself. A browser looks at each of its pictures in turn, again and again for a
minute, then opens one of its trainings and comes back. Goal: at most 300 MB.
"""

import json
import random
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psutil
from playwright.sync_api import Page, expect

from benchmarks.visitor import visiting
from fashion_model.config import TrainConfig
from fashion_model.experiments.goals import GOALS, around, search_design
from fashion_model.experiments.search import Search
from fashion_model.experiments.store import Experiment, create_experiment, create_trial_of_search
from fashion_model.experiments.trials import read
from fashion_model.runs import RunSummary, open_run
from fashion_model.runs.directory import BUNDLED, BUNDLED_PATH, lock_run
from tests.browser.pages import PAGES, settled
from tests.browser.server import Server

TRIALS = 100
SECONDS = 60.0
LOOKS = ("Best so far", "All settings", "One setting")


def _search(root: Path) -> Experiment:
    """A search whose last trial is under way."""
    bundled, rng = open_run(BUNDLED), random.Random(1)
    base, data = bundled.config, bundled.fingerprint
    space = around(base, GOALS["seconds"].keys)
    asked = Search(space, trials=TRIALS)
    experiment = create_experiment(
        search_design("Which is best?", base, asked),
        dataset_fingerprint=data,
        sample=bundled.sample,
        at_once=True,
        root=root,
    )
    for number in range(2, TRIALS + 1):
        create_trial_of_search(experiment, _drawn(base, rng), number, at_once=True)
    *ended, last = [trial.run for trial in read(experiment) if trial.run is not None]
    _, *lines, ending = (BUNDLED_PATH / "events.jsonl").read_text().splitlines()
    for run in ended:
        _append(run, [*lines, _with_another_result(ending, rng)])
    _append(last, lines[: len(lines) // 2])
    return experiment


def _drawn(base: TrainConfig, rng: random.Random) -> TrainConfig:
    return replace(
        base,
        learning_rate=float(f"{10 ** rng.uniform(-3.3, -1.6):.3g}"),
        dropout=round(rng.uniform(0, 0.6), 2),
        batch_size=rng.randint(32, 256),
    )


def _append(run: RunSummary, lines: Iterable[str]) -> None:
    """Go on after the event with which it has begun."""
    with (run.path / "events.jsonl").open("a") as file:
        file.writelines(f"{line}\n" for line in lines)


def _with_another_result(ending: str, rng: random.Random) -> str:
    reached = round(rng.uniform(0.85, 0.94), 4)
    return json.dumps({**json.loads(ending), "validation_accuracy": reached})


def search_memory() -> dict[str, object]:
    """Return the most megabytes of resident memory of the server, before and with the search."""
    with ExitStack() as stack:
        server, browser = stack.enter_context(visiting())
        experiment = _search(server.runs)
        *_, last = [trial.run for trial in read(experiment) if trial.run is not None]
        for path in (experiment.path, last.path):  # as the worker that trains it would
            stack.callback(lock_run(path).release)
        process = psutil.Process(server.process.pid)
        page = browser.new_page()
        page.goto(f"{server.url}{PAGES['compare']}")
        settled(page)
        before = _megabytes(process)
        page.goto(f"{server.url}{PAGES['compare']}?experiment={experiment.id}")
        expect(page.get_by_text(f"{TRIALS - 1} of {TRIALS} trials done")).to_be_visible(
            timeout=60_000
        )
        most = _look_around(page, process)
        most = max(most, _open_a_training(page, server, last.id, process))
    return {
        "trials": TRIALS,
        "megabytes": {"before": before, "most_with_the_search_open": most},
        "goal": 300,
    }


def _look_around(page: Page, process: psutil.Process) -> float:
    most, until = 0.0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        for look in LOOKS:
            page.get_by_role("radio", name=look).click()
            page.wait_for_timeout(1500)
            most = max(most, _megabytes(process))
    return most


def _open_a_training(page: Page, server: Server, run_id: str, process: psutil.Process) -> float:
    page.goto(f"{server.url}{PAGES['training']}?run={run_id}")
    settled(page)
    page.go_back()
    settled(page)
    return _megabytes(process)


def _megabytes(process: psutil.Process) -> float:
    return round(process.memory_info().rss / 1e6, 1)
