"""Dataset, a look: the map, and beside it the picture clicked and those marked with a box."""

import numpy as np
import streamlit as st

from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, several
from ui.dataset import map_view, paged_gallery, selection
from ui.dataset.catalogue import Catalogue, catalogue
from ui.elements import encode


def draw() -> None:
    """Draw the map, and beside it what was clicked and marked on it."""
    everything = catalogue()
    if selection.picked(everything) != selection.LARGE.get():
        st.rerun()  # the gallery and the numbers at the top follow
    left, right = st.columns([5, 3], gap="medium")
    with left:
        marked = map_view.draw(everything)
    with right:
        _picked(everything)
        if marked is None:
            st.caption(
                "Drag a box on the map, and all pictures in it stand here. On a touch screen, "
                "begin it sideways."
            )
            return
        numbers = selection.pictures(everything, marked)
        with st.container(key="dataset_marked"):
            paged_gallery.draw(
                everything,
                numbers,
                f"**{several(len(numbers), 'picture')}** of those marked on the map",
                label="Pictures marked on the map",
                key="dataset_marked_gallery",
                page_key=map_view.page_key(),
            )
        st.button(
            "Take the box away",
            key="dataset_unmark",
            icon=":material/close:",
            on_click=map_view.unmark,
        )


def _picked(everything: Catalogue) -> None:
    """Show the picked picture where the eye is after a click on the map."""
    number = selection.picked(everything)
    image = everything.images(np.array([number]))[0]
    with st.container(horizontal=True, vertical_alignment="center", key="dataset_map_picked"):
        st.image(encode.png(image, 6), width=168, alt=everything.name(number))
        st.markdown(
            f"**{CLASS_NAMES[everything.labels[number]]}**  \n{_origin(everything, number)}  \n"
            "[See its 784 numbers](#numbers)",
            width=150,
        )


def _origin(everything: Catalogue, number: int) -> str:
    part, index = everything.where(number)
    if part == 2:
        return f"Number {count(index)} of the 10,000 official test pictures"
    use = "kept back here for validation" if part == 1 else "used here for training"
    return f"Number {count(index)} of the 60,000 official training pictures, {use}"
