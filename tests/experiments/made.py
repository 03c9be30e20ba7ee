"""Experiments as their workers would leave them, without training anything."""

import time
from collections.abc import Sequence
from pathlib import Path

from fashion_model.config import PRESETS
from fashion_model.data import load_sample
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import Experiment, create_experiment, open_experiment
from fashion_model.experiments.trials import read
from fashion_model.runs import RunSummary
from fashion_model.runs.directory import EXPERIMENTS
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Starting, Stopped
from tests.tiny import batch, epoch, started

DESIGN = Design("line-up", "Which dropout?", PRESETS["quick"], {"dropout": (0.0, 0.5)})


def make(root: Path, design: Design = DESIGN) -> Experiment:
    """Put an experiment on the sample in line."""
    fingerprint = load_sample().fingerprint
    return create_experiment(design, dataset_fingerprint=fingerprint, sample=True, root=root)


def runs_in_order(experiment: Experiment) -> list[RunSummary]:
    """Its runs in the order of its trainings."""
    return [trial.run for trial in read(experiment) if trial.run is not None]


def begin(run: RunSummary, *, batches: int = 10, epochs: Sequence[float] = ()) -> None:
    """Have `run` learn so many batches of its first epoch, then `epochs` that reach so much."""
    log = run.path / "events.jsonl"
    append_event(log, Starting(time=time.time() - 20, by="server"))
    append_event(log, started(run.config))
    for number in range(1, batches + 1):
        append_event(log, batch(number, accuracy=0.1 + 0.06 * number))
    for number, reached in enumerate(epochs, 1):
        append_event(log, epoch(number, validation_accuracy=reached, accuracy=reached))


def end(run: RunSummary, validation: float, test: float | None = None) -> None:
    """Have `run` end with so much right; the chosen one was asked the test pictures."""
    ending = Stopped(reason="Done.", validation_accuracy=validation, test_accuracy=test)
    append_event(run.path / "events.jsonl", ending)


def finish(experiment: Experiment, reached: Sequence[float]) -> Experiment:
    """End all trainings of `experiment`, in order, with so much right."""
    for run, validation in zip(runs_in_order(experiment), reached, strict=True):
        shares = (0.8, 0.93, 0.98, 1.0)
        begin(run, epochs=[share * validation for share in shares])
        end(run, validation)
    return experiment


def move(experiment: Experiment, root: Path) -> Experiment:
    """Put it and its runs into another folder of runs, where they appear as they are."""
    for run in runs_in_order(experiment):
        root.mkdir(parents=True, exist_ok=True)
        run.path.rename(root / run.id)
    (root / EXPERIMENTS).mkdir(exist_ok=True)
    experiment.path.rename(root / EXPERIMENTS / experiment.id)
    return open_experiment(experiment.id, root)
