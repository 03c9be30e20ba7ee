"""Pictures on a shelf, page by page, and one of them enlarged with its ten bars."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, percent, unbroken
from ui.elements import gallery
from ui.elements.confusion import SHORT_NAMES
from ui.models import prediction_view
from ui.models.asked import Asked
from ui.models.resources import Predictions
from ui.state import Slot

PER_PAGE = 24
"""Pictures a page: few enough to load at once, and all rows full at most widths."""

Found = NDArray[np.intp]
Says = Literal["certainty", "answer", "truth"]


@dataclass(frozen=True)
class Labels:
    """What is said of the picture at a position: aloud, and below it."""

    name: Callable[[int], str]
    caption: Callable[[int], str]


def draw(
    predictions: Predictions,
    found: Found,
    *,
    key: str,
    label: str,
    now: int | None,
    enlarge: Callable[[int], None],
    says: Says = "certainty",
    labels: Labels | None = None,
    per_page: int = PER_PAGE,
) -> None:
    """Draw the pictures at the positions `found`; `enlarge` gets the position clicked.

    `now` is the one enlarged; `says` is what stands below each besides the certainty:
    "answer", "truth", or nothing more; `labels` says something else of each.
    """
    said = labels or _usual(predictions, says)
    if not len(found):
        st.caption("None at all.")
        return
    pages = -(-len(found) // per_page)
    place = st.container()  # above the page numbers
    # A key of its own for each length: a shorter shelf has no fourth page.
    page = st.pagination(pages, key=f"{key}_page_{pages}") if pages > 1 else 1
    shown = found[(page - 1) * per_page : page * per_page]
    positions = [int(i) for i in shown]
    with place:
        gallery.draw(
            predictions.images[shown],
            [said.name(i) for i in positions],
            label=label,
            key=f"{key}_pictures",
            captions=[said.caption(i) for i in positions],
            right=predictions.right[shown].tolist() if says != "certainty" else (),
            chosen=positions.index(now) if now in positions else None,
            tile=56,
            on_click=lambda number: enlarge(positions[number]),
        )


def _usual(predictions: Predictions, says: Says) -> Labels:
    return Labels(
        lambda position: _name(predictions, position),
        lambda position: _caption(predictions, position, says),
    )


def current(enlarged: Slot[int | None], *shelves: Found) -> int | None:
    """Return which picture of `shelves` was clicked just now, and forget it: one click, once."""
    position = enlarged.get()
    enlarged.clear()
    return position if any(position in found for found in shelves) else None


def close_up(predictions: Predictions, position: int | None, *, key: str, what: str) -> None:
    """Open one picture enlarged, with its ten bars, over the page; `what` names its part."""
    if position is None:
        return
    number = f"{what} no. {count(int(predictions.indices[position]) + 1)}"

    @st.dialog(number, width="medium")
    def enlarged() -> None:
        left, right = st.columns([1, 3], gap="medium")
        with left:
            prediction_view.network_view(predictions.images[position], "28 × 28 pixels")
        with right:
            truth = int(predictions.labels[position])
            prediction_view.tell(
                predictions.probabilities[position],
                key=key,
                truth=truth,
                asked=asked(predictions, position),
            )

    enlarged()


def asked(predictions: Predictions, position: int) -> Asked | None:
    """Return what was asked of whom, where the network that answered is still there."""
    if predictions.network is None or predictions.network.model_path is None:
        return None
    return Asked(predictions.images[position], predictions.network, calibrated=False)


def _name(predictions: Predictions, position: int) -> str:
    true, said = _labels(predictions, position)
    certain = percent(float(predictions.certainty[position]), 0)
    return f"{CLASS_NAMES[true]} that the model calls {CLASS_NAMES[said]}, {certain} certain"


def _caption(predictions: Predictions, position: int, says: Says) -> str:
    true, said = _labels(predictions, position)
    certain = unbroken(percent(float(predictions.certainty[position]), 0))
    if says == "certainty":
        return certain
    return f"{SHORT_NAMES[said if says == 'answer' else true]} {certain}"


def _labels(predictions: Predictions, position: int) -> tuple[int, int]:
    return int(predictions.labels[position]), int(predictions.probabilities[position].argmax())
