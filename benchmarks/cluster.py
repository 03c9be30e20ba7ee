"""What sending an experiment's trainings out with Ray costs: `measure ray-overhead`.

The same six trainings of Quick on the bundled sample, all with two threads: by a worker in turns,
and by one that sends them to a cluster of one machine with two CPUs, which is this computer. Both
are processes of their own, as a server starts them, and take turns three times. Starting the
cluster is not counted, connecting to it is. Goal: the median ratio of seconds at most 1.10.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from fashion_model import environment
from fashion_model.config import PRESETS
from fashion_model.data import load_sample
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import create_experiment
from fashion_model.experiments.trials import read, state_of
from tests.cluster.made import head_alone

TRIALS, EPOCHS, ROUNDS, CPUS = 6, 8, 3, 2


def ray_overhead() -> dict[str, object]:
    """Return both seconds, round by round, and the median of their ratios."""
    base = replace(PRESETS["quick"], epochs=EPOCHS, patience=None, threads=CPUS)
    design = Design("luck", "How much is luck?", base, seeds=tuple(range(1, TRIALS + 1)))
    measured = []
    with head_alone(CPUS) as address:
        for _ in range(ROUNDS):
            measured.append({"here": _seconds(design, None), "ray": _seconds(design, address)})
    ratios = [each["ray"] / each["here"] for each in measured]
    return {
        "trials": TRIALS,
        "epochs": EPOCHS,
        "seconds": measured,
        "ratio": round(statistics.median(ratios), 3),
        "goal": 1.10,
    }


def _seconds(design: Design, cluster: str | None) -> float:
    """From the start of the worker until it has ended, all trained and the chosen one tested."""
    with tempfile.TemporaryDirectory() as folder:
        experiment = create_experiment(
            design,
            dataset_fingerprint=load_sample().fingerprint,
            sample=True,
            cluster=cluster,
            root=Path(folder),
        )
        worker = [sys.executable, "-m", "fashion_model.workers.worker", str(experiment.path)]
        began = time.monotonic()
        subprocess.run(worker, check=True, cwd=environment.ROOT)
        seconds = time.monotonic() - began
        state = state_of(experiment, read(experiment))
        if state != "finished":
            raise RuntimeError(f"the trainings are {state}")
        return round(seconds, 1)
