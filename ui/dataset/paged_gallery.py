"""Pictures of the data set as a wall of tiles, a page at a time; a click picks one."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.dataset import selection
from ui.dataset.catalogue import Catalogue, Numbers
from ui.elements import gallery

PAGE = 60
"""Pictures a page."""
_TILE = 50  # pixels


def draw(
    everything: Catalogue, numbers: Numbers, words: str, *, label: str, key: str, page_key: str
) -> None:
    """Draw the pictures under `numbers`, (n,), with `words` and the choice of a page below.

    `label` names the wall to those who cannot see it; `key` tells two of them apart, and
    `page_key` one choice of pictures from the next, which begins at its first page.
    """
    pages = -(-len(numbers) // PAGE)
    page = min(st.session_state.get(page_key, 1), max(pages, 1))
    with st.container(key=f"{key}_wall"):
        if len(numbers):
            _tiles(everything, numbers[(page - 1) * PAGE : page * PAGE], label, key)
        else:
            st.info(
                "No picture passes these filters. Choose more kinds or another part, or press "
                "Reset.",
                icon=":material/filter_alt_off:",
            )
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key=f"{key}_pages",
    ):
        st.markdown(words, width="content")
        if pages > 1:
            st.pagination(pages, key=page_key, persist_state="session", max_visible_pages=5)


def _tiles(everything: Catalogue, shown: Numbers, label: str, key: str) -> None:
    here: NDArray[np.int64] = np.flatnonzero(shown == selection.picked(everything))
    gallery.draw(
        everything.images(shown),
        [everything.name(int(number)) for number in shown],
        label=label,
        chosen=int(here[0]) if len(here) else None,
        tile=_TILE,
        on_click=lambda place: selection.pick(everything, int(shown[place])),
        key=key,
    )
