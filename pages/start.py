"""Start: what this is, and one thing to try at once."""

import streamlit as st

from fashion_model.runs import BUNDLED, open_run
from ui import answer, examples, faults
from ui.navigation import next_page
from ui.words import percent

st.title("Teach a computer to recognise clothes")
st.markdown(
    "A **convolutional neural network** learns by example: it looks at thousands of small pictures "
    "of clothes, guesses what each one is, and corrects itself a little after every guess. Here "
    "you train one yourself, watch it learn, find out what it gets wrong, and show it a drawing "
    "of your own."
)

bundled = None
with faults.told():
    bundled = open_run(BUNDLED)
    if bundled.test_accuracy is not None:
        st.markdown(
            "One model is here already. It gives the right name to "
            f"**{percent(bundled.test_accuracy)}** of test pictures it had never seen before. It "
            "is worst at shirts, which it takes for T-shirts, pullovers and coats: at 28 × 28 "
            "pixels they look alike. And it knows only these ten kinds of clothing, nothing else."
        )

with faults.told():
    st.subheader("Try it: click a picture")
    examples.strip()
    example = examples.chosen()
    if example is None:
        st.caption("The model's answer appears here.")
    elif bundled is not None:
        picture, truth = example
        left, right = st.columns([1, 2])
        with left:
            answer.network_view(picture, "28 × 28 pixels: all the network sees")
        with right:
            answer.show(bundled, picture, key="start", truth=truth)

next_page("pages/dataset.py", "Next: look at the pictures")
