"""Accuracy against what it costs: seconds, parameters, multiply-adds; and who can't be beaten."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from fashion_model.experiments.comparing_runs import LETTERS
from fashion_model.runs.table import Row
from fashion_model.words import several
from ui.compare.picked import Series
from ui.elements.charts import SILENT, Spec
from ui.elements.colours import MUTED, VARIANTS
from ui.layout import INK
from ui.state import begin_with

COSTS = {"Seconds": "seconds", "Parameters": "parameters", "Multiply-adds": "multiply_adds"}
_HEIGHT = 320


class Point(NamedTuple):
    """A row with a result: its cost, accuracy and name; a letter where it is ticked."""

    cost: float
    accuracy: float
    name: str
    letter: str = ""


def draw(rows: Sequence[Row], compared: Sequence[Series], head: DeltaGenerator) -> None:
    """Draw all `rows` that have a result, letters on what is `compared`; the choice in `head`."""
    begin_with("cost_along", "Seconds")
    head.segmented_control(
        "Cost",
        list(COSTS),
        key="cost_along",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    along = st.session_state["cost_along"]
    shown, others = _alike(rows, compared)
    found = points(shown, compared, COSTS[along])
    if not found:
        st.caption("Nothing has a result yet.")
        return
    front = best_for_their_cost(found)
    st.vega_lite_chart(
        table(found, front),
        chart(along, found, INK),
        key=f"cost_{along}",
        alt=f"Accuracy against {along.lower()} of {several(len(found), 'training')}. On the "
        f"front: {', '.join(each.name for each in front)}.",
    )
    left_out = f" {several(others, 'training')} on other pictures left out." if others else ""
    st.caption(f"On the line: none is both cheaper and more often right.{left_out}")


def _alike(rows: Sequence[Row], compared: Sequence[Series]) -> tuple[list[Row], int]:
    """Return those judged on the same pictures as what is compared, else as most; and the rest."""
    ended = [row for row in rows if row.accuracy is not None]
    sources = [row.sample for row in ended]
    asked = compared[0].row.sample if compared else None
    source = asked if asked is not None else sources.count(True) > len(sources) / 2
    kept = [row for row in ended if row.sample == source]
    return kept, len(ended) - len(kept)


def points(rows: Sequence[Row], compared: Sequence[Series], cost: str) -> list[Point]:
    """Return what has both a result and that cost, a field of a row."""
    letters = {each.row.ids: each.letter for each in compared}
    return [
        Point(float(paid), row.accuracy, row.name, letters.get(row.ids, ""))
        for row in rows
        if (paid := getattr(row, cost)) and row.accuracy is not None
    ]


def best_for_their_cost(found: Sequence[Point]) -> list[Point]:
    """Return the Pareto front, the cheapest first: what nothing beats in both ways."""
    front: list[Point] = []
    for point in sorted(found, key=lambda each: (each.cost, -each.accuracy)):
        if not front or point.accuracy > front[-1].accuracy:
            front.append(point)
    return front


def table(found: Sequence[Point], front: Sequence[Point]) -> Any:
    """Return the Arrow table behind the chart: every point, and those of the front once more."""
    rows = [("point", each) for each in found] + [("front", each) for each in front]
    return pa.table(
        {
            "part": [part for part, _ in rows],
            "cost": pa.array([each.cost for _, each in rows], pa.float64()),
            "right": pa.array([each.accuracy for _, each in rows], pa.float64()),
            "name": [each.name for _, each in rows],
            "letter": [each.letter for _, each in rows],
            "colour": [_colour(each) for _, each in rows],
        }
    )


def _colour(point: Point) -> str:
    return VARIANTS[LETTERS.index(point.letter)] if point.letter else MUTED


def chart(along: str, found: Sequence[Point], ink: str) -> Spec:
    """Return the chart for `table`, around `found`; costs differ by powers, so it counts those."""
    costs, shares = [each.cost for each in found], [each.accuracy for each in found]
    x = {
        "field": "cost",
        "type": "quantitative",
        "scale": {"type": "log", "nice": False, "domain": [min(costs) / 1.15, max(costs) * 1.15]},
        "axis": {"title": along.lower(), "format": "~s", "tickCount": 6, "grid": False},
    }
    y = {
        "field": "right",
        "type": "quantitative",
        "scale": {"nice": False, "domain": [min(shares) - 0.01, min(1.02, max(shares) + 0.02)]},
        "axis": {"title": None, "format": ".1%", "tickCount": 5},
    }
    return {
        "height": _HEIGHT,
        "padding": {"left": 0, "top": 0, "right": 12, "bottom": 0},
        "title": {"text": "Right on validation pictures", "anchor": "start", "fontSize": 14},
        "encoding": {"x": x, "y": y},
        "layer": _layers(along, ink),
    }


def _layers(along: str, ink: str) -> list[Spec]:
    tooltip = [
        {"field": "name", "title": "what"},
        {"field": "cost", "title": along.lower(), "format": ",.0f"},
        {"field": "right", "title": "right", "format": ".1%"},
    ]
    points = {"transform": [{"filter": "datum.part === 'point'"}]}
    return [
        {
            "transform": [{"filter": "datum.part === 'front'"}],
            "mark": {"type": "line", "interpolate": "step-after", "color": MUTED, **SILENT},
        },
        {
            **points,
            "mark": {"type": "point", "filled": True, "opacity": 0.9},
            "encoding": {
                "color": {"field": "colour", "type": "nominal", "scale": None},
                "size": {"condition": {"test": "datum.letter", "value": 160}, "value": 50},
                "tooltip": tooltip,
            },
        },
        {
            **points,
            "mark": {"type": "text", "dy": -14, "fontSize": 14, "fontWeight": "bold"},
            "encoding": {
                "text": {"field": "letter"},
                "color": {"value": ink},
                "tooltip": tooltip,
            },
        },
    ]
