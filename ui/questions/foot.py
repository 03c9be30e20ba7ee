"""The end of a page: the way to the next one, and a question for whoever wants one."""

import streamlit as st

from ui import errors
from ui.layout import next_button
from ui.questions import about, question


@st.fragment
def draw(page: str, path: str, label: str) -> None:
    """Draw the button that leads on to `path`, a file in pages/, and the question of `page`."""
    st.divider()
    opened = f"question_{page}_open"
    if st.session_state.get(opened):
        with st.container(key=f"question_{page}"), errors.show_errors():
            question.draw(about.ALL[page]())
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="page_foot"):
        next_button(path, label)
        st.toggle("A question", key=opened, persist_state="session")
