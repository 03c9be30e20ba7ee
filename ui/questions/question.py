"""A question to the visitor at the end of a page, with its answer; what was answered is kept."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.elements import gallery
from ui.state import Slot

SHOWN = 140
"""Pixels of a picture that a question is about."""
TRIES: Slot[dict[str, tuple[int, ...]]] = Slot("question_tries", {})
"""What the visitor chose, the last try last, by the question's page."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked on one page, and what is right.

    Attributes:
        page: Whose it is, in lower case; it names the question.
        ask: The question.
        options: What can be chosen, in words; of pictures, what each is to a blind visitor.
        right: Which of them is right.
        because: Why, for whoever has found it.
        hint: For whoever hasn't yet.
        images: Pictures to choose from, (options, 28, 28); without them the words are buttons.
        show: Draws what the question is about, told whether it has been answered.
    """

    page: str
    ask: str
    options: tuple[str, ...]
    right: int
    because: str
    hint: str
    images: NDArray[np.uint8] | None = None
    show: Callable[[bool], None] | None = None


def tries(page: str) -> tuple[int, ...]:
    """Return what was chosen so far of that page's question."""
    return TRIES.get().get(page, ())


def solved(question: Question) -> bool:
    """Whether the right answer was found."""
    return question.right in tries(question.page)


def draw(question: Question) -> None:
    """Draw the question, what can be chosen, and what is to be said of the last choice."""
    st.markdown(f"**{question.ask}**")
    if question.show is not None:
        question.show(solved(question))
    if question.images is not None:
        _pictures(question, question.images)
    else:
        _words(question)
    _said(question)


def _pictures(question: Question, images: NDArray[np.uint8]) -> None:
    chosen = tries(question.page)
    with st.container(width=640):
        gallery.draw(
            images,
            question.options,
            label=question.ask,
            key=f"question_{question.page}_pictures",
            chosen=chosen[-1] if chosen else None,
            tile=72,
            on_click=lambda number: _choose(question, number),
        )


def _words(question: Question) -> None:
    with st.container(horizontal=True, gap="small"):
        for number, words in enumerate(question.options):
            right = solved(question) and number == question.right
            st.button(
                words,
                key=f"question_{question.page}_{number}",
                type="primary" if right else "secondary",
                on_click=_choose,
                args=(question, number),
            )


def _choose(question: Question, number: int) -> None:
    if not solved(question):
        TRIES.set({**TRIES.get(), question.page: (*tries(question.page), number)})


def _said(question: Question) -> None:
    chosen = tries(question.page)
    if not chosen:
        return
    if not solved(question):
        last = question.options[chosen[-1]].strip("“”")
        st.warning(f"Not “{last}”. {question.hint}", icon=":material/replay:")
        return
    st.success(f"Right. {question.because}", icon=":material/check:")
    st.button(
        "Ask me again",
        key=f"question_{question.page}_again",
        icon=":material/replay:",
        type="tertiary",
        on_click=_again,
        args=(question.page,),
    )


def _again(page: str) -> None:
    TRIES.set({name: each for name, each in TRIES.get().items() if name != page})
