"""A 3 × 3 convolution, worked out position by position on a real picture."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.explain import KERNELS, Floats, convolution_step, convolve
from fashion_model.labels import SIDE
from ui.architecture import drawings
from ui.state import begin_with

U8 = NDArray[np.uint8]

_FIRST = next(iter(KERNELS))
_START = (11, 14)  # row and column as a visitor counts them: an edge of the ankle boot
_WORDS = {
    "Upright edges": "Answers where left and right differ: upright edges.",
    "Level edges": "Answers where above and below differ: level edges.",
    "Outline": "Answers where a pixel differs from all around it. Even areas give 0.",
    "Blur": "The mean of nine pixels: small details vanish.",
    "Sharpen": "Makes a pixel differ more from its four neighbours.",
    "Emboss": "As if light fell from the upper left: edges stand out like relief.",
    "Leave as it is": "Takes the middle pixel alone: the picture stays the same.",
}
_POSITIVE, _NEGATIVE = np.array([120, 190, 255]), np.array([255, 150, 60])


@st.fragment
def draw(picture: U8, name: str) -> None:
    """Draw the worked convolution of `picture`, (28, 28), which is called `name`."""
    for key, value in zip(("kernel_row", "kernel_column"), _START, strict=True):
        begin_with(key, value)
    settings, work = st.columns([3, 7], gap="medium")
    with settings:
        kernel = _kernel()
    with work:
        _position()
        row, column = st.session_state["kernel_row"] - 1, st.session_state["kernel_column"] - 1
        st.html(_worked(picture, name, kernel, row, column))
        st.caption(
            "In the result blue is above zero, orange below, black is zero. Around the picture "
            "lies a border of zeros, so that the result is as large as the picture."
        )


def _kernel() -> Floats:
    """Draw the chooser and the nine numbers; return them, (3, 3)."""
    begin_with("kernel", _FIRST)
    for place, value in enumerate(KERNELS[st.session_state["kernel"]].ravel()):
        begin_with(f"kernel_{place}", float(value))
    name = st.selectbox(
        "Kernel",
        list(KERNELS),
        key="kernel",
        persist_state="session",
        on_change=_fill,
        help="The nine numbers that the pixels are multiplied with. A network starts with random "
        "ones and learns which are useful; these here are well known.",
    )
    for row in range(3):
        with st.container(horizontal=True, wrap=False, gap="xsmall"):
            for column in range(3):
                st.number_input(
                    f"Kernel, row {row + 1}, column {column + 1}",
                    -10.0,
                    10.0,
                    step=1.0,
                    format="%.2g",
                    key=f"kernel_{3 * row + column}",
                    persist_state="session",
                    label_visibility="collapsed",
                )
    numbers = [st.session_state[f"kernel_{place}"] for place in range(9)]
    kernel = np.array(numbers, float).reshape(3, 3)
    changed = not np.array_equal(kernel, KERNELS[name])
    st.caption("A kernel of your own." if changed else _WORDS[name])
    st.button("Reset", key="reset_kernel", icon=":material/restart_alt:", on_click=_reset)
    return kernel


def _position() -> None:
    """Draw where the kernel lies, and the buttons that move it on."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(horizontal=True, wrap=False, gap="medium", width=330):
            for key, label in (("kernel_row", "Row"), ("kernel_column", "Column")):
                st.slider(label, 1, SIDE, key=key, persist_state="session")
        with st.container(horizontal=True, wrap=False, width="content"):
            for key, label, by in (("back", "Back", -1), ("forward", "Next", 1)):
                st.button(
                    label,
                    key=f"kernel_{key}",
                    icon=f":material/arrow_{key}:",
                    on_click=_go,
                    args=(by,),
                )


def _worked(picture: U8, name: str, kernel: Floats, row: int, column: int) -> str:
    """Return picture, patch × kernel = products, their sum, and the result, as HTML."""
    step = convolution_step(picture, kernel, row, column)
    result = convolve(picture, kernel)
    whole = drawings.framed(
        np.pad(picture, 1),
        "The picture, the kernel on it",
        f"{name}, with a frame around nine pixels",
        row=row,
        column=column,
        size=3,
    )
    total = drawings.short(round(step.total, 2))
    sums = drawings.flow(
        drawings.grid(step.patch, "nine pixels"),
        drawings.sign("×"),
        drawings.grid(kernel, "the kernel"),
        drawings.sign("="),
        drawings.grid(step.products, "nine products"),
        drawings.sign("→"),
        f'<div class="total">Their sum<strong>{total}</strong></div>',
    )
    answer = drawings.framed(
        _coloured(result),
        "The result, this sum marked",
        f"The sums of all positions; in row {row + 1}, column {column + 1} it is {total}",
        row=row,
        column=column,
        size=1,
    )
    return drawings.flow(whole, drawings.sign("→"), answer) + sums


def _coloured(sums: Floats) -> U8:
    """Return `sums`, (h, w), as colours, (h, w, 3)."""
    strength = (np.abs(sums) / max(float(np.abs(sums).max()), 1e-9))[..., np.newaxis]
    colours = np.where(sums[..., np.newaxis] > 0, _POSITIVE, _NEGATIVE)
    return (strength * colours).round().astype(np.uint8)


def _fill() -> None:
    for place, value in enumerate(KERNELS[st.session_state["kernel"]].ravel()):
        st.session_state[f"kernel_{place}"] = float(value)


def _reset() -> None:
    st.session_state["kernel"] = _FIRST
    st.session_state["kernel_row"], st.session_state["kernel_column"] = _START
    _fill()


def _go(by: int) -> None:
    """Move the kernel on as one reads, from the end back to the beginning."""
    here = (st.session_state["kernel_row"] - 1) * SIDE + st.session_state["kernel_column"] - 1
    row, column = divmod((here + by) % SIDE**2, SIDE)
    st.session_state["kernel_row"], st.session_state["kernel_column"] = row + 1, column + 1
