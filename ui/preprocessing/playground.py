"""One picture, its sliders and its varied copies on one screen; what goes deeper is below."""

from functools import partial
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.augment import augment
from fashion_model.data import Dataset
from fashion_model.words import plain
from ui import layout, persistence, plan
from ui.elements import gallery, looks
from ui.elements.looks import Look
from ui.preprocessing import closer, loading, pixels, variations

COPIES = 23
"""Beside the original: four rows of six."""
_ACROSS = 6
_CSS = Path(__file__).with_name("first_screen.css")


@st.fragment
def draw(dataset: Dataset) -> None:
    """Draw a picture of `dataset` with its sliders and copies, and the looks below."""
    st.html(_CSS)
    variations.begin()
    with st.container(key="pre_stage"):
        left, right = st.columns([4, 5])
        with left:
            picture, class_name = pixels.choose(dataset.train)
            with st.container(key="pre_sliders"):
                for name in variations.VARIATIONS:
                    variations.slider(name)
            _sets()
        with right:
            _copies(picture, class_name)
            _use()
    _looks(dataset, picture, class_name)
    persistence.keep("playground")


def _looks(dataset: Dataset, picture: NDArray[np.uint8], class_name: str) -> None:
    looks.choose(
        "More about it",
        {
            "One by one": Look(
                "What does each slider do by itself?", partial(closer.strips, picture, class_name)
            ),
            "The real thing": Look(
                "Exactly what the network will see", partial(closer.sheet, dataset.train)
            ),
            "Help and harm": Look("When does a variation help, and when not?", closer.harm),
            "The numbers": Look(
                "Normalising: from 0–255 to 0–1", partial(closer.numbers, picture, class_name)
            ),
            "Three parts": Look("Where do the pictures come from?", partial(loading.draw, dataset)),
        },
        key="pre_look",
    )


def _copies(picture: NDArray[np.uint8], class_name: str) -> None:
    """Draw the original and its copies, varied as all sliders say together."""
    rng = np.random.default_rng([variations.ROLL.get(), len(variations.VARIATIONS)])
    copies = augment(np.repeat(picture[None], COPIES, axis=0), variations.chosen(), rng)
    gallery.draw(
        np.concatenate([picture[None], copies]),
        ["Original", *(f"Copy {number + 1} of {class_name}" for number in range(COPIES))],
        captions=["original", *[""] * COPIES],
        label=f"Original and copies: {class_name}, all together",
        key="pre_copies_all",
        across=_ACROSS,
    )


def _sets() -> None:
    """Draw the buttons for other pictures, and those that set all sliders at once."""
    with st.container(horizontal=True, gap="small", key="pre_sets"):
        st.button(
            "Other pictures",
            key="pre_others",
            icon=":material/refresh:",
            on_click=pixels.others,
            help="Ten other pictures to choose from.",
        )
        st.button(
            "Try a mix",
            key="pre_mix",
            icon=":material/auto_awesome:",
            on_click=variations.try_a_mix,
            help="What the most accurate network of this app, Deep, is trained with.",
        )
        st.button(
            "Reset",
            key="pre_reset",
            icon=":material/restart_alt:",
            on_click=variations.reset,
            help="All sliders back to 0.",
        )


def _use() -> None:
    """Draw the dice, the button that takes the sliders over, and what the plan varies now."""
    with st.container(horizontal=True, gap="small", key="pre_do"):
        st.button(
            "Roll the dice again",
            key="pre_roll_dice",
            icon=":material/casino:",
            on_click=variations.roll,
            help="The sliders say how far a picture may be varied; dice say how far each one is.",
        )
        st.button(
            "Use these in my training",
            key="pre_use",
            type="primary",
            icon=":material/check:",
            on_click=variations.use,
        )
    planned = plan.augmentation()
    words = plain(variations.in_words(planned))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pre_planned"):
        if planned != variations.chosen():
            st.caption(f"In your planned training so far: {words}.", width="content")
        elif planned.active:
            st.caption(f":material/check: Taken over into your training: {words}.", width="content")
        else:
            st.caption(
                "In your planned training nothing is varied, as you see it.", width="content"
            )
        if st.button("Go to Training", key="pre_to_training", type="tertiary"):
            layout.go_to_form()
