"""An activation function and its slope."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from fashion_model.explain import Activation
from ui.charts.spec import Spec
from ui.colours import TRAINING, VALIDATION

_VALUE, _SLOPE = "function", "slope"
_REACH = 4.0
_POINTS = 161


def activation_table(activation: Activation) -> Any:
    """Return the Arrow table behind the chart: function and slope from -4 to 4."""
    x = np.linspace(-_REACH, _REACH, _POINTS)
    return pa.table(
        {
            "x": np.tile(x, 2),
            "y": np.concatenate([activation.value(x), activation.slope(x)]),
            "line": [_VALUE] * _POINTS + [_SLOPE] * _POINTS,
        }
    )


def activation_chart() -> Spec:
    """Return the chart for `activation_table`; its scales are the same for all five."""
    names = [_VALUE, _SLOPE]
    legend: Spec = {"title": None, "orient": "top", "symbolStrokeWidth": 3, "symbolSize": 400}
    return {
        "height": 340,
        "mark": {"type": "line", "strokeWidth": 3, "clip": True},
        "encoding": {
            "x": {
                "field": "x",
                "type": "quantitative",
                "axis": {"title": "number that comes in", "tickCount": 9},
            },
            "y": {
                "field": "y",
                "type": "quantitative",
                "scale": {"domain": [-1.5, 4], "nice": False},
                "axis": {"title": "number that goes out", "tickCount": 6},
            },
            "color": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": [VALIDATION, TRAINING]},
                "legend": legend,
            },
            "strokeDash": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": [[1, 0], [7, 5]]},
                "legend": legend,
            },
            "tooltip": [
                {"field": "line", "title": "line"},
                {"field": "x", "title": "in", "format": ".2f"},
                {"field": "y", "title": "out", "format": ".2f"},
            ],
        },
    }
