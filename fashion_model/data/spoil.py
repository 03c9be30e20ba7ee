"""Training pictures made wrong on purpose: labels flipped, kinds hidden, rare or on another ground.

Only what a network is shown to learn from. Validation and test pictures stay as they are: they are
what the damage is seen by.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fashion_model.arrays import BoolArray, UInt8Array
from fashion_model.config import Spoiling
from fashion_model.config.setting import ConfigError
from fashion_model.data.dataset import Split
from fashion_model.labels import CLASS_NAMES

_KEPT, _FLIPPED = 3, 4  # streams of random numbers, beside those of batches
_BLACK = 10  # pixels below it may be ground; the collection's is 0, its edges a little more
_LIGHT = 220
_BLOCK = 2_000  # pictures at a time: their areas take four bytes a pixel
_SHIRT, _T_SHIRT = CLASS_NAMES.index("Shirt"), CLASS_NAMES.index("T-shirt/top")
_IN_A_PICTURE = np.zeros((3, 3, 3), np.bool_)  # neighbours within a picture, never across pictures
_IN_A_PICTURE[1] = [[False, True, False], [True, True, True], [False, True, False]]


def spoil(train: Split, spoiling: Spoiling, seed: int) -> Split:
    """A training part, n pictures, as `spoiling` wants it shown; the same `seed`, the same again.

    First kinds are hidden and made rare, then some get another ground, then labels are flipped:
    exactly the asked share of what is left. With a larger share the same ones, and more.

    Raises:
        ConfigError: nothing is left.
    """
    if not spoiling.active:
        return train
    kept = _still_shown(train, spoiling, seed)
    if not len(kept):
        raise ConfigError(
            "With this kind hidden, no training pictures are left: use a larger share of them."
        )
    images, labels = train.images[kept], train.labels[kept]
    return Split(
        _on_ground(images, labels, spoiling),
        _flip_labels(labels, spoiling, seed),
        train.indices[kept],
    )


def flipped(shown: Split, train: Split) -> BoolArray:
    """Whether each of the n pictures `shown` is labelled otherwise than in `train`, (n,)."""
    order = np.argsort(train.indices)
    where = order[np.searchsorted(train.indices[order], shown.indices)]
    wrong: BoolArray = train.labels[where] != shown.labels
    return wrong


def on_shown_ground(images: UInt8Array, labels: UInt8Array, spoiling: Spoiling) -> UInt8Array:
    """Training pictures, (n, 28, 28), with their own `labels`, (n,), on the ground they got."""
    return _on_ground(images.copy(), labels, spoiling)


def _still_shown(train: Split, spoiling: Spoiling, seed: int) -> NDArray[np.intp]:
    """Positions, ascending, of the pictures that are still shown."""
    shown = np.ones(len(train), np.bool_)
    if spoiling.few != "none":
        kind = np.flatnonzero(train.labels == CLASS_NAMES.index(spoiling.few))
        shuffled = np.random.default_rng([seed, _KEPT]).permutation(kind)
        shown[shuffled[spoiling.kept :]] = False
    if spoiling.hidden != "none":
        shown[train.labels == CLASS_NAMES.index(spoiling.hidden)] = False
    return np.flatnonzero(shown)


def _on_ground(images: UInt8Array, labels: UInt8Array, spoiling: Spoiling) -> UInt8Array:
    """`images`, (n, 28, 28), with a light ground for one kind, or for all the others."""
    if spoiling.ground_of == "none":
        return images
    own = labels == CLASS_NAMES.index(spoiling.ground_of)
    light = own if spoiling.ground == "bright" else ~own
    images[light] = brighten(images[light])
    return images


def brighten(images: UInt8Array) -> UInt8Array:
    """`images`, (n, 28, 28), on light grey: what is black there and reaches the picture's edge."""
    light = images.copy()
    for start in range(0, len(images), _BLOCK):
        block = light[start : start + _BLOCK]
        areas, count = ndimage.label(block < _BLACK, _IN_A_PICTURE)
        is_ground = np.zeros(count + 1, np.bool_)
        for edge in (areas[:, 0], areas[:, -1], areas[:, :, 0], areas[:, :, -1]):
            is_ground[edge] = True
        is_ground[0] = False  # what is not black
        block[is_ground[areas]] = _LIGHT
    return light


def _flip_labels(labels: UInt8Array, spoiling: Spoiling, seed: int) -> UInt8Array:
    """`labels`, (n,), of which the asked share has become other ones."""
    concerned = np.arange(len(labels))
    if spoiling.which == "shirts":
        concerned = np.flatnonzero((labels == _SHIRT) | (labels == _T_SHIRT))
    rng = np.random.default_rng([seed, _FLIPPED])
    chosen = rng.permutation(concerned)[: round(spoiling.flip * len(concerned))]
    kinds = np.unique(labels[concerned])  # a kind that is hidden is no label, either
    if len(kinds) < 2:
        return labels
    steps = rng.integers(1, len(kinds), len(concerned))[: len(chosen)]
    wrong = labels.copy()
    wrong[chosen] = kinds[(np.searchsorted(kinds, labels[chosen]) + steps) % len(kinds)]
    return wrong
