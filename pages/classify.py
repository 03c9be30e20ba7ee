"""Classify: draw, upload or pick a picture, and see what a network makes of it."""

import streamlit as st

from ui import chosen_run, faults
from ui.classify import inputs
from ui.classify.card import card
from ui.navigation import next_page
from ui.state import begin_with

st.title("Show it your own picture")
st.markdown(
    "Whatever you hand in is first made like the pictures the network knows: grey, bright on "
    "black, 28 × 28 pixels. Then it says how probable each of the ten kinds is. It must choose "
    "one of them, so a cat becomes a piece of clothing too."
)

WAYS = {"Draw": inputs.drawn, "Upload": inputs.uploaded, "Examples": inputs.example}

items: list[inputs.Item] = []
with faults.told():
    run = chosen_run.pick("Which model answers?")
    begin_with("way", "Draw")
    way = st.segmented_control(
        "How do you hand it in?",
        list(WAYS),
        key="way",
        persist_state="session",
        required=True,
    )
    hand_in, answers = st.columns([2, 3], gap="large")
    with hand_in, faults.told():
        items = list(WAYS[way or "Draw"]())
    with answers, faults.told():
        for number, item in enumerate(items):
            card(run, item, key=f"{way}_{number}")

next_page("pages/conclusion.py", "Next: what did it learn?")
