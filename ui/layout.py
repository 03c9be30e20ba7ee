"""The frame of every page: style that the theme file cannot say, and the way to the next page."""

import streamlit as st

from ui.models import chosen_run

INK = "currentColor"
"""The colour of text around a chart, for labels inside it, which the theme does not reach: a chart
drawn as SVG follows when the theme changes, without the server."""
_THEME_INK = {"light": "#1a212c", "dark": "#eef1f6"}  # as in the theme file

_STYLE = """
<style>
  .block-container { max-width: 70rem; padding-top: 4.1rem; padding-bottom: 2rem; }
  .st-key-page_head h1 { padding: 0; font-size: clamp(1.5rem, 2.6vw, 2.2rem); }
  .st-key-page_head [data-testid="stCaptionContainer"] { font-size: 1rem; }
  .st-key-page_head [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
  [data-testid="stMain"] hr { margin: 0.5rem 0 1rem; }
  @media (max-height: 700px) {  /* a projector: every line counts */
    .st-key-page_head h1 { font-size: 1.5rem; line-height: 1.15; }
    .st-key-page_head [data-testid="stCaptionContainer"] { font-size: 0.9rem; }
  }
  .st-key-commentary { min-height: 8.5rem; }  /* room for what is said next */
  .st-key-wall { min-height: 26rem; }
  [class*="st-key-said_"] { min-height: 6rem; }  /* one line more or less moves no bars */
  [class*="st-key-said_"] h3 { font-size: 1.35rem; padding: 0 0 0.25rem; }
  [class*="st-key-said_"] [data-testid="stMarkdownContainer"],
  [class*="st-key-said_"] p { margin-bottom: 0; }
  /* The board, what is seen of it, the answer: side by side. */
  .st-key-first_try, .st-key-shown {
    display: grid; gap: 1rem 1.5rem; align-items: start;
    grid-template-columns: 320px minmax(0, 1fr); grid-template-rows: auto 1fr;
  }
  .st-key-first_try > :nth-child(2) { grid-row: span 2; }
  .st-key-shown { grid-template-columns: 320px auto minmax(0, 26rem); }
  .st-key-shown > :nth-child(3) { grid-area: 1 / 2; }
  .st-key-shown:has(.st-key-said_reply_1) {  /* two answers: what is seen stands below */
    grid-template-columns: 320px minmax(0, 1fr);
    > :nth-child(2) { grid-row: span 2; }
    > :nth-child(3) { grid-area: 2 / 1; }
  }
  .st-key-first_answer { min-height: 23rem; }  /* as high as an answer: nothing jumps */
  .st-key-which_story { flex-wrap: nowrap; }
  .st-key-which_story > :first-child { flex: 0 1 330px !important; min-width: 0; }
  .st-key-which_story > :first-child > * { max-width: 100%; }
  .st-key-ways { flex-wrap: nowrap; align-items: center; }
  .st-key-ways > :last-child, .st-key-ways > :last-child * { min-width: 0; }
  .st-key-ways > :last-child p { overflow: hidden; text-overflow: ellipsis; }
  .st-key-ways button { min-height: 2.1rem; padding-block: 0.2rem; }
  [data-testid="stBaseButton-primary"] { color: light-dark(#ffffff, #11151c); }
  @media (max-width: 640px) {
    .stMarkdown td, .stMarkdown th { padding: 0.2rem 0.35rem; font-size: 0.8rem; }
    .st-key-commentary { min-height: 17rem; }
    .st-key-wall { min-height: 50rem; }
    .st-key-ways { gap: 0.5rem; }
    .st-key-ways button { padding-inline: 0.45rem; }
    .st-key-first_try, .st-key-shown {
      grid-template-columns: minmax(0, 1fr); grid-template-rows: none; gap: 0.75rem;
    }
    .st-key-first_try > :nth-child(2) { grid-row: auto; }
    .st-key-first_answer { min-height: 24rem; }
    .st-key-said_start { min-height: 7rem; }
    .st-key-shown:not(:has(.st-key-said_reply_1)) {  /* beside the answer, small */
      > :nth-child(2) { grid-area: 2 / 1; }
      > :nth-child(3) { grid-area: 2 / 1; justify-self: end; }
      > :nth-child(3), > :nth-child(3) * {
        width: 84px !important; max-width: 84px; line-height: 1.2;
      }
      [class*="st-key-said_"] { min-height: 8rem; padding-right: 100px; }
    }
    .st-key-shown:has(.st-key-said_reply_1) {
      grid-template-columns: minmax(0, 1fr);
      > :nth-child(2) { grid-row: auto; }
      > :nth-child(3) { grid-area: auto; }
    }
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


def go(path: str) -> None:
    """Leave for the page `path`, taking the chosen run along."""
    st.switch_page(path, query_params=chosen_run.address())
