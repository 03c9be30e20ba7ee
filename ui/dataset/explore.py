"""Dataset, first screen: filters, the gallery, and one picture with its numbers.

The one picture, so large that each of its 784 pixels carries its number, is a component of its
own: a chart of as many cells takes the browser half a second, this one a few milliseconds, and on
a narrow screen it tells the one that is tapped.
"""

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.words import several
from ui import errors
from ui.dataset import asking, map_view, paged_gallery, selection
from ui.dataset.catalogue import PARTS, Catalogue, catalogue
from ui.elements.component import Component

_HTML = (
    '<div class="pixels">'
    '<div class="grid" role="application" aria-label="The picture" tabindex="0"></div>'
    '<output aria-live="polite"></output></div>'
)
_COMPONENT = Component.beside(__file__, "pixels", _HTML)
_CSS = Path(__file__).with_name("first_screen.css")


def draw_pixels(image: NDArray[np.uint8], *, name: str, key: str) -> None:
    """Draw `image`, (28, 28), with its values; `name` says what it shows."""
    _COMPONENT.draw({"values": image.ravel().tolist(), "name": name}, key=key)


def draw() -> None:
    """Draw filters, gallery and the picked picture."""
    st.html(_CSS)
    with errors.show_errors():
        everything = catalogue()
        selection.begin()
        with st.container(key="dataset_stage", gap="small"):
            _kinds()
            left, right = st.columns(2)
            with left:
                _part()
                numbers = selection.pictures(everything, None)
                paged_gallery.draw(
                    everything,
                    numbers,
                    f"**{several(len(numbers), 'picture')}**",
                    label="Pictures that pass the filters",
                    key="dataset_gallery",
                    page_key=selection.page_key(),
                )
            with right:
                _large(everything)


def _kinds() -> None:
    st.pills(
        "Kinds to show",
        CLASS_NAMES,
        selection_mode="multi",
        wrap=False,
        key="dataset_kinds",
        persist_state="session",
        on_change=selection.first_page,
        label_visibility="collapsed",
    )


def _part() -> None:
    with st.container(horizontal=True, gap="small", key="dataset_part_row"):
        st.segmented_control(
            "Part",
            [selection.EVERY_PART, *PARTS],
            required=True,
            key="dataset_part",
            persist_state="session",
            on_change=selection.first_page,
            label_visibility="collapsed",
        )
        st.button("Shuffle", key="dataset_shuffle", on_click=selection.shuffle)
        st.button("Reset", key="dataset_reset", on_click=_reset)


def _reset() -> None:
    selection.reset()
    map_view.unmark()


def _large(everything: Catalogue) -> None:
    number = selection.picked(everything)
    selection.LARGE.set(number)
    image = everything.images(np.array([number]))[0]
    with st.container(key="dataset_large", gap="xsmall"):
        st.header(everything.name(number), anchor="numbers")
        draw_pixels(image, name=everything.name(number), key="dataset_pixels")
        asking.offer(everything, number)
