"""Images a second of a training with its page open against without.

`python -m benchmarks measure training-speed`: one long training; nobody looks, a bare websocket
client looks, Chromium looks, in turns, so that all three see the same training on the same machine.
Goals: at least 0.93 with the websocket client, 0.80 with Chromium on the same cores, and at most
60 kB sent for a renewal of the page.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace

from playwright.sync_api import Browser

from benchmarks.visitor import visiting, watching
from fashion_model.config import PRESETS
from fashion_model.data import load
from fashion_model.runs import Command, Run, create_run, open_run, send_command
from tests.browser.pages import open_page
from tests.browser.server import Server

WINDOW_SECONDS = 15
SETTLE_SECONDS = 5
ROUNDS = 4


@contextmanager
def chromium_watching(browser: Browser, server: Server, run: Run) -> Iterator[None]:
    """Have the training page open in Chromium."""
    page = browser.new_page()
    open_page(page, server.url, "training", run.id)
    try:
        yield
    finally:
        page.close()


def images_per_second(run: Run) -> float:
    """Return the speed over one window, from the steps the worker reports."""
    time.sleep(SETTLE_SECONDS)
    first = open_run(run.id, run.path.parent).curve.batches[-1]
    time.sleep(WINDOW_SECONDS)
    last = open_run(run.id, run.path.parent).curve.batches[-1]
    steps = last.step - first.step
    return float(steps * run.config.batch_size / (last.time - first.time))


def start_training(server: Server) -> Run:
    """Queue a training that lasts, and wait until it is under way."""
    dataset = load()
    preset = "deep" if dataset.is_sample else "classic"  # fewer pictures, more work for each
    run = create_run(
        replace(PRESETS[preset], epochs=100, patience=None),
        "Speed",
        dataset_fingerprint=dataset.fingerprint,
        sample=dataset.is_sample,
        root=server.runs,
    )
    while not open_run(run.id, server.runs).curve.batches:
        time.sleep(0.2)
    return open_run(run.id, server.runs)


def training_speed() -> dict[str, object]:
    """Return images a second of each turn, and both ratios of the medians."""
    speeds: dict[str, list[float]] = {"alone": [], "websocket": [], "chromium": []}
    sizes: list[float] = []
    with visiting() as (server, browser):
        run = start_training(server)
        lookers: dict[str, Callable[[], AbstractContextManager[None]]] = {
            "alone": nullcontext,
            "websocket": lambda: watching(server.url, "training", run.id, sizes),
            "chromium": lambda: chromium_watching(browser, server, run),
        }
        for _ in range(ROUNDS):
            for name in ("alone", "websocket", "alone", "chromium"):
                with lookers[name]():
                    speeds[name].append(round(images_per_second(run)))
        send_command(run, Command.STOP)
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    ratios = {
        name: round(medians[name] / medians["alone"], 3) for name in ("websocket", "chromium")
    }
    return {
        "images_per_second": speeds,
        "ratios": ratios,
        "kilobytes_per_renewal": round(statistics.mean(sizes) / 1000, 1),
        "goals": {"websocket": 0.93, "chromium": 0.80, "kilobytes_per_renewal": 60},
    }
