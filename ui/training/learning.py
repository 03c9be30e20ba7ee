"""What a training has learned so far: in words, as two curves, and on forty pictures."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import streamlit as st

from fashion_model.config import Augmentation, TrainConfig
from fashion_model.data import DataError
from fashion_model.learning_curve.commentary import Kind, comment
from fashion_model.learning_curve.diagnosis import diagnose
from fashion_model.runs import Run
from fashion_model.runs.events import ENDINGS, Batch, Epoch
from fashion_model.words import percent, several, unbroken
from ui.elements.charts import Spec
from ui.elements.colours import EACH_BATCH, TRAINING, VALIDATION
from ui.models import resources, wall
from ui.state import begin_with

HEIGHT = 310
"""Pixels of a curve with its legend and axes: what a projector's screen has room for."""
BATCH_POINTS = 200
"""A curve is some 400 pixels wide: more points cost bytes and show nothing."""

_BATCH, _TRAIN, _VALID = "batch", "training", "validation"
ICONS: dict[Kind, str] = {
    "guessing": ":material/casino:",
    "fast": ":material/trending_up:",
    "slowing": ":material/trending_flat:",
    "memorising": ":material/psychology:",
    "unsteady": ":material/warning:",
    "best": ":material/star:",
    "ended": ":material/flag:",
}
_QUANTITIES = {
    "accuracy": "The share of right answers. Up is good.",
    "loss": "Its surprise at the right answer. Down is good.",
}

_WHY_LOSS = (
    "To accuracy, a right answer given with 51 % is worth as much as one with 99 %. Not to loss: "
    "it still falls when right answers become surer, and rises when wrong ones do."
)


def thin(values: Sequence[float], points: int = BATCH_POINTS) -> list[float]:
    """Return at most `points` means of neighbouring `values`, in order."""
    if len(values) <= points:
        return [float(v) for v in values]
    return [float(part.mean()) for part in np.array_split(np.asarray(values, float), points)]


def curve_table(
    batches: Sequence[Batch],
    epochs: Sequence[Epoch],
    quantity: str,
    batches_per_epoch: int,
) -> Any:
    """Return the Arrow table behind one learning curve.

    `quantity` is "loss" or "accuracy"; a batch stands at its share of an epoch, from 0 up.
    """
    per_epoch = max(1, batches_per_epoch)
    x = thin([event.step / per_epoch for event in batches])
    y = thin([getattr(event, quantity) for event in batches])
    series = [_BATCH] * len(x)
    for name, key in ((_TRAIN, quantity), (_VALID, f"validation_{quantity}")):
        x += [float(event.epoch) for event in epochs]
        y += [float(getattr(event, key)) for event in epochs]
        series += [name] * len(epochs)
    columns = (pa.array(x, pa.float32()), pa.array(y, pa.float32()), pa.array(series, pa.string()))
    return pa.table(dict(zip(("epoch", "value", "series"), columns, strict=True)))


def curve_chart(quantity: str, epochs: int, table: Any) -> Spec:
    """Return the chart for `table`, made by `curve_table`.

    `epochs` is how far the training means to go. The axes move in large steps only: another axis
    is another chart to the browser, which would flicker.
    """
    x, y, tooltip = _axes(quantity, epochs, table)
    whole = {"filter": f"datum.series !== '{_BATCH}'"}
    return {
        "height": HEIGHT,
        "padding": {"left": 0, "top": 0, "right": 8, "bottom": 0},
        "encoding": {
            "x": x,
            "y": y,
            "color": _by_series([EACH_BATCH, TRAINING, VALIDATION]),
            "tooltip": tooltip,
        },
        "layer": [
            {
                "transform": [{"filter": f"datum.series === '{_BATCH}'"}],
                "mark": {"type": "line", "strokeWidth": 1, "clip": True},
            },
            {"transform": [whole], "mark": {"type": "line", "strokeWidth": 2}},
            {
                "transform": [whole],
                "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
                "encoding": {"shape": _by_series(["circle", "circle", "square"])},
            },
        ],
    }


def _axes(quantity: str, epochs: int, table: Any) -> tuple[Spec, Spec, list[Spec]]:
    """Return what lies along, what lies up, and what a point tells."""
    percent = quantity == "accuracy"
    x = {
        "field": "epoch",
        "type": "quantitative",
        "scale": {"domain": [0, epochs], "nice": False},
        "axis": {
            "title": "epoch",
            "titlePadding": 2,
            "tickMinStep": 1,
            "format": "d",
            "tickCount": 10,
        },
    }
    axis: Spec = {"title": None, "format": ".0%" if percent else ".2f", "tickCount": 5}
    domain = _accuracies(table) if percent else _losses(table)
    y = {"field": "value", "type": "quantitative", "axis": axis, "scale": {"domain": domain}}
    shown = {"field": "value", "title": quantity, "format": ".1%" if percent else ".3f"}
    return x, y, [{"field": "series"}, {"field": "epoch", "format": ".2f"}, shown]


def _accuracies(table: Any) -> list[float]:
    """Return the ends of the axis: the full tenths around what the epochs reached.

    Batches reach lower; before the first epoch ends there is nothing else.
    """
    reached = table.filter(pc.not_equal(table["series"], _BATCH))["value"]
    if not len(reached):
        return [0.0, 1.0]
    lowest, highest = pc.min(reached).as_py(), pc.max(reached).as_py()
    low = min(0.9, math.floor(10 * lowest) / 10)
    return [low, max(low + 0.1, math.ceil(10 * highest) / 10)]


def _losses(table: Any) -> list[float]:
    """Return the ends of the axis: from 0 to the next half above the highest loss."""
    highest = pc.max(table["value"]).as_py()
    if highest is None:
        return [0.0, 2.5]
    step = 0.5 if highest <= 5 else 10 ** math.floor(math.log10(highest))
    return [0.0, max(step, math.ceil(highest / step) * step)]


def _by_series(looks: list[str]) -> Spec:
    """Return the encoding that gives the three lines their three `looks`, under one legend."""
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": [_BATCH, _TRAIN, _VALID], "range": looks},
        "legend": {
            "title": None,
            "orient": "top",
            "symbolOpacity": 1,
            "labelLimit": 0,
            "offset": 4,
        },
    }


def begun(run: Run, state: str) -> bool:
    """Whether there is, or will be, something to show of what `run` learns."""
    return state not in ENDINGS or bool(run.curve.batches or run.curve.epochs)


def draw_curve(run: Run, state: str) -> None:
    """Draw accuracy or loss; it has its place from the first moment on, as all here has."""
    if not begun(run, state):
        return
    begin_with("curve_quantity", "accuracy")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="curve_head"):
        st.segmented_control(
            "Curve",
            list(_QUANTITIES),
            format_func=str.capitalize,
            key="curve_quantity",
            persist_state="session",
            required=True,
            label_visibility="collapsed",
        )
        quantity = st.session_state["curve_quantity"]
        st.caption(_QUANTITIES[quantity], width="content")
    curve, started = run.curve, run.started
    per_epoch = started.batches_per_epoch if started else 1
    table = curve_table(curve.batches, curve.epochs, quantity, per_epoch)
    st.vega_lite_chart(
        table,
        curve_chart(quantity, run.config.epochs, table),
        key=f"curve_{quantity}",
        alt=_curve_alt(quantity, curve.epochs),
    )
    if quantity == "loss":
        st.caption(_WHY_LOSS)
        return
    # On a phone there is no room for it until the training is over (ui/style.css).
    with st.container(key="of_curve" if state in ENDINGS else "of_curve_so_far", gap="xsmall"):
        for words in (head_start_in_words(curve.epochs, run.config), gap_in_words(curve.epochs)):
            if words is not None:
                st.caption(words)


def head_start_in_words(epochs: Sequence[Epoch], config: TrainConfig) -> str | None:
    """Say why validation lies above training at first; None where it does not."""
    if not epochs or epochs[0].validation_accuracy <= epochs[0].accuracy:
        return None
    harder = [
        words
        for words, is_so in (
            ("with varied pictures", config.augmentation != Augmentation()),
            ("with parts of it switched off (dropout)", config.dropout > 0),
        )
        if is_so
    ]
    too = f" And it learns {' and '.join(harder)}, which is harder." if harder else ""
    return (
        "**Validation above training?** A training point is the average over a whole epoch, at "
        f"whose start fewer answers were right. Validation is asked at the end.{too}"
    )


def gap_in_words(epochs: Sequence[Epoch]) -> str | None:
    """Say what it means that the two lines have parted; None while they have not."""
    if not epochs or not diagnose(epochs).by_heart:
        return None
    own, others = (
        unbroken(percent(share, 0))
        for share in (epochs[-1].accuracy, epochs[-1].validation_accuracy)
    )
    return (
        f"**The gap between the lines**: right on {own} of the pictures it learns from, and on "
        f"{others} of those it doesn’t. It memorises: that is **over-fitting**."
    )


def draw_wall(run: Run, state: str) -> None:
    """Draw the forty validation pictures with what it says of them, and what the curve shows."""
    if not begun(run, state):
        return
    epochs = run.curve.epochs
    if epochs or state not in ENDINGS:
        _wall(epochs[-1] if epochs else None)
    _commentary(run, state)


def _commentary(run: Run, state: str) -> None:
    """Say what the curve shows; while it grows there is room for longer remarks (ui/layout.py)."""
    key = "summary" if state in ENDINGS else "commentary"
    with st.container(key=key, gap="xsmall"):
        remarks = comment(run.curve, state if state in ENDINGS else None)
        if not remarks and state not in ENDINGS:
            st.markdown("Here you read what is going on, as soon as it has seen some pictures.")
        for remark in remarks:
            st.markdown(f"{ICONS[remark.kind]} {remark.text}")


def _curve_alt(quantity: str, epochs: list[Epoch]) -> str:
    if not epochs:
        return f"Chart of the {quantity} in the first epoch, batch by batch."
    first, last = epochs[0], epochs[-1]
    return (
        f"Chart of the {quantity} over {several(len(epochs), 'epoch')}: validation from "
        f"{_figures(first, last, f'validation_{quantity}')}, "
        f"training from {_figures(first, last, quantity)}."
    )


def _figures(first: Epoch, last: Epoch, quantity: str) -> str:
    return f"{getattr(first, quantity):.3f} to {getattr(last, quantity):.3f}"


def _wall(epoch: Epoch | None) -> None:
    """Draw the forty validation pictures with the answers after `epoch`.

    Before the first epoch's end there are no answers: then only their place is kept.
    """
    with st.container(key="wall", gap="xsmall"):
        if epoch is None:
            st.caption(
                "Forty pictures it never learns from appear here after the first epoch: a tick if "
                "it names them right, a cross if not."
            )
            return
        try:
            ready = resources.dataset_if_ready() is not None
        except DataError:
            return
        if not ready:
            st.caption("The pictures are being read …")
            return
        named = wall.right(epoch.wall)
        st.caption(
            f"**{named.sum()} of {len(named)} pictures right** after epoch {epoch.epoch}",
            help="Validation pictures: the network is asked about them but never learns from them. "
            "One column for each kind.",
        )
        wall.draw(
            epoch.wall,
            label=f"Wall of {len(named)} validation pictures, {named.sum()} of them named right",
            key="wall_pictures",
        )
