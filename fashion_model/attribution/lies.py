"""Find the lies: training pictures whose label the readout disowns once they are left out.

Exact for the readout: its score of each picture without that picture comes from the one fit (see
`ridge.py`). What was flipped on purpose is known, so the ranking can be held against the truth. The
features are as the network has them that learned from the wrong labels, too. On the bundled sample,
by Quick from three seeds: with 10 % flipped, 95 % of the 5 % most suspicious truly were; with 5 %
flipped, 77 %. Where the same networks had been shown the right labels, it is 96 and 78 %
(`python -m benchmarks measure find-lies`): wrong labels spoil the features very little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import BoolArray, UInt8Array
from fashion_model.attribution.answers import Found
from fashion_model.attribution.ridge import Ridge
from fashion_model.labels import CLASSES

SHARES = (0.05, 0.1)  # of the pictures, the most suspicious first, whose precision is told


@dataclass(frozen=True, eq=False)
class Suspicions:
    """How n training pictures fare with the readout that was fitted without each.

    Attributes:
        order: Their positions, the most suspicious first, (n,).
        suggested: The kind that the readout then names other than the label, (n,).
        margins: By how much its score is above the label's, (n,); below 0: the label wins.
    """

    order: NDArray[np.intp]
    suggested: NDArray[np.intp]
    margins: NDArray[np.float64]


def suspect(ridge: Ridge, labels: UInt8Array) -> Suspicions:
    """Suspect the pictures with `labels`, (n,), that `ridge` was fitted to."""
    scores = np.eye(CLASSES)[labels] - ridge.errors_left_out()
    rows = np.arange(len(labels))
    own = scores[rows, labels]
    scores[rows, labels] = -np.inf
    margins = scores.max(axis=1) - own
    return Suspicions(np.argsort(-margins, kind="stable"), scores.argmax(axis=1), margins)


def found(order: NDArray[np.intp], wrong: BoolArray) -> tuple[Found, ...]:
    """How many of the first in `order`, (n,), truly are `wrong`, (n,), for each of `SHARES`."""
    told = []
    for share in SHARES:
        looked = max(1, round(share * len(order)))
        told.append(Found(share, looked, int(wrong[order[:looked]].sum())))
    return tuple(told)
