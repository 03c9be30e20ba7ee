"""The curves of what is ticked, laid over each other, each with its letter at its end."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from fashion_model.config.differences import differences
from fashion_model.runs import RunError
from ui.compare.picked import Series
from ui.experiments import curves, lines
from ui.experiments.curves import EPOCHS, SECONDS
from ui.experiments.lines import Line
from ui.layout import INK
from ui.state import begin_with

_LONGEST = 12  # letters of a label beside its line
_STEP = 0.05  # of the axis up
_MOST_SEEDS = 12  # lines of one thing


def draw(compared: Sequence[Series], head: DeltaGenerator) -> None:
    """Draw the chart, and in `head` the choice what lies along."""
    begin_with("overlay_along", EPOCHS)
    head.segmented_control(
        "Along",
        (EPOCHS, SECONDS),
        format_func=str.capitalize,
        key="overlay_along",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    along = st.session_state["overlay_along"]
    seen = read(compared)
    if not any(line.epochs or line.batches for line in seen):
        st.caption("None of them has begun yet.")
        return
    names = labels(compared)
    table, ends = curves.table(seen, names, along, step=_STEP)
    epochs = max(each.best.config.epochs for each in compared)
    until = curves.until(seen, epochs, along)
    st.vega_lite_chart(
        table,
        curves.chart(names, along, until, ends, INK, "Right on validation pictures"),
        key=f"overlay_{along}",
        alt=curves.alt(seen, names),
    )


def read(compared: Sequence[Series]) -> list[Line]:
    """Return the lines of all that can be read; only what is ticked is opened."""
    found = []
    for each in compared:
        for run in each.runs[:_MOST_SEEDS]:
            if run.summary.last is None:
                continue
            try:
                line = lines.line(run, each.number, run.config.seed)
            except RunError:  # deleted or damaged this moment
                continue
            # How the first epoch went is of interest only until it is complete.
            found.append(replace(line, batches=()) if line.epochs else line)
    return found


def labels(compared: Sequence[Series]) -> list[str]:
    """Return what stands at the end of each line: `A (0.02)` where one setting differs, or `A`."""
    letters = [each.letter for each in compared]
    differing = differences([each.best.config for each in compared], seed=False)
    if len(differing) != 1 or max(map(len, differing[0].values)) > _LONGEST:
        return letters
    return [f"{at} ({value})" for at, value in zip(letters, differing[0].values, strict=True)]
