"""Ten probabilities as bars."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui.charts.spec import Spec
from ui.colours import MUTED, VALIDATION


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
    colour = {"condition": {"test": "datum.best", "value": VALIDATION}, "value": MUTED}
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
