"""Drawings and photos of real people, for those who have no picture at hand.

Their bytes go the way of an upload. `scripts/build_examples.py` chose and packed them.
"""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import ImageOps

from fashion_model import images
from fashion_model.environment import ASSETS
from ui.classify.items import Handed, Refusal, from_file
from ui.elements import gallery
from ui.state import EXAMPLE, Slot

FOLDER = ASSETS / "examples"
PICTURES = {
    "sweater.png": "A drawn sweater",
    "flip_flop.png": "A drawn flip-flop",
    "mug.png": "A drawn mug",
    "bag.png": "An icon of a bag",
    "t_shirt.jpg": "A photo of a T-shirt",
    "dress.jpg": "A photo of a dress",
    "jeans.jpg": "A photo of jeans on a flowery cloth",
    "boot.jpg": "A photo of a boot on a wooden floor",
}
"""What each file shows."""

_TILE = 112  # pixels along each side: sharp on a phone, too
_CHOSEN: Slot[str | None] = Slot("real_picture", None)


def strip() -> None:
    """Draw all as tiles; a click chooses one, in place of a test picture."""
    name = _name()
    gallery.draw(
        _tiles(),
        list(PICTURES.values()),
        label="Drawings and photos",
        key="real_pictures",
        chosen=None if name is None else list(PICTURES).index(name),
        across=4,
        on_click=_choose,
    )


def chosen() -> Handed | Refusal | None:
    """Return the one chosen last, decoded; None where it was a test picture or nothing."""
    name = _name()
    return None if name is None else from_file(PICTURES[name], (FOLDER / name).read_bytes())


def _name() -> str | None:
    return _CHOSEN.get() if EXAMPLE.get() is None else None  # a test picture was clicked since


def _choose(number: int) -> None:
    EXAMPLE.clear()
    _CHOSEN.set(list(PICTURES)[number])


@st.cache_data(show_spinner=False)
def _tiles() -> NDArray[np.uint8]:
    """Return all, (n, _TILE, _TILE, 3), with black where they are not square."""
    decoded = (images.decode_file(FOLDER / name).convert("RGB") for name in PICTURES)
    return np.stack([np.asarray(ImageOps.pad(each, (_TILE, _TILE))) for each in decoded])
