"""What a training has learned so far: in words, as two curves, and on forty pictures."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data import DataError
from fashion_model.labels import CLASS_NAMES
from fashion_model.learning_curve.commentary import Kind, comment
from fashion_model.runs import Run
from fashion_model.runs.events import ENDINGS, Batch, Epoch
from ui.elements import gallery
from ui.elements.charts import Spec
from ui.elements.colours import EACH_BATCH, TRAINING, VALIDATION
from ui.models import resources
from ui.training import follow

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
WALL_WIDTH = 708
"""Pixels for ten tiles in a row, one for each kind; on a phone there are five."""


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
    percent = quantity == "accuracy"
    axis: Spec = {"title": quantity, "format": ".0%" if percent else ".2f", "tickCount": 5}
    x = {
        "field": "epoch",
        "type": "quantitative",
        "scale": {"domain": [0, epochs], "nice": False},
        "axis": {"title": "epoch", "tickMinStep": 1, "format": "d", "tickCount": 10},
    }
    domain = _accuracies(table) if percent else _losses(table)
    y = {"field": "value", "type": "quantitative", "axis": axis, "scale": {"domain": domain}}
    shown = {"field": "value", "title": quantity, "format": ".1%" if percent else ".3f"}
    tooltip = [{"field": "series"}, {"field": "epoch", "format": ".2f"}, shown]
    whole = {"filter": f"datum.series !== '{_BATCH}'"}
    return {
        "height": 320,
        "encoding": {
            "x": x,
            "y": y,
            "color": _by_series([EACH_BATCH, TRAINING, VALIDATION]),
            "tooltip": tooltip,
        },
        "layer": [
            {
                "transform": [{"filter": f"datum.series === '{_BATCH}'"}],
                "mark": {"type": "line", "strokeWidth": 1},
            },
            {"transform": [whole], "mark": {"type": "line", "strokeWidth": 2}},
            {
                "transform": [whole],
                "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
                "encoding": {"shape": _by_series(["circle", "circle", "square"])},
            },
        ],
    }


def _accuracies(table: Any) -> list[float]:
    """Return the ends of the axis: from the full tenth below the lowest accuracy to 1."""
    lowest = pc.min(table["value"]).as_py()
    return [0.0 if lowest is None else min(0.9, math.floor(10 * lowest) / 10), 1.0]


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
        "legend": {"title": None, "orient": "top", "symbolOpacity": 1},
    }


def draw(run: Run, state: str) -> None:
    """Draw the commentary, loss and accuracy, the followed drawing, and the wall of pictures.

    All of it has its place from the first moment on, so that nothing moves when it comes.
    """
    if state == "queued" or (state in ENDINGS and not run.curve.batches and not run.curve.epochs):
        return
    _commentary(run, state)
    _curves(run)
    follow.draw(run)
    if run.curve.epochs or state not in ENDINGS:
        wall(run.curve.epochs[-1] if run.curve.epochs else None)


def _commentary(run: Run, state: str) -> None:
    """Say what the curve shows; while it grows there is room for longer remarks (ui/layout.py)."""
    key = "summary" if state in ENDINGS else "commentary"
    with st.container(key=key, border=True, gap="small"):
        remarks = comment(run.curve, state if state in ENDINGS else None)
        if not remarks and state not in ENDINGS:
            st.markdown("Here you read what is going on, as soon as it has seen some pictures.")
        for remark in remarks:
            st.markdown(f"{ICONS[remark.kind]} {remark.text}")


def _curves(run: Run) -> None:
    curve, started = run.curve, run.started
    per_epoch = started.batches_per_epoch if started else 1
    columns = st.columns(2)
    for column, quantity, words in zip(
        columns,
        ("accuracy", "loss"),
        (
            "Accuracy: the share of right answers. Up is good.",
            "Loss: its surprise at the right answer. Down is good.",
        ),
        strict=True,
    ):
        with column:
            st.caption(words)
            table = curve_table(curve.batches, curve.epochs, quantity, per_epoch)
            st.vega_lite_chart(
                table,
                curve_chart(quantity, run.config.epochs, table),
                key=f"curve_{quantity}",
                alt=_curve_alt(quantity, curve.epochs),
            )


def _curve_alt(quantity: str, epochs: list[Epoch]) -> str:
    if not epochs:
        return f"Chart of the {quantity} in the first epoch, batch by batch."
    first, last = epochs[0], epochs[-1]
    return (
        f"Chart of the {quantity} over {len(epochs)} epochs: validation from "
        f"{_figures(first, last, f'validation_{quantity}')}, "
        f"training from {_figures(first, last, quantity)}."
    )


def _figures(first: Epoch, last: Epoch, quantity: str) -> str:
    return f"{getattr(first, quantity):.3f} to {getattr(last, quantity):.3f}"


def wall(epoch: Epoch | None) -> None:
    """Draw the forty validation pictures with the answers after `epoch`.

    Before the first epoch's end there are no answers: then only their place is kept.
    """
    with st.container(key="wall", width=WALL_WIDTH):
        if epoch is None:
            st.caption(
                "Forty pictures it never learns from appear here after the first epoch, each with "
                "a tick if it is named right and a cross if not."
            )
            return
        try:
            dataset = resources.dataset_if_ready()
        except DataError:
            return
        if dataset is None:
            st.caption("The pictures are being read …")
            return
        indices = np.asarray(epoch.wall.indices, np.int32)
        where = resources.positions_of(dataset.validation, indices)
        images = dataset.validation.images[where]
        images[where < 0] = 0
        _tiles(images, epoch)


def _tiles(images: NDArray[np.uint8], epoch: Epoch) -> None:
    labels = np.asarray(epoch.wall.labels)
    predictions = np.asarray(epoch.wall.probabilities).argmax(axis=1)
    right = predictions == labels
    # One column a kind: the eye then finds the kind that goes wrong.
    order = np.lexsort((np.arange(len(labels)), labels)).reshape(len(CLASS_NAMES), -1).T.ravel()
    st.caption(
        f"**{right.sum()} of {len(labels)} pictures right** after epoch {epoch.epoch}. These "
        "are validation pictures: the network is asked about them but never learns from them. "
        "Below each, what it says."
    )
    gallery.draw(
        images[order],
        [_told(int(labels[i]), int(predictions[i])) for i in order],
        label=f"Wall of {len(labels)} validation pictures, {right.sum()} of them named right",
        key="wall_pictures",
        captions=[CLASS_NAMES[predictions[i]] for i in order],
        right=[bool(right[i]) for i in order],
    )


def _told(label: int, predicted: int) -> str:
    if label == predicted:
        return f"{CLASS_NAMES[label]}, right"
    return f"{CLASS_NAMES[label]}, taken for {CLASS_NAMES[predicted]}"
