"""What each batch of the classifier's training consists of, and how it is varied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.augment import augment, sketch
from fashion_model.config import Augmentation
from fashion_model.data import Split
from fashion_model.labels import NONE
from research.training_pictures import ANSWERS, Group, target

Rng = np.random.Generator

DATASET, SKETCHED = "fashion_mnist", "sketched"
PARTS: dict[str, int] = {
    DATASET: 128,
    SKETCHED: 20,
    "doodle": 40,
    "photo": 56,
    "composite": 26,
    "worn": 20,
    "shop": 20,
    "street": 24,
    "icon": 8,
    "sketch": 4,
}
"""Pictures of each origin in a classifier's batch; where an origin is missing, it is smaller."""
EXPERT_PARTS: dict[str, int] = {
    DATASET: 152,
    SKETCHED: 3,
    "doodle": 3,
    "photo": 8,
    "composite": 6,
    "worn": 4,
    "shop": 2,
    "street": 2,
    "icon": 2,
    "sketch": 2,
}
"""The same for the expert, who only has to tell the others from the data set's."""

_GENTLE = Augmentation(flip=0.5, shift=2.0, erasing=0.25)
_MEDIUM = Augmentation(flip=0.5, shift=1.5, rotation=5.0, zoom=0.08, erasing=0.2)
_STRONG = Augmentation(flip=0.5, shift=2.0, rotation=10.0, zoom=0.14, erasing=0.25)
_NEGATED = ("photo", "composite", "worn", "shop", "icon")
_TAKEN = ("photo", "street")
_ON_ITS_SIDE = 0.05  # of what was taken with a camera, to either side


@dataclass(frozen=True)
class _Source:
    group: Group
    chances: NDArray[np.float64]


class Mixture:
    """Draws batches; the same seed and step, the same batch."""

    def __init__(
        self, train: Split, groups: dict[str, Group], seed: int, *, expert: bool = False
    ) -> None:
        """`groups` by the names of `PARTS`; the two made from `train` are added here.

        `expert`: for the expert, to whom all but the data set's own are "none of these".
        """
        self._parts = EXPERT_PARTS if expert else PARTS
        rows = np.stack([target(label) for label in range(ANSWERS)])
        dataset = Group(train.images, rows[train.labels])
        whole = {**groups, SKETCHED: dataset}
        if expert:
            whole = {name: _as_strangers(group) for name, group in whole.items()}
        whole[DATASET] = dataset
        self._sources = {
            name: _Source(whole[name], _chances(whole[name]))
            for name in self._parts
            if name in whole
        }
        self._seed = seed

    def batch(self, step: int) -> tuple[UInt8Array, FloatArray]:
        """Pictures uint8 (n, 28, 28) and targets float32 (n, 11) of batch `step`."""
        rng = np.random.default_rng([self._seed, step])
        images, targets = [], []
        for name, source in self._sources.items():
            chosen = np.searchsorted(source.chances, rng.random(self._parts[name]))
            images.append(_vary(source.group.images[chosen], name, rng))
            targets.append(source.group.targets[chosen])
        return np.concatenate(images), np.concatenate(targets)


def _as_strangers(group: Group) -> Group:
    return Group(group.images, np.tile(target(NONE), (len(group.images), 1)))


def _chances(group: Group) -> NDArray[np.float64]:
    """Cumulated chances: rare kinds more often than their share, by the root of their number."""
    labels = group.targets.argmax(axis=1)
    counts = np.bincount(labels, minlength=ANSWERS)
    weights = 1 / np.sqrt(counts[labels])
    return np.cumsum(weights / weights.sum() * (1 + 1e-9))


def _vary(images: UInt8Array, name: str, rng: Rng) -> UInt8Array:
    if name == DATASET:
        half = len(images) // 2
        varied = np.concatenate(
            [augment(images[:half], _GENTLE, rng), augment(images[half:], _MEDIUM, rng)]
        )
        return _shade(varied, 0.25, 0.0, rng)
    if name == SKETCHED:
        return augment(sketch(images, rng), _STRONG, rng)
    if name in _TAKEN:
        images = _on_their_side(images, rng)
    negated = 0.12 if name in _NEGATED else 0.0
    return augment(_shade(images, 0.5, negated, rng), _STRONG, rng)


def _on_their_side(images: UInt8Array, rng: Rng) -> UInt8Array:
    lying = rng.random(len(images)) < _ON_ITS_SIDE
    turned = np.rot90(images, int(rng.choice((1, 3))), axes=(1, 2))
    return np.where(lying[:, None, None], turned, images)


def _shade(images: UInt8Array, often: float, negated: float, rng: Rng) -> UInt8Array:
    """Lighten or darken some pictures by a power; swap light and dark within some items."""
    n = len(images)
    values = images.astype(np.float32) / 255
    swapped = (rng.random(n) < negated)[:, None, None] & (images > 12)
    values = np.where(swapped, 1.1 - values, values)
    power = np.where(rng.random(n) < often, np.exp(rng.normal(size=n) * 0.45), 1.0)
    shaded = np.clip(values, 0, 1) ** power.astype(np.float32)[:, None, None]
    return np.rint(255 * shaded).astype(np.uint8)
