"""Explanations: what one costs, and whether the places it names decide.

Goals: 10 ms for an exact one, 300 ms for one by covering, 95 of 100, also while a network is
trained on the same cores; 25 MB more of memory in the server; 60 kB to the browser for a click.

The deletion test (Petsiuk et al., 2018, arXiv 1806.07421): places of a picture are covered one
after the other, in the order in which they are said to decide; the sooner the answer falls, the
better the order. Compared are the exact shares, covering, and three orders by chance, on validation
pictures: the area under the answer's probability against the share of places covered, of those
with something in them. 1 is an answer that never falls. Covering has the advantage here: it is the
first step of this very test, while a place's share was computed from a larger part of the picture.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

import numpy as np
import psutil
from playwright.sync_api import Page, WebSocket

from benchmarks.pages import percentile
from benchmarks.training_speed import start_training
from benchmarks.visitor import visiting
from fashion_model.arrays import Float64Array, UInt8Array
from fashion_model.attribution import occlusion
from fashion_model.attribution.explaining import Explainer
from fashion_model.attribution.explanation import Explanation, covered, filled
from fashion_model.data import load_sample
from fashion_model.environment import ASSETS
from fashion_model.predict import Classifier, load_all_terrain
from fashion_model.runs import Command, send_command
from tests.browser.pages import open_page, quiet

RUN = ASSETS / "bundled_run/model.tflite"
PICTURES = 500
TIMED = 60
ORDERS_BY_CHANCE = 3


def deletion() -> dict[str, object]:
    """Return the mean area under each order's curve, with its standard error."""
    classifier, explainer = Classifier.load(RUN), Explainer.of_run(RUN)
    pictures = load_sample().validation.images[:PICTURES]
    chance = np.random.default_rng(0)
    areas: dict[str, list[float]] = {"exact": [], "covering": [], "chance": []}
    for picture in pictures:
        exact = explainer.explain(picture)
        approximate = occlusion.explain(classifier.probabilities, picture, exact.grid[0])
        orders = {
            "exact": [exact.speaking_for(exact.label)],
            "covering": [approximate.speaking_for(exact.label)],
            "chance": [chance.random(exact.grid) for _ in range(ORDERS_BY_CHANCE)],
        }
        for name, all_of in orders.items():
            found = [_area(classifier, picture, exact, speaking) for speaking in all_of]
            areas[name].append(statistics.fmean(found))
    return {
        "pictures": len(pictures),
        "area_under_the_answer": {
            name: {
                "mean": round(statistics.fmean(each), 4),
                "standard_error": round(statistics.stdev(each) / len(each) ** 0.5, 4),
            }
            for name, each in areas.items()
        },
    }


def _area(
    classifier: Classifier, picture: UInt8Array, exact: Explanation, speaking: Float64Array
) -> float:
    """Cover one place more each time, what speaks most first."""
    there = filled(picture, exact.grid)
    order = [place for place in np.ndindex(*exact.grid) if there[place]]
    order.sort(key=lambda place: -speaking[place])
    steps = np.stack([covered(picture, order[:many], exact.grid) for many in range(len(order) + 1)])
    answers = classifier.probabilities(steps)[:, exact.label]
    return float(np.trapezoid(answers, dx=1 / max(1, len(order))))


def explanation_time() -> dict[str, object]:
    """Return milliseconds by themselves and during a training, megabytes, and bytes of a click."""
    process = psutil.Process()
    pictures = load_sample().test.images[:TIMED]
    ensemble = Explainer.of_ensemble(load_all_terrain())
    Classifier.load(RUN).probabilities(pictures)
    gc.collect()
    before = process.memory_info().rss
    exact = Explainer.of_run(RUN)
    for picture in pictures:
        exact.explain(picture)
        exact.approximate(picture)
    megabytes = (process.memory_info().rss - before) / 1e6
    ways: dict[str, Callable[[UInt8Array], object]] = {
        "exact": exact.explain,
        "covering_of_a_run": exact.approximate,
        "covering_of_the_all_terrain_model": ensemble.explain,
    }
    alone = {name: _times(way, pictures) for name, way in ways.items()}
    with visiting() as (server, browser):
        clicked = _bytes_of_a_click(browser.new_page(), server.url)
        run = start_training(server)
        during = {name: _times(way, pictures) for name, way in ways.items()}
        send_command(run, Command.STOP)
    return {
        "milliseconds_alone": alone,
        "milliseconds_while_training": during,
        "megabytes_of_memory": round(megabytes, 1),
        "bytes_of_a_click": clicked,
        "goals": {"exact": 10, "covering": 300, "megabytes": 25, "bytes": 60_000},
    }


def _times(way: Callable[[UInt8Array], object], pictures: UInt8Array) -> dict[str, float]:
    taken = []
    for picture in pictures:
        began = time.perf_counter()
        way(picture)
        taken.append(1000 * (time.perf_counter() - began))
    return {"p50": round(percentile(taken, 0.5), 1), "p95": round(percentile(taken, 0.95), 1)}


def _bytes_of_a_click(page: Page, url: str) -> int:
    """What the server sends after a click on `Why?`, of an example on Start."""
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", listen)
    open_page(page, url, "start")
    page.locator(".st-key-start_examples button").nth(4).click()
    quiet(page)
    received.clear()
    page.get_by_role("button", name="Why?").click()
    quiet(page)
    return sum(received)
