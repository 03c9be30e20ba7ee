"""The example pictures: one of each kind, for those who will not draw."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED
from ui.elements import canvas, gallery
from ui.models import resources
from ui.state import EXAMPLE, Slot
from ui.visible import open_run

_STROKES: Slot[int] = Slot("strokes_at_example", 0)


@st.cache_data(show_spinner=False)
def firsts() -> list[int]:
    """Return, for each kind, a position in the sample's test pictures."""
    labels = resources.examples().labels
    return [int(np.flatnonzero(labels == label)[0]) for label in range(len(CLASS_NAMES))]


def answered() -> tuple[NDArray[np.int64], NDArray[np.float32]] | None:
    """Return which of the sample's test pictures the bundled network was asked, and its answers.

    Positions, (n,), and probabilities, (n, 10); None where it was never tested.

    Raises RunError where there is no bundled run.
    """
    predictions = open_run(BUNDLED).test_predictions()
    if predictions is None:
        return None
    probabilities, indices = predictions
    here, there = metrics.common_positions(resources.examples().indices, indices)
    return here, probabilities[there]


def strip(
    positions: Sequence[int],
    *,
    label: str,
    key: str,
    captions: Sequence[str] = (),
    across: int | None = 5,
) -> None:
    """Draw the sample's test pictures at `positions` as tiles; a click makes one the example.

    `label` names the strip to those who cannot see it.
    """
    split = resources.examples()
    chosen = EXAMPLE.get()
    gallery.draw(
        split.images[list(positions)],
        [f"Example: {CLASS_NAMES[split.labels[position]]}" for position in positions],
        label=label,
        key=key,
        captions=captions,
        chosen=positions.index(chosen) if chosen in positions else None,
        across=across,
        on_click=lambda number: _choose(positions[number]),
    )


def _choose(position: int) -> None:
    EXAMPLE.set(position)
    _STROKES.set(canvas.stroke_count())


def give_way() -> None:
    """Choose none if the visitor has drawn since the last click: only the newest is answered."""
    strokes = canvas.stroke_count()
    if strokes > _STROKES.get():
        EXAMPLE.clear()
    _STROKES.set(min(strokes, _STROKES.get()))  # to take a stroke back is not to draw


def chosen() -> tuple[NDArray[np.uint8], int] | None:
    """Return the chosen example, (28, 28), and its true label; None before the first click."""
    position = EXAMPLE.get()
    if position is None:
        return None
    split = resources.examples()
    return split.images[position], int(split.labels[position])
