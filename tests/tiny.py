"""A real training small enough for a test: some pictures of the bundled sample."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fashion_model.config import Augmentation, ConvBlock, TrainConfig
from fashion_model.data import Dataset, Split, load_sample
from fashion_model.environment import ROOT
from fashion_model.runs import Run, RunSummary, create_run, open_run
from fashion_model.runs.directory import CHECKPOINT
from fashion_model.runs.events import Batch, Epoch, Event, Started, Wall, parse_event

TINY = TrainConfig(
    blocks=(ConvBlock(4, batch_norm=True), ConvBlock(8, stride=2, pooling="none")),
    dense=(16,),
    dropout=0.4,
    schedule="one-cycle",
    learning_rate=1e-2,
    batch_size=32,
    epochs=3,
    augmentation=Augmentation(flip=0.5, shift=2, rotation=10, erasing=0.5),
    threads=1,
)
IN_A_WORKER = TrainConfig.from_dict({**TINY.to_dict(), "share": 0.1, "epochs": 4})


def tiny_dataset(pictures: int = 320) -> Dataset:
    """`pictures` to train on, and 10 of each class to validate and to test."""
    sample = load_sample()
    return Dataset(
        train=_some(sample.train, pictures // 10),
        validation=_some(sample.validation, 10),
        test=_some(sample.test, 10),
        source="a test",
        is_sample=True,
    )


def queue_run(root: Path, config: TrainConfig = IN_A_WORKER, name: str = "A run") -> Run:
    """Put a training on the sample in line."""
    fingerprint = load_sample().fingerprint
    return create_run(config, name, dataset_fingerprint=fingerprint, sample=True, root=root)


def train_in_worker(run: RunSummary) -> None:
    """Train what is in line in a process of its own, as a server does, to the end."""
    worker = [sys.executable, "-m", "fashion_model.workers.worker", str(run.path)]
    subprocess.run(worker, check=True, cwd=ROOT, timeout=300)


def begin_run(root: Path, config: TrainConfig = IN_A_WORKER, name: str = "A run") -> Run:
    """A training on the sample that has begun, and that no server takes from the line."""
    fingerprint = load_sample().fingerprint
    return create_run(
        config, name, dataset_fingerprint=fingerprint, sample=True, at_once=True, root=root
    )


def started(config: TrainConfig, batches_per_epoch: int = 10) -> Started:
    """The event with which a worker begins a training."""
    return Started(
        parameters=1,
        layers=[],
        epochs=config.epochs,
        train_pictures=batches_per_epoch * config.batch_size,
        batches_per_epoch=batches_per_epoch,
        batch_size=config.batch_size,
        validation_pictures=10,
    )


def epoch(number: int, **figures: Any) -> Epoch:
    """An event of an epoch of 10 batches; `figures` replaces its numbers, all 0.5."""
    diagonal = np.eye(10, dtype=int).tolist()
    usual = Epoch(
        epoch=number,
        step=10 * number,
        loss=0.5,
        accuracy=0.5,
        validation_loss=0.5,
        validation_accuracy=0.5,
        seconds=0.5,
        confusion_matrix=diagonal,
        wall=Wall(indices=[0] * 10, labels=list(range(10)), probabilities=diagonal),
        watch=[],
    )
    return replace(usual, **figures)


def batch(number: int, **figures: Any) -> Batch:
    """An event of the batch `number` of the first epoch; `figures` replaces its numbers."""
    usual = Batch(
        epoch=1,
        step=number,
        batch=number,
        loss=0.5,
        accuracy=0.5,
        learning_rate=0.01,
        images_per_second=100.0,
    )
    return replace(usual, **figures)


def make_event(kind: str, values: Mapping[str, Any]) -> Event:
    """The event that a line of `events.jsonl` would be."""
    event = parse_event({"event": kind, "time": time.time(), **values})
    assert event is not None, (kind, values)
    return event


def wait_for(
    run: Run, what: Callable[[Run], bool], *, seconds: float = 150.0, root: Path | None = None
) -> Run:
    """The run, opened anew, as soon as `what` holds of it."""
    deadline = time.monotonic() + seconds
    while True:
        now = open_run(run.id, root or run.path.parent)
        if what(now):
            return now
        assert time.monotonic() < deadline, (now.state, now.reason, now.events[-1:])
        time.sleep(0.05)


def wait_until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for what other threads and processes do."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _some(split: Split, per_class: int) -> Split:
    places = np.concatenate([np.flatnonzero(split.labels == k)[:per_class] for k in range(10)])
    return Split(split.images[places], split.labels[places], split.indices[places])


def save(path: Path) -> None:
    """Leave what looks like a checkpoint in the run directory `path`."""
    (path / CHECKPOINT).parent.mkdir(exist_ok=True)
    (path / CHECKPOINT).touch()
