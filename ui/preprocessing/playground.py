"""Varied pictures to play with: one by one, together, and the sheet the network will see."""

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import batches
from fashion_model.augment import augment
from fashion_model.config import Augmentation
from fashion_model.data import Split
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, plain
from ui import errors, layout, plan
from ui.elements import gallery
from ui.preprocessing import variations
from ui.preprocessing.variations import ROLL, VARIATIONS

COPIES = 9
SHEET = (4, 8)


@st.fragment
def draw(picture: NDArray[np.uint8], kind: str, train: Split) -> None:
    """Draw sliders beside varied copies of `picture`, (28, 28), and the sheet from `train`."""
    variations.begin()
    for number, name in enumerate(VARIATIONS):
        left, right = st.columns([2, 5], vertical_alignment="center")
        with left:
            variations.slider(name)
        with right:
            words = f"{kind}, {variations.label(name).lower()}"
            _strip(picture, variations.chosen(name), number, words, f"pre_copies_{number}")
    left, right = st.columns([2, 5], vertical_alignment="center")
    left.markdown("**All together**  \nThe same picture, nine times over.")
    with right:
        everything = variations.chosen()
        _strip(picture, everything, len(VARIATIONS), f"{kind}, all together", "pre_copies_all")
    _buttons()
    with errors.show_errors():
        _sheet(train)
    _use()


def _strip(
    picture: NDArray[np.uint8], settings: Augmentation, number: int, words: str, key: str
) -> None:
    """Draw the original and nine copies, each strip `number` with random numbers of its own."""
    copies = np.repeat(picture[None], COPIES, axis=0)
    rng = np.random.default_rng([ROLL.get(), number])
    gallery.draw(
        np.concatenate([picture[None], augment(copies, settings, rng)]),
        ["Original", *(f"Copy {copy + 1} of {words}" for copy in range(COPIES))],
        captions=["original", *[""] * COPIES],
        label=f"Original and copies: {words}",
        key=key,
        tile=60,
    )


def _buttons() -> None:
    with st.container(horizontal=True):
        st.button(
            "Roll the dice again",
            key="pre_roll_dice",
            type="primary",
            icon=":material/casino:",
            on_click=variations.roll,
            help="The sliders say how far a picture may be varied; dice say how far each one is.",
        )
        st.button(
            "Try a mix",
            key="pre_mix",
            icon=":material/auto_awesome:",
            on_click=variations.try_a_mix,
            help="What the largest network of this app, Deep, is trained with.",
        )
        st.button(
            "Reset",
            key="pre_reset",
            icon=":material/restart_alt:",
            on_click=variations.reset,
            help="All sliders back to 0.",
        )


def _sheet(train: Split) -> None:
    """Draw the first pictures of a batch of the planned training, varied as the sliders say."""
    config = replace(plan.config(), augmentation=variations.chosen())
    rows, columns = SHEET
    number = ROLL.get()
    per_epoch = max(1, len(batches.choose(config, len(train))) // config.batch_size)
    images, labels = batches.first_pictures(config, train, number, rows * columns)
    st.subheader(
        "Exactly what the network will see",
        help="A **batch** is how many pictures the network looks at before it corrects itself "
        "once. An **epoch** is one walk through all the batches.",
    )
    st.caption(
        f"{rows * columns} training pictures from batch {count(number % per_epoch + 1)} of "
        f"{count(per_epoch)} of the first epoch, varied by the same function and the same random "
        f"numbers as in the training you are planning (batches of {config.batch_size}, seed "
        f"{config.seed}), then divided by 255. In the next epoch each is varied anew."
    )
    gallery.draw(
        images,
        [f"{CLASS_NAMES[label]}, as the network will see it" for label in labels],
        label=f"{rows} rows of {columns} training pictures as the network will see them",
        key="pre_sheet",
        across=columns,
    )


def _use() -> None:
    """Draw the button that takes the sliders over, and what the planned training varies now."""
    with st.container(horizontal=True):
        st.button(
            "Use these in my training",
            key="pre_use",
            type="primary",
            icon=":material/check:",
            on_click=variations.use,
        )
        if st.button("Go to Training", key="pre_to_training", icon=":material/model_training:"):
            layout.go("pages/training.py")
    planned = plan.augmentation()
    words = plain(variations.in_words(planned))
    if planned != variations.chosen():
        st.info(f"In your planned training so far: {words}.", icon=":material/info:")
    elif planned.active:
        st.success(f"Taken over into your training: {words}.", icon=":material/check:")
    else:
        st.info(
            "In your planned training nothing is varied, as you see it.", icon=":material/info:"
        )
