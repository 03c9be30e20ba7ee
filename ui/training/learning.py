"""What a training has learned so far: its two curves, and the wall of forty pictures."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data import DataError
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import Run
from ui import pictures, resources
from ui.charts import curves


def draw(run: Run) -> None:
    """Draw loss and accuracy, and the wall below them."""
    curve = run.curve
    if not curve.batches and not curve.epochs:
        return
    started = run.started
    per_epoch = started["batches_per_epoch"] if started else 1
    columns = st.columns(2)
    for column, quantity, words in zip(
        columns,
        ("accuracy", "loss"),
        (
            "Accuracy: the share of right answers. Up is good.",
            "Loss: its surprise at the right answer. Down is good.",
        ),
        strict=True,
    ):
        with column:
            st.caption(words)
            st.vega_lite_chart(
                curves.curve_table(curve.batches, curve.epochs, quantity, per_epoch),
                curves.curve(quantity, run.config.epochs),
                key=f"curve_{quantity}",
                alt=_curve_alt(quantity, curve.epochs),
            )
    if curve.epochs:
        wall(curve.epochs[-1])


def _curve_alt(quantity: str, epochs: list[dict[str, Any]]) -> str:
    if not epochs:
        return f"Chart of the {quantity} in the first epoch, batch by batch."
    first, last = epochs[0], epochs[-1]
    return (
        f"Chart of the {quantity} over {len(epochs)} epochs: validation from "
        f"{first[f'validation_{quantity}']:.3f} to {last[f'validation_{quantity}']:.3f}, "
        f"training from {first[quantity]:.3f} to {last[quantity]:.3f}."
    )


def wall(epoch: dict[str, Any]) -> None:
    """Draw the forty validation pictures with the answers after `epoch` (an epoch event)."""
    try:
        dataset = resources.dataset_if_ready()
    except DataError:
        return
    if dataset is None:
        st.caption("The pictures are being read …")
        return
    indices = np.asarray(epoch["wall"]["indices"], np.int32)
    labels = np.asarray(epoch["wall"]["labels"])
    answers = np.asarray(epoch["wall"]["probabilities"]).argmax(axis=1)
    where = resources.positions_of(dataset.validation, indices)
    # One column a kind: the eye then finds the kind that goes wrong.
    order = np.lexsort((np.arange(len(labels)), labels)).reshape(len(CLASS_NAMES), -1).T.ravel()
    images = dataset.validation.images[where]
    images[where < 0] = 0
    right = answers == labels
    mistakes = [
        f"{CLASS_NAMES[labels[i]]} taken for {CLASS_NAMES[answers[i]]}"
        for i in order
        if not right[i]
    ]
    st.caption(
        f"**{right.sum()} of {len(labels)} pictures right** after epoch {epoch['epoch']}. These "
        "are validation pictures: the network is asked about them but never learns from them. "
        f"One column for each kind: {', '.join(CLASS_NAMES)}."
    )
    with st.container(key="wall"):
        st.image(
            _wall_png(images[order], right[order]),
            alt=f"Wall of {len(labels)} validation pictures, {right.sum()} marked right with a "
            f"tick. Marked wrong with a cross: {'; '.join(mistakes) or 'none'}.",
        )


@st.cache_data(show_spinner=False, max_entries=32)
def _wall_png(images: pictures.U8, right: NDArray[np.bool_]) -> bytes:
    """Draw a wall once an epoch rather than once a second, and for all tabs together."""
    return pictures.wall(images, right)
