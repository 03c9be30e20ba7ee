"""The settings beyond the first two: how it learns, variations, and what experts ask for."""

import streamlit as st

from fashion_model.config import AUGMENTATION, SETTINGS
from ui import plan
from ui.elements import setting

LEARNING = ("batch_size", "schedule", "dropout", "share")
VARIATIONS = tuple(key for key in SETTINGS if key.startswith(AUGMENTATION))
EXPERT = (
    "optimizer",
    "momentum",
    "activation",
    "label_smoothing",
    "averaging",
    "precision",
    "seed",
    "threads",
)


def learning() -> None:
    """Draw batch size, learning rate over time, dropout, share and the early end."""
    _in_two_columns(LEARNING)
    left, right = st.columns(2, gap="large")
    left.toggle(
        "Stop early",
        key="early_stopping",
        persist_state="session",
        help="End the training once the validation pictures (which it never learns from) have "
        "not been answered better for a while.",
    )
    with right:
        setting.draw("patience", "patience", disabled=not st.session_state["early_stopping"])


def variations() -> None:
    """Draw how far each training picture is varied."""
    st.caption(
        "Each picture is changed a little every time it is shown (augmentation), so the network "
        "learns what a shirt is rather than these very shirts. The page Preprocessing shows it "
        "on real pictures."
    )
    _in_two_columns(VARIATIONS, "0 is off. More: harder to learn, harder to fool.")


def expert() -> None:
    """Draw how mistakes become corrections and weights answers, and what the computer does."""
    _in_two_columns(EXPERT)


def _in_two_columns(keys: tuple[str, ...], words: str = "") -> None:
    left, right = st.columns(2, gap="large")
    for place, key in enumerate(keys):
        with left if place % 2 == 0 else right:
            setting.draw(
                key,
                plan.widget_key(key),
                stops=plan.stops(key),
                words=words,
                disabled=not plan.counts(key),
            )
