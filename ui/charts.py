"""Numbers → Vega-Lite charts.

Specifications are plain dictionaries that stay the same while a chart lives, and the numbers
travel beside them as an Arrow table: a live update then moves the lines instead of drawing the
chart anew, and the server needs neither pandas nor Altair for it (0.6 s and 0.45 s to import).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES

Spec = dict[str, Any]

TRAINING = "#E69F00"
EACH_BATCH = "#EFC777"
VALIDATION = "#0072B2"
BATCH_POINTS = 200
"""A curve is some 400 pixels wide: more points cost bytes and show nothing."""

_BATCH, _TRAIN, _VALID = "batch", "training", "validation"


def bars(probabilities: Sequence[float] | NDArray[np.float32], ink: str) -> tuple[Any, Spec]:
    """Return table and chart of ten probabilities, shape (10,), the likeliest one coloured.

    `ink` is the colour of text, because the theme does not reach labels inside a chart.
    """
    y = {
        "field": "kind",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "labelOverlap": False},
    }
    x = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1.15]},
        "axis": {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "title": "probability"},
    }
    colour = {"condition": {"test": "datum.best", "value": VALIDATION}, "value": "#8A94A6"}
    tooltip = [
        {"field": "kind", "title": "kind"},
        {"field": "text", "title": "probability"},
    ]
    spec: Spec = {
        "height": 330,
        "encoding": {"y": y, "x": x, "tooltip": tooltip},
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"text": {"field": "text"}, "color": {"value": ink}},
            },
        ],
    }
    return _bars_table(probabilities), spec


def _bars_table(probabilities: Sequence[float] | NDArray[np.float32]) -> Any:
    shares = [float(p) for p in probabilities]
    best = int(np.argmax(shares))
    return pa.table(
        {
            "kind": list(CLASS_NAMES),
            "share": shares,
            "text": [f"{100 * p:.1f} %" for p in shares],
            "best": [number == best for number in range(len(shares))],
        }
    )


def thin(values: Sequence[float], points: int = BATCH_POINTS) -> list[float]:
    """Return at most `points` means of neighbouring `values`, in order."""
    if len(values) <= points:
        return [float(v) for v in values]
    return [float(part.mean()) for part in np.array_split(np.asarray(values, float), points)]


def curve_table(
    batches: Sequence[dict[str, Any]],
    epochs: Sequence[dict[str, Any]],
    quantity: str,
    batches_per_epoch: int,
) -> Any:
    """Return the Arrow table behind one learning curve.

    `quantity` is "loss" or "accuracy"; a batch stands at its share of an epoch, from 0 up.
    """
    per_epoch = max(1, batches_per_epoch)
    x = thin([event["step"] / per_epoch for event in batches])
    y = thin([event[quantity] for event in batches])
    series = [_BATCH] * len(x)
    for name, key in ((_TRAIN, quantity), (_VALID, f"validation_{quantity}")):
        x += [float(event["epoch"]) for event in epochs]
        y += [float(event[key]) for event in epochs]
        series += [name] * len(epochs)
    columns = (pa.array(x, pa.float32()), pa.array(y, pa.float32()), pa.array(series, pa.string()))
    return pa.table(dict(zip(("epoch", "value", "series"), columns, strict=True)))


def curve(quantity: str, epochs: int) -> Spec:
    """Return the chart for `curve_table`: `epochs` is how far the training means to go."""
    percent = quantity == "accuracy"
    axis: Spec = {"title": quantity, "format": ".0%" if percent else ".2f", "tickCount": 5}
    x = {
        "field": "epoch",
        "type": "quantitative",
        "scale": {"domain": [0, epochs], "nice": False},
        "axis": {"title": "epoch", "tickMinStep": 1, "format": "d", "tickCount": 10},
    }
    y_scale: Spec = {"zero": not percent, "nice": True}
    if percent:
        y_scale["domainMax"] = 1
    y = {"field": "value", "type": "quantitative", "axis": axis, "scale": y_scale}
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


def _by_series(looks: list[str]) -> Spec:
    """Return the encoding that gives the three lines their three `looks`, under one legend."""
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": [_BATCH, _TRAIN, _VALID], "range": looks},
        "legend": {"title": None, "orient": "top", "symbolOpacity": 1},
    }


def confusion_table(matrix: NDArray[np.int64], *, in_percent: bool) -> Any:
    """Return the Arrow table behind the heat map of `matrix`, (10, 10), rows the true kind."""
    rows = np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    shares = matrix / rows
    true, answer = np.indices(matrix.shape)
    words = [
        (f"{100 * share:.0f}" if in_percent else str(number)) if number else ""
        for share, number in zip(shares.ravel(), matrix.ravel(), strict=True)
    ]
    return pa.table(
        {
            "true": [CLASS_NAMES[i] for i in true.ravel()],
            "answer": [CLASS_NAMES[i] for i in answer.ravel()],
            "pictures": matrix.ravel().astype(np.int32),
            "share": shares.ravel().astype(np.float32),
            "text": words,
        }
    )


_CELL = [
    {"field": "true", "title": "really"},
    {"field": "answer", "title": "answer"},
    {"field": "pictures", "title": "pictures"},
    {"field": "share", "title": "share of its kind", "format": ".1%"},
]
"""What a tooltip says about a cell."""


def confusion() -> Spec:
    """Return the heat map for `confusion_table`; a click selects a cell under the name `cell`."""
    side: Spec = {"type": "ordinal", "sort": list(CLASS_NAMES)}
    axis: Spec = {"labelOverlap": False, "domain": False, "ticks": False}
    x = {
        **side,
        "field": "answer",
        "axis": {**axis, "title": "the model's answer", "labelAngle": -45, "orient": "top"},
    }
    y = {**side, "field": "true", "axis": {**axis, "title": "what it really is"}}
    strength = {
        "field": "share",
        "type": "quantitative",
        "legend": None,
        "scale": {"scheme": "blues", "domain": [0, 1], "type": "pow", "exponent": 0.5},
    }
    chosen = {"condition": {"param": "cell", "empty": False, "value": 3}, "value": 0}
    ink = {"condition": {"test": "datum.share > 0.35", "value": "white"}, "value": "#16202E"}
    return {
        "height": 440,
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "params": [
                    {"name": "cell", "select": {"type": "point", "fields": ["true", "answer"]}}
                ],
                "mark": {"type": "rect", "cursor": "pointer", "stroke": "#D55E00"},
                "encoding": {"color": strength, "strokeWidth": chosen, "tooltip": _CELL},
            },
            {
                "mark": {"type": "text", "interactive": False},
                "encoding": {"text": {"field": "text"}, "color": ink},
            },
        ],
    }
