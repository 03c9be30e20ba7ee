"""Conclusion: what the chosen network learned, and the whole of it to take home."""

import streamlit as st

from ui import errors
from ui.conclusion import deeper, story, take_home, walls
from ui.layout import heading, next_page
from ui.models import chosen_run, resources, spoiled

heading(
    "What did it learn?",
    "One training, before and after. An epoch is one walk through all its training pictures.",
)

with errors.show_errors():
    with st.container(horizontal=True, key="which_story"):
        with st.container(width=330):
            run = chosen_run.pick("Which training?")
        if run.test_accuracy is not None:
            take_home.draw_notebook(run)
    spoiled.note(run)
    if run.state == "failed":
        story.failed(run)
    elif run.test_accuracy is None:
        story.unfinished(run)
    else:
        story.draw(run, run.test_accuracy)
        walls.draw(run)
        story.draw_next_steps(run)
        with errors.show_errors():
            deeper.draw(run, run.test_accuracy, resources.tested(run))

next_page("pages/start.py", "Back to the start")
