"""Evaluation: how good a trained network is, and the pictures it gets wrong."""

from collections.abc import Callable

import streamlit as st

from fashion_model.runs import Run
from ui import errors
from ui.evaluation import comparison, epochs, matrix, measures, pair
from ui.layout import next_page
from ui.models import chosen_run, resources
from ui.models.resources import Predictions
from ui.state import begin_with

st.title("What does it get right and wrong?")
st.markdown(
    "The test pictures were kept aside during training: the network meets them here for the first "
    "time. The **confusion matrix** shows which kinds it knows and which it mixes up; behind every "
    "number are the pictures themselves."
)

LOOKS: dict[str, tuple[str, Callable[[Run, Predictions], None]]] = {
    "Confusion matrix": (
        "Which kinds does it mix up?",
        lambda run, tested: matrix.draw(tested),
    ),
    "Kind by kind": (
        "How well does it know each kind?",
        lambda run, tested: measures.table(tested),
    ),
    "Sure and unsure": (
        "Where is it sure and wrong?",
        lambda run, tested: measures.draw_certainty(tested),
    ),
    "Two kinds": (
        "Why are two kinds hard to tell apart?",
        lambda run, tested: pair.draw(tested),
    ),
    "Epoch by epoch": (
        "How did it learn to tell them apart?",
        lambda run, tested: epochs.draw(run),
    ),
    "Two trainings": (
        "Which of two trainings is better?",
        lambda run, tested: comparison.draw(run),
    ),
}


@st.fragment
def look(run: Run, tested: Predictions) -> None:
    """Draw the chosen look at a tested run; a click in it draws nothing else anew."""
    begin_with("evaluation_look", "Confusion matrix")
    chosen = st.segmented_control(
        "Look at",
        list(LOOKS),
        key="evaluation_look",
        persist_state="session",
        required=True,
    )
    question, draw = LOOKS[chosen or "Confusion matrix"]
    st.header(question)
    with errors.show_errors():
        draw(run, tested)


@st.fragment
def look_at_epochs(run: Run) -> None:
    """Draw what there is of a run that was not tested."""
    st.header(LOOKS["Epoch by epoch"][0])
    with errors.show_errors():
        epochs.draw(run)


with errors.show_errors():
    run = chosen_run.pick("Which training?")
    tested = resources.tested(run)
    if tested is not None and len(tested.labels):
        measures.headline(run, tested)
        look(run, tested)
    else:
        measures.untested(run)
        look_at_epochs(run)

next_page("pages/classify.py", "Next: show it your own picture")
