"""What each training picture has done to an answer, exactly: of a linear readout, not the network.

Without one of its training pictures the readout's answer to another is known from the one fit that
has been made (Sherman and Morrison, 1950, doi:10.1214/aoms/1177729893), and so it is without
several (Woodbury, 1950). Where that isn't possible, for a network itself, it is estimated: by a
second-order approximation (Koh and Liang, 2017, arXiv 1703.04730), which many layers make fragile,
or over random projections of many trained networks (Park and others, 2023, TRAK, arXiv 2303.14186).
What is told here is as good as the readout agrees with the network, which `agreement` says. The
penalty and the features stay as they are whatever is left out: the network has learned its features
from all those pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import Float64Array, FloatArray, UInt8Array
from fashion_model.attribution.ridge import Ridge
from fashion_model.metrics import Integers

_BLOCK = 250  # rows at a time, which become float64: they stay in the processor's cache


@dataclass(frozen=True, eq=False)
class Influence:
    """What each of n training pictures did to the readout's answer to one picture.

    Attributes:
        scores: The answer, (10,).
        changes: By how much each score changes without each training picture, (n, 10).
    """

    scores: Float64Array
    changes: Float64Array

    @property
    def label(self) -> int:
        """The readout's answer: the kind with the highest score."""
        return int(self.scores.argmax())

    @property
    def effects(self) -> Float64Array:
        """What each picture adds to the answer's lead over the strongest other kind, (n,).

        Above 0 it helped: without it the lead is smaller by so much.
        """
        effects: Float64Array = lead(self.scores, self.label) - lead(
            self.scores + self.changes, self.label
        )
        return effects

    def helped(self, count: int) -> NDArray[np.intp]:
        """Positions of the pictures that helped the answer most, at most `count`, most first."""
        return _highest(self.effects, count)

    def misled(self, count: int) -> NDArray[np.intp]:
        """Positions of those that took most from its lead, at most `count`, most first."""
        return _highest(-self.effects, count)


@dataclass(frozen=True)
class Agreement:
    """How often the readout answers what the network answers, on test pictures.

    Attributes:
        pictures: How many were asked.
        agreeing: On how many of them both say the same.
        wrong: How many of them the network gets wrong.
        agreeing_on_wrong: On how many of those both say the same.
    """

    pictures: int
    agreeing: int
    wrong: int
    agreeing_on_wrong: int


def influence(ridge: Ridge, features: FloatArray, picture: FloatArray) -> Influence:
    """What the training pictures, with `features` (n, d), did to the answer to `picture`, (d,)."""
    near = likeness(ridge, features, picture)
    changes = -near[:, np.newaxis] * ridge.errors_left_out()
    return Influence(ridge.scores(picture[np.newaxis])[0], changes)


def likeness(ridge: Ridge, features: FloatArray, picture: FloatArray) -> Float64Array:
    """How much each training picture's target counts in the score of `picture`, (n,)."""
    weighed = ridge.weighed(picture[np.newaxis] - ridge.mean)[0]
    starts = range(0, len(features), _BLOCK)
    products = [features[at : at + _BLOCK] @ weighed for at in starts]
    near: Float64Array = np.concatenate(products) - ridge.mean @ weighed + 1 / len(features)
    return near


def without(
    ridge: Ridge, features: FloatArray, picture: FloatArray, positions: Sequence[int]
) -> Float64Array:
    """The scores of `picture`, (10,), by the readout without the pictures at `positions`.

    The same to rounding as fitting it anew, with the same penalty.

    Raises:
        ValueError: nothing would be left.
    """
    out = np.unique(np.asarray(positions, np.intp))
    count = len(features)
    if len(out) >= count:
        raise ValueError("At least one training picture must stay.")
    rows = features[out] - ridge.mean
    weighed = ridge.weighed(rows)
    own = np.eye(len(out)) - weighed @ rows.T - 1 / count
    near = weighed @ (picture - ridge.mean) + 1 / count
    scores: Float64Array = ridge.scores(picture[np.newaxis])[0]
    return scores - near @ np.linalg.solve(own, ridge.residuals[out])


def agreement(
    ridge: Ridge, features: FloatArray, answers: Integers, labels: UInt8Array
) -> Agreement:
    """How the readout agrees with a network's `answers`, (n,), on test pictures.

    `features` (n, d) and `labels` (n,) are of those pictures, which no part of the readout was
    chosen by.
    """
    same, wrong = ridge.scores(features).argmax(axis=1) == answers, answers != labels
    return Agreement(len(labels), int(same.sum()), int(wrong.sum()), int((same & wrong).sum()))


def lead(scores: Float64Array, label: int) -> Float64Array:
    """By how much the score of `label` is above the highest other one; `scores` is (…, 10)."""
    ahead: Float64Array = scores[..., label] - np.delete(scores, label, axis=-1).max(axis=-1)
    return ahead


def _highest(values: Float64Array, count: int) -> NDArray[np.intp]:
    """Positions of the highest of `values` that are above 0."""
    order = np.argsort(-values, kind="stable")[:count]
    return order[values[order] > 0]
