"""Evaluation, epoch by epoch: the confusion matrix of the validation pictures as it was learned."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import Run
from fashion_model.words import count, percent, several
from ui import layout
from ui.elements import confusion
from ui.elements.charts import Spec
from ui.elements.colours import VALIDATION, WRONG
from ui.elements.confusion import Cell
from ui.evaluation import matrix
from ui.models import shelf
from ui.models.resources import Predictions, validated
from ui.state import Slot, begin_with, hold

_EPOCH = "evaluated_epoch"
_PER_PAGE = 15
_ENLARGED: Slot[int | None] = Slot("epoch_enlarged", None)


def fading_table(epochs: Sequence[int], pictures: Sequence[int], now: int) -> Any:
    """Return the Arrow table behind the line; `now` is the epoch that gets the point."""
    return pa.table(
        {
            "epoch": pa.array(epochs, pa.int32()),
            "pictures": pa.array(pictures, pa.int32()),
            "now": [epoch == now for epoch in epochs],
        }
    )


def fading(ink: str) -> Spec:
    """Return the chart for `fading_table`; `ink` is the colour of text."""
    x = {
        "field": "epoch",
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": {"title": "epoch", "tickMinStep": 1, "format": "d", "tickCount": 12},
    }
    y = {
        "field": "pictures",
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": {"title": "pictures", "tickMinStep": 1, "tickCount": 4},
    }
    here = {"transform": [{"filter": "datum.now"}]}
    return {
        "height": 180,
        "encoding": {"x": x, "y": y, "tooltip": [{"field": "epoch"}, {"field": "pictures"}]},
        "layer": [
            {"mark": {"type": "line", "color": VALIDATION, "strokeWidth": 2, "point": True}},
            {**here, "mark": {"type": "point", "filled": True, "size": 160, "color": WRONG}},
            {
                **here,
                "mark": {"type": "text", "dy": -14, "fontSize": 14, "fontWeight": "bold"},
                "encoding": {"text": {"field": "pictures"}, "color": {"value": ink}},
            },
        ],
    }


def draw(run: Run) -> None:
    """Draw the slider, the matrix after that epoch, how a confusion fades, and the pictures."""
    matrices = matrices_of(run)
    if not matrices:
        st.info("No epoch of this training is complete yet.", icon=":material/hourglass_empty:")
        return
    epoch = _slider(list(matrices))
    now = matrices[epoch]
    st.markdown(
        f"After epoch **{epoch}** it recognised **{count(int(now.trace()))}** of "
        f"{several(int(now.sum()), 'validation picture')} "
        f"({percent(now.trace() / max(1, now.sum()))}). {_story(matrices, (None, None))} "
        f"{_story(matrices, matrix.chosen()) if matrix.chosen() != (None, None) else ''}"
    )
    left, right = st.columns([5, 4], gap="large")
    with left:
        matrix.matrix(now, "validation")
        st.caption(
            "Validation pictures are not learned from; they tell after every epoch how far the "
            "network is. Move the slider: what starts as a cloud gathers on the diagonal."
        )
        matrix.choosers()
    with right:
        cell = matrix.chosen()
        _line(matrices, cell, epoch)
        predictions, position = _pictures(run, epoch, cell)
    if predictions is not None:
        shelf.close_up(predictions, position, key="epoch", what="Training picture")


def matrices_of(run: Run) -> dict[int, NDArray[np.int64]]:
    """Return the confusion matrix after each epoch, (10, 10), by epoch from 1."""
    return {epoch.epoch: np.asarray(epoch.confusion_matrix, np.int64) for epoch in run.curve.epochs}


def _slider(epochs: list[int]) -> int:
    """Draw the slider and return its epoch; with one epoch there is nothing to slide."""
    begin_with(_EPOCH, epochs[-1])
    if st.session_state[_EPOCH] not in epochs:  # of another, longer training
        st.session_state[_EPOCH] = epochs[-1]
    if len(epochs) == 1:
        return epochs[0]
    hold(_EPOCH, epochs[0], epochs[-1])  # a training under way grows, another is longer or shorter
    st.slider(
        "After epoch",
        epochs[0],
        epochs[-1],
        key=_EPOCH,
        persist_state="session",
        help="An epoch is one walk through all training pictures.",
    )
    return int(st.session_state[_EPOCH])


def tally(numbers: NDArray[np.int64], cell: Cell) -> int:
    """Return how many pictures a cell holds; of a row, a column or all: how many mistakes."""
    true, predicted = cell
    if true is not None and predicted is not None:
        return int(numbers[true, predicted])
    wrong = numbers - np.diag(numbers.diagonal())
    if true is not None:
        return int(wrong[true].sum())
    return int(wrong.sum() if predicted is None else wrong[:, predicted].sum())


def _subject(cell: Cell) -> str:
    """Return what is counted, in words."""
    true, predicted = cell
    if true is not None and predicted is not None:
        return confusion.phrase(cell)
    if true is not None:
        return f"{CLASS_NAMES[true]} taken for something else"
    if predicted is not None:
        return f"Something else taken for {CLASS_NAMES[predicted]}"
    return "All mistakes"


def _story(matrices: dict[int, NDArray[np.int64]], cell: Cell) -> str:
    first, last = min(matrices), max(matrices)
    before, after = tally(matrices[first], cell), tally(matrices[last], cell)
    if first == last:
        return f"{_subject(cell)}: {several(after, 'picture')}."
    return (
        f"{_subject(cell)}: {several(before, 'picture')} after the first epoch, "
        f"{count(after)} after the last."
    )


def _line(matrices: dict[int, NDArray[np.int64]], cell: Cell, epoch: int) -> None:
    subject = _subject(cell)
    st.markdown(f"**{subject}, after each epoch**")
    numbers = [tally(each, cell) for each in matrices.values()]
    st.vega_lite_chart(
        fading_table(list(matrices), numbers, epoch),
        fading(layout.INK),
        key="fading",
        alt=f"Line of the pictures per epoch. {subject}: {numbers[0]} after the first epoch, "
        f"{tally(matrices[epoch], cell)} after epoch {epoch}, {numbers[-1]} after the last.",
    )


def _pictures(run: Run, epoch: int, cell: Cell) -> tuple[Predictions | None, int | None]:
    predictions = validated(run, epoch)
    if predictions is None or not len(predictions.labels):
        st.caption("The single answers of this epoch were not kept; the numbers are all there is.")
        return None, None
    position = matrix.pictures(predictions, cell, "epoch", _ENLARGED, _PER_PAGE)
    if predictions.asked > len(predictions.labels):
        st.caption(
            "Here are those of the sample’s "
            f"{several(len(predictions.labels), 'validation picture')}; "
            f"the matrix counts all {count(predictions.asked)}."
        )
    return predictions, position
