"""Clusters of one machine, experiments on a cluster, and how far they are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from fashion_model.config import TrainConfig
from fashion_model.data import load_sample
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import Experiment, create_experiment
from fashion_model.experiments.trials import read
from fashion_model.runs import Run, open_run
from tests.tiny import IN_A_WORKER, wait_until

SHORT = replace(IN_A_WORKER, epochs=3)
LONG = replace(IN_A_WORKER, epochs=100, share=0.5)
VARIED = Design("line-up", "Which?", SHORT, {"dropout": (0.1, 0.4)})
STORE_BYTES = 150_000_000
PATIENCE = 240.0  # seconds, on a machine that has other work


def head(cpus: int = 1) -> dict[str, Any]:
    """How the first machine of a cluster is started."""
    return {"num_cpus": cpus, "include_dashboard": False, "object_store_memory": STORE_BYTES}


@contextmanager
def head_alone(cpus: int = 1, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a cluster of one machine, started with `settings` in its environment."""
    code = (
        "import sys\n"
        "from ray.cluster_utils import Cluster\n"
        f"cluster = Cluster(initialize_head=True, head_node_args={head(cpus)})\n"
        "print(cluster.address, flush=True)\n"
        "sys.stdin.read()\n"
        "cluster.shutdown()\n"
    )
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    around = {**os.environ, **(settings or {})}
    with subprocess.Popen([sys.executable, "-c", code], env=around, **pipes) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(60)


def make(root: Path, address: str, design: Design) -> Experiment:
    return create_experiment(
        design,
        dataset_fingerprint=load_sample().fingerprint,
        sample=True,
        cluster=address,
        root=root,
    )


def line_up(root: Path, address: str, base: TrainConfig, seeds: tuple[int, ...]) -> Experiment:
    return make(root, address, replace(VARIED, base=base, seeds=seeds))


def runs_in(experiment: Experiment) -> list[Run]:
    found = [trial.run for trial in read(experiment)]
    return [open_run(run.id, experiment.root) for run in found if run is not None]


def wait_all(experiment: Experiment, state: str) -> list[Run]:
    """Until all are in that state."""
    wait_until(lambda: all(run.state == state for run in runs_in(experiment)), seconds=PATIENCE)
    return runs_in(experiment)


def wait_learning(experiment: Experiment, epochs: int = 1) -> list[Run]:
    """Until all have some epochs behind them."""
    wait_until(
        lambda: all(len(run.curve.epochs) >= epochs for run in runs_in(experiment)),
        seconds=PATIENCE,
    )
    return runs_in(experiment)


def told(run: Run) -> list[tuple[object, ...]]:
    """What a training learned: all its epochs, to the bit."""
    return [(e.step, e.loss, e.accuracy, e.validation_loss, e.wall) for e in run.curve.epochs]


def trainings_there() -> list[psutil.Process]:
    """The processes of the cluster that train just now."""
    return [each for each in psutil.process_iter() if "ray::train" in _title(each)]


def _title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
