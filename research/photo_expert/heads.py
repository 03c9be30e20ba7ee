"""Learn linear heads on features: softmax regression with weight decay, by L-BFGS."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from fashion_model.arrays import FloatArray
from fashion_model.calibration import softmax
from fashion_model.labels import NONE
from fashion_model.photo_expert import QUARTERS, Heads
from research.photo_expert.cut_off import CutOff
from research.photo_expert.drawings import Drawings
from research.photo_expert.features import Learned

DECAY_KINDS, DECAY_PHOTO, DECAY_TURNED = 4.5e-3, 1e-4, 3e-5
DECAY_DRAWN, DECAY_CUT_OFF = 3e-3, 3e-3
_CAUTION = 1.5  # added to the logit of "none of the ten": there are more strangers than we have
_ITERATIONS = 80
_CONCEPTS = {  # by kind, the concepts of ImageNet that are one
    0: (610,),  # jersey
    1: (608,),  # jean
    2: (841, 474),  # sweatshirt, cardigan
    3: (578, 689),  # gown, overskirt
    4: (869, 617),  # trench coat, lab coat
    5: (774, 502),  # sandal, clog
    7: (770,),  # running shoe
    8: (414, 636, 748),  # backpack, mailbag, purse
    9: (514,),  # cowboy boot
}
_TRUST = 3.0  # how many times a concept's own weights a kind's are drawn to
_STRANGERS = 1000  # concepts, all as likely for something that is none of the ten
_FEWEST = 20  # pictures of a kind, for its concepts to count


def learn(
    learned: Learned,
    drawings: Drawings,
    cut_off: CutOff,
    concepts: FloatArray,
    offsets: FloatArray,
) -> Heads:
    """All heads; `concepts` (1280, 1000) and `offsets` (1000,) are the network's own last layer."""
    features = learned.features.astype(np.float32)
    photos, as_taken = learned.photo, learned.in_place & (learned.quarters == 0)
    kinds = fit(features[photos], learned.targets[photos], DECAY_KINDS, known_before(concepts))
    kinds[-1, NONE] += _CAUTION
    drawn_or_photo = np.eye(2, dtype=np.float32)[photos.astype(np.int64)]
    photo = fit(features[as_taken], drawn_or_photo[as_taken], DECAY_PHOTO)
    quarters = np.eye(QUARTERS, dtype=np.float32)[learned.quarters]
    turned = fit(features[photos], quarters[photos], DECAY_TURNED)
    levels, steps = _in_steps(concepts)
    strange = _strangeness(features[photos], learned.targets[photos], levels * steps, offsets)
    drawn, cut = learn_drawn(drawings), learn_cut_off(cut_off)
    return Heads(kinds, drawn, photo, cut, turned, levels, steps, offsets, strange)


def learn_drawn(drawings: Drawings) -> FloatArray:
    """The head that names drawings, (1281, 11)."""
    return fit(drawings.features.astype(np.float32), drawings.targets, DECAY_DRAWN)


def learn_cut_off(photos: CutOff) -> FloatArray:
    """The head that tells what reaches beyond a photo's edges, (1282, 2)."""
    whole_or_cut = np.eye(2, dtype=np.float32)[photos.cut.astype(np.int64)]
    return fit(photos.features.astype(np.float32), whole_or_cut, DECAY_CUT_OFF)


def known_before(concepts: FloatArray) -> FloatArray:
    """What ImageNet had taught of our kinds, (1281, 11): weights to begin with, and to stay near.

    There are three photos of bags to learn from; the network had been shown thousands.
    """
    known = np.zeros((len(concepts) + 1, NONE + 1), np.float32)
    for kind, own in _CONCEPTS.items():
        known[:-1, kind] = _TRUST * concepts[:, own].mean(axis=1)
    return known


def fit(
    features: FloatArray, targets: FloatArray, decay: float, near: FloatArray | None = None
) -> FloatArray:
    """Weights (d + 1, k), the last row for the bias; rare kinds weigh more, by their root.

    They decay towards those in `near`, else towards none.
    """
    labels = targets.argmax(axis=1)
    weights = 1 / np.sqrt(np.bincount(labels, minlength=targets.shape[1]))[labels]
    weights = (weights / weights.sum()).astype(np.float32)[:, np.newaxis]
    shape = (features.shape[1] + 1, targets.shape[1])
    start = np.zeros(shape, np.float32) if near is None else near

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        head = flat.reshape(shape).astype(np.float32)
        said = softmax(features @ head[:-1] + head[-1])
        wrong = (said - targets) * weights
        away = head[:-1] - start[:-1]
        slope = np.vstack([features.T @ wrong + 2 * decay * away, wrong.sum(axis=0)])
        value = -(weights * targets * np.log(said + 1e-12)).sum() + decay * (away**2).sum()
        return float(value), slope.ravel().astype(np.float64)

    found = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    return np.asarray(found.x.reshape(shape), np.float32)


def _in_steps(concepts: FloatArray) -> tuple[NDArray[np.int8], FloatArray]:
    """One byte for each weight: a quarter of the size."""
    steps = np.abs(concepts).max(axis=0) / 127
    return np.rint(concepts / steps).astype(np.int8), steps.astype(np.float32)


def _strangeness(
    features: FloatArray, targets: FloatArray, concepts: FloatArray, offsets: FloatArray
) -> FloatArray:
    """How likely what looks like each concept is none of the ten, (1000,), by Bayes.

    No picture of a stranger is needed: clothing looks like few of the thousand concepts, and a
    stranger may look like any.
    """
    labels = targets.argmax(axis=1)
    looks = [
        softmax(features[labels == kind] @ concepts + offsets).mean(axis=0)
        for kind in range(NONE)
        if (labels == kind).sum() >= _FEWEST
    ]
    clothing = np.mean(looks, axis=0) if looks else np.zeros(_STRANGERS)
    return np.asarray(1 / (1 + _STRANGERS * clothing), np.float32)
