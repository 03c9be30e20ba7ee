"""The frame of every page: style that the theme file cannot say, and the way to the next page."""

import streamlit as st
from streamlit.navigation.page import Page

from ui.models import chosen_run

INK = "currentColor"
"""The colour of text around a chart, for labels inside it, which the theme does not reach: a chart
drawn as SVG follows when the theme changes, without the server."""
_THEME_INK = {"light": "#1a212c", "dark": "#eef1f6"}  # as in the theme file

_STYLE = """
<style>
  .block-container { max-width: 70rem; padding-top: 4.1rem; padding-bottom: 2rem; }
  .st-key-page_head h1 { padding: 0; font-size: clamp(1.5rem, 2.6vw, 2.2rem); }
  .st-key-page_head [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
  .st-key-page_head [data-testid="stCaptionContainer"] { font-size: 1rem; }
  @media (max-width: 1150px) { .block-container { padding-left: 2rem; padding-right: 2rem; } }
  @media (max-height: 700px) {  /* a projector: every line counts */
    .st-key-page_head h1 { font-size: 1.5rem; line-height: 1.15; }
    .st-key-page_head [data-testid="stCaptionContainer"] { font-size: 0.9rem; }
  }
  .st-key-first_answer { min-height: 29rem; }
  .st-key-commentary { min-height: 8.5rem; }  /* room for what is said next */
  .st-key-wall { min-height: calc(1.8rem + 12vw); max-width: 34rem; }
  [data-testid="stPopoverBody"]:has([class*="st-key-settings_"]) { min-width: min(38rem, 92vw); }
  [class*="st-key-said_"] { min-height: 6rem; }  /* one line more or less moves no bars */
  [data-testid="stBaseButton-primary"] { color: light-dark(#ffffff, #11151c); }
  @media (max-width: 640px) {
    .block-container { padding-left: 1rem; padding-right: 1rem; }
    .stMarkdown td, .stMarkdown th { padding: 0.2rem 0.35rem; font-size: 0.8rem; }
    .st-key-commentary { min-height: 17rem; }
    .st-key-curve_head [data-testid="stCaptionContainer"] { display: none; }  /* no room */
    .st-key-run_controls button { padding: 0.25rem 0.45rem; font-size: 0.85rem; }
    .st-key-wall { min-height: 12.5rem; }
  }
  [data-testid="stCaptionContainer"], [data-testid="stImageCaption"] {
    color: light-dark(#515a68, #aab3c1); opacity: 1;
  }
  .stImage img { image-rendering: pixelated; }
  /* Tools of developers, four stops of the Tab key on every chart. */
  [data-testid="stFullScreenFrame"]:has([data-testid="stVegaLiteChart"])
  [data-testid="stElementToolbar"] {
    display: none;
  }
  [data-testid="stSidebarNavLink"]:focus-visible, [data-testid="stTopNavLink"]:focus-visible {
    outline: 3px solid light-dark(#1a4f9f, #8ab6ff); outline-offset: 1px; box-shadow: none;
  }
  [class*="st-key-code_of_"] { display: none; }  /* it has no face */
  [class*="st-key-dataset_map_"] canvas { touch-action: pan-y; }  /* sideways: its box */
</style>
"""


def apply_style() -> None:
    """Add the style sheet to the page."""
    st.html(_STYLE)


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
    if st.button(label, key="next_page", type="primary", icon=":material/arrow_forward:"):
        go(path)


def go(path: str | Page) -> None:
    """Leave for a page, or its file in pages/, taking the chosen run along."""
    st.switch_page(path, query_params=chosen_run.address())
