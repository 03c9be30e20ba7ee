"""Experiments on a cluster, and how far they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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
PATIENCE = 240.0  # seconds, on a machine that has other work


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
