"""Evaluation, the confusion matrix: choose a cell, a row or a column, and see its pictures."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import several
from ui.elements import confusion
from ui.elements.confusion import Cell
from ui.models import shelf
from ui.models.resources import Predictions
from ui.state import Slot, begin_with, hold

ANY = "any kind"
UNITS = ("Pictures", "Percent of the row")
_CLASSES = (ANY, *CLASS_NAMES)
_ENLARGED: Slot[int | None] = Slot("matrix_enlarged", None)


def draw(predictions: Predictions) -> None:
    """Draw the matrix of the test pictures beside the pictures behind what is chosen in it."""
    left, right = st.columns([5, 4], gap="medium")
    with left:
        matrix(predictions.matrix, "test")
    below = st.container()
    with right:
        now = pictures(predictions, chosen(), "matrix", _ENLARGED)
    with below:
        choosers()
    shelf.close_up(predictions, now, key="matrix", what="Test picture")


def matrix(numbers: NDArray[np.int64], which: str, key: str = "matrix") -> None:
    """Draw `numbers`, (10, 10), of `which` pictures; a click sets the choosers."""
    begin_with("matrix_unit", UNITS[0])
    confusion.draw(
        numbers,
        in_percent=st.session_state["matrix_unit"] != UNITS[0],
        chosen=chosen(),
        title=_title(numbers, which),
        key=key,
        on_click=_choose,
    )


def choosers() -> None:
    """Draw what does the same as a click in the matrix, and what its numbers are."""
    begin_with("only_mistakes", False)
    one_cell = None not in chosen()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("It really is", _CLASSES, key="cell_true", persist_state="session", width=150)
        st.selectbox(
            "The model says", _CLASSES, key="cell_answer", persist_state="session", width=150
        )
        st.segmented_control(
            "Numbers in the cells", UNITS, key="matrix_unit", persist_state="session", required=True
        )
        hold("only_mistakes", one_cell)
        st.toggle(
            "Only the mistakes",
            key="only_mistakes",
            persist_state="session",
            disabled=one_cell,
            help="For a whole row or column: leave out the pictures the model recognised.",
        )


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
    only_mistakes = mixed and bool(st.session_state.get("only_mistakes"))
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
    st.caption(f"{words}most certain first. Click one to enlarge it.")
    return now


def _said(cell: Cell) -> tuple[shelf.Says, str]:
    """Return what stands below the pictures of `cell`, and that in words."""
    if None not in cell:
        return "certainty", "How certain the model was, "
    if cell[0] is None and cell[1] is not None:
        return "truth", "What it really is, and how certain the model was, "
    return "answer", "The model’s answer, and how certain it was, "


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
    right = int(numbers.trace())
    lie = "lies on the diagonal and is" if right == 1 else "lie on the diagonal and are"
    return (
        f"Confusion matrix of {several(int(numbers.sum()), f'{which} picture')}: rows are the "
        f"true kinds, columns the answers. {right} {lie} right. "
        f"The most common mistake: {several(int(numbers[true, predicted]), 'time')} "
        f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[predicted]}."
    )
