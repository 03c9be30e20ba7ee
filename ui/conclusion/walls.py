"""Before and after: the same forty pictures after the first epoch, and after the best one."""

import streamlit as st

from fashion_model.data import DataError
from fashion_model.labels import CLASSES
from fashion_model.learning_curve.diagnosis import best_epoch
from fashion_model.runs import Run
from fashion_model.runs.events import Epoch
from fashion_model.words import count
from ui.models import wall


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
    before, after = wall.right(first.wall), wall.right(best.wall)
    learned, lost = int((after & ~before).sum()), int((before & ~after).sum())
    told += f" In between it learned {count(learned)} more"
    told += f" and lost {count(lost)} again." if lost else "."
    return f"{told} Luck alone would get {len(before) // CLASSES} right."


def _draw(epoch: Epoch) -> None:
    named = wall.right(epoch.wall)
    st.markdown(f"**{named.sum()} of {len(named)} right** after epoch {epoch.epoch}")
    wall.draw(
        epoch.wall,
        label=f"{len(named)} pictures after epoch {epoch.epoch}, {named.sum()} of them named right",
        key=f"wall_after_{epoch.epoch}",
    )
