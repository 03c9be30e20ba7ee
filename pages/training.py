"""Training: choose the settings, start, watch it learn; the list of all trainings."""

import streamlit as st

from fashion_model.runs import why_read_only
from fashion_model.workers.launch import request_prewarm
from ui import errors
from ui.layout import heading, next_page
from ui.models import chosen_run
from ui.training import live, operator, replay, run_list, start

heading(
    "Train a network",
    "Choose a network, press Start, and watch it get better. You may leave: it goes on meanwhile.",
)

if why_read_only() is None:
    request_prewarm()  # a worker warms up meanwhile
run = chosen_run.find()
own = run is not None and not run.bundled  # what it does stays where it is when it ends
with (
    st.expander(
        "Set up a training", expanded=not own and not replay.chosen(), icon=":material/tune:"
    ),
    errors.show_errors(),
):
    start.set_up()
if run is not None:
    with errors.show_errors():
        live.watch(run)
with errors.show_errors():
    run_list.draw()
    operator.draw()

next_page("pages/compare.py", "Next: which settings are better?")
