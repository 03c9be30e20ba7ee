"""What a training has learned so far: in words, as two curves, and on forty pictures."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data import DataError
from fashion_model.labels import CLASS_NAMES
from fashion_model.learning_curve.commentary import Kind, comment
from fashion_model.runs import Run
from fashion_model.runs.events import ENDINGS
from ui import gallery, resources
from ui.charts import curves
from ui.training import follow

ICONS: dict[Kind, str] = {
    "guessing": ":material/casino:",
    "fast": ":material/trending_up:",
    "slowing": ":material/trending_flat:",
    "memorising": ":material/psychology:",
    "unsteady": ":material/warning:",
    "best": ":material/star:",
    "ended": ":material/flag:",
}

WALL_WIDTH = 708
"""Pixels for ten tiles in a row, one for each kind; on a phone there are five."""


def draw(run: Run, state: str) -> None:
    """Draw the commentary, loss and accuracy, the followed drawing, and the wall of pictures.

    All of it has its place from the first moment on, so that nothing moves when it comes.
    """
    if state == "queued" or (state in ENDINGS and not run.curve.batches and not run.curve.epochs):
        return
    _commentary(run, state)
    _curves(run)
    follow.draw(run)
    if run.curve.epochs or state not in ENDINGS:
        wall(run.curve.epochs[-1] if run.curve.epochs else None)


def _commentary(run: Run, state: str) -> None:
    """Say what the curve shows; while it grows there is room for longer remarks (ui/style.py)."""
    key = "summary" if state in ENDINGS else "commentary"
    with st.container(key=key, border=True, gap="small"):
        remarks = comment(run.curve, state if state in ENDINGS else None)
        if not remarks and state not in ENDINGS:
            st.markdown("Here you read what is going on, as soon as it has seen some pictures.")
        for remark in remarks:
            st.markdown(f"{ICONS[remark.kind]} {remark.text}")


def _curves(run: Run) -> None:
    curve, started = run.curve, run.started
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
            table = curves.curve_table(curve.batches, curve.epochs, quantity, per_epoch)
            st.vega_lite_chart(
                table,
                curves.curve(quantity, run.config.epochs, table),
                key=f"curve_{quantity}",
                alt=_curve_alt(quantity, curve.epochs),
            )


def _curve_alt(quantity: str, epochs: list[dict[str, Any]]) -> str:
    if not epochs:
        return f"Chart of the {quantity} in the first epoch, batch by batch."
    first, last = epochs[0], epochs[-1]
    return (
        f"Chart of the {quantity} over {len(epochs)} epochs: validation from "
        f"{first[f'validation_{quantity}']:.3f} to {last[f'validation_{quantity}']:.3f}, "
        f"training from {first[quantity]:.3f} to {last[quantity]:.3f}."
    )


def wall(epoch: dict[str, Any] | None) -> None:
    """Draw the forty validation pictures with the answers after `epoch` (an epoch event).

    Before the first epoch's end there are no answers: then only their place is kept.
    """
    with st.container(key="wall", width=WALL_WIDTH):
        if epoch is None:
            st.caption(
                "Forty pictures it never learns from appear here after the first epoch, each with "
                "a tick if it is named right and a cross if not."
            )
            return
        try:
            dataset = resources.dataset_if_ready()
        except DataError:
            return
        if dataset is None:
            st.caption("The pictures are being read …")
            return
        indices = np.asarray(epoch["wall"]["indices"], np.int32)
        where = resources.positions_of(dataset.validation, indices)
        images = dataset.validation.images[where]
        images[where < 0] = 0
        _tiles(images, epoch)


def _tiles(images: NDArray[np.uint8], epoch: dict[str, Any]) -> None:
    labels = np.asarray(epoch["wall"]["labels"])
    answers = np.asarray(epoch["wall"]["probabilities"]).argmax(axis=1)
    right = answers == labels
    # One column a kind: the eye then finds the kind that goes wrong.
    order = np.lexsort((np.arange(len(labels)), labels)).reshape(len(CLASS_NAMES), -1).T.ravel()
    st.caption(
        f"**{right.sum()} of {len(labels)} pictures right** after epoch {epoch['epoch']}. These "
        "are validation pictures: the network is asked about them but never learns from them. "
        "Below each, what it says."
    )
    gallery.draw(
        images[order],
        [_told(int(labels[i]), int(answers[i])) for i in order],
        label=f"Wall of {len(labels)} validation pictures, {right.sum()} of them named right",
        key="wall_pictures",
        captions=[CLASS_NAMES[answers[i]] for i in order],
        right=[bool(right[i]) for i in order],
    )


def _told(label: int, answer: int) -> str:
    if label == answer:
        return f"{CLASS_NAMES[label]}, right"
    return f"{CLASS_NAMES[label]}, taken for {CLASS_NAMES[answer]}"
