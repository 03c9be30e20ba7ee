"""The visitor's own drawing, followed through a training: choosing it, and its ten lines."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import images
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import Run
from ui import canvas, pictures, style
from ui.charts import answers_over_time
from ui.state import begin_with
from ui.training import before_after
from ui.words import percent, several


def choose() -> NDArray[np.uint8] | None:
    """Draw the offer to follow a drawing; return its prepared picture, uint8 (28, 28), if any."""
    begin_with("follow_drawing", False)
    follow = st.toggle(
        "Follow my drawing while it learns",
        key="follow_drawing",
        persist_state="session",
        help="After every epoch the network is asked about your drawing, too, and you see its ten "
        "answers change. It does not learn from your drawing.",
    )
    if not follow:
        return None
    board, seen = st.columns(2, gap="large")
    with board:
        st.caption("Draw one piece of clothing, and fill its shape. The last drawing is kept.")
        pixels = canvas.draw("canvas_training")
    with seen:
        if pixels is None:
            st.caption("Nothing drawn yet: without a drawing the training starts all the same.")
            return None
        picture = images.prepare(images.decode_array(pixels)).picture
        st.image(
            pictures.png(picture, 5),
            caption="What is followed: 28 × 28 pixels",
            width=140,
            alt="Your drawing as the network sees it, 28 by 28 grey pixels, bright on black.",
        )
        st.caption(
            "This small picture is kept with the training and deleted with it. Everybody who "
            "uses this app can see it there."
        )
    return picture


def draw(run: Run) -> None:
    """Draw what the run made of its drawing so far; nothing where none is followed."""
    watched = run.watched
    if watched is None or not len(watched):
        return
    epochs = [epoch for epoch in run.curve.epochs if epoch.get("watch")]
    if not epochs and run.ending is not None:
        return
    st.markdown("**The drawing it is asked about**")
    side, chart = st.columns([1, 4], vertical_alignment="center")
    with side:
        st.image(
            pictures.png(watched[0], 4),
            width=112,
            alt="The followed drawing as the network sees it, 28 by 28 grey pixels.",
        )
    with chart:
        table, spec = answers_over_time.lines(epochs, run.config.epochs, style.ink())
        st.vega_lite_chart(table, spec, key="followed", alt=_alt(epochs))
    if run.ending is not None:
        before_after.draw(run, watched[0])


def _alt(epochs: list[dict[str, object]]) -> str:
    if not epochs:
        return "Chart of the ten answers about the drawing; the first ones come after epoch 1."
    answers = np.asarray(epochs[-1]["watch"])[0]
    order = answers.argsort()[::-1][:3]
    said = ", ".join(f"{CLASS_NAMES[i]} {percent(float(answers[i]), 0)}" for i in order)
    return (
        f"Chart of the ten answers about the drawing over {several(len(epochs), 'epoch')}. "
        f"The highest after the last one: {said}."
    )
