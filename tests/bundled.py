"""What the bundled run answered, counted anew: tests of pages compare with this."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.data import load_sample
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED, open_run


@cache
def probabilities() -> NDArray[np.float32]:
    """Its answers, (2000, 10), on the sample's test pictures, in their order."""
    stored = open_run(BUNDLED).test_predictions()
    assert stored is not None
    answers, indices = stored
    test = load_sample().test
    here, there = metrics.common_positions(test.indices, indices)
    assert np.array_equal(here, np.arange(len(test)))
    return answers[there]


@cache
def matrix() -> NDArray[np.int64]:
    """The confusion matrix, (10, 10), of the sample's test pictures."""
    return metrics.confusion_matrix(probabilities(), load_sample().test.labels)


def times(true: str, prediction: str) -> int:
    """How many of the sample's test pictures of kind `true` it calls `answer`."""
    return int(matrix()[CLASS_NAMES.index(true), CLASS_NAMES.index(prediction)])


def validation_matrix(epoch: int) -> NDArray[np.int64]:
    """The confusion matrix, (10, 10), of its own validation pictures after `epoch`."""
    return np.asarray(open_run(BUNDLED).curve.epochs[epoch - 1].confusion_matrix, np.int64)
