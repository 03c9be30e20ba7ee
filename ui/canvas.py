"""The drawing board: the one place that knows streamlit-drawable-canvas.

The component forgets its picture on a page switch even when the strokes are restored, so strokes
and pixels of the last drawing are kept in the session here.
"""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_drawable_canvas import st_canvas

from ui.state import CANVAS_NUMBER, CANVAS_START, DRAWING, DRAWING_PIXELS, begin_with

SIDE = 280
INK, PAPER = "#000000", "#ffffff"


def draw() -> NDArray[np.uint8] | None:
    """Draw the board with its pen and clear button; return the drawing, RGBA (280, 280, 4).

    None while there is nothing on the board.
    """
    begin_with("pen", 18)
    key = f"canvas_{CANVAS_NUMBER.get()}"
    if key not in st.session_state:
        # Fixed until the board is left: a board that got its own strokes back as a new beginning
        # after each of them would forget what undo has to undo.
        CANVAS_START.set(DRAWING.get())
    result = st_canvas(
        stroke_width=st.session_state["pen"],
        stroke_color=INK,
        background_color=PAPER,
        width=SIDE,
        height=SIDE,
        drawing_mode="freedraw",
        initial_drawing=CANVAS_START.get(),
        return_image_data=True,
        key=key,
    )
    strokes = (result.json_data or {}).get("objects") or []
    pixels = result.image_data
    if pixels is not None:
        DRAWING.set({"objects": strokes} if strokes else None)
        DRAWING_PIXELS.set(np.asarray(pixels, np.uint8) if strokes else None)
    _tools()
    return DRAWING_PIXELS.get()


def _tools() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", width=SIDE):
        st.slider(
            "Pen width",
            6,
            40,
            key="pen",
            persist_state="session",
            help="Fill the shape: the network has only seen whole garments, never outlines.",
        )
        st.button("Clear", key="clear_canvas", icon=":material/ink_eraser:", on_click=_clear)


def _clear() -> None:
    DRAWING.clear()
    DRAWING_PIXELS.clear()
    CANVAS_NUMBER.set(CANVAS_NUMBER.get() + 1)
