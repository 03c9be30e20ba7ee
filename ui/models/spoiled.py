"""The line that says what the training data of a run were spoiled by, wherever it is shown."""

import streamlit as st

from fashion_model.config.spoiled import in_a_sentence
from fashion_model.runs import RunSummary
from fashion_model.words import plain


def note(run: RunSummary) -> None:
    """Say it of `run`; nothing where nothing was spoiled."""
    said = in_a_sentence(run.config.spoiling)
    if said is not None:
        st.caption(f":material/heart_broken: {plain(said)}")
