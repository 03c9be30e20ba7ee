"""The numbers behind an explanation: the strongest places, the sum, and what covering says."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.attribution import wording
from fashion_model.attribution.explaining import Explainer
from fashion_model.attribution.explanation import Explanation
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, percent, unbroken
from ui.elements import shares

_STRONGEST = 9


def draw(
    picture: NDArray[np.uint8],
    explainer: Explainer,
    explanation: Explanation,
    question: tuple[int, int | None],
    *,
    key: str,
) -> None:
    """Draw, one click away, how what speaks for a kind was found."""
    with st.popover("The numbers", icon=":material/calculate:", key=f"why_numbers_{key}"):
        st.markdown(_how(explanation, question[0]))
        st.markdown(_table(explanation, question))
        if not explainer.exact:
            return
        st.markdown(
            "**A second way, which any network can be asked:** cover a piece, ask again, see how "
            "much the answer falls. It is approximate: pieces overlap, and who misses one piece "
            "may make do with another. Where both maps differ, the exact one is right."
        )
        with st.container(horizontal=True):
            for how in ("exact", "by covering"):
                shown = explanation if how == "exact" else explainer.approximate(picture)
                shares.draw(
                    picture,
                    shown.speaking_for(*question),
                    name=f"What speaks for {CLASS_NAMES[question[0]]}, {how}.",
                    unit="",
                    hint=how.capitalize(),
                    key=f"why_{how[:2]}_{key}",
                )


def _how(explanation: Explanation, kind: int) -> str:
    places = count(int(np.prod(explanation.grid)))
    if explanation.bias is None:
        return (
            f"**Approximate.** Each of {places} places was covered with black, one after the other,"
            " and the network was asked again. A place's number is how much the logarithm of the"
            " answer's probability fell. These numbers add up to nothing."
        )
    total, bias = float(explanation.shares[..., kind].sum()), float(explanation.bias[kind])
    score = float(explanation.logits[kind])
    return (
        f"**Exact.** This network ends in one layer that adds up what it found at {places} places:"
        f" for {CLASS_NAMES[kind]} {_signed(total)} in all, and {_signed(bias)} whatever the"
        f" picture (the bias), which makes {_signed(score)}. With the scores of all ten that is"
        f" {unbroken(percent(float(explanation.probabilities[kind])))}.\n\n"
        r"$z_k = b_k + \sum_{p} s_{pk}, \qquad"
        r" P(k) = \frac{e^{z_k}}{\sum_j e^{z_j}}$"
        "\n\nAll are counted from the mean of the ten kinds. What a place says was computed from a"
        " larger part of the picture around it."
    )


def _table(explanation: Explanation, question: tuple[int, int | None]) -> str:
    """Return the strongest places as a Markdown table."""
    kind, against = question
    speaking = explanation.speaking_for(kind, against)
    order = np.argsort(-np.abs(speaking), axis=None)[:_STRONGEST]
    rows = ["| place | where, roughly | share |", "|:--|:--|--:|"]
    for at in order.tolist():
        row, column = divmod(at, speaking.shape[1])
        where = wording.part((row, column), explanation.grid, kind)
        rows.append(
            f"| row {row + 1}, column {column + 1} | {where} | {_signed(speaking[row, column])} |"
        )
    return "\n".join(rows)


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")
