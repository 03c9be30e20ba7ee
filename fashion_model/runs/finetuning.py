"""Child runs: go on from a finished run for a few seconds, with a visitor's own pictures.

The parent stays as it is. The child is an ordinary run: it waits in line, has a curve, a model
and predictions; its last event says what it gained on those pictures and lost on the test.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.config import Augmentation, TrainConfig
from fashion_model.data import Dataset
from fashion_model.runs.directory import NAME_LENGTH, Run, RunError, RunSummary
from fashion_model.runs.examples import Examples
from fashion_model.runs.store import create_run
from fashion_model.runs.visitor import Visitor

PICTURES = 1_500  # training pictures an epoch, so that it forgets little of what it knew
EPOCHS = 3
BATCH = 64
RATE = 1e-3


def why_not_fine_tune(run: RunSummary) -> str | None:
    """Why `run` can't be taught, in a sentence; None if it can."""
    if run.ending is None:
        return "It can be taught when its training has ended."
    if run.keras_path is None:
        return "It kept no network that could go on learning: choose another training."
    return None


def fine_tune_run(
    parent: RunSummary,
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    dataset: Dataset,
    visitor: Visitor | None = None,
    root: Path | None = None,
) -> Run:
    """Put a child of `parent` in line, to learn from `images` and some pictures of `dataset`.

    `images` are prepared, uint8 (n, 28, 28); `labels` uint8 (n,). `visitor`: whose it is.

    Raises:
        RunError: the parent can't be taught, the pictures are no good, the line or disk is full.
    """
    reason = why_not_fine_tune(parent)
    if reason is not None:
        raise RunError(reason)
    examples = Examples(parent.id, images, labels)
    return create_run(
        finetuning_config(parent.config, len(dataset.train)),
        _name(parent.name, len(labels)),
        dataset_fingerprint=dataset.fingerprint,
        sample=dataset.is_sample,
        examples=examples,
        visitor=visitor,
        root=root,
    )


def finetuning_config(parent: TrainConfig, train_pictures: int) -> TrainConfig:
    """How the child of a run with the config `parent` learns: its network, in small steps.

    Everything is varied a little, because the few own pictures are shown again and again. A
    parent that learned from sketches goes on seeing some, lest it forget them.
    """
    varied = Augmentation(
        flip=0.5, shift=1, rotation=8, zoom=0.08, sketches=parent.augmentation.sketches
    )
    return replace(
        parent,
        optimizer="adam",
        learning_rate=RATE,
        schedule="cosine",
        batch_size=BATCH,
        epochs=EPOCHS,
        augmentation=varied,
        patience=None,
        share=min(1.0, max(0.01, PICTURES / train_pictures)),
        averaging=0,  # it is kept halfway to its parent instead
        precision="float32",
    )


def _name(parent: str, count: int) -> str:
    ending = f" + {count} of yours"
    return parent[: NAME_LENGTH - len(ending)] + ending
