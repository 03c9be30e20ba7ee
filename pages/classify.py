"""Classify: draw, upload, photograph or pick a picture, and see what a network makes of it."""

import streamlit as st

from ui import chosen_run, faults
from ui.classify import ways
from ui.navigation import next_page

st.title("Show it your own picture")
st.markdown(
    "Whatever you show is first made like the pictures the network knows: grey, bright on black, "
    "28 × 28 pixels. Then it says for each of the ten kinds how sure it is. **Sure is not the same "
    "as right**: it must choose one of the ten, so even a cat becomes a piece of clothing, and "
    "it can be very sure of that."
)

with faults.told():
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=400):
            run = chosen_run.pick("Which model answers?")
        way = ways.pick()
    with faults.told():
        ways.show(way, run)

next_page("pages/conclusion.py", "Next: what did it learn?")
