"""The drawing board: the one place that knows streamlit-drawable-canvas.

One drawing a visitor, shown on any page that calls `draw`. The component forgets its picture on a
page switch even when the strokes are restored, so strokes and pixels are kept in the session here.
Its own tools are hidden (`canvas.js`): one of them stops all drawing, and no finger reaches them.
Undo and clear are ours: they hand the board another beginning, which it draws at once and sends
back. So does another colour of the board, which would wipe it otherwise.
"""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.components.v2.bidi_component import serialization
from streamlit.dataframe_util import is_dataframe_like

from ui.elements import strokes, tab
from ui.elements.component import Component
from ui.elements.strokes import BLACK, GREY, WHITE
from ui.state import DRAWING, DRAWING_PIXELS, Slot, begin_with

SIDE = 320
PEN, GREY_PEN, ERASER = "Pen", "Grey pen", "Eraser"

_SWAPPED = {BLACK: WHITE, WHITE: BLACK}

# What the board began with. Its `take` counts beginnings: the same strokes under another number
# are drawn anew, under the same number nothing happens.
_BEGINNING: Slot[dict[str, Any]] = Slot("canvas_beginning", {"objects": [], "take": 0})
_TOOLS: Slot[tuple[int, str, str] | None] = Slot("canvas_tools", None)
_SENT: Slot[bool] = Slot("canvas_sent", False)

_CODE = Component.faceless(__file__, "canvas")


def _is_table(value: object) -> bool:
    """Whether Streamlit must send `value` to a component as a table: a drawing never."""
    return not isinstance(value, dict) and is_dataframe_like(value)


# Streamlit would import pandas (0.4 s) to find out whether the strokes are a table, on the page
# that most visitors see first.
vars(serialization)["is_dataframe_like"] = _is_table


def draw(key: str = "canvas") -> NDArray[np.uint8] | None:
    """Draw the board with undo, clear and pens; return the drawing, uint8 RGBA (SIDE, SIDE, 4).

    None while there is nothing on the board. Boards on different pages take different keys and
    show the same drawing; two on one page do not.
    """
    begin_with("pen", 20)
    begin_with("pen_kind", PEN)
    begin_with("black_board", False)
    tools = (st.session_state["pen"], _stroke_colour(), _paper())
    if key not in st.session_state or tools != _TOOLS.get():
        # Fixed otherwise: a board that got its own strokes back as a new beginning after each of
        # them would draw them all anew, and lose the one that was just begun. But with another pen
        # Streamlit may put a new board in its place, which knows its beginning only.
        _BEGINNING.set({**_BEGINNING.get(), "objects": _strokes()})
        _TOOLS.set(tools)
    width, colour, paper = tools
    # Here, because it registers with a server, which whoever imports this need not have.
    from streamlit_drawable_canvas import st_canvas

    result = st_canvas(
        stroke_width=width,
        stroke_color=colour,
        background_color=paper,
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
    black = bool(st.session_state["black_board"])
    tab.keep("drawing", strokes.to_text(_strokes(), black=black), where=key)
    return DRAWING_PIXELS.get()


def stroke_count() -> int:
    """Return how many strokes are on the board."""
    return len(_strokes())


def put_back(drawn: list[strokes.Stroke], black: bool) -> None:
    """Put the strokes of an earlier session on the board, black or not."""
    st.session_state["black_board"] = black
    _begin_anew(drawn)
    DRAWING_PIXELS.set(strokes.picture(drawn, black=black, side=SIDE))


def emptied() -> dict[str, Any]:
    """Return what to leave in a session that is emptied, so that the board, too, becomes empty."""
    take = _BEGINNING.get()["take"] + 1
    return {_BEGINNING.key: {"objects": [], "take": take}}


def _tools(key: str) -> None:
    """Draw one row: back, away, and the pens, which most visitors leave as they are."""
    nothing = DRAWING_PIXELS.get() is None
    with st.container(horizontal=True, width=SIDE, gap="xsmall"):
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
            icon=":material/delete:",
            on_click=_clear,
            disabled=nothing,
            width="stretch",
        )
        with st.popover("Pen", key=f"pens_{key}", icon=":material/edit:", width="stretch"):
            _pens()
        _CODE.draw({"board": key}, key=f"code_of_{key}")


def _pens() -> None:
    st.segmented_control(
        "Draw with",
        [PEN, GREY_PEN, ERASER],
        key="pen_kind",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    st.slider(
        "Pen width",
        6,
        48,
        key="pen",
        persist_state="session",
        help="In pixels of the board. A wide pen fills a shape quickly.",
    )
    st.toggle(
        "White pen on black",
        key="black_board",
        persist_state="session",
        on_change=_swap_colours,
        help="Your drawing stays, only its colours change places. The answer should stay, too.",
    )


def _paper() -> str:
    return BLACK if st.session_state["black_board"] else WHITE


def _stroke_colour() -> str:
    kind = st.session_state["pen_kind"]
    if kind == GREY_PEN:
        return GREY
    return _paper() if kind == ERASER else _SWAPPED[_paper()]


def _sent() -> None:
    _SENT.set(True)


def _keep(drawn: list[strokes.Stroke], pixels: NDArray[np.uint8] | None) -> None:
    if pixels is None:
        return
    DRAWING.set({"objects": drawn} if drawn else None)
    DRAWING_PIXELS.set(np.asarray(pixels, np.uint8) if drawn else None)


def _strokes() -> list[strokes.Stroke]:
    return list((DRAWING.get() or {}).get("objects") or [])


def _undo() -> None:
    _begin_anew(_strokes()[:-1])


def _clear() -> None:
    _begin_anew([])


def _swap_colours() -> None:
    """Make white strokes black and black ones white, as the board itself has just become."""
    drawn = [
        {**each, "stroke": _SWAPPED.get(str(each.get("stroke")), each.get("stroke"))}
        for each in _strokes()
    ]
    pixels = DRAWING_PIXELS.get()
    if pixels is not None:  # at once: the board's own picture follows in a moment
        swapped = pixels.copy()
        swapped[..., :3] = 255 - swapped[..., :3]
        DRAWING_PIXELS.set(swapped)
    _begin_anew(drawn)


def _begin_anew(drawn: list[strokes.Stroke]) -> None:
    """Put strokes on the board; its picture of them follows in a moment."""
    _BEGINNING.set({"objects": drawn, "take": _BEGINNING.get()["take"] + 1})
    DRAWING.set({"objects": drawn} if drawn else None)
    if not drawn:
        DRAWING_PIXELS.clear()
