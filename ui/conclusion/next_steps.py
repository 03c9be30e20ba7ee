"""Conclusion, what to try next: suggestions from the numbers, ready to be trained."""

import streamlit as st

from fashion_model.learning_curve.advice import suggest
from fashion_model.runs import Run
from ui import plan, resources
from ui.navigation import go


def draw(run: Run) -> None:
    """Draw up to three suggestions, each with a button that plans it; none for a child run.

    Its settings are those of a lesson: from scratch they would make a poor training.
    """
    if run.parent is not None:
        return
    found = suggest(run.config, run.curve, sample=run.sample, stopped=run.state == "stopped")
    if not found:
        return
    st.subheader("What to try next")
    for number, (column, each) in enumerate(
        zip(st.columns(len(found), gap="medium"), found, strict=True)
    ):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{each.title}**")
            st.markdown(each.why)
            config = each.config
            if config is None and resources.dataset().is_sample:
                st.caption("The button for it is at the top of this page.")
            elif st.button(
                "Plan this training",
                key=f"plan_{number}",
                icon=":material/tune:",
                on_click=plan.put,
                args=(config or run.config,),
                help="Puts these settings into the form on Training; nothing starts yet.",
            ):
                go("pages/training.py")
