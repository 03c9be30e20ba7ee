"""The map of 2,000 pictures: which points it shows, and what was clicked or marked on it."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.words import percent
from ui.dataset import selection
from ui.dataset.catalogue import Catalogue, Numbers, catalogue, numbers_on_map, places
from ui.dataset.scatter import scatter, scatter_table
from ui.elements.charts import Spec
from ui.layout import canvas_ink, paper
from ui.state import Slot, begin_with

ALIKE, DIRECTIONS = "By likeness (t-SNE)", "By main differences (PCA)"

_ROUND: Slot[int] = Slot("dataset_map_round", 0)
"""A new round is a new chart: the only way to take a mark away from outside it."""

_BOX: Slot[int] = Slot("dataset_map_box", 0)
"""How often something was clicked or marked."""

_CLICKED: Slot[int | None] = Slot("dataset_map_clicked", None)
"""The point clicked last: a later box reports it again."""

_WORDS = {
    ALIKE: "**t-SNE** lays pictures whose pixels are alike close together. How far apart two "
    "islands lie, and what is left or right, means nothing.",
    DIRECTIONS: "**PCA** asks in which two directions the pictures differ most. Together these two "
    "show {} of all differences between them; the other 782 directions are flattened away, so the "
    "kinds overlap more.",
}


def draw(everything: Catalogue) -> Numbers | None:
    """Draw the map; return the numbers, (n,), of the pictures marked with a box, or None."""
    begin_with("dataset_map", ALIKE)
    here = places()
    st.segmented_control(
        "The map",
        [ALIKE, DIRECTIONS],
        required=True,
        key="dataset_map",
        persist_state="session",
        on_change=unmark,
        help="Both are made from the pixels alone: no one told them what the pictures show.",
    )
    view: str = st.session_state["dataset_map"]
    explained = percent(float(here.explained.sum()), 0)
    st.caption(_WORDS[view].format(explained))
    table = _table(everything.fingerprint, view, tuple(selection.kinds()))
    st.vega_lite_chart(
        table,
        _spec(everything.fingerprint, view, canvas_ink(), paper()),
        key=_key(),
        on_select=_selected,
        selection_mode=["point", "box"],
        alt="Map of 2,000 pictures as points, 200 of each kind. Trousers, bags, sandals and boots "
        "stand by themselves; shirts, T-shirts, pullovers and coats run into each other. The "
        "gallery on this page shows the same pictures.",
    )
    return _marked(everything, view)


def unmark() -> None:
    """Take box and click off the map."""
    _ROUND.set(_ROUND.get() + 1)
    _BOX.set(_BOX.get() + 1)
    _CLICKED.clear()


def page_key() -> str:
    """Return the key of the marked pictures' pages, another one for each box and filter."""
    return f"{selection.page_key()}_marked_{_BOX.get()}"


def _key() -> str:
    return f"dataset_map_{_ROUND.get()}"


def _places(view: str) -> NDArray[np.float32]:
    return places().tsne if view == ALIKE else places().pca


@st.cache_data(show_spinner=False, max_entries=64)
def _table(fingerprint: str, view: str, kinds: tuple[int, ...]) -> Any:
    labels = catalogue().labels[numbers_on_map(fingerprint)]
    return scatter_table(_places(view), labels, kinds)


@st.cache_data(show_spinner=False, max_entries=8)
def _spec(fingerprint: str, view: str, ink: str, paper: str) -> Spec:
    titles: tuple[str | None, str | None] = (None, None)
    if view == DIRECTIONS:
        first, second = (percent(float(share), 0) for share in places().explained)
        titles = (f"first direction ({first} of the differences)", f"second ({second})")
    labels = catalogue().labels[numbers_on_map(fingerprint)]
    return scatter(_places(view), labels, titles, ink, paper)


def _selection() -> dict[str, Any]:
    state: Any = st.session_state.get(_key())
    return {} if state is None else dict(state.get("selection", {}))


def _selected() -> None:
    """Pick the point that was clicked; a box drawn anew begins at the first page."""
    _BOX.set(_BOX.get() + 1)
    points = _selection().get("point") or []
    point = points[0].get("point") if points else None
    if isinstance(point, int) and 0 <= point < len(places()) and point != _CLICKED.get():
        everything = catalogue()
        selection.pick(everything, int(numbers_on_map(everything.fingerprint)[point]))
        _CLICKED.set(point)


def _marked(everything: Catalogue, view: str) -> Numbers | None:
    box = _selection().get("box") or {}
    if not {"x", "y"} <= set(box):
        return None
    inside = np.ones(len(places()), np.bool_)
    for column, axis in enumerate("xy"):
        low, high = sorted(float(end) for end in box[axis])
        at = _places(view)[:, column]
        inside &= (low <= at) & (at <= high)
    return numbers_on_map(everything.fingerprint)[inside]
