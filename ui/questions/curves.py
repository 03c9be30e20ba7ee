"""Four learning curves to know, recorded once: good, too small a rate, too large, over-fitted."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from fashion_model.learning_curve.recorded import recorded_curves
from fashion_model.words import percent
from ui.elements.charts import Spec
from ui.elements.colours import TRAINING, VALIDATION

ORDER = ("rate too large", "good", "over-fitted", "rate too small")
NAMES = ("A", "B", "C", "D")
_HEIGHT = 220
_WORDS = {
    "good": "**Good.** Steep, then flat, and both lines close together.",
    "rate too small": "**Learning rate too small.** It creeps: after all epochs still far below.",
    "rate too large": "**Learning rate too large.** Each correction jumps past what is good: it "
    "never gets beyond guessing.",
    "over-fitted": "**Over-fitted.** The lines part: it memorises its few training pictures, and "
    "is no better on others.",
}


def draw(named: bool) -> None:
    """Draw the four side by side, by a letter, or `named` and explained."""
    curves = recorded_curves()
    for place, letter, name in zip(st.columns(4, gap="small"), NAMES, ORDER, strict=True):
        with place:
            st.markdown(f"**{letter}**")
            st.vega_lite_chart(
                table(curves[name]),
                spec(len(curves[name]["accuracy"])),
                key=f"four_curves_{letter}",
                alt=_alt(letter, curves[name]),
            )
            if named:
                st.markdown(_WORDS[name])
    st.caption("Right answers, epoch by epoch. Dashed orange: training pictures. Blue: validation.")


def table(curve: Mapping[str, list[float]]) -> Any:
    """Return the Arrow table behind one chart."""
    both = {"training": curve["accuracy"], "validation": curve["validation_accuracy"]}
    epochs = range(1, len(curve["accuracy"]) + 1)
    return pa.table(
        {
            "epoch": [epoch for _ in both for epoch in epochs],
            "right": [share for shares in both.values() for share in shares],
            "pictures": [name for name in both for _ in epochs],
        }
    )


def spec(epochs: int) -> Spec:
    """Return the chart of `table`."""
    return {
        "height": _HEIGHT,
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": {
                "field": "epoch",
                "type": "quantitative",
                "scale": {"domain": [1, epochs], "nice": False},
                "axis": {"title": "epoch", "format": "d", "tickCount": 4},
            },
            "y": {
                "field": "right",
                "type": "quantitative",
                "scale": {"domain": [0, 1]},
                "axis": {"title": None, "format": ".0%", "tickCount": 4},
            },
            "color": {
                "field": "pictures",
                "type": "nominal",
                "scale": {"domain": ["training", "validation"], "range": [TRAINING, VALIDATION]},
                "legend": None,
            },
            "strokeDash": {
                "field": "pictures",
                "type": "nominal",
                "scale": {"domain": ["training", "validation"], "range": [[4, 3], [1, 0]]},
                "legend": None,
            },
            "tooltip": [
                {"field": "pictures", "title": "pictures"},
                {"field": "epoch", "title": "epoch"},
                {"field": "right", "title": "right", "format": ".1%"},
            ],
        },
    }


def _alt(letter: str, curve: Mapping[str, list[float]]) -> str:
    trained, validated = (
        " to ".join(percent(curve[name][at], 0) for at in (0, -1))
        for name in ("accuracy", "validation_accuracy")
    )
    steps = [abs(b - a) for a, b in pairwise(curve["validation_accuracy"])]
    return (
        f"Curve {letter}: training from {trained}, validation from {validated}; from one epoch to "
        f"the next validation moves by up to {percent(max(steps), 0)}."
    )
