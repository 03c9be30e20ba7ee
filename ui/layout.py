"""The frame of every page: style that the theme file cannot say, and the way to the next page."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from ui.models import chosen_run
from ui.state import FORM_OPEN_ABOVE

INK = "currentColor"
"""The colour of text around a chart, for labels inside it, which the theme does not reach: a chart
drawn as SVG follows when the theme changes, without the server."""
_THEME_INK = {"light": "#1a212c", "dark": "#eef1f6"}  # as in the theme file

_STYLE = Path(__file__).with_name("style.css").read_text("utf-8")


def apply_style() -> None:
    """Add the style sheet to the page."""
    st.html(f"<style>{_STYLE}</style>")


def heading(title: str, words: str) -> None:
    """Draw the head of a page: its `title`, and one sentence on what to do here."""
    with st.container(key="page_head", gap=None):
        st.title(title, anchor=False)
        st.caption(words)


def canvas_ink() -> str:
    """Return the colour of text in the theme the browser shows, for what is drawn on a canvas."""
    return _THEME_INK["dark" if st.context.theme.type == "dark" else "light"]


def paper() -> str:
    """Return the colour behind everything in the theme the visitor's browser shows."""
    return "#11151c" if st.context.theme.type == "dark" else "#fcfbf8"


def next_page(path: str, label: str) -> None:
    """Draw the button that leads on to `path` (a file in pages/), at the end of a page."""
    st.divider()
    next_button(path, label)


def next_button(path: str, label: str) -> None:
    """Draw that button alone."""
    if st.button(label, key="next_page", type="primary", icon=":material/arrow_forward:"):
        go(path)


def go(path: str | Page) -> None:
    """Leave for a page, or its file in pages/, taking the chosen run along."""
    st.switch_page(path, query_params=chosen_run.address())


def go_to_form() -> None:
    """Leave for Training with its form open, so that what was just planned is seen."""
    FORM_OPEN_ABOVE.set(chosen_run.current_id())
    go("pages/training.py")
