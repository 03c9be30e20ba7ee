"""Classify: draw, upload, photograph or pick a picture; see what one model makes of it, or two."""

import streamlit as st

from ui import errors
from ui.classify import ways
from ui.layout import heading
from ui.models import choice
from ui.questions import foot

heading(
    "Show it your own picture",
    "Draw, upload or photograph one thing, or a person.",
)

with errors.show_errors():
    with st.container(horizontal=True, key="ways"):
        way = ways.pick()
        models = choice.pick()
    ways.show(way, models)

with errors.show_errors():
    ways.draw_scores()
foot.draw("classify", "pages/conclusion.py", "Next: what did it learn?")
