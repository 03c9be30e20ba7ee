"""Training: choose the settings, start, watch it learn; the list of all trainings."""

import streamlit as st

from fashion_model.runs import why_read_only
from fashion_model.workers.launch import request_prewarm
from ui import errors
from ui.layout import heading
from ui.models import chosen_run
from ui.questions import foot
from ui.training import live, operator, run_list, start

heading(
    "Train a network",
    "Choose a network, press Start, and watch it get better. You may leave: it goes on meanwhile.",
)

if why_read_only() is None:
    request_prewarm()  # a worker warms up meanwhile
run = chosen_run.find()
with (
    st.expander("Set up a training", expanded=start.is_open(run), icon=":material/tune:"),
    errors.show_errors(),
):
    start.set_up()
if run is not None:
    with errors.show_errors():
        live.watch(run)
with errors.show_errors():
    run_list.draw()
    operator.draw()

foot.draw("training", "pages/compare.py", "Next: which settings are better?")
