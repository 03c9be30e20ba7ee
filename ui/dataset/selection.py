"""Which pictures the visitor wants to see, and which one was picked."""

import numpy as np
import streamlit as st

from fashion_model.labels import CLASS_NAMES
from ui.dataset.catalogue import PARTS, Catalogue, Numbers
from ui.state import Slot, begin_with

EVERY_PART = "All"

PICKED: Slot[tuple[int, int]] = Slot("dataset_picked", (-1, -1))
"""Part and official index of the picture shown large; until one is picked, the first of all."""

LARGE: Slot[int | None] = Slot("dataset_large_shown", None)
"""The number of the picture that the first screen shows large at the moment."""

SHUFFLE: Slot[int] = Slot("dataset_shuffles", 0)
"""How often the pictures were shuffled; 0 leaves them in their official order."""

_DEALS: Slot[int] = Slot("dataset_deals", 0)
"""How often the gallery began anew."""


def begin() -> None:
    """Give the filters their first values."""
    begin_with("dataset_kinds", [])
    begin_with("dataset_part", EVERY_PART)


def reset() -> None:
    """Put the filters back to how a first visitor finds them."""
    st.session_state["dataset_kinds"] = []
    st.session_state["dataset_part"] = EVERY_PART
    SHUFFLE.clear()
    first_page()


def shuffle() -> None:
    """Deal the pictures anew."""
    SHUFFLE.set(SHUFFLE.get() + 1)
    first_page()


def first_page() -> None:
    """Start the gallery from its beginning: what it shows has changed."""
    _DEALS.set(_DEALS.get() + 1)


def page_key() -> str:
    """Return the key of the gallery's pages: another one, at page 1, after `first_page`."""
    return f"dataset_page_{_DEALS.get()}"


def kinds() -> list[int]:
    """Return the labels to show; choosing none means all."""
    chosen = st.session_state["dataset_kinds"]
    return [i for i, name in enumerate(CLASS_NAMES) if name in chosen or not chosen]


def pictures(everything: Catalogue, marked: Numbers | None) -> Numbers:
    """Return the numbers, (n,), of the pictures that pass the filters, in the order to show.

    `marked` are those marked on the map, or None when none are.
    """
    numbers = np.arange(len(everything.labels)) if marked is None else marked
    wanted = np.isin(everything.labels[numbers], kinds())
    part = st.session_state["dataset_part"]
    if part in PARTS:
        wanted &= everything.parts(numbers) == PARTS.index(part)
    numbers = numbers[wanted]
    if SHUFFLE.get():
        np.random.default_rng(SHUFFLE.get()).shuffle(numbers)
    return numbers


def pick(everything: Catalogue, number: int) -> None:
    """Show picture `number` large from now on."""
    PICKED.set(everything.where(number))


def picked(everything: Catalogue) -> int:
    """Return the number of the picture shown large."""
    part, index = PICKED.get()
    number = everything.number(part, index) if part >= 0 else None
    return 0 if number is None else number
