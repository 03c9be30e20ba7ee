"""A 3 × 3 convolution, worked out position by position on a real picture.

The kernel steps over the picture in the browser alone: no step waits for the server.
"""

import math

import numpy as np
import streamlit as st

from fashion_model.arithmetic import KERNELS, convolve
from fashion_model.arrays import Float64Array, UInt8Array
from fashion_model.words import plain, read_number
from ui.architecture import maps
from ui.elements import encode
from ui.elements.component import Component
from ui.state import Slot, begin_with

_COMPONENT = Component.beside(__file__, "stepper")
_ABOVE, _BELOW = np.array([120, 190, 255]), np.array([255, 150, 60])
"""Colours of sums above and below zero."""


def draw_stepper(picture: UInt8Array, name: str, kernel: Float64Array) -> None:
    """Draw the 3 × 3 `kernel` on `picture`, (28, 28), with products, sum and the whole result."""
    sums = convolve(picture, kernel)
    _COMPONENT.draw(
        {
            "picture": encode.data_uri(encode.png(np.pad(picture, 1))),
            "result": encode.data_uri(encode.png(_coloured(sums))),
            "pixels": picture.ravel().tolist(),
            "kernel": kernel.ravel().tolist(),
            "sums": sums.round(2).ravel().tolist(),
            "name": name,
        },
        key="stepper",
    )


def _coloured(sums: Float64Array) -> UInt8Array:
    """Return `sums`, (h, w), as colours, (h, w, 3), on one scale around zero."""
    strength = (np.abs(sums) / max(float(np.abs(sums).max()), 1e-9))[..., np.newaxis]
    colours = np.where(sums[..., np.newaxis] > 0, _ABOVE, _BELOW)
    return (strength * colours).round().astype(np.uint8)


_FIRST = next(iter(KERNELS))
_LARGEST = 10  # of a number in a kernel, above and below 0
_LONGEST = 20  # letters of what was typed that a sentence repeats
_NUMBERS: Slot[tuple[float, ...]] = Slot("kernel_numbers", ())
_REFUSED: Slot[str] = Slot("kernel_refused", "")
_WORDS = {
    "Upright edges": "Answers where left and right differ: upright edges.",
    "Level edges": "Answers where above and below differ: level edges.",
    "Outline": "Answers where a pixel differs from all around it. Even areas give 0.",
    "Blur": "The mean of nine pixels: small details vanish.",
    "Sharpen": "Makes a pixel differ more from its four neighbours.",
    "Emboss": "As if light fell from the upper left: edges stand out like relief.",
    "Leave as it is": "Takes the middle pixel alone: the picture stays the same.",
}


@st.fragment
def draw() -> None:
    """Draw the worked convolution beside what it is made of: a kernel and a picture."""
    work, settings = st.columns([14, 5], gap="medium")
    with settings, st.container(key="kernel_chooser", gap="xsmall"):
        kernel = _kernel()
        maps.choose_picture()
    with work:
        picture, name = maps.picture()
        draw_stepper(picture, name, kernel)


def _kernel() -> Float64Array:
    """Draw the chooser and the nine numbers; return them, (3, 3)."""
    begin_with("kernel", _FIRST)
    if not _NUMBERS.get():
        _fill()
    for place, value in enumerate(_NUMBERS.get()):
        begin_with(f"kernel_{place}", f"{value:g}")
    name = st.selectbox(
        "Filter",
        list(KERNELS),
        key="kernel",
        persist_state="session",
        on_change=_fill,
        help="The nine numbers that the pixels are multiplied with; a filter is also called a "
        "kernel. A network starts with random ones and learns which are useful; these here are "
        "well known.",
    )
    kernel = np.array(_NUMBERS.get()).reshape(3, 3)
    changed = not np.array_equal(kernel, KERNELS[name])
    with st.container(key="kernel_words"):
        st.caption("A filter of your own." if changed else _WORDS[name])
    for row in range(3):
        with st.container(horizontal=True, wrap=False, gap="xsmall"):
            for column in range(3):
                # No number field: in a German browser it takes the comma of "0,5" away.
                st.text_input(
                    f"Filter, row {row + 1}, column {column + 1}",
                    key=f"kernel_{3 * row + column}",
                    persist_state="session",
                    label_visibility="collapsed",
                    on_change=_typed,
                    args=(3 * row + column,),
                )
    if _REFUSED.get():
        st.error(_REFUSED.get(), icon=":material/edit:")
    st.button("Reset", key="reset_kernel", icon=":material/restart_alt:", on_click=_reset)
    return kernel


def _typed(place: int) -> None:
    """Take over a number that was typed; one that was emptied stays what it was."""
    _REFUSED.clear()
    numbers = list(_NUMBERS.get())
    text = str(st.session_state[f"kernel_{place}"]).strip()
    try:
        value = read_number(text) if text else numbers[place]
    except ValueError:
        value = math.nan
    if abs(value) <= _LARGEST:
        numbers[place] = value
    else:
        _REFUSED.set(
            f"“{plain(text[:_LONGEST])}” can't stand in the filter: please type a number from "
            f"−{_LARGEST} to {_LARGEST}, such as 0.5."
        )
    _NUMBERS.set(tuple(numbers))
    st.session_state[f"kernel_{place}"] = f"{numbers[place]:g}"


def _fill() -> None:
    _REFUSED.clear()
    _NUMBERS.set(tuple(KERNELS[st.session_state["kernel"]].ravel().tolist()))
    for place, value in enumerate(_NUMBERS.get()):
        st.session_state[f"kernel_{place}"] = f"{value:g}"


def _reset() -> None:
    st.session_state["kernel"] = _FIRST
    _fill()
