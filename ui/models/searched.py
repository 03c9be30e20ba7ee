"""What a worker looks for among training pictures once somebody wants it, kept for the session."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from fashion_model.runs import Run
from ui.state import Slot

T = TypeVar("T")
Searched = Slot[tuple[str, T] | None]
"""The id of the run that was asked, and what it found."""


def look_for(
    slot: Searched[T], run: Run, search: Callable[[Path], T], *, words: str, button: str, key: str
) -> T | None:
    """Draw the offer to search, in `words` and on a `button`; what was found, once it was."""
    kept = slot.get()
    if kept is not None and kept[0] == run.id:
        return kept[1]
    place = st.empty()
    with place.container():
        st.markdown(words)
        if not st.button(button, key=key, icon=":material/search_insights:"):
            return None
        with st.spinner("Asking all training pictures about each other …"):
            found = search(run.path)
    place.empty()
    slot.set((run.id, found))
    return found
