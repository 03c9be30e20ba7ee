"""Dataset, third part: the map, the gallery below it, and one picture with its numbers.

One fragment: a click on any of the three redraws them, and leaves the rest of the page alone.
"""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui import faults, gallery, pictures
from ui.dataset import choice, map_view, pixels
from ui.dataset.catalogue import PARTS, Catalogue, Numbers, catalogue
from ui.words import count, several

PAGE = 60
"""Pictures a page."""


@st.fragment
def draw() -> None:
    """Draw filters, map, gallery and the picked picture."""
    with faults.told():
        everything = catalogue()
        choice.begin()
        _filters()
        left, right = st.columns([5, 2], gap="large")
        marked = None
        with left, faults.told():
            marked = map_view.draw(everything)
        with right:
            _beside_map(everything)
        st.header("The gallery", anchor="gallery")
        _gallery(everything, marked)
        st.header("One picture is 784 numbers", anchor="numbers")
        _large(everything)


def _filters() -> None:
    st.pills(
        "Kinds to show",
        CLASS_NAMES,
        selection_mode="multi",
        wrap=True,
        key="dataset_kinds",
        persist_state="session",
        on_change=choice.first_page,
        help="Choose one or several; none means all. Other kinds fade on the map and leave the "
        "gallery.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Part",
            [choice.EVERY_PART, *PARTS],
            required=True,
            key="dataset_part",
            persist_state="session",
            on_change=choice.first_page,
            help="Training: what the network learns from. Validation: to check it on the way. "
            "Test: the final exam.",
        )
        st.button(
            "Shuffle", key="dataset_shuffle", icon=":material/shuffle:", on_click=choice.shuffle
        )
        st.button("Reset", key="dataset_reset", icon=":material/restart_alt:", on_click=_reset)


def _reset() -> None:
    choice.reset()
    map_view.unmark()


def _beside_map(everything: Catalogue) -> None:
    """Show the picked picture where the eye is after a click on the map."""
    number = choice.picked(everything)
    image = everything.images(np.array([number]))[0]
    st.image(
        pictures.png(image, 8),
        width=224,
        alt=everything.name(number),
    )
    st.markdown(f"**{CLASS_NAMES[everything.labels[number]]}**  \n{_origin(everything, number)}")
    st.markdown("[See its 784 numbers](#numbers)")


def _origin(everything: Catalogue, number: int) -> str:
    part, index = everything.where(number)
    if part == 2:
        return f"Number {count(index)} of the 10,000 official test pictures"
    use = "kept back here for validation" if part == 1 else "used here for training"
    return f"Number {count(index)} of the 60,000 official training pictures, {use}"


def _gallery(everything: Catalogue, marked: Numbers | None) -> None:
    numbers = choice.pictures(everything, marked)
    with st.container(horizontal=True, vertical_alignment="center"):
        where = " of those marked on the map" if marked is not None else ""
        st.markdown(f"**{several(len(numbers), 'picture')}**{where}", width="content")
        if marked is not None:
            st.button(
                "Show all again",
                key="dataset_unmark",
                icon=":material/close:",
                type="tertiary",
                on_click=map_view.unmark,
            )
    if not len(numbers):
        st.info(
            "No picture passes these filters. Choose more kinds or another part, mark a larger "
            "piece of the map, or press Reset.",
            icon=":material/filter_alt_off:",
        )
        return
    pages = -(-len(numbers) // PAGE)
    page = st.pagination(pages, key=choice.page_key(), persist_state="session")
    _tiles(everything, numbers[(page - 1) * PAGE : page * PAGE])
    st.caption("Click a picture to see it large. With the keyboard: Tab and Enter.")


def _tiles(everything: Catalogue, shown: Numbers) -> None:
    picked = choice.picked(everything)
    here: NDArray[np.int64] = np.flatnonzero(shown == picked)
    gallery.draw(
        everything.images(shown),
        [everything.name(int(number)) for number in shown],
        label="Pictures that pass the filters",
        captions=[CLASS_NAMES[label] for label in everything.labels[shown]],
        chosen=int(here[0]) if len(here) else None,
        tile=72,
        on_click=lambda place: choice.pick(everything, int(shown[place])),
        key="dataset_gallery",
    )


def _large(everything: Catalogue) -> None:
    number = choice.picked(everything)
    image = everything.images(np.array([number]))[0]
    st.markdown(
        f"This is how the computer sees **{everything.name(number)}**: no sleeves, no soles, only "
        "brightness from 0 (black) to 255 (white)."
    )
    pixels.draw(image, name=everything.name(number), key="dataset_pixels")
