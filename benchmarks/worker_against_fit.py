"""A training in the worker against a bare `model.fit` of the same network and pictures.

`python -m benchmarks measure worker-against-fit`: no page is open. Both train the Classic preset,
which is neither varied nor averaged, in a process of their own at the same priority, in turns.
Compared are pictures a second of the epochs after the first, validation included; the worker also
writes its events, predictions and checkpoints. Goal: at least 0.97.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.alone import measure_alone
from fashion_model.config import PRESETS, TrainConfig
from fashion_model.data import as_input, load
from fashion_model.environment import ROOT
from fashion_model.runs import create_run, open_run
from fashion_model.workers.threads import limit_threads
from fashion_model.workers.worker import NICENESS

CONFIG = replace(PRESETS["classic"], epochs=5)
ROUNDS = 3


def in_the_worker(runs: Path) -> float:
    """Train in a worker of its own; return its pictures a second."""
    dataset = load()
    run = create_run(
        CONFIG,
        "Worker",
        dataset_fingerprint=dataset.fingerprint,
        sample=dataset.is_sample,
        root=runs,
    )
    command = [sys.executable, "-m", "fashion_model.workers.worker", str(run.path)]
    subprocess.run(command, cwd=ROOT, check=True)
    ends = [epoch.time for epoch in open_run(run.id, runs).curve.epochs]
    return _speed(len(dataset.train), ends)


def by_fit() -> float:
    """Train with `fit` in a process of its own; return its pictures a second."""
    return float(measure_alone("The training by `fit`", __name__))


def _fit(config: TrainConfig) -> float:
    """The bare training; Keras must not have been imported yet."""
    os.nice(NICENESS)
    limit_threads(config.threads)
    import numpy as np

    from fashion_model.network.build import build, make_optimizer

    data = load()
    import keras  # noqa: TID251 - the peer is Keras itself, imported above as the worker does

    rows = np.eye(10, dtype=np.float32)
    train, validation = (
        (as_input(split.images), rows[split.labels]) for split in (data.train, data.validation)
    )
    ends: list[float] = []
    model = build(config)
    model.compile(make_optimizer(config), "categorical_crossentropy", metrics=["accuracy"])
    told = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: ends.append(time.time()))
    model.fit(
        *train,
        batch_size=config.batch_size,
        epochs=config.epochs,
        validation_data=validation,
        validation_batch_size=500,
        callbacks=[told],
        verbose=0,
    )
    return _speed(len(data.train), ends)


def _speed(pictures: int, ends: list[float]) -> float:
    """Pictures a second from the first epoch's end to the last one's."""
    return (len(ends) - 1) * pictures / (ends[-1] - ends[0])


def worker_against_fit() -> dict[str, object]:
    """Return pictures a second of each turn, and the ratio of the medians."""
    speeds: dict[str, list[int]] = {"worker": [], "fit": []}
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(ROUNDS):
            speeds["worker"].append(round(in_the_worker(Path(scratch))))
            speeds["fit"].append(round(by_fit()))
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    return {
        "pictures_per_second": speeds,
        "ratio": round(medians["worker"] / medians["fit"], 3),
        "goal": 0.97,
    }


if __name__ == "__main__":
    print(_fit(CONFIG))  # the peer's own process
