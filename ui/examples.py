"""The strip of example pictures: one of each kind, for those who will not draw."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui import pictures, resources
from ui.state import EXAMPLE


@st.cache_data(show_spinner=False)
def _strip() -> list[tuple[int, str]]:
    """Return, for each kind, a position in the sample's test pictures and the picture itself."""
    split = resources.examples()
    firsts = [int(np.flatnonzero(split.labels == kind)[0]) for kind in range(len(CLASS_NAMES))]
    return [
        (position, pictures.data_uri(pictures.png(split.images[position], 3)))
        for position in firsts
    ]


def strip() -> None:
    """Draw the ten pictures as buttons; a click makes one the chosen example."""
    with st.container(horizontal=True, gap="xsmall"):
        for number, (position, address) in enumerate(_strip()):
            st.button(
                f"![Example {number + 1}: {CLASS_NAMES[number]}]({address})",
                key=f"example_{number}",
                on_click=EXAMPLE.set,
                args=(position,),
            )


def chosen() -> tuple[NDArray[np.uint8], int] | None:
    """Return the chosen example, (28, 28), and its true label; None before the first click."""
    position = EXAMPLE.get()
    if position is None:
        return None
    split = resources.examples()
    return split.images[position], int(split.labels[position])
