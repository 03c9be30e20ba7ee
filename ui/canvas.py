"""The drawing board: the one place that knows streamlit-drawable-canvas.

One drawing a visitor, shown on any page that calls `draw`. The component forgets its picture on a
page switch even when the strokes are restored, so strokes and pixels are kept in the session here.
Its own toolbar hides on touch screens, so undo and clear are ours: they hand the board another
beginning, which it draws at once and sends back.
"""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_drawable_canvas import st_canvas

from ui.state import DRAWING, DRAWING_PIXELS, Slot, begin_with

SIDE = 320
INK, PAPER = "#000000", "#ffffff"

# What the board began with. Its `take` counts beginnings: the same strokes under another number
# are drawn anew, under the same number nothing happens.
_BEGINNING: Slot[dict[str, Any]] = Slot("canvas_beginning", {"objects": [], "take": 0})
_SENT: Slot[bool] = Slot("canvas_sent", False)


def draw(key: str = "canvas") -> NDArray[np.uint8] | None:
    """Draw the board with undo, clear and pen; return the drawing, uint8 RGBA (SIDE, SIDE, 4).

    None while there is nothing on the board. Boards on different pages take different keys and
    show the same drawing; two on one page do not.
    """
    begin_with("pen", 20)
    if key not in st.session_state:
        # Fixed until the board is left: a board that got its own strokes back as a new beginning
        # after each of them would forget what its toolbar has to undo.
        _BEGINNING.set({**_BEGINNING.get(), "objects": _strokes()})
    result = st_canvas(
        stroke_width=st.session_state["pen"],
        stroke_color=INK,
        background_color=PAPER,
        width=SIDE,
        height=SIDE,
        drawing_mode="freedraw",
        initial_drawing=_BEGINNING.get(),
        return_image_data=True,
        on_change=_sent,
        key=key,
    )
    if _SENT.get():  # else the board still says what it said before an undo
        _SENT.clear()
        _keep((result.json_data or {}).get("objects") or [], result.image_data)
    _tools(key)
    return DRAWING_PIXELS.get()


def _tools(key: str) -> None:
    nothing = DRAWING_PIXELS.get() is None
    with st.container(horizontal=True, width=SIDE):
        st.button(
            "Undo",
            key=f"undo_{key}",
            icon=":material/undo:",
            on_click=_undo,
            disabled=nothing,
            width="stretch",
        )
        st.button(
            "Clear",
            key=f"clear_{key}",
            icon=":material/ink_eraser:",
            on_click=_clear,
            disabled=nothing,
            width="stretch",
        )
    st.slider(
        "Pen width",
        6,
        48,
        key="pen",
        persist_state="session",
        width=SIDE,
        help="In pixels of the board. A wide pen fills a shape quickly; the network has only seen "
        "whole garments, never outlines.",
    )


def _sent() -> None:
    _SENT.set(True)


def _keep(strokes: list[Any], pixels: NDArray[np.uint8] | None) -> None:
    if pixels is None:
        return
    DRAWING.set({"objects": strokes} if strokes else None)
    DRAWING_PIXELS.set(np.asarray(pixels, np.uint8) if strokes else None)


def _strokes() -> list[Any]:
    return list((DRAWING.get() or {}).get("objects") or [])


def _undo() -> None:
    _begin_anew(_strokes()[:-1])


def _clear() -> None:
    _begin_anew([])


def _begin_anew(strokes: list[Any]) -> None:
    """Put `strokes` on the board; its picture of them follows in a moment."""
    _BEGINNING.set({"objects": strokes, "take": _BEGINNING.get()["take"] + 1})
    DRAWING.set({"objects": strokes} if strokes else None)
    if not strokes:
        DRAWING_PIXELS.clear()
