"""The pictures in their parts, and what they look like as a whole."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fashion_model.data.official import Arrays
from fashion_model.data.splits import WALL_PER_CLASS, first_per_class, validation_indices
from fashion_model.labels import CLASSES, SIDE

BLOCK = 2_000  # pictures moved at a time
LEVELS = 256  # values a pixel can have


def as_input(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What a network sees of `images`, (n, 28, 28): float32 `(n, 28, 28, 1)` in 0–1."""
    return images[..., np.newaxis].astype(np.float32) / np.float32(255)


@dataclass(frozen=True, eq=False)
class Split:
    """Pictures of one part; the arrays are read-only.

    `images` is uint8 (n, 28, 28), `labels` uint8 (n,), `indices` int32 (n,): places in the
    official 60,000 training pictures (training and validation) or 10,000 test pictures.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    indices: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Protect arrays that many visitors share."""
        for array in (self.images, self.labels, self.indices):
            array.flags.writeable = False

    def __len__(self) -> int:
        """The number of pictures."""
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training, validation and test pictures, and where they came from.

    `source` is in the visitor's words; `notices` has one sentence for each source that was
    there but couldn't be used.
    """

    train: Split
    validation: Split
    test: Split
    source: str
    is_sample: bool
    notices: tuple[str, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256, in hexadecimal, of all images, labels and indices."""
        digest = hashlib.sha256()
        for split in (self.train, self.validation, self.test):
            digest.update(np.ascontiguousarray(split.images).data)
            digest.update(np.ascontiguousarray(split.labels).data)
            digest.update(np.ascontiguousarray(split.indices, "<i4").data)
        return digest.hexdigest()


def split_official(arrays: Arrays, source: str, notices: tuple[str, ...] = ()) -> Dataset:
    """The full dataset: 55,000, 5,000 and 10,000 pictures.

    It takes over the memory of `arrays`, whose training pictures are reordered in place.
    """
    validation = validation_indices(arrays.train_labels)
    train = np.setdiff1d(np.arange(len(arrays.train_labels), dtype=np.int32), validation)
    count = len(train)
    images = _move_to_end(arrays.train_images, train, validation)
    return Dataset(
        train=Split(images[:count], arrays.train_labels[train], train),
        validation=Split(images[count:], arrays.train_labels[validation], validation),
        test=Split(
            arrays.test_images,
            arrays.test_labels,
            np.arange(len(arrays.test_labels), dtype=np.int32),
        ),
        source=source,
        is_sample=False,
        notices=notices,
    )


def wall_indices(dataset: Dataset) -> NDArray[np.intp]:
    """Positions (40,) in `dataset.validation`, 4 a class, class after class.

    They are the same official pictures for the sample and the full data.
    """
    validation = dataset.validation
    return first_per_class(validation.labels, validation.indices, WALL_PER_CLASS)


def _move_to_end(
    images: NDArray[np.uint8], train: NDArray[np.int32], validation: NDArray[np.int32]
) -> NDArray[np.uint8]:
    """Reorder `images` in place: `train` (ascending) first, then `validation`.

    A copy of the 55,000 pictures would double the 47 MB. Since train[i] >= i, every block is
    read before anything is written over it.
    """
    held = images[validation]
    for start in range(0, len(train), BLOCK):
        block = images[train[start : start + BLOCK]]
        images[start : start + len(block)] = block
    images[len(train) :] = held
    return images


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
