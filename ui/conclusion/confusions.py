"""Conclusion, what it confuses: the most frequent mistakes, with pictures."""

import numpy as np
import streamlit as st

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, percent, several
from ui.elements import gallery
from ui.layout import go
from ui.models.run_predictions import Predictions

PAIRS = 3
PICTURES = 6
"""Of each pair; they stand in full rows at any width."""


def draw(predictions: Predictions) -> None:
    """Draw the three commonest confusions side by side, each with its most certain pictures."""
    st.subheader("What it confuses")
    matrix = predictions.matrix
    wrong = matrix - np.diag(matrix.diagonal())
    if not wrong.any():
        st.markdown("Nothing at all: it made no mistake on these pictures.")
        return
    order = np.argsort(-wrong, axis=None, kind="stable")[:PAIRS]
    pairs = [(int(i), int(j)) for i, j in np.argwhere(wrong >= 0)[order] if wrong[i, j]]
    st.markdown(_summary(predictions, sum(int(wrong[pair]) for pair in pairs), len(pairs)))
    for column, pair in zip(st.columns(PAIRS, gap="medium"), pairs, strict=False):
        with column:
            _pair(predictions, *pair, int(wrong[pair]), int(matrix[pair[0]].sum()))
    if st.button("See all its mistakes", key="to_mistakes", icon=":material/grid_on:"):
        go("pages/evaluation.py")


def _summary(predictions: Predictions, shown: int, pairs: int) -> str:
    mistakes = int((~predictions.right).sum())
    rows = metrics.per_class(predictions.matrix)
    hardest, easiest = (pick(rows, key=lambda row: row["recall"]) for pick in (min, max))
    where = f"Of {several(len(predictions.labels), 'test picture')}"
    if predictions.asked > len(predictions.labels):
        where += f" that are here (of {count(predictions.asked)} it was asked about)"
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


def _pair(predictions: Predictions, true: int, said: int, times: int, of: int) -> None:
    found = np.flatnonzero((predictions.labels == true) & (predictions.given == said))
    found = found[np.argsort(-predictions.certainty[found], kind="stable")][:PICTURES]
    st.markdown(
        f"**{CLASS_NAMES[true]}** taken for **{CLASS_NAMES[said]}**: {several(times, 'time')}, "
        f"{percent(times / of)} of that kind."
    )
    shares = [percent(float(predictions.certainty[i]), 0) for i in found]
    gallery.draw(
        predictions.images[found],
        [f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[said]}, {share} sure" for share in shares],
        label=f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[said]}: its surest mistakes",
        key=f"confused_{true}_{said}",
        captions=[f"{share} sure" for share in shares],
        tile=90,
    )
