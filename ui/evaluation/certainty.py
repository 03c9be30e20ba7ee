"""Evaluation: where the model was most certain and wrong, and least certain and right."""

import streamlit as st

from fashion_model import metrics
from ui.evaluation import shelf
from ui.evaluation.answers import Answers
from ui.state import Slot
from ui.words import several

_ENLARGED: Slot[int | None] = Slot("certainty_enlarged", None)


def draw(answers: Answers) -> None:
    """Draw both shelves and the picture clicked last."""
    mistakes = metrics.confident_mistakes(answers.probabilities, answers.labels)
    hits = metrics.hesitant_hits(answers.probabilities, answers.labels)
    now = shelf.current(_ENLARGED, mistakes, hits)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"### Sure, and wrong ({several(len(mistakes), 'mistake')})")
        st.caption(
            "The most certain mistakes first, each with the model’s answer. Look closely: some of "
            "these labels would make people argue, too."
        )
        shelf.draw(
            answers,
            mistakes,
            key="mistakes",
            label="Mistakes, the most certain first",
            now=now,
            enlarge=_ENLARGED.set,
            says="answer",
        )
    with right:
        st.markdown(f"### Right, but only just ({several(len(hits), 'hit')})")
        st.caption(
            "The least certain right answers first: another kind was nearly as probable. Click "
            "a picture to see which one."
        )
        shelf.draw(
            answers,
            hits,
            key="hits",
            label="Right answers, the least certain first",
            now=now,
            enlarge=_ENLARGED.set,
            says="answer",
        )
    shelf.close_up(answers, now, key="certainty", what="Test picture")
