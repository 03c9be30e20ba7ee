"""One function for each way to hand in a picture: the input, and the answer beside it."""

from collections.abc import Callable, Sequence

import streamlit as st

from ui import canvas, faults
from ui.answering import Model
from ui.classify import card, gallery, inputs, steps, teaching
from ui.classify.items import Item, Refusal
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


@st.fragment  # a stroke draws the board and the answer anew, not the whole page
def show(way: str, models: Sequence[Model]) -> None:
    """Draw the input of `way` and what each of `models` makes of it."""
    with faults.told():
        if way == UPLOAD:
            gallery.draw(models, inputs.uploaded())
        elif way == CAMERA:
            _one(models, inputs.photographed, "Your photo", "Take a photo")
        elif way == EXAMPLES:
            _one(models, inputs.example, "Drawings and photos", "Click a picture")
        else:
            st.markdown(
                "Draw one piece of clothing with the mouse or a finger, large; **its outline is "
                "enough**. The answer comes when you lift the pen."
            )
            _one(models, inputs.drawn, "Your drawing", "Draw something")
        steps.forget_shown()
    with faults.told():
        teaching.draw(models)


def _one(
    models: Sequence[Model],
    draw_input: Callable[[], Item | Refusal | None],
    name: str,
    invitation: str,
) -> None:
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=canvas.SIDE):
            st.markdown(f"**{name}**")
            received = draw_input()
            item = received if isinstance(received, Item) else None
            if len(models) > 1:  # beside the board there is room for two answers only
                card.seen(item)
        if isinstance(received, Refusal):
            card.refused(received)
        if len(models) > 1:
            card.replies(models, item, invitation=invitation)
        else:  # the answer first: it must be seen without scrolling
            with st.container(width=card.ALONE):
                card.replies(models, item, invitation=invitation)
                card.seen(item)
    if item is not None and item.steps:
        steps.strip(item)
