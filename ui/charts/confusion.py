"""The confusion matrix as a heat map."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui.charts.spec import Spec


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
