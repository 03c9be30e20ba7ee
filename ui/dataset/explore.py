"""Dataset, third part: the map, the gallery below it, and one picture with its numbers.

One fragment: a click on any of the three redraws them, and leaves the rest of the page alone. The
one picture, so large that each of its 784 pixels carries its number, is a component of its own: a
chart of as many cells takes the browser half a second, this one a few milliseconds, and on a
narrow screen, where no number fits, it tells the one that is tapped.
"""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, several
from ui import errors
from ui.dataset import map_view, selection
from ui.dataset.catalogue import PARTS, Catalogue, Numbers, catalogue
from ui.elements import encode, gallery
from ui.elements.component import Component

_HTML = (
    '<div class="pixels">'
    '<div class="grid" role="application" aria-label="The picture" tabindex="0"></div>'
    '<output aria-live="polite"></output></div>'
)
_COMPONENT = Component.beside(__file__, "pixels", _HTML)
PAGE = 60
"""Pictures a page."""


def draw_pixels(image: NDArray[np.uint8], *, name: str, key: str) -> None:
    """Draw `image`, (28, 28), with its values; `name` says what it shows."""
    _COMPONENT.draw({"values": image.ravel().tolist(), "name": name}, key=key)


@st.fragment
def draw() -> None:
    """Draw filters, map, gallery and the picked picture."""
    with errors.show_errors():
        everything = catalogue()
        selection.begin()
        _filters()
        left, right = st.columns([5, 2], gap="large")
        marked = None
        with left, errors.show_errors():
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
        on_change=selection.first_page,
        help="Choose one or several; none means all. Other kinds fade on the map and leave the "
        "gallery.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Part",
            [selection.EVERY_PART, *PARTS],
            required=True,
            key="dataset_part",
            persist_state="session",
            on_change=selection.first_page,
            help="Training: what the network learns from. Validation: to check it on the way. "
            "Test: the final exam.",
        )
        st.button(
            "Shuffle", key="dataset_shuffle", icon=":material/shuffle:", on_click=selection.shuffle
        )
        st.button("Reset", key="dataset_reset", icon=":material/restart_alt:", on_click=_reset)


def _reset() -> None:
    selection.reset()
    map_view.unmark()


def _beside_map(everything: Catalogue) -> None:
    """Show the picked picture where the eye is after a click on the map."""
    number = selection.picked(everything)
    image = everything.images(np.array([number]))[0]
    st.image(
        encode.png(image, 8),
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
    numbers = selection.pictures(everything, marked)
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
    page = st.pagination(pages, key=selection.page_key(), persist_state="session")
    _tiles(everything, numbers[(page - 1) * PAGE : page * PAGE])
    st.caption("Click a picture to see it large. With the keyboard: Tab and Enter.")


def _tiles(everything: Catalogue, shown: Numbers) -> None:
    picked = selection.picked(everything)
    here: NDArray[np.int64] = np.flatnonzero(shown == picked)
    gallery.draw(
        everything.images(shown),
        [everything.name(int(number)) for number in shown],
        label="Pictures that pass the filters",
        captions=[CLASS_NAMES[label] for label in everything.labels[shown]],
        chosen=int(here[0]) if len(here) else None,
        tile=72,
        on_click=lambda place: selection.pick(everything, int(shown[place])),
        key="dataset_gallery",
    )


def _large(everything: Catalogue) -> None:
    number = selection.picked(everything)
    image = everything.images(np.array([number]))[0]
    st.markdown(
        f"This is how the computer sees **{everything.name(number)}**: no sleeves, no soles, only "
        "brightness from 0 (black) to 255 (white)."
    )
    draw_pixels(image, name=everything.name(number), key="dataset_pixels")
