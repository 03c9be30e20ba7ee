"""Which pictures are for training, validation, the sample and the wall: always the same ones.

One fixed random order of all pictures decides everything: of each class, the first 500 training
pictures in that order are the validation, the first 100 of these the sample's validation, the
first 4 the wall's. So every smaller choice lies inside the larger one by construction.
"""

import numpy as np
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES, TRAINING_PICTURES

SEED = 1708_07747  # the arXiv number of the Fashion-MNIST paper
VALIDATION_PER_CLASS = 500
SAMPLE_TRAIN_PER_CLASS = 900
SAMPLE_VALIDATION_PER_CLASS = 100
SAMPLE_TEST_PER_CLASS = 200
WALL_PER_CLASS = 4


def first_per_class(
    labels: NDArray[np.uint8], indices: NDArray[np.int32], count: int
) -> NDArray[np.intp]:
    """Positions of each class's first `count` pictures in the fixed order, class after class.

    `labels` and the official `indices` are (n,); the result is (10 x count,), or shorter where
    a class has fewer pictures.
    """
    rank = _ranks()[indices]
    chosen = []
    for label in range(len(CLASS_NAMES)):
        members = np.flatnonzero(labels == label)
        chosen.append(members[np.argsort(rank[members])][:count])
    return np.concatenate(chosen)


def validation_indices(labels: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Official indices (5,000,), ascending, of the validation part of all training `labels`."""
    everything = np.arange(len(labels), dtype=np.int32)
    chosen = first_per_class(labels, everything, VALIDATION_PER_CLASS)
    return everything[np.sort(chosen)]


def _ranks() -> NDArray[np.intp]:
    """The place of every official index in the fixed order.

    NumPy promises never to change RandomState's numbers; it makes no such promise for Generator.
    """
    return np.argsort(np.random.RandomState(SEED).permutation(TRAINING_PICTURES))
