"""Several trainings in one process, in turns, against the same ones after each other.

`python -m benchmarks measure turns`: four Quick trainings of two epochs; whoever trains has
compiled before, both ways, so that only training counts. The two ways take turns, five times. Goal:
the median ratio of seconds at most 1.10, all curves equal to the bit.

`python -m benchmarks measure shared-compiling`: what the first batches of a line-up of five rates
take against one run's, all compiling included. Goal: at most 1.2 times.

`python -m benchmarks measure line-up`: five learning rates of Quick from two seeds each on the
bundled sample, from the click to the verdict, against the same ten trainings put in line one by
one. Goal: at most half as long.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fashion_model import environment
from fashion_model.config import PRESETS, TrainConfig
from fashion_model.data import Dataset, load, load_sample
from fashion_model.experiments.choosing import chosen_run
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import create_experiment
from fashion_model.experiments.trials import read, state_of
from fashion_model.runs import Run, create_run, open_run
from fashion_model.runs.events import Batch, Epoch, Event
from fashion_model.workers.launch import request_prewarm
from fashion_model.workers.scheduler import Scheduler
from fashion_model.workers.threads import limit_threads

RUNS, EPOCHS, ROUNDS = 4, 2, 5
BATCHES = 8  # trained in a turn, about as many as TURN_SECONDS lets a fast machine
RATES = (0.0005, 0.002, 0.005, 0.01, 0.04)
SEEDS = (1, 2)
WARM_SECONDS = 30.0  # in which a warm worker has surely loaded
LOOK_SECONDS = 0.2

Curve = list[tuple[float, float]]


def turns() -> dict[str, object]:
    """Return both seconds, round by round, and the median of their ratios."""
    configs = [replace(PRESETS["quick"], epochs=EPOCHS, seed=seed) for seed in range(1, RUNS + 1)]
    limit_threads(configs[0].threads)
    from fashion_model.network import Compiled

    compiled, data = Compiled(), load()
    _train([configs], data, compiled)  # so that neither way compiles
    measured, equal = [], True
    for _ in range(ROUNDS):
        alone, curves = _train([[config] for config in configs], data, compiled)
        together, others = _train([configs], data, compiled)
        equal = equal and curves == others
        measured.append({"alone": round(alone, 2), "in_turns": round(together, 2)})
    ratios = [each["in_turns"] / each["alone"] for each in measured]
    return {
        "sample": data.is_sample,
        "seconds": measured,
        "ratio": round(statistics.median(ratios), 3),
        "curves_equal": equal,
        "goal": 1.10,
    }


def _train(
    groups: list[list[TrainConfig]], data: Dataset, compiled: Any
) -> tuple[float, list[Curve]]:
    """Train the groups after each other, each one's members in turns; seconds and all curves."""
    from fashion_model.network import train_in_turns

    curves: list[Curve] = []
    began = time.monotonic()
    for group in groups:
        with tempfile.TemporaryDirectory() as into:
            going = [
                train_in_turns(
                    config, data, _folder(into, number), ask_test=False, compiled=compiled
                )
                for number, config in enumerate(group)
            ]
            own: list[Curve] = [[] for _ in going]
            left = list(range(len(going)))
            while left:
                left = [at for at in left if _turn(going[at], own[at])]
            curves += own
    return time.monotonic() - began, curves


def _folder(into: str, number: int) -> Path:
    folder = Path(into) / str(number)
    folder.mkdir()
    return folder


def _turn(training: Iterator[Event | None], curve: Curve) -> bool:
    """Some batches of `training`; False when it is over."""
    batches = 0
    for event in training:
        if isinstance(event, Epoch):
            curve.append((event.loss, event.validation_loss))
        batches += event is None
        if batches == BATCHES:
            return True
    return False


def shared_compiling() -> dict[str, object]:
    """Return the seconds to everyone's first batch, of one training and of five that share."""
    configs = [replace(PRESETS["quick"], learning_rate=rate) for rate in RATES]
    limit_threads(configs[0].threads)
    one, several = [], []
    for _ in range(ROUNDS):
        one.append(_first_batches(configs[:1]))
        several.append(_first_batches(configs))
    ratio = statistics.median(several) / statistics.median(one)
    seconds = {"one": statistics.median(one), "five": statistics.median(several)}
    return {"seconds": seconds, "ratio": round(ratio, 2), "goal": 1.2}


def _first_batches(configs: list[TrainConfig]) -> float:
    """Seconds that Keras's first calls take, to learn and to answer, beyond those of later ones."""
    from fashion_model.network import Compiled
    from fashion_model.network.session import Session

    compiled, data, spent = Compiled(), load_sample(), 0.0
    with tempfile.TemporaryDirectory() as into:
        sessions = [  # all before any batch, as they join in a worker
            Session(config, data, Path(into), None, None, compiled=compiled) for config in configs
        ]
        for session in sessions:
            first, second = (_timed(session.train_batch) for _ in range(2))
            answered, again = (_timed(session.predict_validation) for _ in range(2))
            spent += max(0.0, first - second) + max(0.0, answered - again)
    return round(spent, 3)


def _timed(call: Any) -> float:
    """Seconds of the processor: whatever else computes on the machine does not count."""
    began = time.process_time()
    call()
    return time.process_time() - began


def line_up() -> dict[str, object]:
    """Return the seconds of the line-up and of its trainings one by one."""
    design = Design("line-up", "Which?", PRESETS["quick"], {"learning_rate": RATES}, seeds=SEEDS)
    together, one_by_one = _in_turns(design), _one_by_one(design)
    return {
        "seconds": {"line_up": together, "one_by_one": one_by_one},
        "ratio": round(together["verdict"] / one_by_one["verdict"], 2),
        "goal": 0.5,
    }


@contextmanager
def _warm_server() -> Iterator[Path]:
    """A queue with a warm worker, as after a visit of the page."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        scheduler = Scheduler(root)
        scheduler.start()
        request_prewarm(root)
        time.sleep(WARM_SECONDS)
        try:
            yield root
        finally:
            scheduler.stop()


def _in_turns(design: Design) -> dict[str, float]:
    data = load_sample()
    with _warm_server() as root:
        began, points = time.monotonic(), 0.0
        experiment = create_experiment(
            design, dataset_fingerprint=data.fingerprint, sample=True, root=root
        )
        while True:
            trials = read(experiment)
            runs = [open_run(trial.run.id, root) for trial in trials if trial.run is not None]
            if not points and all(_has_point(run.events) for run in runs):
                points = time.monotonic() - began
            chosen = chosen_run(experiment, trials)
            over = state_of(experiment, trials) == "finished" and chosen is not None
            if over and chosen is not None and chosen.test_accuracy is not None:
                return {"points": round(points, 1), "verdict": round(time.monotonic() - began, 1)}
            time.sleep(LOOK_SECONDS)


def _has_point(events: list[Event]) -> bool:
    return any(isinstance(event, Batch | Epoch) for event in events)


def _one_by_one(design: Design) -> dict[str, float]:
    """The same trainings, each put in line as soon as there is a place."""
    fingerprint, waiting = load_sample().fingerprint, design.trainings
    runs: list[Run] = []
    with _warm_server() as root:
        began = time.monotonic()
        while True:
            going = [run for run in runs if open_run(run.id, root).state != "finished"]
            if not waiting and not going:
                return {"verdict": round(time.monotonic() - began, 1)}
            for each in waiting[: environment.queue_length() - len(going)]:
                waiting.remove(each)
                config, name = design.config_of(*each), design.name_of(*each)
                runs.append(
                    create_run(
                        config, name, dataset_fingerprint=fingerprint, sample=True, root=root
                    )
                )
            time.sleep(LOOK_SECONDS)
