"""Classify: draw, upload, photograph or pick a picture; see what one model makes of it, or two."""

import streamlit as st

from ui import answering, faults
from ui.classify import score_table, ways
from ui.navigation import next_page

st.title("Show it your own picture")
st.markdown(
    "Whatever you show is first made like the pictures a network knows: grey, bright on black, "
    "28 × 28 pixels. The **all-terrain** model has learned from drawings and photos, too, and may "
    "say that it sees none of the ten kinds. A network that knows Fashion-MNIST alone must choose "
    "one of them: with it, even a cat becomes a piece of clothing. **Sure is not the same as "
    "right.**"
)

with faults.told():
    with st.container(horizontal=True, gap="medium"):
        with st.container(horizontal=True, width=600):
            models = answering.pick()
        way = ways.pick()
    ways.show(way, models)

with faults.told():
    score_table.draw()
next_page("pages/conclusion.py", "Next: what did it learn?")
