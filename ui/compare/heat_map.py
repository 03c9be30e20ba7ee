"""Two settings at once: a cell for each pair of values, filled as trainings go on."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from fashion_model.experiments import result
from fashion_model.experiments.design import Design
from fashion_model.experiments.varying import VARYING
from fashion_model.words import percent
from ui.compare import values
from ui.elements.charts import Spec
from ui.elements.colours import DEEPEST, MUTED, PALEST, between
from ui.experiments.curves import HEIGHT
from ui.experiments.lines import Line

SPAN = 0.05
"""From the deepest colour to the palest, at most: a share right, below the best cell."""
_DARK, _PALE = "#14181f", "#ffffff"  # of a cell's text


def reached(lines: Sequence[Line], variants: int) -> list[tuple[float, int] | None]:
    """Return what each of so many variants got right, the mean of so many seeds; None: nothing.

    A training under way counts with its best epoch so far.
    """
    found: list[tuple[float, int] | None] = []
    for variant in range(variants):
        best = [
            max(point.accuracy for point in line.epochs)
            for line in lines
            if line.variant == variant and line.epochs
        ]
        found.append((sum(best) / len(best), len(best)) if best else None)
    return found


def table(design: Design, lines: Sequence[Line], ended: Sequence[bool]) -> Any:
    """Return the Arrow table behind the map; `ended` says of each cell that it stays."""
    down, along = design.varied
    pairs = [(y, x) for y in design.varied[down] for x in design.varied[along]]
    cells = reached(lines, len(pairs))
    best = max((cell[0] for cell in cells if cell), default=0.0)
    worst = min((cell[0] for cell in cells if cell), default=0.0)
    span = min(SPAN, best - worst) or SPAN
    shares = [None if cell is None else max(0.0, 1 - (best - cell[0]) / span) for cell in cells]
    return pa.table(
        {
            "down": [values.word(down, y) for y, _ in pairs],
            "along": [values.word(along, x) for _, x in pairs],
            "text": [
                "–" if cell is None else percent(cell[0]) + ("" if stays else " …")
                for cell, stays in zip(cells, ended, strict=True)
            ],
            "colour": ["#00000000" if s is None else between(PALEST, DEEPEST, s) for s in shares],
            "ink": [MUTED if s is None else _PALE if s > 0.5 else _DARK for s in shares],
        }
    )


def chart(design: Design, ink: str) -> Spec:
    """Return the chart for `table`; `ink` is the colour of text."""
    sides = _sides(design, ink)
    tooltip = [
        *({"field": each["field"], "title": each["axis"]["title"]} for each in sides.values()),
        {"field": "text", "title": "right"},
    ]
    own = {"type": "nominal", "scale": None, "legend": None}
    return {
        "height": HEIGHT,
        "padding": {"left": 0, "top": 0, "right": 4, "bottom": 0},
        "title": {"text": "Validation pictures named right", "anchor": "start", "fontSize": 14},
        "encoding": {**sides, "tooltip": tooltip},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": MUTED, "strokeWidth": 0.5, "cornerRadius": 3},
                "encoding": {"fill": {"field": "colour", **own}},
            },
            {
                "mark": {"type": "text", "fontSize": 14, "fontWeight": "bold"},
                "encoding": {"text": {"field": "text"}, "color": {"field": "ink", **own}},
            },
        ],
    }


def _sides(design: Design, ink: str) -> dict[str, Spec]:
    """Return the axes: what varies first goes down, the other along."""
    down, along = design.varied
    sides: dict[str, Spec] = {}
    for side, key in (("y", down), ("x", along)):
        words = [values.word(key, value) for value in design.varied[key]]
        sides[side] = {
            "field": "down" if side == "y" else "along",
            "type": "nominal",
            "sort": words,
            "axis": {
                "title": VARYING[key].setting.label,
                "labelAngle": 0,
                "labelFontSize": 13,
                "labelColor": ink,
                "titleColor": ink,
                "ticks": False,
                "domain": False,
            },
        }
    return sides


def alt(design: Design, lines: Sequence[Line]) -> str:
    """Return the map in words, for those who can't see it."""
    labels = result.labels(design)
    cells = reached(lines, len(labels))
    said = [
        f"{label}: {percent(cell[0])}"
        for label, cell in zip(labels, cells, strict=True)
        if cell is not None
    ]
    so_far = "; ".join(said) if said else "nothing yet"
    return f"Map of the share of validation pictures named right, a cell for each pair. {so_far}."
