"""Pictures as points on a flat map: clicked one by one, marked with a box."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES, CLASSES
from ui.elements.charts import Spec
from ui.elements.colours import CLASS_COLOURS, CLASS_SHAPES

_DRAG = (
    "[pointerdown, window:pointerup] > window:pointermove!, "
    "[touchstart, window:touchend] > window:touchmove"
)
"""Mouse and finger: Vega does not know where a finger's first pointer event happened."""

_TAP = "click[event.item], touchend[event.item]"
"""The click that follows a tap has no place either, and would take the choice away again."""

_LET_PASS = ["wheel", "touchstart", "touchmove", "touchend"]
"""What Vega must not swallow: a finger then still scrolls the page and taps a point."""

_NAME = (0.2, 0.06)
"""Width and height of a name as shares of the map's; on a telephone it is wider."""


def scatter_table(
    places: NDArray[np.float32], labels: NDArray[np.uint8], kinds: Sequence[int]
) -> Any:
    """Return the Arrow table of n points: `places` (n, 2), `labels` (n,).

    `kinds` are the labels to be seen; the others fade. A point's name is its row.
    """
    return pa.table(
        {
            "point": np.arange(len(places), dtype=np.int16),
            "x": np.ascontiguousarray(places[:, 0]),
            "y": np.ascontiguousarray(places[:, 1]),
            "label": labels.astype(np.int8),
            "seen": np.isin(labels, kinds),
        }
    )


def scatter(
    places: NDArray[np.float32],
    labels: NDArray[np.uint8],
    titles: tuple[str | None, str | None],
    ink: str,
    paper: str,
) -> Spec:
    """Return the chart for `scatter_table`; a click selects as `point`, a box as `box`.

    `titles` name the two axes, or None where a direction has no meaning of its own. `ink` and
    `paper` are the colours of text and page. It depends on no filter: the chart then stays, and
    only its points change.
    """
    return {
        "height": 560,
        "transform": [{"calculate": f"{list(CLASS_NAMES)}[datum.label]", "as": "kind"}],
        "encoding": {
            "x": _axis("x", titles[0], places[:, 0], ink),
            "y": _axis("y", titles[1], places[:, 1], ink),
        },
        "config": {"events": {"defaults": {"allow": _LET_PASS}}},
        "usermeta": {"embedOptions": {"renderer": "canvas"}},  # 2,000 points are slow as SVG
        "layer": [_points(ink), *_names(places, labels, ink, paper)],
    }


def _points(ink: str) -> Spec:
    return {
        "params": [
            {"name": "box", "select": {"type": "interval", "clear": "dblclick", "on": _DRAG}},
            {
                "name": "point",
                "select": {"type": "point", "fields": ["point"], "toggle": False, "on": _TAP},
            },
        ],
        "mark": {"type": "point", "filled": True, "size": 46, "cursor": "pointer", "stroke": ink},
        "encoding": {
            "color": _by_kind(list(CLASS_COLOURS.values()), ink),
            "shape": _by_kind(list(CLASS_SHAPES), ink),
            "opacity": {"condition": {"test": "datum.seen", "value": 0.9}, "value": 0.07},
            "strokeWidth": {
                "condition": {"param": "point", "empty": False, "value": 3},
                "value": 0.4,
            },
            "size": {"condition": {"param": "point", "empty": False, "value": 200}, "value": 46},
            "tooltip": [{"field": "kind"}],
        },
    }


def _by_kind(looks: list[str], ink: str) -> Spec:
    """Return how a kind shows in its points: one of `looks` each, explained below the map."""
    return {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(CLASS_NAMES), "range": looks},
        "legend": {
            "title": None,
            "orient": "bottom",
            "columns": 3,
            "symbolOpacity": 1,
            "symbolSize": 90,
            "symbolStrokeWidth": 1,
            "labelFontSize": 13,
            "labelColor": ink,
        },
    }


def _axis(field: str, title: str | None, values: NDArray[np.float32], ink: str) -> Spec:
    ends = [float(values.min()), float(values.max())]
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": ends, "nice": False, "padding": 12},
        "axis": {"title": title, "titleColor": ink, "labels": False, "ticks": False, "grid": False},
    }


def _names(
    places: NDArray[np.float32], labels: NDArray[np.uint8], ink: str, paper: str
) -> list[Spec]:
    """Return the kinds' names, each in the middle of its points, on a rim of the page's colour."""
    values = [
        {"kind": CLASS_NAMES[label], "x": round(float(x), 2), "y": round(float(y), 2)}
        for label, (x, y) in enumerate(_middles(places, labels))
    ]
    text: Spec = {"type": "text", "fontSize": 14, "fontWeight": "bold", "interactive": False}
    looks: tuple[Spec, Spec] = (
        {"color": paper, "stroke": paper, "strokeWidth": 5, "strokeJoin": "round"},
        {"color": ink},
    )
    return [
        {
            "data": {"values": values},
            "mark": {**text, **look},
            "encoding": {"text": {"field": "kind"}},
        }
        for look in looks
    ]


def _middles(places: NDArray[np.float32], labels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the median place of each kind, (10, 2), moved up where names would overlap."""
    middles = np.array([np.median(places[labels == label], axis=0) for label in range(CLASSES)])
    wide, high = np.ptp(places, axis=0) * _NAME
    lower: list[int] = []
    for label in np.argsort(middles[:, 1]):
        for other in lower:  # from below upwards, so that one pass is enough
            near = abs(middles[other] - middles[label]) < (wide, high)
            if near.all():
                middles[label, 1] = middles[other, 1] + high
        lower.append(int(label))
        lower.sort(key=lambda each: float(middles[each, 1]))
    return middles
