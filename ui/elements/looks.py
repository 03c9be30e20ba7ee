"""What goes deeper than a page's first screen: one click away, and one at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from ui import errors
from ui.state import begin_with


@dataclass(frozen=True)
class Look:
    """One way to look at what a page shows: the question it answers, and what draws it."""

    question: str  # its heading; empty where the page's own says it
    draw: Callable[[], None]


@st.fragment
def choose(label: str, looks: Mapping[str, Look], *, key: str, first: str | None = None) -> None:
    """Draw the names of `looks`, and the one chosen; a click in it draws nothing else anew.

    Without a `first` nothing is drawn until somebody chooses, and choosing it again closes it.
    """
    if st.session_state.get(key) not in (None, *looks):  # of another training, which had more
        del st.session_state[key]
    if first is not None:
        begin_with(key, first)
    chosen = st.segmented_control(
        label,
        list(looks),
        key=key,
        persist_state="session",
        required=first is not None,
        label_visibility="visible" if first is None else "collapsed",
        wrap=first is None,  # what stands above the show takes one line, on a phone, too
    )
    if chosen is None:
        return
    if looks[chosen].question:
        st.header(looks[chosen].question, anchor=False)
    with errors.show_errors():
        looks[chosen].draw()
