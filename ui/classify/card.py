"""What the network sees of a picture handed in, and what one model or two say about it."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from fashion_model.labels import SIDE
from ui import answer, faults
from ui.answering import Model
from ui.classify import correct, steps, wording
from ui.classify.items import Item, Refusal
from ui.words import plain

_NOTHING = np.zeros((SIDE, SIDE), np.uint8)
_SCALE = 7
ALONE = 370
"""Pixels an answer is wide when no other stands beside it."""


def refused(refusal: Refusal) -> None:
    """Say why a file cannot be used."""
    st.error(
        f"{plain(refusal.title)}: {plain(refusal.reason)}",
        icon=":material/broken_image:",
    )


def seen(item: Item | None) -> None:
    """Draw what the network sees, black while there is nothing."""
    with st.container(width=SIDE * _SCALE):
        st.markdown("**What the network sees**")
        answer.network_view(
            _NOTHING if item is None else item.picture, "28 × 28 pixels", scale=_SCALE
        )


def replies(models: Sequence[Model], item: Item | None, *, invitation: str) -> None:
    """Draw each model's answer, side by side; `invitation` while there is nothing to name.

    An answer takes the same room before and after: nothing jumps when it comes.
    """
    alone = len(models) == 1
    # Columns, because they stand below each other on a phone.
    places = [st.container(width=ALONE)] if alone else st.container().columns(len(models))
    for place, name in enumerate(_names(models)):
        with places[place], st.container(gap="xsmall"):
            if item is None:
                answer.wait(invitation, key=f"reply_{place}", name=name)
            else:
                _reply(models[place], item, key=f"reply_{place}", name=name, place=place)


def stacked(models: Sequence[Model], item: Item, *, key: str) -> None:
    """Draw each model's answer, one below the other; `key` tells several items apart."""
    for place, name in enumerate(_names(models)):
        _reply(models[place], item, key=f"{key}_{place}", name=name, place=place)


def _names(models: Sequence[Model]) -> list[str]:
    """What stands above each answer, as Markdown: nothing where there is only one."""
    return [plain(model.name) if len(models) > 1 else "" for model in models]


def _reply(model: Model, item: Item, *, key: str, name: str, place: int) -> None:
    with faults.told():
        said = model.answer(item.picture)
        heading, words = wording.heading(said), wording.second(said)
        answer.say(said, heading, words, key=key, name=name, truth=item.truth)
        hint = wording.hint(said, item, all_steps=steps.all_on()) if place == 0 else ""
        if hint:
            st.markdown(f":material/lightbulb: {hint}")
        if place == 0:
            correct.offer(item, said, key=key)
