"""The official indices of a run's pictures, packed: 12,000 of them take some ten kilobytes."""

import base64
import zlib

import numpy as np
from numpy.typing import NDArray

from fashion_model.data import Dataset

LINE = 80  # characters


def packed_indices(dataset: Dataset) -> dict[str, list[str]]:
    """For each part one bit for every official picture, zlib-compressed, as lines of base64."""
    return {
        "train": _packed(dataset.train.indices),
        "validation": _packed(dataset.validation.indices),
        "test": _packed(dataset.test.indices),
    }


def _packed(indices: NDArray[np.int32]) -> list[str]:
    """Ascending `indices`, (n,), as lines of text."""
    if np.any(np.diff(indices) <= 0):
        raise ValueError("Only ascending indices can be packed as a set.")
    mask = np.zeros(int(indices.max()) + 1, np.bool_)
    mask[indices] = True
    text = base64.b64encode(zlib.compress(np.packbits(mask).tobytes(), 9)).decode("ascii")
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]
