"""How often something was confused after each epoch: a line, and a point where one looks."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from ui.charts.spec import Spec
from ui.colours import VALIDATION, WRONG


def fading_table(epochs: Sequence[int], pictures: Sequence[int], now: int) -> Any:
    """Return the Arrow table behind the line; `now` is the epoch that gets the point."""
    return pa.table(
        {
            "epoch": pa.array(epochs, pa.int32()),
            "pictures": pa.array(pictures, pa.int32()),
            "now": [epoch == now for epoch in epochs],
        }
    )


def fading(ink: str) -> Spec:
    """Return the chart for `fading_table`; `ink` is the colour of text."""
    x = {
        "field": "epoch",
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": {"title": "epoch", "tickMinStep": 1, "format": "d", "tickCount": 12},
    }
    y = {
        "field": "pictures",
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": {"title": "pictures", "tickMinStep": 1, "tickCount": 4},
    }
    here = {"transform": [{"filter": "datum.now"}]}
    return {
        "height": 180,
        "encoding": {"x": x, "y": y, "tooltip": [{"field": "epoch"}, {"field": "pictures"}]},
        "layer": [
            {"mark": {"type": "line", "color": VALIDATION, "strokeWidth": 2, "point": True}},
            {**here, "mark": {"type": "point", "filled": True, "size": 160, "color": WRONG}},
            {
                **here,
                "mark": {"type": "text", "dy": -14, "fontSize": 14, "fontWeight": "bold"},
                "encoding": {"text": {"field": "pictures"}, "color": {"value": ink}},
            },
        ],
    }
