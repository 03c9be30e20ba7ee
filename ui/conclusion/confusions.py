"""Conclusion, what it confuses: the most frequent mistakes, with pictures."""

import numpy as np
import streamlit as st

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES
from ui.elements import gallery
from ui.layout import go
from ui.models.run_predictions import Answers
from ui.words import count, percent, several

PAIRS = 3
PICTURES = 6
"""Of each pair; they stand in full rows at any width."""


def draw(answers: Answers) -> None:
    """Draw the three commonest confusions side by side, each with its most certain pictures."""
    st.subheader("What it confuses")
    matrix = answers.matrix
    wrong = matrix - np.diag(matrix.diagonal())
    if not wrong.any():
        st.markdown("Nothing at all: it made no mistake on these pictures.")
        return
    order = np.argsort(-wrong, axis=None, kind="stable")[:PAIRS]
    pairs = [(int(i), int(j)) for i, j in np.argwhere(wrong >= 0)[order] if wrong[i, j]]
    st.markdown(_summary(answers, sum(int(wrong[pair]) for pair in pairs), len(pairs)))
    for column, pair in zip(st.columns(PAIRS, gap="medium"), pairs, strict=False):
        with column:
            _pair(answers, *pair, int(wrong[pair]), int(matrix[pair[0]].sum()))
    if st.button("See all its mistakes", key="to_mistakes", icon=":material/grid_on:"):
        go("pages/evaluation.py")


def _summary(answers: Answers, shown: int, pairs: int) -> str:
    mistakes = int((~answers.right).sum())
    rows = metrics.per_class(answers.matrix)
    hardest, easiest = (pick(rows, key=lambda row: row["recall"]) for pick in (min, max))
    where = f"Of {several(len(answers.labels), 'test picture')}"
    if answers.asked > len(answers.labels):
        where += f" that are here (of {count(answers.asked)} it was asked about)"
    return (
        f"{where}, {count(mistakes)} got a wrong name. "
        + (
            f"{percent(shown / mistakes, 0)} of these mistakes are of only {pairs} sorts, shown "
            "below. "
            if pairs > 1
            else ""
        )
        + f"Hardest for it is **{hardest['name']}**: it finds {percent(hardest['recall'])} of "
        f"them. Easiest is **{easiest['name']}**, with {percent(easiest['recall'])}."
    )


def _pair(answers: Answers, true: int, said: int, times: int, of: int) -> None:
    found = np.flatnonzero((answers.labels == true) & (answers.given == said))
    found = found[np.argsort(-answers.certainty[found], kind="stable")][:PICTURES]
    st.markdown(
        f"**{CLASS_NAMES[true]}** taken for **{CLASS_NAMES[said]}**: {several(times, 'time')}, "
        f"{percent(times / of)} of that kind."
    )
    shares = [percent(float(answers.certainty[i]), 0) for i in found]
    gallery.draw(
        answers.images[found],
        [f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[said]}, {share} sure" for share in shares],
        label=f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[said]}: its surest mistakes",
        key=f"confused_{true}_{said}",
        captions=[f"{share} sure" for share in shares],
        tile=90,
    )
