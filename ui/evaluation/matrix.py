"""Evaluation, the confusion matrix: choose a cell, a row or a column, and see its pictures."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import several
from ui.evaluation import confusion, shelf
from ui.evaluation.confusion import Cell
from ui.models.resources import Predictions
from ui.state import Slot, begin_with, hold

ANY = "any kind"
_CLASSES = (ANY, *CLASS_NAMES)
_ENLARGED: Slot[int | None] = Slot("matrix_enlarged", None)


def draw(predictions: Predictions) -> None:
    """Draw the matrix of the test pictures, and the pictures behind what is chosen."""
    left, right = st.columns([5, 4], gap="large")
    with left:
        matrix(predictions.matrix, "test")
        st.caption(
            "One row for each kind, one column for each answer; on the diagonal the model is "
            "right. Click a number, or a kind's name for its whole row or column: the pictures "
            "appear beside it."
        )
    with right:
        cell = choosers()
        now = pictures(predictions, cell, "matrix", _ENLARGED)
    shelf.close_up(predictions, now, key="matrix", what="Test picture")


def matrix(numbers: NDArray[np.int64], which: str) -> None:
    """Draw `numbers`, (10, 10), of `which` pictures; a click sets the choosers."""
    begin_with("matrix_unit", "Pictures")
    st.segmented_control(
        "Numbers in the cells",
        ["Pictures", "Percent of the row"],
        key="matrix_unit",
        persist_state="session",
        required=True,
    )
    confusion.draw(
        numbers,
        in_percent=st.session_state["matrix_unit"] != "Pictures",
        chosen=chosen(),
        title=_title(numbers, which),
        key="matrix",
        on_click=_choose,
    )


def choosers() -> Cell:
    """Draw what does the same as a click in the matrix, and return the choice."""
    chosen()
    left, right = st.columns(2)
    left.selectbox("It really is", _CLASSES, key="cell_true", persist_state="session")
    right.selectbox("The model says", _CLASSES, key="cell_answer", persist_state="session")
    begin_with("only_mistakes", False)
    one_cell = None not in chosen()
    hold("only_mistakes", one_cell)
    st.toggle(
        "Only the mistakes",
        key="only_mistakes",
        persist_state="session",
        disabled=one_cell,
        help="For a whole row or column: leave out the pictures the model recognised.",
    )
    return chosen()


def chosen() -> Cell:
    """Return the cell, row or column the choosers name."""
    begin_with("cell_true", "Shirt")
    begin_with("cell_answer", "T-shirt/top")
    true, predicted = (
        None if name == ANY else CLASS_NAMES.index(name)
        for name in (st.session_state["cell_true"], st.session_state["cell_answer"])
    )
    return true, predicted


def _choose(cell: Cell) -> None:
    for key, label in zip(("cell_true", "cell_answer"), cell, strict=True):
        st.session_state[key] = ANY if label is None else CLASS_NAMES[label]


def pictures(
    predictions: Predictions,
    cell: Cell,
    key: str,
    enlarged: Slot[int | None],
    per_page: int = shelf.PER_PAGE,
) -> int | None:
    """Draw the pictures behind `cell`, most certain first; return which one to enlarge."""
    mixed = None in cell
    only_mistakes = mixed and bool(st.session_state["only_mistakes"])
    found = behind(predictions, cell, only_mistakes=only_mistakes)
    leaving_out = ", mistakes only" if only_mistakes else ""
    what = f"{confusion.phrase(cell)}{leaving_out}: {several(len(found), 'picture')}"
    st.markdown(f"**{what}**")
    now = shelf.current(enlarged, found)
    says, words = _said(cell)
    shelf.draw(
        predictions,
        found,
        key=key,
        label=what,
        now=now,
        enlarge=enlarged.set,
        says=says,
        per_page=per_page,
    )
    st.caption(
        f"Below each picture: {words}how certain the model was, the most certain first. Click one "
        "to enlarge it."
    )
    return now


def _said(cell: Cell) -> tuple[shelf.Says, str]:
    """Return what stands below the pictures of `cell`, and that in words."""
    if None not in cell:
        return "certainty", ""
    if cell[0] is None and cell[1] is not None:
        return "truth", "what it really is, and "
    return "answer", "the model’s answer, and "


def behind(
    predictions: Predictions, cell: Cell, *, only_mistakes: bool = False
) -> NDArray[np.intp]:
    """Return positions in `answers` of the pictures of `cell`, most certain first."""
    true, predicted = cell
    wanted = np.ones(len(predictions.labels), bool)
    if true is not None:
        wanted &= predictions.labels == true
    if predicted is not None:
        wanted &= predictions.given == predicted
    if only_mistakes:
        wanted &= ~predictions.right
    found = np.flatnonzero(wanted)
    return found[np.argsort(-predictions.certainty[found], kind="stable")]


def _title(numbers: NDArray[np.int64], which: str) -> str:
    true, predicted = metrics.worst_confusion(numbers)
    return (
        f"Confusion matrix of {several(int(numbers.sum()), f'{which} picture')}: rows are the "
        f"true kinds, columns the answers. {int(numbers.trace())} lie on the diagonal and are "
        f"right. The most common mistake: {int(numbers[true, predicted])} times "
        f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[predicted]}."
    )
