"""The picture that the convolution and the feature maps are shown on."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import images
from fashion_model.labels import CLASS_NAMES
from ui import faults, gallery, resources
from ui.state import DRAWING_PIXELS, Slot

U8 = NDArray[np.uint8]

_CHOSEN: Slot[int] = Slot("explained_picture", 9)
"""Its place among the ten examples; one more is the visitor's drawing. First: an ankle boot."""


def choose() -> tuple[U8, str]:
    """Draw the examples and the visitor's drawing, and return the chosen one with its name.

    The picture is (28, 28).
    """
    drawing = DRAWING_PIXELS.get()
    shown, names = _examples(), list(CLASS_NAMES)
    if drawing is not None:
        with faults.told():
            shown = np.concatenate([shown, _prepared(drawing)[np.newaxis]])
            names.append("Your drawing")
    chosen = min(_CHOSEN.get(), len(names) - 1)
    gallery.draw(
        shown,
        names,
        captions=names,
        label="Pictures to choose from",
        key="explained_pictures",
        chosen=chosen,
        on_click=_CHOSEN.set,
        private=drawing is not None,
    )
    if drawing is None:
        st.caption("Draw something on the page Classify, and your drawing stands here too.")
    return shown[chosen], names[chosen]


@st.cache_data(show_spinner=False)
def _examples() -> U8:
    """Return one test picture of each kind, (10, 28, 28)."""
    split = resources.examples()
    return split.images[[int(np.argmax(split.labels == k)) for k in range(len(CLASS_NAMES))]]


@st.cache_data(show_spinner=False, max_entries=1, scope="session")
def _prepared(drawing: U8) -> U8:
    """Return the `drawing`, RGBA, as the network sees it."""
    return images.prepare(images.decode_array(drawing)).picture
