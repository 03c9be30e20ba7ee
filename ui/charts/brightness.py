"""How bright the pixels of one kind are, beside the average of all ten."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui.charts.spec import Spec
from ui.colours import CLASS_COLOURS

BIN = 16
"""Neighbouring values counted together: 256 bars would show nothing but noise."""


def brightness(frequencies: NDArray[np.float64], label: int, ink: str) -> tuple[Any, Spec]:
    """Return table and chart for kind `label` of `frequencies`, (10, 256), rows summing to 1.

    The value 0 is left out: it is the background, and would dwarf everything else. The scale is
    the same for all ten kinds, so that they can be compared.
    """
    shown = frequencies.copy()
    shown[:, 0] = 0
    shares = shown.reshape(len(shown), -1, BIN).sum(axis=2)
    starts = np.arange(0, frequencies.shape[1], BIN)
    table = pa.table(
        {
            "from": np.maximum(starts, 1).astype(np.int16),
            "to": (starts + BIN).astype(np.int16),
            "range": [f"{max(start, 1)} to {start + BIN - 1}" for start in starts],
            "share": shares[label].astype(np.float32),
            "all": shares.mean(axis=0).astype(np.float32),
        }
    )
    return table, _spec(CLASS_NAMES[label], float(shares.max()), ink)


def _spec(name: str, most: float, ink: str) -> Spec:
    inked = {"labelColor": ink, "titleColor": ink}
    x: Spec = {"field": "from", "type": "quantitative", "scale": {"domain": [0, 256]}}
    x["axis"] = {
        "title": "brightness (1 almost black, 255 white)",
        "values": [0, 64, 128, 192, 255],
        **inked,
    }
    y: Spec = {"type": "quantitative", "scale": {"domain": [0, most]}}
    axis = {"title": "share of all pixels", "format": ".0%", "tickCount": 5, **inked}
    tooltip = [
        {"field": "range", "title": "brightness"},
        {"field": "share", "title": name, "format": ".1%"},
        {"field": "all", "title": "all kinds", "format": ".1%"},
    ]
    bars: Spec = {
        "mark": {"type": "rect", "color": CLASS_COLOURS[name], "stroke": ink, "strokeWidth": 0.6},
        "encoding": {"y": {**y, "field": "share", "axis": axis}, "y2": {"datum": 0}},
    }
    ticks: Spec = {
        "mark": {"type": "rule", "color": ink, "strokeWidth": 3},
        "encoding": {"y": {**y, "field": "all", "axis": axis}},
    }
    return {
        "height": 300,
        "title": f"{name}: bars; all kinds together: lines",
        "encoding": {"x": x, "x2": {"field": "to"}, "tooltip": tooltip},
        "layer": [bars, ticks],
    }
