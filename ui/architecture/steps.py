"""What each kind of step does, with numbers small enough to follow, as grids in HTML.

Only numbers and words of the app's own go in, never anything a visitor wrote.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

_CSS = Path(__file__).with_name("drawings.css")


def style() -> None:
    """Give the page the style of everything drawn here."""
    st.html(_CSS)


def flow(*parts: str) -> str:
    """Return `parts` in a row, which breaks where the window is narrow."""
    return f'<div class="flow">{"".join(parts)}</div>'


def sign(text: str) -> str:
    """Return a sign that stands between two drawings: ×, =, →."""
    return f"<b>{text}</b>"


def grid(
    numbers: NDArray[np.float64] | Sequence[Sequence[float]],
    caption: str,
    *,
    hits: Sequence[tuple[int, int]] = (),
    out: Sequence[tuple[int, int]] = (),
) -> str:
    """Return a table of `numbers`; those at `hits` get a frame, those at `out` are crossed out."""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_look((row, column), hits, out)}>{short(number)}</td>"
            for column, number in enumerate(line)
        )
        + "</tr>"
        for row, line in enumerate(numbers)
    )
    return _figure(f'<table class="numbers"><tbody>{rows}</tbody></table>', caption)


def _look(
    place: tuple[int, int], hits: Sequence[tuple[int, int]], out: Sequence[tuple[int, int]]
) -> str:
    if place in hits:
        return ' class="hit"'
    return ' class="out"' if place in out else ""


def short(number: float) -> str:
    """`3.0` → `3`, `-12.345` → `−12.3`, `0.1111` → `0.11`."""
    digits = 0 if number == round(number) else 2 if abs(number) < 10 else 1
    return f"{number + 0.0:.{digits}f}".replace("-", "−")  # + 0.0: never −0


def _figure(content: str, caption: str) -> str:
    return f"<figure>{content}<figcaption>{caption}</figcaption></figure>"


_PIXELS = np.array(
    [[0, 0, 200, 210], [0, 10, 220, 230], [0, 0, 190, 240], [0, 20, 180, 250]], float
)


def draw() -> None:
    """Draw one tab for each kind of step."""
    steps = {
        "Convolution": _convolution,
        "Pooling": _pooling,
        "Batch norm": _batch_norm,
        "Dropout": _dropout,
        "Dense": _dense,
        "Softmax": _softmax,
    }
    for tab, step in zip(st.tabs(list(steps)), steps.values(), strict=True):
        with tab:
            words, drawing = step()
            st.markdown(words)
            st.html(drawing)


def _convolution() -> tuple[str, str]:
    kernel = np.array([[-1.0, 1.0]])
    edges = _PIXELS[:, 1:] - _PIXELS[:, :-1]
    words = (
        "A **convolution** slides a small grid of numbers, the **filter** (or kernel), over the "
        "picture. At every place it multiplies the pixels with its numbers and adds up. The result "
        "is large where the picture looks like the filter. This one, two numbers wide, finds the "
        "step from dark to bright. One layer has many filters, and the network learns their "
        "numbers."
    )
    return words, flow(
        grid(_PIXELS, "pixels"),
        sign("and"),
        grid(kernel, "filter"),
        sign("→"),
        grid(edges, "found: the edge", hits=[(row, 1) for row in range(4)]),
    )


def _pooling() -> tuple[str, str]:
    squares = _PIXELS.reshape(2, 2, 2, 2)
    hits = [(1, 1), (1, 3), (3, 1), (3, 3)]
    words = (
        "**Pooling** makes a picture half as wide and half as high: of each 2 × 2 numbers only "
        "the largest stays (max), or their mean (average). **Why?** A sleeve two pixels further "
        "left is still a sleeve: that it was found counts, not where exactly. And each filter of "
        "the next layer sees twice as far, with a quarter of the work."
    )
    return words, flow(
        grid(_PIXELS, "before", hits=hits),
        sign("→"),
        grid(squares.max(axis=(1, 3)), "max"),
        sign("or"),
        grid(squares.mean(axis=(1, 3)), "average"),
    )


def _batch_norm() -> tuple[str, str]:
    before = np.array([[120.0, 180, 150, 130, 170]])
    after = (before - before.mean()) / before.std()
    words = (
        "**Batch norm** brings the numbers of each filter to one scale: it subtracts their mean "
        "over the batch and divides by their spread. Then no filter drowns out the others, and "
        "larger learning rates work. A factor and a shift, both learned, may scale them again. "
        f"Here the mean is {before.mean():.0f} and the spread {before.std():.1f}."
    )
    return words, flow(grid(before, "one filter's numbers"), sign("→"), grid(after, "normed"))


def _dropout() -> tuple[str, str]:
    before = np.array([[3.0, 1, 4, 2, 5, 6]])
    kept = np.array([[True, False, True, True, False, True]])
    after = np.where(kept, before / kept.mean(), 0)
    out = [(0, int(column)) for column in np.flatnonzero(~kept[0])]
    words = (
        "**Dropout** leaves out a share of the numbers, at random and anew in every step of the "
        "training; the others grow to make up for it. So the network cannot rely on a single "
        "detail and memorises less. Once trained, it uses all of them. Here a third is left out."
    )
    return words, flow(
        grid(before, "before", out=out), sign("→"), grid(after, "what goes on", out=out)
    )


def _dense() -> tuple[str, str]:
    numbers, weights, bias = np.array([[3.0, 0, 2]]), np.array([[0.5, -1, 2]]), 1.0
    total = float((numbers * weights).sum() + bias)
    words = (
        "A **dense** layer looks at everything at once: each of its units multiplies every number "
        "that comes in with a weight of its own, adds them up and adds one number more, the bias. "
        "That makes many weights, so most parameters of a network are often here."
    )
    return words, flow(
        grid(numbers, "come in"),
        sign("×"),
        grid(weights, "weights"),
        sign("+"),
        grid([[bias]], "bias"),
        sign("="),
        grid([[total]], "unit"),
    )


def _softmax() -> tuple[str, str]:
    scores = np.array([[2.0, 1.0, -1.0]])
    shares = np.exp(scores) / np.exp(scores).sum()
    words = (
        "**Softmax** turns the last ten numbers into probabilities: each is put into the "
        "exponential function and divided by the sum of all, so that together they make 100 %. "
        "The largest number gets the largest share. Here with three kinds instead of ten."
    )
    return words, flow(
        grid(scores, "numbers"), sign("→"), grid(100 * shares, "probabilities in percent")
    )
