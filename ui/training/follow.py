"""The visitor's own drawing, followed through a training: choosing it, and its ten lines.

And what learning from drawings changed: a followed drawing, without them and with them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st
from numpy.typing import NDArray

from fashion_model import images
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED, Run, never_saw_drawings
from fashion_model.runs.events import Epoch
from fashion_model.words import percent, plain, several
from ui import layout, plan
from ui.elements import canvas, encode
from ui.elements.charts import Spec, bars
from ui.elements.colours import CLASS_COLOURS, CLASS_SHAPES
from ui.models import prediction_view, resources, teaching
from ui.state import begin_with
from ui.visible import open_run

LABELLED = 0.15
"""A line that ends lower has no label of its own: at most six fit, one above the other."""


def lines(epochs: Sequence[Epoch], planned: int, ink: str) -> tuple[Any, Spec]:
    """Return table and chart of the first followed picture's answers in `epochs` (epoch events).

    `planned` is how far the training means to go, in epochs; `ink` the colour of text.
    """
    spec: Spec = {
        "height": 440,
        "title": {"text": "How probable each kind is, after each epoch", "anchor": "start"},
        "encoding": _encoding(planned),
        "layer": _layers(ink),
    }
    return _table(epochs), spec


def _encoding(planned: int) -> Spec:
    x = {
        "field": "epoch",
        "type": "quantitative",
        "scale": {"domain": [0, planned * 1.25], "nice": False},
        "axis": {
            "title": "epoch",
            "values": list(range(0, planned + 1, max(1, round(planned / 10)))),
            "format": "d",
        },
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"title": "probability", "format": ".0%", "tickCount": 5},
    }
    tooltip = [
        {"field": "kind"},
        {"field": "epoch", "format": "d"},
        {"field": "share", "title": "probability", "format": ".1%"},
    ]
    return {"x": x, "y": y, "tooltip": tooltip}


def _layers(ink: str) -> list[Spec]:
    """Return the lines, their points and, at their ends, their names."""
    colour = _by_class(list(CLASS_COLOURS.values()))
    return [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"color": colour}},
        {
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"color": colour, "shape": _by_class(list(CLASS_SHAPES))},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 13},
            "encoding": {"text": {"field": "label"}, "color": {"value": ink}},
        },
    ]


def _table(epochs: Sequence[Epoch]) -> Any:
    rows = [
        (
            float(epoch.epoch),
            class_name,
            float(share),
            _label(class_name, share, epoch is epochs[-1]),
        )
        for epoch in epochs
        for class_name, share in zip(CLASS_NAMES, epoch.watch[0], strict=True)
    ]
    epoch, name, share, label = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.table(
        {
            "epoch": pa.array(epoch, pa.float32()),
            "kind": pa.array(name, pa.string()),
            "share": pa.array(share, pa.float32()),
            "label": pa.array(label, pa.string()),
        }
    )


def _label(class_name: str, share: float, last: bool) -> str:
    return class_name if last and share >= LABELLED else ""


def _by_class(looks: list[str]) -> Spec:
    return {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(CLASS_NAMES), "range": looks},
        "legend": {"title": None, "orient": "bottom", "columns": 3, "symbolOpacity": 1},
    }


def draw_before_after(run: Run, drawing: NDArray[np.uint8]) -> None:
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
    if run.model_path is None:
        return
    said = resources.predictor(run).predict(drawing[np.newaxis])[0]
    class_name, share = CLASS_NAMES[said.label], percent(said.confidence, 0)
    sure = prediction_view.how_sure(said, guessed=True)
    st.markdown(f"{plain(run.name)}, {learned}: **{class_name}**, {share}, {sure}.")
    table, spec = bars(said.probabilities, layout.INK)
    st.vega_lite_chart(
        table,
        spec,
        key=f"bars_{key}",
        alt=f"Bars of the ten probabilities, {learned}. The highest: {class_name}, {share}.",
    )


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
    _no_drawings_planned()
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
            encode.png(picture, 5),
            caption="What is followed: 28 × 28 pixels",
            width=140,
            alt="Your drawing as the network sees it, 28 by 28 grey pixels, bright on black.",
        )
        st.caption(
            "This small picture is kept with the training and deleted with it. Everybody who "
            "uses this app can see it there."
        )
    return picture


def _no_drawings_planned() -> None:
    """Say what will come of a drawing where none are planned to learn from; offer some."""
    if plan.augmentation().sketches:
        return
    with st.container(
        border=True, key="no_drawings_planned", horizontal=True, vertical_alignment="center"
    ):
        st.markdown(
            ":material/help: As planned, this network is **never shown drawings**, so it can only "
            "guess what yours is.",
            width="stretch",
        )
        st.button(
            "Teach it drawings",
            key="plan_drawings",
            icon=":material/brush:",
            on_click=plan.take_drawings,
            help=f"Of the pictures it learns from, {teaching.SHARE} are then redrawn the way "
            "people draw.",
        )


def draw(run: Run) -> None:
    """Draw what the run made of its drawing so far; nothing where none is followed."""
    watched = run.watched
    if watched is None or not len(watched):
        return
    epochs = [epoch for epoch in run.curve.epochs if epoch.watch]
    if not epochs and run.ending is not None:
        return
    st.markdown("**The drawing it is asked about**")
    side, chart = st.columns([1, 4], vertical_alignment="center")
    with side:
        st.image(
            encode.png(watched[0], 4),
            width=112,
            alt="The followed drawing as the network sees it, 28 by 28 grey pixels.",
        )
    with chart:
        table, spec = lines(epochs, run.config.epochs, layout.INK)
        st.vega_lite_chart(table, spec, key="followed", alt=_alt(epochs))
    if run.ending is not None:
        draw_before_after(run, watched[0])
        _teach(run)


def _teach(run: Run) -> None:
    """Say why the lines mean little where it learned from no drawings; offer to change that."""
    if not never_saw_drawings(run):
        return
    with st.container(border=True, key="never_drawings"):
        st.markdown(
            ":material/help: **It was never shown drawings**, only photos. So its answers about "
            "yours are guesses, and more epochs would not change that."
        )
        teaching.offer(run, key="followed")


def _alt(epochs: list[Epoch]) -> str:
    if not epochs:
        return "Chart of the ten answers about the drawing; the first ones come after epoch 1."
    predictions = np.asarray(epochs[-1].watch)[0]
    order = predictions.argsort()[::-1][:3]
    said = ", ".join(f"{CLASS_NAMES[i]} {percent(float(predictions[i]), 0)}" for i in order)
    return (
        f"Chart of the ten answers about the drawing over {several(len(epochs), 'epoch')}. "
        f"The highest after the last one: {said}."
    )
