"""Numbers → Vega-Lite charts; here the bars of ten probabilities, which several pages draw.

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
from ui.elements.colours import CLASS_COLOURS, MUTED

Spec = dict[str, Any]
SILENT: Spec = {"tooltip": None}
"""For a mark that tells nothing of its own: without it Streamlit shows the names of columns."""


def layer(part: str, encoding: Spec, **mark: Any) -> Spec:
    """Return a layer that draws those rows of a table whose field `part` says so, as `mark`."""
    return {
        "transform": [{"filter": f"datum.part === '{part}'"}],
        "mark": mark,
        "encoding": encoding,
    }


def bars(
    probabilities: Sequence[float] | NDArray[np.float32], ink: str, height: int = 330
) -> tuple[Any, Spec]:
    """Return table and chart of ten probabilities, shape (10,), the likeliest in its own colour.

    `ink` is the colour of text, because the theme does not reach labels inside a chart; `height`
    is in pixels. All zero stands for no answer yet: empty bars without numbers.
    """
    tooltip = [
        {"field": "kind", "title": "kind"},
        {"field": "text", "title": "probability"},
    ]
    spec: Spec = {
        "height": height,
        "encoding": {"y": _kind_axis(ink), "x": _share_axis(ink), "tooltip": tooltip},
        "layer": [_bar(ink), _number(ink)],
    }
    return _bars_table(probabilities), spec


def _kind_axis(ink: str) -> Spec:
    return {
        "field": "kind",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {
            "ticks": False,
            "domain": False,
            "labelOverlap": False,
            "labelFlush": False,
            "labelFontSize": 14,
            "labelColor": ink,
            "labelPadding": 8,
        },
    }


def _share_axis(ink: str) -> Spec:
    return {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1.32]},
        "axis": {
            "format": "%",
            "values": [0, 0.25, 0.5, 0.75, 1],
            "title": "how sure the model is",
            "titleColor": ink,
            "labelColor": ink,
        },
    }


def _bar(ink: str) -> Spec:
    colour = {"field": "colour", "type": "nominal", "scale": None}
    # The lightest of the class colours needs an edge on paper.
    edge = {"condition": {"test": "datum.best", "value": ink}, "value": None}
    return {
        "mark": {"type": "bar", "cornerRadiusEnd": 3},
        "encoding": {"color": colour, "stroke": edge},
    }


def _number(ink: str) -> Spec:
    weight = {"condition": {"test": "datum.best", "value": "bold"}, "value": "normal"}
    return {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 14},
        "encoding": {"text": {"field": "text"}, "color": {"value": ink}, "fontWeight": weight},
    }


def _bars_table(probabilities: Sequence[float] | NDArray[np.float32]) -> Any:
    shares = [float(p) for p in probabilities]
    best = int(np.argmax(shares)) if any(shares) else None
    kinds = range(len(shares))
    return pa.table(
        {
            "kind": list(CLASS_NAMES),
            "share": shares,
            "text": [f"{100 * p:.1f} %" if best is not None else "" for p in shares],
            "best": [kind == best for kind in kinds],
            "colour": [CLASS_COLOURS[CLASS_NAMES[k]] if k == best else MUTED for k in kinds],
        }
    )
