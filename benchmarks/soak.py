"""What stays behind after much use: `python -m benchmarks measure soak`.

One server with hundreds of runs, its visitors and its trainings, small ones, one after the other;
then the same server is left alone until closed pages are forgotten. Goals: no process, no file in
the temporary folder and no hidden file among the runs more than before; at most 10 descriptors and
60 MB more.
"""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import psutil

from benchmarks.many_runs import PAGES, fill
from benchmarks.memory import KEPT_SECONDS, MARGIN_SECONDS
from benchmarks.visitor import connected
from fashion_model.data import load_sample
from fashion_model.predict import Classifier
from fashion_model.runs import BUNDLED, open_run
from tests.browser.server import Server, serving
from tests.tiny import queue_run, wait_for

RUNS, TRAININGS, SESSIONS, PREDICTIONS = 500, 60, 20, 1000
HANDED_IN_LINE = 6  # trainings that wait at a time
ONE_TRAINING_SECONDS = 300.0
GOALS = {"descriptors": 10, "temporary_files": 0, "hidden_files": 0, "processes": 0, "mb": 60}


def held(server: Server, scratch: Path) -> dict[str, int]:
    """What the server and its runs hold just now."""
    process = psutil.Process(server.process.pid)
    return {
        "mb": round(process.memory_info().rss / 1e6),
        "descriptors": process.num_fds(),
        "processes": len(process.children(recursive=True)),
        "temporary_files": sum(1 for _ in (scratch / "temporary").rglob("*")),
        "hidden_files": sum(1 for each in server.runs.iterdir() if each.name.startswith(".")),
    }


def visit_all(server: Server, ids: list[str], sessions: int) -> None:
    """So many visitors at a time, each on every page that lists runs."""
    with ExitStack() as stack:
        visitors = [
            stack.enter_context(connected(server.url, ids[number % len(ids)]))
            for number in range(sessions)
        ]
        for page in PAGES:
            for visitor in visitors:
                visitor.open(page)


def train(server: Server, trainings: int) -> int:
    """Train so many, a few in line at a time; how many finished."""
    ended = 0
    for first in range(0, trainings, HANDED_IN_LINE):
        line = [
            queue_run(server.runs, name=f"Soak {number}")
            for number in range(first, min(first + HANDED_IN_LINE, trainings))
        ]
        for run in line:
            run = wait_for(
                run,
                lambda run: run.ending is not None and not run.held,
                seconds=ONE_TRAINING_SECONDS * HANDED_IN_LINE,
                root=server.runs,
            )
            ended += run.state == "finished"
    return ended


def predict(predictions: int) -> dict[str, int]:
    """Ask the bundled network so often, one picture at a time, in this process."""
    path = open_run(BUNDLED).model_path
    assert path is not None
    classifier, images = Classifier.load(path), load_sample().test.images
    process = psutil.Process()
    classifier.probabilities(images[:1])
    before = process.memory_info().rss
    for number in range(predictions):
        at = number % len(images)
        assert np.isfinite(classifier.probabilities(images[at : at + 1])).all()
    return {"asked": predictions, "mb_more": round((process.memory_info().rss - before) / 1e6)}


def soak(
    runs: int = RUNS,
    trainings: int = TRAININGS,
    sessions: int = SESSIONS,
    predictions: int = PREDICTIONS,
) -> dict[str, object]:
    """Return what is held before and after, and what there is more of."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "temporary").mkdir()
        ids = fill(scratch / "runs", runs)
        environment = {
            "TMPDIR": str(scratch / "temporary"),
            "FASHION_RUNS_MB": "20000",
            "FASHION_WARM_WORKER": "0",  # it waits for ten minutes, and would be counted by chance
        }
        with serving(scratch, environment) as server:
            visit_all(server, ids, sessions)
            train(server, 1)
            _be_left_alone()
            before = held(server, scratch)
            began = time.monotonic()
            finished = train(server, trainings)
            visit_all(server, ids, sessions)
            seconds = time.monotonic() - began
            _be_left_alone()
            after = held(server, scratch)
    return {
        "runs": runs,
        "trainings": {"asked": trainings, "finished": finished, "seconds": round(seconds)},
        "sessions": sessions,
        "predictions": predict(predictions),
        "before": before,
        "after": after,
        "more": {name: after[name] - before[name] for name in after},
        "goals": GOALS,
    }


def _be_left_alone() -> None:
    """Until closed pages are forgotten."""
    time.sleep(KEPT_SECONDS + MARGIN_SECONDS)
