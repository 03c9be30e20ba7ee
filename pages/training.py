"""Training: choose the settings, start, watch it learn; the list of all trainings."""

import streamlit as st

from fashion_model.workers.launch import request_prewarm
from ui import errors
from ui.layout import next_page
from ui.models import chosen_run
from ui.training import live, run_list, start

st.title("Train a network")
st.markdown(
    "Choose a network and how it should learn, then press **Start training**. It walks through "
    "the training pictures batch by batch, and you see it get better. You may leave this page, "
    "close it or open it twice: the training goes on."
)

request_prewarm()  # a worker warms up meanwhile
run = chosen_run.find()
own = run is not None and not run.bundled
busy = run is not None and run.state in live.UNFINISHED
if run is not None and own:
    with errors.show_errors():
        live.watch(run)
with (
    st.expander("Set up a training", expanded=not busy, icon=":material/tune:"),
    errors.show_errors(),
):
    start.set_up()
if run is not None and not own:
    with errors.show_errors():
        live.watch(run)
with errors.show_errors():
    st.subheader("All trainings")
    run_list.draw()

next_page("pages/evaluation.py", "Next: what does it get right and wrong?")
