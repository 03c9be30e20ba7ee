"""Forty validation pictures with what a training says of them: one column for each kind."""

import numpy as np

from fashion_model.arrays import BoolArray, IntArray, UInt8Array
from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.runs.events import Wall
from ui.elements import gallery
from ui.models import resources


def right(wall: Wall) -> BoolArray:
    """Return which pictures of `wall` are named right, (n,)."""
    named: BoolArray = np.asarray(wall.probabilities).argmax(axis=1) == np.asarray(wall.labels)
    return named


def order(wall: Wall) -> IntArray:
    """Return the places of the pictures so that rows of ten hold one of each kind, (n,).

    The eye then finds the kind that goes wrong.
    """
    labels = np.asarray(wall.labels)
    placed = np.lexsort((np.arange(len(labels)), labels)).reshape(CLASSES, -1).T.ravel()
    return placed.astype(np.int64)


def images(wall: Wall) -> UInt8Array:
    """Return its pictures, (n, 28, 28), black where they are not here.

    Raises DataError when there are no pictures at all.
    """
    validation = resources.dataset().validation
    where = resources.positions_of(validation, np.asarray(wall.indices, np.int32))
    found = validation.images[where]
    found[where < 0] = 0
    return found


def draw(wall: Wall, *, label: str, key: str) -> None:
    """Draw the pictures with ticks and crosses; `label` names them to who cannot see them."""
    given = np.asarray(wall.probabilities).argmax(axis=1)
    named, placed = right(wall), order(wall)
    gallery.draw(
        images(wall)[placed],
        [_told(int(wall.labels[place]), int(given[place])) for place in placed],
        label=label,
        key=key,
        right=[bool(named[place]) for place in placed],
        across=CLASSES,
    )


def _told(label: int, given: int) -> str:
    if label == given:
        return f"{CLASS_NAMES[label]}, right"
    return f"{CLASS_NAMES[label]}, taken for {CLASS_NAMES[given]}"
