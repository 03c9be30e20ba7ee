"""What many runs cost many visitors: `python -m benchmarks measure many-runs`.

Visitors without a browser go from page to page, each looking a moment before the next, once with
one run in the list and once with hundreds. Each has seen every page before the measurement begins.
Goals: the median page takes at most 1.5 times as long with all those runs, and the server at most
350 MB.
"""

import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from benchmarks.pages import percentile
from benchmarks.visitor import Visitor, connected
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.reading import config_checksum, read_config
from tests.browser.server import Server, serving

RUNS = (1, 500)
VISITORS = 20
SECONDS = 60.0
LOOKING = (1.0, 5.0)  # seconds a visitor stays on a page
PAGES = ("training", "evaluation", "classify", "conclusion")  # those that list runs
KEPT = ("events.jsonl", "manifest.json", "model.tflite", "predictions/test.npz")


def fill(root: Path, count: int) -> list[str]:
    """Put `count` finished runs into `root`, which are the bundled one but for name and time."""
    ids = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(count)]
    asked = read_config(BUNDLED_PATH)
    for number, run_id in enumerate(ids):
        (root / run_id / "predictions").mkdir(parents=True)
        mine = {**asked, "name": f"Run {number}", "created": asked["created"] + 60 * number}
        described = json.dumps({**mine, "sha256": config_checksum(mine)})
        (root / run_id / "config.json").write_text(described)
        for name in KEPT:
            os.link(_copied(root.parent, name), root / run_id / name)
    return ids


def _copied(folder: Path, name: str) -> Path:
    """A copy of a file of the bundled run, on the disk that the runs lie on."""
    copy = folder / name.replace("/", "_")
    if not copy.exists():
        copy.write_bytes((BUNDLED_PATH / name).read_bytes())
    return copy


def wander(visitor: Visitor, number: int, until: float, taken: list[float]) -> None:
    """Go from page to page until the time is over; `taken` gets the seconds each took."""
    chance = random.Random(number)
    visitor.look(chance.uniform(0, LOOKING[1]))  # they don't all come at once
    while time.monotonic() < until:
        taken.append(visitor.open(chance.choice(PAGES)))
        visitor.look(chance.uniform(*LOOKING))


@contextmanager
def crowd(server: Server, ids: list[str]) -> Iterator[list[Visitor]]:
    """All visitors, each looking at some run."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(connected(server.url, ids[number % len(ids)]))
            for number in range(VISITORS)
        ]


def measure_with(count: int) -> dict[str, float]:
    """Return milliseconds of a page and megabytes of the server with `count` runs."""
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        ids = fill(Path(scratch) / "runs", count)
        with serving(Path(scratch)) as server, crowd(server, ids) as visitors:
            for visitor in visitors:  # what is read once for all is read by now
                for page in PAGES:
                    visitor.open(page)
            until = time.monotonic() + SECONDS
            threads = [
                threading.Thread(target=wander, args=(visitor, number, until, taken))
                for number, visitor in enumerate(visitors)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            memory = psutil.Process(server.process.pid).memory_info().rss
    return {
        "runs": count,
        "pages": len(taken),
        "median_ms": round(1000 * statistics.median(taken)),
        "p95_ms": round(1000 * percentile(taken, 0.95)),
        "server_mb": round(memory / 1e6),
    }


def many_runs() -> dict[str, object]:
    """Return both measurements and their ratio."""
    few, many = (measure_with(count) for count in RUNS)
    return {
        "visitors": VISITORS,
        "measured": [few, many],
        "median_ratio": round(many["median_ms"] / few["median_ms"], 2),
        "goals": {"median_ratio": 1.5, "server_mb": 350},
    }
