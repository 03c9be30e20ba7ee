"""Dataset, second: the visitor names pictures too, and is compared with other people."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui.elements import encode
from ui.models import resources
from ui.state import Slot, begin_with

_ROUND: Slot[int] = Slot("dataset_guess_round", 0)
_SAID: Slot[tuple[str, ...]] = Slot("dataset_guess_said", ())
"""What the visitor said in each answered round: the pills may forget it, this does not."""


@st.fragment
def draw() -> None:
    """Draw one picture, ten possible answers, and the score; redrawn on its own."""
    st.caption(
        "Some are hard even for us: of 1,000 test pictures, people without a training in fashion "
        "named [83.5 % right](https://github.com/zalandoresearch/fashion-mnist)."
    )
    number, said = _ROUND.get(), _SAID.get()
    image, truth = _picture(number)
    answered = len(said) > number
    left, right = st.columns([1, 4], gap="medium", vertical_alignment="center")
    with left:
        alt = truth if answered else "A picture to be named"
        st.image(encode.png(image, 6), width=168, alt=alt)
    with right:
        _ask(_key(number), said[number] if answered else None)
        st.markdown(_verdict(said[number], truth) if answered else "&nbsp;")
        _buttons(answered=answered)
        hits = sum(name == _picture(each)[1] for each, name in enumerate(said))
        st.caption(f"Your score: {hits} of {len(said)} right.")


def _ask(key: str, said: str | None) -> None:
    """Draw the ten answers as the pills `key`; once there is one, `said`, it stays."""
    if said is None:
        begin_with(key, None)
    else:
        st.session_state[key] = said
    st.pills(
        "What is it?",
        CLASS_NAMES,
        key=key,
        persist_state="session",
        wrap=True,
        required=True,  # a double click is one answer
        disabled=said is not None,
        on_change=_answered,
    )


def _buttons(*, answered: bool) -> None:
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
            disabled=not _SAID.get(),
            on_click=_start_again,
        )


def _key(number: int) -> str:
    return f"dataset_guess_{number}"


def _picture(number: int) -> tuple[NDArray[np.uint8], str]:
    """Return the picture of a round, (28, 28), and its name, from the bundled test pictures."""
    split = resources.examples()
    place = np.random.default_rng(number).integers(len(split))
    return split.images[place], CLASS_NAMES[split.labels[place]]


def _verdict(said: str, truth: str) -> str:
    if said == truth:
        return f":material/check: **Right**, it is called {truth}."
    return f":material/close: **Not quite**: it is called {truth}, you said {said}."


def _answered() -> None:
    number = _ROUND.get()
    said = st.session_state[_key(number)]
    if said in CLASS_NAMES and len(_SAID.get()) == number:
        _SAID.set((*_SAID.get(), said))


def _next() -> None:
    _ROUND.set(len(_SAID.get()))


def _start_again() -> None:
    for number in range(_ROUND.get() + 1):
        st.session_state.pop(_key(number), None)
    _ROUND.clear()
    _SAID.clear()
