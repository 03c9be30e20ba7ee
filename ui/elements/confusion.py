"""A matrix of ten kinds by ten: a table whose cells, rows and columns are buttons.

Of one network it is the confusion matrix, what it really is by what it was called; of two, what the
one says by what the other says.

A component of our own and no Vega chart: a chart's cells can be clicked, but not its rows and
columns, and the keyboard reaches neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.words import count, percent, several
from ui.elements.component import Component, sent

Cell = tuple[int | None, int | None]
"""The kind something is and the kind it was called; None for any: a row, a column, or all."""


@dataclass(frozen=True)
class Wording:
    """What rows and columns mean: a word over each, and a choice of both in words."""

    down: str
    across: str
    phrase: Callable[[Cell], str]
    share: str = "of its kind"


SHORT_NAMES = tuple(
    {"T-shirt/top": "T-shirt", "Ankle boot": "Boot"}.get(name, name) for name in CLASS_NAMES
)
_SHADES = (0.0, 0.005, 0.02, 0.05, 0.1, 0.25, 0.6)
"""From which share of a row on a cell is one shade darker; the shades are in confusion.css."""

_HTML = """<div class="confusion"><p class="sides"><span></span> <b></b></p>
<table><caption></caption><thead></thead><tbody></tbody></table></div>"""
_COMPONENT = Component.beside(__file__, "confusion", _HTML)


def draw(
    matrix: NDArray[np.int64],
    *,
    in_percent: bool,
    chosen: Cell,
    title: str,
    key: str,
    on_click: Callable[[Cell], None],
    wording: Wording | None = None,
) -> None:
    """Draw `matrix`, (10, 10), rows the true kind unless `wording` says otherwise.

    An outline is around `chosen`.

    `on_click` gets the cell, row or column clicked, before the page is drawn again. `title` is
    what a blind visitor hears first.
    """
    words = wording or CONFUSION
    _COMPONENT.draw(
        {
            "title": title,
            "sides": [f"{words.down} ↓", f"{words.across} →"],
            "names": list(CLASS_NAMES),
            "short": list(SHORT_NAMES),
            "chosen": [-1 if label is None else label for label in chosen],
            **labels(matrix, words.phrase),
            "cells": cells(matrix, in_percent=in_percent, wording=words),
        },
        key=key,
        on_clicked_change=_passing_on(key, on_click),
    )


def _passing_on(key: str, on_click: Callable[[Cell], None]) -> Callable[[], None]:
    def clicked() -> None:
        cell = cell_of(sent(key, "clicked"))
        if cell is not None:
            on_click(cell)

    return clicked


def cell_of(pair: object) -> Cell | None:
    """Return what the browser's `pair` means; None for anything but two kinds or -1."""
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        return None
    if not all(type(label) is int and -1 <= label < CLASSES for label in pair):
        return None
    row, column = (None if label == -1 else label for label in pair)
    return row, column


def cells(
    matrix: NDArray[np.int64], *, in_percent: bool, wording: Wording | None = None
) -> list[dict[str, Any]]:
    """Return what stands in each of the 100 cells: text, label and shade from 0 to 7."""
    words = wording or CONFUSION
    rows = np.maximum(matrix.sum(axis=1), 1)
    return [
        {
            "text": _text(int(matrix[row, column]), share, in_percent),
            "label": f"{words.phrase((row, column))}: "
            f"{several(int(matrix[row, column]), 'picture')}, {percent(share)} {words.share}",
            "shade": sum(share > bound for bound in _SHADES),
        }
        for row in range(CLASSES)
        for column in range(CLASSES)
        for share in [float(matrix[row, column] / rows[row])]
    ]


def labels(matrix: NDArray[np.int64], phrase: Callable[[Cell], str]) -> dict[str, Any]:
    """Return what the buttons for rows, columns and the whole are called."""
    return {
        "row_labels": [
            f"{phrase((label, None))}: {several(int(n), 'picture')}"
            for label, n in enumerate(matrix.sum(axis=1))
        ],
        "column_labels": [
            f"{phrase((None, label))}: {several(int(n), 'picture')}"
            for label, n in enumerate(matrix.sum(axis=0))
        ],
        "all": f"{phrase((None, None))}: {several(int(matrix.sum()), 'picture')}",
    }


def phrase(cell: Cell) -> str:
    """Return a choice in words: "Shirt taken for Coat"."""
    true, predicted = cell
    if true is None:
        return (
            "All pictures" if predicted is None else f"Everything called {CLASS_NAMES[predicted]}"
        )
    if predicted is None:
        return f"Everything that is really {CLASS_NAMES[true]}"
    if true == predicted:
        return f"{CLASS_NAMES[true]}, recognised"
    return f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[predicted]}"


CONFUSION = Wording("Really", "The model says", phrase)


def _text(number: int, share: float, in_percent: bool) -> str:
    if number == 0:
        return ""
    if not in_percent:
        return count(number)
    return f"{100 * share:.0f}" if share >= 0.005 else "<1"
