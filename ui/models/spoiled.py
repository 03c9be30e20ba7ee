"""What was done to the training data of a run, wherever it or they are shown."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.config.spoiled import in_a_sentence, left_out_in_a_sentence
from fashion_model.data import Split
from fashion_model.data.spoil import on_shown_ground
from fashion_model.runs import RunSummary
from fashion_model.words import plain


def note(run: RunSummary) -> None:
    """Say what was spoiled or left out; nothing where nothing was."""
    said = in_a_sentence(run.config.spoiling)
    if said is not None:
        st.caption(f":material/heart_broken: {plain(said)}")
    left_out = left_out_in_a_sentence(run.config)
    if left_out is not None:
        st.caption(f":material/filter_list_off: {left_out}")


def as_shown(
    train: Split, positions: NDArray[np.int64] | list[int], run: RunSummary
) -> NDArray[np.uint8]:
    """Return the pictures of `train` at `positions`, (n,), on the ground that `run` saw them on."""
    images, labels = train.images[positions], train.labels[positions]
    return on_shown_ground(images, labels, run.config.spoiling)


def note_labels(run: RunSummary) -> None:
    """Say of training pictures of `run` that they carry the labels it was shown."""
    if run.config.spoiling.active:
        st.caption(
            ":material/heart_broken: Pictures and labels are as this network was shown them: its "
            "training data were spoiled."
        )
