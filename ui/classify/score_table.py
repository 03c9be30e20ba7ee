"""How good the all-terrain model is, kind by kind, as it was measured."""

import streamlit as st

from fashion_model.results import read_scores, to_markdown


def draw() -> None:
    """Draw the table, folded away; nothing where nothing was measured.

    Raises ScoresError when its file is damaged.
    """
    scores = read_scores()
    if scores is None:
        return
    with st.expander("How good is it?", icon=":material/leaderboard:"):
        st.markdown(
            "How often each model gives a name that a fair person would accept, averaged over the "
            "kinds of clothing. In brackets: where the true value probably lies. The plain "
            "network was trained on Fashion-MNIST alone."
        )
        st.markdown(to_markdown(scores))
        st.caption(
            f"Measured on {scores.measured:%d %B %Y}, on pictures that neither model was trained "
            "on."
        )
