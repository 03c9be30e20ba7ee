"""Questions about pictures: what they show, how they may be varied, what a filter makes of them."""

import numpy as np
import streamlit as st

from fashion_model.arithmetic import KERNELS, convolve
from fashion_model.arrays import UInt8Array
from fashion_model.augment import augment
from fashion_model.config import Augmentation
from fashion_model.labels import CLASS_NAMES
from fashion_model.results import published_results
from fashion_model.words import percent, unbroken
from ui.elements import encode
from ui.models import resources
from ui.questions.answered import surest
from ui.questions.question import SHOWN, Question

_PULLOVERS = 7
_PLACE = 4  # of the odd one, from 0
_FILTERS = ("Upright edges", "Level edges", "Blur")


def dataset() -> Question:
    """Find the coat among the pullovers."""
    images, _ = _coat_among_pullovers()
    people = unbroken(percent(published_results().people.accuracy))
    return Question(
        page="dataset",
        ask="Seven of these are labelled Pullover, one is labelled Coat. Which one?",
        options=tuple(f"Picture {number}" for number in range(1, len(images) + 1)),
        right=_PLACE,
        because="A coat opens at the front. In 28 × 28 pixels a line down the middle is often all "
        f"that tells: of such pictures people without a training in fashion named {people} right.",
        hint="Look for a line down the middle: a coat opens at the front.",
        images=images,
    )


@st.cache_data(show_spinner=False)
def _coat_among_pullovers() -> tuple[UInt8Array, list[int]]:
    """Return pictures that the bundled network names rightly, the surest ones, and their labels."""
    pullovers, _ = surest("Pullover", "Pullover", _PULLOVERS)
    coat, _ = surest("Coat", "Coat", 1)
    split, chosen = resources.examples(), np.insert(pullovers, _PLACE, coat)
    return split.images[chosen], split.labels[chosen].tolist()


def preprocessing() -> Question:
    """Find the variation that teaches a wrong lesson."""
    return Question(
        page="preprocessing",
        ask="All four keep the label Sneaker. Which one teaches the network a wrong lesson?",
        options=("Mirrored", "Moved by two pixels", "Turned a little", "Behind a large patch"),
        right=3,
        because="Nothing of the sneaker is left to see, and still the picture is called Sneaker: "
        "that is label noise. The other three are sneakers to anybody, so they teach what may "
        "change and what counts.",
        hint="You would still call that a sneaker, so the label is true.",
        images=_varied_sneaker(),
    )


@st.cache_data(show_spinner=False)
def _varied_sneaker() -> UInt8Array:
    split = resources.examples()
    first = split.images[np.argmax(split.labels == CLASS_NAMES.index("Sneaker"))]
    rng = np.random.default_rng(0)
    turned = augment(first[np.newaxis], Augmentation(rotation=12), rng)[0]
    hidden = first.copy()
    rows, columns = (np.flatnonzero(first.max(axis=axis)) for axis in (1, 0))
    hidden[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = 128
    return np.stack([first[:, ::-1], np.roll(first, -2, axis=0), turned, hidden])


def architecture() -> Question:
    """Tell a filter by what it made of a picture."""
    return Question(
        page="architecture",
        ask="A filter made the right picture from the left one. Which filter?",
        options=_FILTERS,
        right=0,
        because="Only what stands upright lights up: there dark turns to bright from left to "
        "right, which is what this filter’s numbers add up to. Level edges, such as waist and hem, "
        "leave nothing. The deeper layers build legs and sleeves from such edges.",
        hint="Look what has gone: of the waist and the hems nothing is left, but the sides of the "
        "legs are bright.",
        show=_filtered,
    )


def _filtered(_: bool) -> None:
    split = resources.examples()
    picture = split.images[np.argmax(split.labels == CLASS_NAMES.index("Trouser"))]
    found = np.abs(convolve(picture, KERNELS[_FILTERS[0]]))
    bright = (255 * found / found.max()).astype(np.uint8)
    with st.container(horizontal=True, gap="medium"):
        st.image(encode.png(picture, 5), width=SHOWN, alt="Trousers, before")
        st.image(
            encode.png(bright, 5),
            width=SHOWN,
            alt="The same after the filter: the sides of the legs are bright, waist and hems dark",
        )
