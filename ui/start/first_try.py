"""One thing to try at once: click a picture, see the bundled model's answer."""

import streamlit as st

from fashion_model.runs import BUNDLED, open_run
from ui import answer, examples
from ui.start import report

_WRONG = 5


def draw() -> None:
    """Draw the pictures to click, and the answer beside them.

    Raises RunError when there is no bundled model.
    """
    bundled = open_run(BUNDLED)
    pictures, reply = st.columns([5, 6], gap="large")
    with pictures:
        st.markdown("**Ten it has never seen**, one of each kind:")
        examples.strip(examples.firsts(), label="Ten examples", key="start_examples")
        misread = report.misread(_WRONG)
        if misread:
            st.markdown("**And five it gets wrong**, although it is sure:")
            examples.strip(misread, label="Five that it gets wrong", key="start_misread")
    example = examples.chosen()
    with (
        reply,
        st.container(
            border=True,
            key="first_answer",
            vertical_alignment="center" if example is None else "top",
        ),
    ):
        if example is None:
            st.markdown(
                "### :material/touch_app: Click a picture\n\nThe answer appears here: for each of "
                "the ten kinds of clothing, how sure the model is. Is it right?",
                text_alignment="center",
            )
            return
        picture, truth = example
        answer.show(bundled, picture, key="start", truth=truth)
