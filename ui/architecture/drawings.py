"""Small drawings as HTML: grids of numbers in a row.

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
