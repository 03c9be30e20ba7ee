"""Two bundles of learning curves: with normalised numbers and with raw ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ui.charts.spec import Spec
from ui.colours import MUTED, NORMALISED, RAW

SERIES = ("normalised (0 to 1)", "raw (0 to 255)")
_GUESSING = 0.1


def normalising_table(
    batches: Sequence[int], normalised: NDArray[np.float64], raw: NDArray[np.float64]
) -> Any:
    """Return the Arrow table behind the chart; both bundles have shape (trainings, points)."""
    n = len(batches)
    both = (normalised, raw)
    return pa.table(
        {
            "batch": pa.array([*batches, *batches], pa.int32()),
            "series": [name for name in SERIES for _ in range(n)],
            "mean": np.concatenate([each.mean(axis=0) for each in both]),
            "low": np.concatenate([each.min(axis=0) for each in both]),
            "high": np.concatenate([each.max(axis=0) for each in both]),
        }
    )


def normalising(last: int, ink: str) -> Spec:
    """Return the chart for `normalising_table`: means as lines, all trainings as bands.

    `last` is the number of batches at its right edge, `ink` the colour of text.
    """
    x = {
        "field": "batch",
        "type": "quantitative",
        "axis": {"title": "batches trained", "format": "d"},
        "scale": {"domain": [0, last], "nice": False},
    }
    y = {
        "type": "quantitative",
        "axis": {"format": ".0%", "title": "validation pictures right", "tickCount": 5},
        "scale": {"domain": [0, 1]},
    }
    legend: Spec = {"title": None, "orient": "top", "symbolOpacity": 1, "symbolStrokeWidth": 3}
    colour = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(SERIES), "range": [NORMALISED, RAW]},
        "legend": legend,
    }
    dash = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(SERIES), "range": [[1, 0], [7, 4]]},
        "legend": legend,
    }
    tooltip = [{"field": "series"}, {"field": "batch"}] + [
        {"field": name, "title": title, "format": ".1%"}
        for name, title in (("mean", "mean"), ("low", "worst"), ("high", "best"))
    ]
    once: Spec = {"data": {"values": [{}]}}
    return {
        "height": 340,
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.25},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "low"},
                    "y2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "line", "strokeWidth": 3},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "mean"},
                    "color": colour,
                    "strokeDash": dash,
                    "tooltip": tooltip,
                },
            },
            {
                **once,
                "mark": {"type": "rule", "aria": False, "color": MUTED, "strokeDash": [2, 3]},
                "encoding": {"y": {"datum": _GUESSING, "type": "quantitative"}},
            },
            {
                **once,
                "mark": {
                    "type": "text",
                    "aria": False,
                    "text": "pure guessing: 10 %",
                    "align": "right",
                    "baseline": "top",
                    "dy": 5,
                    "x": "width",
                    "color": ink,
                },
                "encoding": {"y": {"datum": _GUESSING, "type": "quantitative"}},
            },
        ],
    }
