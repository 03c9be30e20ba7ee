"""Before and after: the same forty pictures after the first epoch, and after the best one."""

import numpy as np
import streamlit as st

from fashion_model.arrays import BoolArray
from fashion_model.data import DataError
from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.learning_curve.diagnosis import best_epoch
from fashion_model.runs import Run
from fashion_model.runs.events import Epoch, Wall
from fashion_model.words import count
from ui.elements import gallery
from ui.models import resources

ACROSS = 10
"""One column a kind."""


def draw(run: Run) -> None:
    """Draw both walls, and what lies between them; nothing without an epoch or its pictures."""
    epochs = run.curve.epochs
    if not epochs:
        return
    first, best = epochs[0], best_epoch(epochs)
    shown = [first] if first is best else [first, best]
    try:
        for column, epoch in zip(st.columns(2, gap="medium"), shown, strict=False):
            with column, st.container(gap="xsmall"):
                _draw(epoch)
    except DataError:  # said above the page
        return
    st.caption(between(first, best))


def between(first: Epoch, best: Epoch) -> str:
    """Return in words what changed on the wall from the `first` epoch to the `best`."""
    told = "It never learned from these pictures."
    if first is best:
        return f"{told} No later epoch was better."
    before, after = _right(first.wall), _right(best.wall)
    learned, lost = int((after & ~before).sum()), int((before & ~after).sum())
    told += f" In between it learned {count(learned)} more"
    told += f" and lost {count(lost)} again." if lost else "."
    return f"{told} Luck alone would get {len(before) // CLASSES} right."


def _draw(epoch: Epoch) -> None:
    wall, right = epoch.wall, _right(epoch.wall)
    validation = resources.dataset().validation
    where = resources.positions_of(validation, np.asarray(wall.indices, np.int32))
    images = validation.images[where]
    images[where < 0] = 0
    given = np.asarray(wall.probabilities).argmax(axis=1)
    labels = np.asarray(wall.labels)
    order = np.lexsort((np.arange(len(labels)), labels)).reshape(CLASSES, -1).T.ravel()
    st.markdown(f"**{right.sum()} of {len(right)} right** after epoch {epoch.epoch}")
    gallery.draw(
        images[order],
        [_told(int(labels[i]), int(given[i])) for i in order],
        label=f"{len(right)} pictures after epoch {epoch.epoch}, {right.sum()} of them named right",
        key=f"wall_after_{epoch.epoch}",
        right=[bool(right[i]) for i in order],
        across=ACROSS,
    )


def _right(wall: Wall) -> BoolArray:
    right: BoolArray = np.asarray(wall.probabilities).argmax(axis=1) == np.asarray(wall.labels)
    return right


def _told(label: int, given: int) -> str:
    if label == given:
        return f"{CLASS_NAMES[label]}, right"
    return f"{CLASS_NAMES[label]}, taken for {CLASS_NAMES[given]}"
