"""Spoil the data: the settings, as Training and Dataset offer them, and what comes of them."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.config import NO_KIND, SPOILING, ConfigError, TrainConfig
from fashion_model.config.spoiled import in_brief
from fashion_model.data import Split, batches
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import plain, several
from ui import plan
from ui.elements import gallery, setting
from ui.elements.confusion import SHORT_NAMES
from ui.models import resources

_ROWS = (("flip", "which"), ("few", "kept"), ("ground_of", "ground"), ("hidden",))
"""Fields of Spoiling, each beside what says more about it."""
PREVIEWED = 10
_INTRODUCTION = (
    "What becomes of a network that learns from bad data? Only the pictures it learns from are "
    "spoiled; those it is judged by stay as they are, so that the damage shows."
)


def draw() -> None:
    """Draw the settings of what is spoiled, in two columns, and the way back."""
    plan.begin()
    st.caption(_INTRODUCTION)
    with st.container(key="settings_spoiling"):
        for row in _ROWS:
            for name, column in zip(row, st.columns(2, gap="large"), strict=False):
                key = SPOILING + name
                with column:
                    setting.draw(key, plan.widget_key(key), disabled=not plan.counts(key))
    if plan.spoiling().active:
        st.button(
            "Spoil nothing",
            key="spoil_nothing",
            icon=":material/undo:",
            on_click=plan.spoil_nothing,
        )


@dataclass(frozen=True, eq=False)
class Preview:
    """Ten or fewer spoiled pictures: images (n, 28, 28), their labels as shown and as they are.

    `pictures` is how many a training would be shown.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    truth: NDArray[np.uint8]
    pictures: int


def preview() -> None:
    """Draw ten pictures as the planned training would be shown them, each old and new label."""
    try:
        config = plan.config()
        told = in_brief(config.spoiling)
        if not told:
            st.markdown("Nothing is spoiled yet: choose something above, and see what it does.")
            return
        found = _preview(config, resources.pictures_here())
    except ConfigError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.markdown(
        f"**{plain(', '.join(told))}.** The network would be shown "
        f"{several(found.pictures, 'picture')}, among them these:"
    )
    pairs = [*zip(found.truth.tolist(), found.labels.tolist(), strict=True)]
    gallery.draw(
        found.images,
        [f"{CLASS_NAMES[true]}, labelled {CLASS_NAMES[label]}" for true, label in pairs],
        label="Pictures as the network would be shown them",
        key="spoiled_preview",
        captions=[
            SHORT_NAMES[true] if true == label else f"{SHORT_NAMES[true]} → {SHORT_NAMES[label]}"
            for true, label in pairs
        ],
        right=[true == label for true, label in pairs],
        tile=80,
    )
    st.caption(
        "It is planned for your next training, and can be changed on Training, too. Which pictures "
        "it concerns follows from the seed."
    )


@st.cache_resource(show_spinner=False, max_entries=32)
def _preview(config: TrainConfig, data: str) -> Preview:
    """Raises ConfigError when nothing is left to learn from."""
    train = resources.dataset().train
    shown, _ = batches.as_shown(config, train)
    before = resources.positions_of(train, shown.indices)
    picked = _picked(config, shown, train.images[before], train.labels[before])
    truth = train.labels[before[picked]]
    return Preview(shown.images[picked], shown.labels[picked], truth, len(shown))


def _picked(
    config: TrainConfig, shown: Split, images: NDArray[np.uint8], labels: NDArray[np.uint8]
) -> NDArray[np.intp]:
    """Positions of ten pictures of `shown`, as many as can be of each way they were changed.

    `images` and `labels` are what they were before.
    """
    changed = [shown.labels != labels, (shown.images != images).any(axis=(1, 2))]
    if config.spoiling.few != NO_KIND:
        changed.append(labels == CLASS_NAMES.index(config.spoiling.few))
    groups = [np.flatnonzero(each) for each in changed if each.any()]
    share = -(-PREVIEWED // max(1, len(groups)))
    ways = [each[:share] for each in groups] + [np.arange(min(PREVIEWED, len(shown)))]
    picked = [*dict.fromkeys(np.concatenate(ways).tolist())]
    return np.array(picked[:PREVIEWED], np.intp)
