"""What learning from drawings changed: a followed drawing, without them and with them."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED, Run, open_run
from ui import resources, style
from ui.charts.bars import bars
from ui.words import percent, plain


def draw(run: Run, drawing: NDArray[np.uint8]) -> None:
    """Draw what the bundled network says of `drawing`, (28, 28), beside what `run` says.

    Only once `run` has ended, and only if it learned from sketches, as the bundled one did not.
    """
    sketches = run.config.augmentation.sketches
    if run.model_path is None or not sketches:
        return
    st.markdown("**Before and after: your drawing, and learning from drawings**")
    before, after = st.columns(2, gap="large")
    with before:
        _answer(open_run(BUNDLED), drawing, "learned from photos alone", "before")
    with after:
        _answer(run, drawing, f"learned with {percent(sketches, 0)} drawings", "after")


def _answer(run: Run, drawing: NDArray[np.uint8], learned: str, key: str) -> None:
    classifier = resources.classifier(run)
    if classifier is None:
        return
    answers = classifier.probabilities(drawing[np.newaxis])[0]
    kind, sure = CLASS_NAMES[int(answers.argmax())], percent(float(answers.max()), 0)
    st.markdown(f"{plain(run.name)}, {learned}: **{kind}**, {sure} sure.")
    table, spec = bars(answers, style.ink())
    st.vega_lite_chart(
        table,
        spec,
        key=f"bars_{key}",
        alt=f"Bars of the ten probabilities, {learned}. The highest: {kind}, {sure}.",
    )
