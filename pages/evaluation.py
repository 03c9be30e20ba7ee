"""Evaluation: how good a trained network is, and the pictures it gets wrong."""

import streamlit as st

from ui import chosen_run, faults, resources
from ui.evaluation import comparison, measures, mistakes
from ui.navigation import next_page

st.title("What does it get right and wrong?")
st.markdown(
    "The test pictures were kept aside during training: the network meets them here for the first "
    "time. The table and the **confusion matrix** show which kinds it knows and which it mixes up; "
    "behind every cell are the pictures themselves."
)

with faults.told():
    run = chosen_run.pick("Which training?")
    predictions = run.test_predictions()
    if predictions is None:
        st.info(
            "This training has not been tested yet: that happens once, when it ends. Choose "
            "another one meanwhile.",
            icon=":material/hourglass_empty:",
        )
    else:
        probabilities, indices = predictions
        answers = mistakes.common(resources.dataset().test, probabilities, indices)
        measures.headline(run, answers, len(indices))
        st.subheader("Confusion matrix")
        mistakes.draw(answers)
        st.subheader("Kind by kind")
        measures.table(answers)
        st.subheader("Side by side")
        comparison.draw(run, resources.dataset().test)

next_page("pages/classify.py", "Next: show it your own picture")
