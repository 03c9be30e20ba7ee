"""A visitor's own pictures on their way to a training that learns from them.

They lie in the run directory only while the run waits in line: its worker takes them out before
it does anything else, and whoever stops or discards the run before that removes them. After that
they are in that worker's memory alone, so a crash leaves nothing behind.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.files import is_regular_file
from fashion_model.labels import CLASSES, SIDE
from fashion_model.runs.directory import RunError

MOST_OWN = 50  # pictures
_NAME = "lesson.npy"


@dataclass(frozen=True, eq=False)
class Examples:
    """What a run is to learn on top of what its parent knows.

    Attributes:
        parent: The id of the finished run it goes on from.
        images: Prepared pictures, uint8 (n, 28, 28), one to `MOST_OWN` of them.
        labels: What they are, uint8 (n,).

    Raises:
        RunError: there are none, too many, or they are no such pictures.
    """

    parent: str
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Check what a stranger or a damaged file may have brought."""
        n = len(self.labels)
        if not 1 <= n <= MOST_OWN:
            raise RunError(f"A network can be taught with 1 to {MOST_OWN} pictures at a time.")
        right = self.images.shape == (n, SIDE, SIDE) and self.labels.shape == (n,)
        if not right or {self.images.dtype, self.labels.dtype} != {np.dtype(np.uint8)}:
            raise RunError("These are not pictures as the network sees them, 28 × 28.")
        if self.labels.max() >= CLASSES:
            raise RunError("Each picture must be one of the ten kinds.")


def leave_examples(path: Path, examples: Examples) -> None:
    """Put the pictures into the run directory `path`; `OSError` on a full disk."""
    rows = np.column_stack([examples.labels, examples.images.reshape(len(examples.labels), -1)])
    np.save(path / _NAME, rows, allow_pickle=False)


def take_examples(path: Path, parent: str) -> Examples | None:
    """Take the pictures out of the run directory `path`; None where none, or no good ones, lie."""
    if not is_regular_file(path / _NAME):
        return None
    content = (path / _NAME).read_bytes()
    drop_examples(path)
    try:
        rows = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
        return Examples(parent, rows[:, 1:].reshape(-1, SIDE, SIDE), rows[:, 0])
    except Exception:  # noqa: BLE001 - NumPy reads the head as Python, which raises anything
        return None


def drop_examples(path: Path) -> None:
    """Remove the pictures from the run directory `path`, if any are left."""
    examples = path / _NAME
    if examples.is_file():  # a damaged run may be anything, even no folder
        examples.unlink(missing_ok=True)
