"""What two things compared are worth: their settings by the t-test, their networks by McNemar's."""

from collections.abc import Sequence

import streamlit as st

from fashion_model.experiments.method import method
from fashion_model.experiments.significance import Comparison
from fashion_model.experiments.two_runs import (
    Incomparable,
    compare_settings,
    shared_answers,
)
from fashion_model.experiments.verdict import verdict, verdict_of_duel
from fashion_model.runs import RunError
from fashion_model.words import plain
from ui.compare.picked import Series


def draw(compared: Sequence[Series]) -> None:
    """Draw both verdicts on two things; SpreadError without the table of chance."""
    first, second = compared
    comparison: Comparison | None = None
    try:
        names = (first.letter, second.letter)
        comparison = compare_settings(first.runs, second.runs, names)
        said = verdict(comparison)
    except Incomparable as error:
        said = str(error)
    network = _of_networks(first, second)
    with st.container(key="two_verdicts", gap="xsmall"):
        st.markdown(f"**The settings.** {plain(said)}")
        if network is not None:
            st.markdown(f"**These two networks.** {plain(network)}")
        if comparison is not None:
            _how(comparison, first, second)


def _how(comparison: Comparison, first: Series, second: Series) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("How it was found", icon=":material/calculate:", key="how_compared"):
            for sentence in method(comparison):
                st.markdown(f"- {plain(sentence)}")
        groups = (first.row.group, second.row.group)
        if len(first.runs) == len(second.runs) == 1 and any(groups):
            st.caption("There are more seeds of these: group by settings to count them all.")


def _of_networks(first: Series, second: Series) -> str | None:
    """Return which of the best two networks is better; None where their answers are not there."""
    try:
        answers = shared_answers(first.best, second.best)
    except RunError:  # the matrix says why
        return None
    return verdict_of_duel(answers.duel, first.letter, second.letter)
