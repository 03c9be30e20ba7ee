"""Evaluation, the part one clicks: the confusion matrix and the pictures behind a cell."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.data import Split
from fashion_model.labels import CLASS_NAMES
from ui import pictures
from ui.charts import confusion
from ui.state import begin_with
from ui.words import percent, several

GALLERY = 36
"""Pictures a page: few enough to load at once, and all rows full at any width of the window."""


@dataclass(frozen=True)
class Answers:
    """Test pictures with a model's answers: images (n, 28, 28), labels (n,), each (n, 10)."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    probabilities: NDArray[np.float32]

    @property
    def given(self) -> NDArray[np.int64]:
        """The kind the model names for each picture, (n,)."""
        given: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return given


def common(split: Split, probabilities: NDArray[np.float32], indices: NDArray[np.int32]) -> Answers:
    """Return the pictures of `split` that the model was asked about, found by official index."""
    here, there = metrics.common_positions(split.indices, indices)
    return Answers(split.images[here], split.labels[here], probabilities[there])


def draw(answers: Answers) -> None:
    """Draw the matrix, the chooser for those without a mouse, and the gallery."""
    begin_with("matrix_unit", "Pictures")
    begin_with("cell_true", "Shirt")
    begin_with("cell_answer", "T-shirt/top")
    matrix = metrics.confusion_matrix(answers.probabilities, answers.labels)
    st.segmented_control(
        "Numbers in the cells",
        ["Pictures", "Percent of the row"],
        key="matrix_unit",
        persist_state="session",
        required=True,
    )
    st.vega_lite_chart(
        confusion.confusion_table(matrix, in_percent=st.session_state["matrix_unit"] != "Pictures"),
        confusion.confusion(),
        key="matrix",
        on_select=_clicked,
        selection_mode="cell",
        alt=_alt(matrix),
    )
    st.caption("Click a cell to see its pictures below, or choose the two kinds here.")
    left, right = st.columns(2)
    left.selectbox("It really is", CLASS_NAMES, key="cell_true", persist_state="session")
    right.selectbox("The model says", CLASS_NAMES, key="cell_answer", persist_state="session")
    gallery(answers, st.session_state["cell_true"], st.session_state["cell_answer"])


def _clicked() -> None:
    """Put the clicked cell into the two choosers, which alone say what the gallery shows."""
    state: Any = st.session_state["matrix"]
    cells = state.get("selection", {}).get("cell") or []
    if cells and cells[0].get("true") in CLASS_NAMES and cells[0].get("answer") in CLASS_NAMES:
        st.session_state["cell_true"] = cells[0]["true"]
        st.session_state["cell_answer"] = cells[0]["answer"]


def _alt(matrix: NDArray[np.int64]) -> str:
    wrong = matrix - np.diag(matrix.diagonal())
    true, answer = np.unravel_index(int(wrong.argmax()), wrong.shape)
    return (
        f"Confusion matrix of {matrix.sum()} test pictures: rows are the true kinds, columns the "
        f"answers. {matrix.trace()} lie on the diagonal and are right. The most common mistake: "
        f"{wrong[true, answer]} times {CLASS_NAMES[true]} taken for {CLASS_NAMES[answer]}."
    )


def gallery(answers: Answers, true: str, answer: str) -> None:
    """Draw the pictures of kind `true` that the model called `answer`, most certain first."""
    kind, said = CLASS_NAMES.index(true), CLASS_NAMES.index(answer)
    found = np.flatnonzero((answers.labels == kind) & (answers.given == said))
    certainty = answers.probabilities[found, said]
    found = found[np.argsort(-certainty, kind="stable")]
    what = f"{true} taken for {answer}" if kind != said else f"{true}, recognised"
    st.markdown(f"**{what}: {several(len(found), 'picture')}**")
    if not len(found):
        st.caption("None at all. Try another cell.")
        return
    pages = -(-len(found) // GALLERY)
    first = 0
    if pages > 1:
        first = (st.pagination(pages, key=f"gallery_{kind}_{said}_{pages}") - 1) * GALLERY
    shown = found[first : first + GALLERY]
    shares = [percent(float(answers.probabilities[i, said]), 0) for i in shown]
    with st.container(horizontal=True, gap="small", key="gallery"):
        for i, share in zip(shown, shares, strict=True):
            st.image(
                pictures.png(answers.images[i], 3),
                caption=share,
                width=72,
                alt=f"{true} that the model calls {answer}, {share} certain",
            )
    st.caption("Below each picture: how certain the model was.")
