"""Dataset, last part: the visitor names pictures too, and is compared with other people."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui import pictures, resources
from ui.state import Slot, begin_with

_ROUND: Slot[int] = Slot("dataset_guess_round", 0)
_HITS: Slot[tuple[bool, ...]] = Slot("dataset_guess_hits", ())
"""Whether each answered round was right."""


@st.fragment
def draw() -> None:
    """Draw one picture, ten possible answers, and the score; redrawn on its own."""
    st.markdown(
        "Some are hard even for us. The makers of the data set had people without a training in "
        "fashion name 1,000 test pictures; "
        "[they got 83.5 % right](https://github.com/zalandoresearch/fashion-mnist). And you?"
    )
    image, truth = _picture()
    key = f"dataset_guess_{_ROUND.get()}"
    begin_with(key, None)
    answered = len(_HITS.get()) > _ROUND.get()
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        alt = CLASS_NAMES[truth] if answered else "A picture to be named"
        st.image(pictures.png(image, 8), width=224, alt=alt)
    with right:
        st.pills(
            "What is it?",
            CLASS_NAMES,
            key=key,
            persist_state="session",
            wrap=True,
            disabled=answered,
            on_change=_answered,
        )
        st.markdown(_verdict(st.session_state[key], truth) if answered else "&nbsp;")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Another picture",
                key="dataset_guess_next",
                icon=":material/casino:",
                disabled=not answered,
                on_click=_next,
            )
            st.button(
                "Start again",
                key="dataset_guess_reset",
                icon=":material/restart_alt:",
                disabled=not _HITS.get(),
                on_click=_start_again,
            )
        hits = _HITS.get()
        st.caption(f"Your score: {sum(hits)} of {len(hits)} right.")


def _picture() -> tuple[NDArray[np.uint8], int]:
    """Return this round's picture, (28, 28), and its label, from the bundled test pictures."""
    split = resources.examples()
    place = np.random.default_rng(_ROUND.get()).integers(len(split))
    return split.images[place], int(split.labels[place])


def _verdict(said: str, truth: int) -> str:
    if said == CLASS_NAMES[truth]:
        return f":material/check: **Right**, it is called {said}."
    return f":material/close: **Not quite**: it is called {CLASS_NAMES[truth]}, you said {said}."


def _answered() -> None:
    said = st.session_state[f"dataset_guess_{_ROUND.get()}"]
    if said in CLASS_NAMES and len(_HITS.get()) == _ROUND.get():
        _HITS.set((*_HITS.get(), said == CLASS_NAMES[_picture()[1]]))


def _next() -> None:
    _ROUND.set(len(_HITS.get()))


def _start_again() -> None:
    for number in range(_ROUND.get() + 1):
        st.session_state.pop(f"dataset_guess_{number}", None)
    _ROUND.clear()
    _HITS.clear()
