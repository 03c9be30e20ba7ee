"""Evaluation: the way to Compare, where a training is seen beside others."""

import streamlit as st

from fashion_model.runs import RunSummary
from ui.layout import go
from ui.state import ALL_TRAININGS, PICKED_RUNS


def offer(run: RunSummary) -> None:
    """Draw the button that ticks `run` in the table of all trainings."""
    if st.button(
        "Compare it with other trainings",
        key="compare_with_others",
        icon=":material/compare_arrows:",
        help="Which is better, and where do they disagree? Tick another one there.",
    ):
        PICKED_RUNS.set((run.id,))
        ALL_TRAININGS.set(True)
        go("pages/compare.py")
