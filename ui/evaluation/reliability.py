"""Evaluation: how often an answer is right that is given with 99 %, and what calibration is."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from fashion_model.calibration import UNCALIBRATED, Calibration, warm
from fashion_model.reliability import EDGES, Group, reliability
from fashion_model.runs import Run, calibration_of
from fashion_model.words import count, percent, several, unbroken
from ui.elements.charts import Spec
from ui.elements.colours import RIGHT, WRONG
from ui.layout import INK
from ui.models.resources import Predictions

_HEIGHT = 230
_SHARE = {"domain": [0, 1]}


def draw(run: Run, predictions: Predictions) -> None:
    """Draw how often its answers are right, by how sure it was, and say what calibration does."""
    calibration = calibration_of(run)
    told = warm(predictions.probabilities, calibration.temperature)
    groups = reliability(told, predictions.labels)
    chart, words = st.columns([3, 2], gap="medium")
    with chart:
        st.vega_lite_chart(table(groups), spec(), key="reliability", alt=_alt(groups))
    with words:
        st.markdown(_sentence(groups))
        st.markdown(_calibration(predictions, calibration, float(told.max(axis=1).mean())))


def _calibration(predictions: Predictions, calibration: Calibration, now: float) -> str:
    """Say what calibration is, and what it did: on average it now claims `now`."""
    claimed = unbroken(percent(float(predictions.certainty.mean())))
    right = unbroken(percent(float(predictions.right.mean())))
    said = (
        f"**Calibration** makes “80 %” mean right in 80 of 100 cases. By itself this network "
        f"claimed {claimed} on average, and {right} were right."
    )
    if calibration == UNCALIBRATED:
        return f"{said} It was never calibrated."
    return (
        f"{said} So one number, a **temperature** of {calibration.temperature:.2f}, measured on "
        "validation pictures, corrects all it claims: above 1 makes it humbler, below 1 bolder. "
        f"Now, as in the chart, it claims {unbroken(percent(now))} on average; one number can’t "
        "mend every bar. Which kind it names never changes."
    )


def table(groups: Sequence[Group]) -> Any:
    """Return the Arrow table behind the chart; groups without answers are left out."""
    shown = [each for each in groups if each.answers]
    return pa.table(
        {
            "how": [_words(each) for each in shown],
            "right": [each.right for each in shown],
            "said": [each.said for each in shown],
            "answers": [count(each.answers) for each in shown],
            "share": [percent(each.right) for each in shown],
            "claim": [percent(each.said) for each in shown],
        }
    )


def spec() -> Spec:
    """Return the chart of `table`: a bar for what is right, a line across for what was claimed."""
    names = [_words(Group(low, high, 0, 0, 0)) for low, high in pairwise(EDGES)]
    x = {
        "field": "how",
        "type": "nominal",
        "scale": {"domain": names},
        "axis": {"title": "how sure it was", "labelAngle": 0, "labelColor": INK, "titleColor": INK},
    }
    y: Spec = {"type": "quantitative", "scale": _SHARE}
    axis = {
        "title": "how many are right",
        "format": ".0%",
        "tickCount": 5,
        "labelColor": INK,
        "titleColor": INK,
    }
    tooltip = [
        {"field": "answers", "title": "answers"},
        {"field": "share", "title": "right"},
        {"field": "claim", "title": "claimed on average"},
    ]
    return {
        "height": _HEIGHT,
        "encoding": {"x": x, "tooltip": tooltip},
        "layer": [
            {
                "mark": {"type": "bar", "color": RIGHT, "cornerRadiusEnd": 3},
                "encoding": {"y": {**y, "field": "right", "axis": axis}},
            },
            {
                "mark": {"type": "tick", "color": WRONG, "thickness": 4, "width": 60},
                "encoding": {"y": {**y, "field": "said"}},
            },
        ],
    }


def _sentence(groups: Sequence[Group]) -> str:
    surest = groups[-1]
    if not surest.answers:
        return "Blue bars: how many are right. Orange lines: what it claimed."
    return (
        f"Of {several(surest.answers, 'answer')} given with 99\N{NO-BREAK SPACE}% or more, "
        f"**{unbroken(percent(surest.right))}** are right. Blue bars: how many are right. Orange "
        "lines: what it claimed. Where a bar ends below its line, it was too sure."
    )


def _words(group: Group) -> str:
    if group.low == 0:
        return f"below {100 * group.high:g} %"
    if group.high == 1:
        return f"{100 * group.low:g} % or more"
    return f"{100 * group.low:g}–{100 * group.high:g} %"


def _alt(groups: Sequence[Group]) -> str:
    told = ", ".join(f"{_words(each)}: {percent(each.right, 0)}" for each in groups if each.answers)
    return f"Chart of how many answers are right, by how sure it was. {told}."
