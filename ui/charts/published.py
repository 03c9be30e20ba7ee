"""A test accuracy beside those of people and of published networks."""

from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from fashion_model.metrics import wilson_interval
from fashion_model.results import PublishedResults
from ui.charts.spec import Spec
from ui.colours import MUTED, RIGHT
from ui.words import percent

HEIGHT = 230
Row = tuple[str, str, float, float | None, float | None, str]
_PEOPLE, _NETWORKS, _THIS = "people", "published networks", "this network"


def published(
    results: PublishedResults, accuracy: float, interval: tuple[float, float], ink: str
) -> tuple[Any, Spec]:
    """Return table and chart: one row of marks each for people, networks and this network.

    `accuracy` and its `interval` are shares; `ink` is the colour of text in the theme shown.
    """
    people = results.people
    low, high = wilson_interval(round(people.accuracy * people.pictures), people.pictures)
    rows: list[Row] = [
        (_PEOPLE, "people, crowd-sourced", people.accuracy, low, high, percent(people.accuracy))
    ]
    rows += [
        (_NETWORKS, each.name, each.accuracy, None, None, percent(each.accuracy))
        for each in results.networks
    ]
    rows += [(_THIS, _THIS, accuracy, *interval, percent(accuracy))]
    columns = zip(*rows, strict=True)
    table = pa.table(
        dict(zip(("row", "who", "accuracy", "low", "high", "text"), columns, strict=True))
    )
    return table, _spec(min(0.8, interval[0] - 0.02), ink)


def _spec(lowest: float, ink: str) -> Spec:
    x = {
        "field": "accuracy",
        "type": "quantitative",
        "scale": {"domain": [max(0.0, lowest), 1.0], "nice": False},
        "axis": {"format": ".0%", "title": "test accuracy", "tickCount": 6},
    }
    y = {
        "field": "row",
        "type": "nominal",
        "sort": [_PEOPLE, _NETWORKS, _THIS],
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelLimit": 140},
    }
    colour = {
        "field": "row",
        "scale": {"domain": [_PEOPLE, _NETWORKS, _THIS], "range": [ink, MUTED, RIGHT]},
        "legend": None,
    }
    tooltip = [
        {"field": "who", "title": "who"},
        {"field": "text", "title": "test accuracy"},
    ]
    return {
        "height": HEIGHT,
        "encoding": {"x": x, "y": y, "color": colour, "tooltip": tooltip},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {"mark": {"type": "point", "filled": True, "size": 110, "opacity": 0.75}},
            {
                "transform": [{"filter": f"datum.row !== '{_NETWORKS}'"}],
                "mark": {"type": "text", "dy": -17, "fontWeight": "bold", "fontSize": 13},
                "encoding": {"text": {"field": "text"}, "color": {"value": ink}},
            },
        ],
    }
