"""All that a training needs to go on as if it had never stopped, in one file.

`.keras` and `get_weights` lose the seed generators of dropout; `model.variables` holds them.
Shuffling and augmentation draw from the seed, the epoch and the batch: their state is the
position.
"""

import io
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from fashion_model.config import TrainConfig
from fashion_model.files import write_atomically
from fashion_model.runs.directory import CHECKPOINT

Weights = list[npt.NDArray[np.generic]]


class CheckpointError(RuntimeError):
    """A checkpoint that can't be used; the message says why."""


@dataclass
class Progress:
    """How far a training has come."""

    epoch: int = 0  # epochs done
    batch: int = 0  # batches done in the epoch under way
    loss_sum: float = 0.0  # over the pictures of the epoch under way
    hits: float = 0.0
    pictures: int = 0
    epoch_seconds: float = 0.0
    seconds: float = 0.0
    best_epoch: int = 0  # from 1; 0: none yet
    best_accuracy: float = -1.0
    best_loss: float = float("inf")
    best_weights: Weights = field(default_factory=list)
    # Of the latest weights, where the config asks for one.
    average: list[npt.NDArray[np.float32]] = field(default_factory=list)


def save_checkpoint(
    model: keras.Model, progress: Progress, config: TrainConfig, into: Path
) -> None:
    """Write everything atomically to `into / CHECKPOINT`.

    Raises:
        OSError: the disk is full; an earlier checkpoint is untouched.
    """
    numbers = {
        **asdict(progress),
        "best_weights": len(progress.best_weights),
        "average": len(progress.average),
        "config": json.dumps(config.to_stored()),
    }
    groups = {
        "model": [keras.ops.convert_to_numpy(each) for each in model.variables],
        "optimizer": [keras.ops.convert_to_numpy(each) for each in model.optimizer.variables],
        "best": progress.best_weights,
        "average": progress.average,
    }
    arrays = {f"{group}/{i:04d}": a for group, each in groups.items() for i, a in enumerate(each)}
    content = io.BytesIO()
    header = np.frombuffer(json.dumps(numbers).encode(), dtype=np.uint8)
    np.savez(content, allow_pickle=False, progress=header, **arrays)
    write_atomically(into / CHECKPOINT, content.getvalue())


def load_checkpoint(model: keras.Model, config: TrainConfig, path: Path) -> Progress:
    """Put a compiled, built `model` back to where the checkpoint left it.

    Raises:
        CheckpointError: it can't be read, or belongs to other settings.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            numbers = json.loads(stored["progress"].tobytes())
            names = sorted(name for name in stored.files if "/" in name)
            arrays = {name: stored[name] for name in names}
    except Exception as error:  # a flipped bit makes zipfile, zlib and NumPy raise anything
        raise CheckpointError("Its checkpoint is damaged and can't be resumed.") from error
    if TrainConfig.from_json(numbers.pop("config")) != config:  # an older one may name fewer
        raise CheckpointError("Its checkpoint belongs to other settings.")
    groups = {
        group: [a for name, a in arrays.items() if name.startswith(f"{group}/")]
        for group in ("model", "optimizer", "best", "average")
    }
    for group, variables in (("model", model.variables), ("optimizer", model.optimizer.variables)):
        for variable, value in zip(variables, groups[group], strict=True):
            variable.assign(value)
    kept = {"best_weights": groups["best"], "average": groups["average"]}
    return Progress(**{**numbers, **kept})
