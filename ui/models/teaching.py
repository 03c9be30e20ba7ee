"""The way out for a network that was never shown drawings: train it anew, with some."""

import streamlit as st

from fashion_model.config import USUAL_SKETCHES
from fashion_model.runs import RunSummary, with_drawings
from fashion_model.words import percent
from ui import layout, plan

SHARE = percent(USUAL_SKETCHES, 0)


def offer(run: RunSummary, *, key: str) -> None:
    """Draw the button that plans what `run` was trained with, and drawings, and leads there."""
    if st.button(
        "Teach it drawings",
        key=f"teach_drawings_{key}",
        icon=":material/brush:",
        help=f"Plans a training with the same settings, in which {SHARE} of the pictures are "
        "redrawn the way people draw. It begins when you press Start training.",
        on_click=_plan,
        args=(run,),
    ):
        layout.go_to_form()


def _plan(run: RunSummary) -> None:
    plan.put(with_drawings(run))
    st.toast(
        f"Planned: the same settings, with {SHARE} drawings. Press Start training.",
        icon=":material/brush:",
    )
