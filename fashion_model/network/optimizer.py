"""The learning rate at every step, and the average of the latest weights.

The rate is pure arithmetic, so a resume needs no state. Weights averaged over the latest batches
answer better than the latest ones alone: a falling average as in Tarvainen and Valpola, arXiv
1703.01780. In the beginning, when weights are soon outdated, it looks back over a tenth of the way
only, or less where the horizon is shorter.
"""

import math

import keras
import numpy as np
import numpy.typing as npt

WARM_UP = 0.1  # share of a one-cycle training spent speeding up (Smith, arXiv 1708.07120)
COLD = 25  # a one-cycle rate starts at its peak divided by this
EVERY = 8  # batches between two looks at the weights: each costs as much as a tenth of a batch
_YOUNG = 10  # the first weights are far from good: they should be forgotten soon


def learning_rate(schedule: str, peak: float, step: int, steps: int) -> float:
    """The rate for batch `step` (from 0) of `steps`."""
    done = step / max(1, steps)
    if schedule == "cosine":
        return peak * _fall(done)
    if schedule == "one-cycle":
        if done < WARM_UP:
            return peak * (1 / COLD + (1 - 1 / COLD) * done / WARM_UP)
        return peak * _fall((done - WARM_UP) / (1 - WARM_UP))
    return peak


def _fall(done: float) -> float:
    """Half a cosine wave from 1 towards 0."""
    return 0.5 * (1 + math.cos(math.pi * done))


def ema_update(
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
