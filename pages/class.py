"""Class: a room full of people draws on phones, and plays against the network."""

import streamlit as st

from ui import errors
from ui.layout import heading
from ui.room import opening, playing, wall

heading("A room full of people", "Phones join, everybody draws, the network answers on the wall.")

with errors.show_errors():
    room = opening.current()
    if room is None:
        opening.offer()
        opening.draw_looks()
    else:
        joining, shown = st.columns([2, 7], gap="medium")
        with joining, st.container(gap="xsmall", key="room_panel"):
            opening.panel(room)
        with shown:
            playing.draw(room)
            wall.draw(room)
