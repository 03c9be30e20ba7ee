"""One function for each way to hand in a picture: the input, and the answer beside it."""

from collections.abc import Callable

import streamlit as st

from fashion_model.runs import Run
from ui import canvas
from ui.classify import card, inputs
from ui.classify.inputs import Received
from ui.classify.items import Item
from ui.state import begin_with

DRAW, UPLOAD, CAMERA, EXAMPLES = "Draw", "Upload", "Camera", "Examples"


def pick() -> str:
    """Draw the chooser of the way; return one of the four."""
    begin_with("way", DRAW)
    st.segmented_control(
        "How do you show it?",
        [DRAW, UPLOAD, CAMERA, EXAMPLES],
        key="way",
        persist_state="session",
        required=True,
        width="content",
    )
    return str(st.session_state["way"])


def show(way: str, run: Run) -> None:
    """Draw the input of `way` and what `run` makes of it."""
    if way == UPLOAD:
        card.gallery(run, inputs.uploaded())
    elif way == CAMERA:
        _one(run, inputs.photographed, "Your photo", "Take a photo")
    elif way == EXAMPLES:
        _one(run, inputs.example, "Ten test pictures", "Click a picture")
    else:
        st.markdown(
            "Draw one piece of clothing with the mouse or a finger, large, and **fill its shape**. "
            "The answer comes when you lift the pen."
        )
        _one(run, inputs.drawn, "Your drawing", "Draw something")


def _one(run: Run, draw_input: Callable[[], Received | None], name: str, invitation: str) -> None:
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=canvas.SIDE):
            st.markdown(f"**{name}**")  # short: the board's toolbar appears to its right
            received = draw_input()
        card.reply(run, received, invitation=invitation)
    if isinstance(received, Item) and received.steps:
        st.subheader("How your picture became 28 × 28 pixels")
        card.steps(received)
