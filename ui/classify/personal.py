"""The visitor's own pictures with what they are: for this browser tab only, as 28 × 28 pixels."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import MOST_OWN
from ui import closed_pages, gallery, pictures
from ui.state import Slot
from ui.words import several


@dataclass(frozen=True, eq=False)
class Own:
    """One prepared picture, uint8 (28, 28), and its kind."""

    picture: NDArray[np.uint8]
    label: int


_OWN: Slot[tuple[Own, ...]] = Slot("own_pictures", ())


def kept() -> tuple[Own, ...]:
    """Return all that were kept and not taken out again, the oldest first."""
    return _OWN.get()


def full() -> bool:
    """Whether there is no room for another picture."""
    return len(kept()) >= MOST_OWN


def label_of(picture: NDArray[np.uint8]) -> int | None:
    """Return what `picture`, (28, 28), was kept as; None if it was not."""
    found = (own.label for own in kept() if np.array_equal(own.picture, picture))
    return next(found, None)


def keep(picture: NDArray[np.uint8], label: int) -> None:
    """Keep `picture`, (28, 28), as one of kind `label`; one that is there already changes kind."""
    others = tuple(own for own in kept() if not np.array_equal(own.picture, picture))
    _OWN.set((*others, Own(picture, label))[:MOST_OWN])


def draw() -> None:
    """Draw the pictures, each a button that takes it out, and what can be done with all."""
    own = kept()
    st.markdown(
        f"**{several(len(own), 'picture')} of yours.** They are kept for this browser tab only, as "
        f"28 × 28 pixels, and forgotten {closed_pages.how_long()} after you close it; those of a "
        "lesson, as soon as it is over. Click one to take it out."
    )
    gallery.draw(
        np.stack([each.picture for each in own]),
        [f"{CLASS_NAMES[each.label]}: take it out" for each in own],
        label=f"{several(len(own), 'picture')} of yours",
        key="own_gallery",
        captions=[CLASS_NAMES[each.label] for each in own],
        tile=60,
        on_click=_take_out,
        private=True,
    )
    with st.container(horizontal=True):
        st.download_button(
            "Save them",
            lambda: packed(own),
            "my_pictures.zip",
            "application/zip",
            key="save_own",
            on_click="ignore",
            icon=":material/download:",
            help="One small PNG each, named after its kind. Upload them here to use them again.",
        )
        st.button("Take all out", key="forget_own", icon=":material/delete:", on_click=_OWN.clear)


def _take_out(number: int) -> None:
    _OWN.set(tuple(own for place, own in enumerate(kept()) if place != number))


def packed(own: Sequence[Own]) -> bytes:
    """Return the pictures as PNGs in one ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, each in enumerate(own, 1):
            kind = CLASS_NAMES[each.label].lower().replace("/", " or ").replace(" ", "_")
            archive.writestr(f"{number:02d}_{kind}.png", pictures.png(each.picture))
    return buffer.getvalue()
