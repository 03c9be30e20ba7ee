"""Classify: draw, upload, photograph or pick a picture; see what one model makes of it, or two."""

import streamlit as st

from ui import errors
from ui.classify import ways
from ui.layout import next_page
from ui.models import choice

st.title("Show it your own picture")
st.markdown(
    "Whatever you show is first made like the pictures a network knows: grey, bright on black, "
    "28 × 28 pixels. The **all-terrain** model has learned from drawings and photos, too, and may "
    "say that it sees none of the ten kinds. A network that knows Fashion-MNIST alone must choose "
    "one of them: with it, even a cat becomes a piece of clothing. **Sure is not the same as "
    "right.**"
)

with errors.show_errors():
    with st.container(horizontal=True, gap="medium"):
        with st.container(horizontal=True, width=600):
            models = choice.pick()
        way = ways.pick()
    ways.show(way, models)

with errors.show_errors():
    ways.draw_scores()
next_page("pages/conclusion.py", "Next: what did it learn?")
