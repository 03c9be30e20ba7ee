"""Weights averaged over the latest batches: they answer better than the latest ones alone.

A falling average as in Tarvainen and Valpola, arXiv 1703.01780. In the beginning, when weights are
soon outdated, it looks back over a tenth of the way only, or less where the horizon is shorter.
"""

import math

import keras
import numpy as np
import numpy.typing as npt

EVERY = 8  # batches between two looks at the weights: each costs as much as a tenth of a batch

_YOUNG = 10  # the first weights are far from good: they should be forgotten soon


def take_in(
    model: keras.Model, average: list[npt.NDArray[np.float32]], step: int, horizon: int
) -> None:
    """Move `average` towards the weights of `model` after batch `step` (from 1), in place.

    `horizon`: batches after which a weight counts for a third. An empty `average` is filled.
    """
    if step % EVERY:
        return
    latest = [keras.ops.convert_to_numpy(weight) for weight in model.weights]
    if not average:
        average.extend(np.array(each, np.float32) for each in latest)
        return
    looks = step / EVERY
    kept = min(math.exp(-EVERY / horizon), looks / (looks + _YOUNG))
    for mean, now in zip(average, latest, strict=True):
        mean += (1 - kept) * (now - mean)
