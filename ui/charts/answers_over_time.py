"""Ten probabilities over the epochs: one line for each kind of clothing."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from fashion_model.labels import CLASS_NAMES
from ui.charts.spec import Spec
from ui.colours import CLASS_COLOURS, CLASS_SHAPES

LABELLED = 0.15
"""A line that ends lower has no label of its own: at most six fit, one above the other."""


def lines(epochs: Sequence[dict[str, Any]], planned: int, ink: str) -> tuple[Any, Spec]:
    """Return table and chart of the first followed picture's answers in `epochs` (epoch events).

    `planned` is how far the training means to go, in epochs; `ink` the colour of text.
    """
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
    spec: Spec = {
        "height": 440,
        "title": {"text": "How probable each kind is, after each epoch", "anchor": "start"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"color": _by_kind(list(CLASS_COLOURS.values()))},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {
                    "color": _by_kind(list(CLASS_COLOURS.values())),
                    "shape": _by_kind(list(CLASS_SHAPES)),
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 13},
                "encoding": {"text": {"field": "label"}, "color": {"value": ink}},
            },
        ],
    }
    return _table(epochs), spec


def _table(epochs: Sequence[dict[str, Any]]) -> Any:
    rows = [
        (float(epoch["epoch"]), kind, float(share), _label(kind, share, epoch is epochs[-1]))
        for epoch in epochs
        for kind, share in zip(CLASS_NAMES, epoch["watch"][0], strict=True)
    ]
    epoch, kind, share, label = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.table(
        {
            "epoch": pa.array(epoch, pa.float32()),
            "kind": pa.array(kind, pa.string()),
            "share": pa.array(share, pa.float32()),
            "label": pa.array(label, pa.string()),
        }
    )


def _label(kind: str, share: float, last: bool) -> str:
    return kind if last and share >= LABELLED else ""


def _by_kind(looks: list[str]) -> Spec:
    return {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(CLASS_NAMES), "range": looks},
        "legend": {"title": None, "orient": "bottom", "columns": 3, "symbolOpacity": 1},
    }
