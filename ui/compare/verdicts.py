"""What the things compared are worth: settings by t-tests, two networks by McNemar's test."""

from collections.abc import Sequence

import streamlit as st

from fashion_model.experiments.comparing_runs import (
    Incomparable,
    compare_settings,
    shared_answers,
)
from fashion_model.experiments.line_up import LineUp
from fashion_model.experiments.method import method_of_line_up
from fashion_model.experiments.verdict import verdict_of_duel, verdict_of_line_up
from fashion_model.runs import RunError
from fashion_model.words import plain
from ui.compare.picked import Series


def draw(compared: Sequence[Series]) -> None:
    """Draw all verdicts on what is compared; SpreadError without the table of chance."""
    line_up: LineUp | None = None
    try:
        line_up = compare_settings(
            [each.runs for each in compared], [each.letter for each in compared]
        )
        said = verdict_of_line_up(line_up)
    except Incomparable as error:
        said = str(error)
    network = _of_networks(*compared) if len(compared) == 2 else None
    with st.container(key="own_verdicts", gap="xsmall"):
        st.markdown(f"**The settings.** {plain(said)}")
        if network is not None:
            st.markdown(f"**These two networks.** {plain(network)}")
        if line_up is not None:
            _how(line_up, compared)


def _how(line_up: LineUp, compared: Sequence[Series]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("How it was found", icon=":material/calculate:", key="how_compared"):
            for sentence in method_of_line_up(line_up):
                st.markdown(f"- {plain(sentence)}")
        single = all(len(each.runs) == 1 for each in compared)
        if single and any(each.row.group for each in compared):
            st.caption("There are more seeds of these: group by settings to count them all.")


def _of_networks(first: Series, second: Series) -> str | None:
    """Return which of the best two networks is better; None where their answers are not there."""
    try:
        answers = shared_answers(first.best, second.best)
    except RunError:  # the matrix says why
        return None
    return verdict_of_duel(answers.duel, first.letter, second.letter)
