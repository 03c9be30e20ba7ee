"""A real training small enough for a test: some pictures of the bundled sample."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from fashion_model.config import Augmentation, ConvBlock, TrainConfig
from fashion_model.data import Dataset, Split, load_sample
from fashion_model.runs import Run, create_run, open_run

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


def _some(split: Split, per_class: int) -> Split:
    places = np.concatenate([np.flatnonzero(split.labels == k)[:per_class] for k in range(10)])
    return Split(split.images[places], split.labels[places], split.indices[places])
