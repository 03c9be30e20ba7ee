"""What a data set looks like as a whole: counts, average pictures, frequencies of brightness."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fashion_model.data.dataset import BLOCK, Dataset, Split
from fashion_model.labels import CLASSES, SIDE

LEVELS = 256  # values a pixel can have


def class_counts(dataset: Dataset) -> NDArray[np.int64]:
    """Pictures of each kind, (3, 10): training, validation and test, each kind by its label."""
    parts = (dataset.train, dataset.validation, dataset.test)
    return np.stack([np.bincount(part.labels, minlength=CLASSES) for part in parts])


def mean_pictures(split: Split) -> NDArray[np.uint8]:
    """The average picture of each kind, (10, 28, 28), 0 to 255; black where there is none."""
    means = np.zeros((CLASSES, SIDE, SIDE), np.float64)
    for label, images in _by_class(split):
        if len(images):
            means[label] = images.mean(axis=0)
    return np.rint(means).astype(np.uint8)


def pixel_frequencies(split: Split) -> NDArray[np.float64]:
    """How often each value occurs among a kind's pixels, (10, 256); each row sums to 1."""
    counts = np.zeros((CLASSES, LEVELS), np.int64)
    for label, images in _by_class(split):
        for start in range(0, len(images), BLOCK):  # bincount makes eight bytes of each pixel
            block = images[start : start + BLOCK]
            counts[label] += np.bincount(block.ravel(), minlength=LEVELS)
    shares: NDArray[np.float64] = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return shares


def _by_class(split: Split) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    for label in range(CLASSES):
        yield label, split.images[split.labels == label]
