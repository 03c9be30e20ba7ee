"""How many pictures of each kind there are, as bars in the class colours."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from ui.charts.spec import Spec
from ui.colours import CLASS_COLOURS

_PARTS = ("training", "validation", "test")
_STRENGTHS = (1.0, 0.65, 0.35)


def balance(counts: NDArray[np.int64], ink: str) -> tuple[Any, Spec]:
    """Return table and chart of `counts`, (3, 10): training, validation, test of each kind.

    `ink` is the colour of text, because the theme does not reach labels inside a chart.
    """
    part, label = np.indices(counts.shape)
    table = pa.table(
        {
            "kind": [CLASS_NAMES[i] for i in label.ravel()],
            "part": [_PARTS[i] for i in part.ravel()],
            "order": part.ravel().astype(np.int8),
            "pictures": counts.ravel().astype(np.int32),
        }
    )
    return table, _spec(int(counts.sum(axis=0).max()), ink)


def _spec(most: int, ink: str) -> Spec:
    inked = {"labelColor": ink, "titleColor": ink}
    y: Spec = {"field": "kind", "type": "nominal", "sort": None, "title": None}
    y["scale"] = {"paddingInner": 0.25}
    y["axis"] = {"ticks": False, "domain": False, "labelOverlap": False, "labelColor": ink}
    x: Spec = {"field": "pictures", "type": "quantitative", "aggregate": "sum"}
    x["axis"] = {"title": "pictures", "tickCount": 4, "format": ",d", **inked}
    x["scale"] = {"domain": [0, 1.16 * most], "nice": False}
    names = list(CLASS_COLOURS)
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": names, "range": list(CLASS_COLOURS.values())},
        "legend": None,
    }
    strength = {
        "field": "part",
        "type": "ordinal",
        "scale": {"domain": list(_PARTS), "range": list(_STRENGTHS)},
        "legend": {"title": None, "orient": "top", "symbolFillColor": ink, "labelColor": ink},
    }
    bars: Spec = {
        "mark": {"type": "bar", "stroke": ink, "strokeWidth": 0.6},
        "encoding": {
            "color": colour,
            "opacity": strength,
            "order": {"field": "order", "type": "ordinal"},
            "tooltip": [{"field": "kind"}, {"field": "part"}, {"field": "pictures", "format": ","}],
        },
    }
    totals: Spec = {
        "mark": {"type": "text", "align": "left", "dx": 4},
        "encoding": {
            "text": {"field": "pictures", "aggregate": "sum", "format": ","},
            "color": {"value": ink},
        },
    }
    title = "Pictures of each kind"
    return {"height": 400, "title": title, "encoding": {"y": y, "x": x}, "layer": [bars, totals]}
