"""Training: choose the settings, start, watch it learn; the list of all trainings."""

import streamlit as st

from fashion_model.runs import create_run
from ui import chosen_run, faults, resources
from ui.navigation import next_page
from ui.state import begin_with
from ui.training import live, run_list, settings

st.title("Train a network")
st.markdown(
    "Choose a network and how it should learn, then press **Start training**. It walks through "
    "the training pictures batch by batch, and you see it get better. You may leave this page, "
    "close it or open it twice: the training goes on."
)


def set_up() -> None:
    """Draw the settings and the start button; a click puts the training in line."""
    config = settings.form()
    begin_with("run_name", "My network")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Name",
            key="run_name",
            persist_state="session",
            max_chars=60,
            help="So that you find this training again in the list below.",
        )
        start = st.button(
            "Start training",
            key="start_training",
            type="primary",
            icon=":material/play_arrow:",
            disabled=config is None,
        )
    if start and config is not None:
        data = resources.dataset()
        run = create_run(
            config,
            st.session_state["run_name"],
            dataset_fingerprint=data.fingerprint,
            sample=data.is_sample,
        )
        chosen_run.choose(run.id)
        st.rerun()


run = chosen_run.find()
own = run is not None and not run.bundled
busy = run is not None and run.state in live.UNFINISHED
if run is not None and own:
    with faults.told():
        live.watch(run)
with st.expander("Set up a training", expanded=not busy, icon=":material/tune:"), faults.told():
    set_up()
if run is not None and not own:
    with faults.told():
        live.watch(run)
with faults.told():
    st.subheader("All trainings")
    run_list.draw()

next_page("pages/evaluation.py", "Next: what does it get right and wrong?")
