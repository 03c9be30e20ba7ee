"""The learning rate at every step: pure arithmetic, so a resume needs no state."""

import math

WARM_UP = 0.1  # share of a one-cycle training spent speeding up (Smith, arXiv 1708.07120)
COLD = 25  # a one-cycle rate starts at its peak divided by this


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
