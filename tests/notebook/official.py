"""The official files as far as the bundled sample knows them, for notebooks without a network."""

import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.data import Dataset


def publish(dataset: Dataset, folder: Path) -> None:
    """Write `dataset` as the official files: its pictures at their official places, else black."""
    images = np.zeros((60_000, 28, 28), np.uint8)
    labels = np.zeros(60_000, np.uint8)
    for split in (dataset.train, dataset.validation):
        images[split.indices], labels[split.indices] = split.images, split.labels
    _write(folder / "train-images-idx3-ubyte.gz", images)
    _write(folder / "train-labels-idx1-ubyte.gz", labels)
    images, labels = np.zeros((10_000, 28, 28), np.uint8), np.zeros(10_000, np.uint8)
    images[dataset.test.indices] = dataset.test.images
    labels[dataset.test.indices] = dataset.test.labels
    _write(folder / "t10k-images-idx3-ubyte.gz", images)
    _write(folder / "t10k-labels-idx1-ubyte.gz", labels)


def _write(path: Path, values: NDArray[np.uint8]) -> None:
    header = bytes((0, 0, 8, values.ndim)) + np.array(values.shape, ">u4").tobytes()
    path.write_bytes(gzip.compress(header + values.tobytes(), 1))
