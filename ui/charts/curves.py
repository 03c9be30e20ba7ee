"""A learning curve: loss or accuracy over the epochs."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ui.charts.spec import Spec
from ui.colours import EACH_BATCH, TRAINING, VALIDATION

BATCH_POINTS = 200
"""A curve is some 400 pixels wide: more points cost bytes and show nothing."""

_BATCH, _TRAIN, _VALID = "batch", "training", "validation"


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


def curve(quantity: str, epochs: int, table: Any) -> Spec:
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
