"""The three ways to hand in a picture: draw it, upload it, pick an example."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import images
from fashion_model.images import ImageError, Prepared
from ui import canvas, examples
from ui.words import plain

MANY = 10
"""Uploads answered at once; each has a chart of its own."""


@dataclass(frozen=True)
class Item:
    """One picture to name: what came in, (h, w) or (h, w, 3), and what the network sees.

    `title` is a visitor's file name: text to show, never anything else. `truth` is the right
    label where it is known.
    """

    title: str
    original: NDArray[np.uint8]
    picture: NDArray[np.uint8]
    truth: int | None = None


def drawn() -> Iterator[Item]:
    """Draw the board; yield the drawing, if there is one."""
    st.caption("Draw one piece of clothing with the mouse or a finger, and fill its shape.")
    pixels = canvas.draw()
    if pixels is None:
        st.caption("The answer appears as soon as you lift the pen.")
        return
    prepared = images.prepare(images.decode_array(pixels))
    yield Item("Your drawing", _first(prepared), prepared.picture)


def uploaded() -> Iterator[Item]:
    """Draw the uploader; yield every picture that can be read, say why for those that can't."""
    files = st.file_uploader(
        "Pictures of one piece of clothing each",
        type=["png", "jpg", "jpeg", "gif", "webp", "bmp"],
        accept_multiple_files=True,
        key="uploads",
        help="PNG, JPEG, GIF, WebP or BMP, up to 15 MB. A plain background works best.",
    )
    if len(files) > MANY:
        st.info(f"Only the first {MANY} of {len(files)} pictures are shown.")
    for file in files[:MANY]:
        try:
            prepared = images.prepare(images.decode(file.getvalue()))
        except ImageError as error:
            st.error(f"{plain(file.name)}: {plain(str(error))}", icon=":material/broken_image:")
        else:
            yield Item(file.name, _first(prepared), prepared.picture)


def example() -> Iterator[Item]:
    """Draw the example strip; yield the chosen one."""
    st.caption("Pictures from the test set, one of each kind. Click one.")
    examples.strip()
    chosen = examples.chosen()
    if chosen is not None:
        picture, truth = chosen
        yield Item("Example", picture, picture, truth)


def _first(prepared: Prepared) -> NDArray[np.uint8]:
    return prepared.steps[0].picture
