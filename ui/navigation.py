"""Links from page to page that keep the chosen run."""

import streamlit as st

from ui import chosen_run


def next_page(path: str, label: str) -> None:
    """Draw the button that leads on to `path` (a file in pages/), at the end of a page."""
    st.divider()
    if st.button(label, key="next_page", type="primary", icon=":material/arrow_forward:"):
        go(path)


def go(path: str) -> None:
    """Leave for the page `path`, taking the chosen run along."""
    st.switch_page(path, query_params=chosen_run.address())
