"""Does normalising matter? What was measured, as curves and in words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st
from numpy.typing import NDArray

from fashion_model.environment import ASSETS
from fashion_model.words import count, percent
from ui import layout
from ui.elements.charts import SILENT, Spec
from ui.elements.colours import MUTED, NORMALISED, RAW
from ui.state import begin_with

SERIES = ("normalised (0 to 1)", "raw (0 to 255)")
_GUESSING = 0.1


def normalising_table(
    batches: Sequence[int], normalised: NDArray[np.float64], raw: NDArray[np.float64]
) -> Any:
    """Return the Arrow table behind the chart; both bundles have shape (trainings, points)."""
    n = len(batches)
    both = (normalised, raw)
    return pa.table(
        {
            "batch": pa.array([*batches, *batches], pa.int32()),
            "series": [name for name in SERIES for _ in range(n)],
            "mean": np.concatenate([each.mean(axis=0) for each in both]),
            "low": np.concatenate([each.min(axis=0) for each in both]),
            "high": np.concatenate([each.max(axis=0) for each in both]),
        }
    )


def normalising(last: int, ink: str) -> Spec:
    """Return the chart for `normalising_table`: means as lines, all trainings as bands.

    `last` is the number of batches at its right edge, `ink` the colour of text.
    """
    x = {
        "field": "batch",
        "type": "quantitative",
        "axis": {"title": "batches trained", "format": "d"},
        "scale": {"domain": [0, last], "nice": False},
    }
    y = {
        "type": "quantitative",
        "axis": {"format": ".0%", "title": "validation pictures right", "tickCount": 5},
        "scale": {"domain": [0, 1]},
    }
    return {
        "height": 340,
        "layer": [_bands(x, y), _means(x, y), *_guessing_line(ink)],
    }


def _bands(x: Spec, y: Spec) -> Spec:
    return {
        "mark": {"type": "area", "opacity": 0.25, **SILENT},
        "encoding": {
            "x": x,
            "y": {**y, "field": "low"},
            "y2": {"field": "high"},
            "color": _by_series([NORMALISED, RAW]),
        },
    }


def _means(x: Spec, y: Spec) -> Spec:
    tooltip = [{"field": "series"}, {"field": "batch"}] + [
        {"field": name, "title": title, "format": ".1%"}
        for name, title in (("mean", "mean"), ("low", "worst"), ("high", "best"))
    ]
    return {
        "mark": {"type": "line", "strokeWidth": 3},
        "encoding": {
            "x": x,
            "y": {**y, "field": "mean"},
            "color": _by_series([NORMALISED, RAW]),
            "strokeDash": _by_series([[1, 0], [7, 4]]),
            "tooltip": tooltip,
        },
    }


def _by_series(looks: list[Any]) -> Spec:
    """Return how the two series show: one of `looks` each, explained above the chart."""
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(SERIES), "range": looks},
        "legend": {"title": None, "orient": "top", "symbolOpacity": 1, "symbolStrokeWidth": 3},
    }


def _guessing_line(ink: str) -> list[Spec]:
    """Return the height that pure guessing reaches, and its name."""
    once: Spec = {"data": {"values": [{}]}}
    height: Spec = {"y": {"datum": _GUESSING, "type": "quantitative"}}
    rule = {**SILENT, "type": "rule", "aria": False, "color": MUTED, "strokeDash": [2, 3]}
    text = {
        **SILENT,
        "type": "text",
        "aria": False,
        "text": "pure guessing: 10 %",
        "align": "right",
        "baseline": "top",
        "dy": 5,
        "x": "width",
        "color": ink,
    }
    return [{**once, "mark": mark, "encoding": height} for mark in (rule, text)]


RULES = {"adam": "Adam, the usual rule", "sgd": "SGD, the simplest rule"}


@dataclass(frozen=True)
class Measured:
    """Validation accuracies (trainings, points) of both ways, and the batches they belong to.

    `stuck` is how many trainings with raw numbers name one kind for every picture at the end.
    """

    batches: list[int]
    normalised: NDArray[np.float64]
    raw: NDArray[np.float64]
    stuck: int


@st.cache_data(show_spinner=False)
def read() -> dict[str, Any]:
    """Return what `scripts/measure_normalising.py` wrote."""
    result: dict[str, Any] = json.loads((ASSETS / "normalising.json").read_text(encoding="utf-8"))
    return result


def measured(rule: str) -> Measured:
    """Return the curves of one learning rule, "adam" or "sgd"."""
    result = read()
    curves = result["validation_accuracy"][rule]
    return Measured(
        batches=result["batches"],
        normalised=np.asarray(curves["normalised"]),
        raw=np.asarray(curves["raw"]),
        stuck=result["kinds_named_at_the_end"][rule]["raw"].count(1),
    )


@st.fragment
def draw() -> None:
    """Draw the chooser of the rule, the two bundles of curves, and what they say."""
    begin_with("pre_rule", "adam")
    st.segmented_control(
        "How the network corrects itself (its optimizer)",
        list(RULES),
        format_func=lambda rule: RULES[rule],
        key="pre_rule",
        persist_state="session",
        required=True,
        help="The optimizer is the rule that turns mistakes into corrections. SGD takes the same "
        "step for every number in the network; Adam gives each number a step of its own, and so "
        "makes up for part of the harm.",
    )
    rule = st.session_state["pre_rule"]
    found = measured(rule)
    told = sentences(found)
    st.caption(
        f"Line: the mean of {len(found.raw)} trainings. Band: from the worst of them to the best. "
        f"One **batch** is {read()['recipes'][rule]['batch_size']} pictures, after which the "
        "network corrects itself once."
    )
    st.vega_lite_chart(
        normalising_table(found.batches, found.normalised, found.raw),
        normalising(found.batches[-1], layout.INK),
        key="pre_normalising",
        alt=f"Learning curves with normalised and with raw numbers. {told}",
    )
    st.markdown(told)
    _how(rule)


def sentences(found: Measured) -> str:
    """Say in plain words what came out, whatever it is."""
    good, bad = found.normalised[:, -1], found.raw[:, -1]
    told = (
        f"**What happened:** after {count(found.batches[-1])} batches the network that was given "
        f"0 to 1 got {_spread(good)} of the validation pictures right, the one that was given "
        f"0 to 255 {_spread(bad)}. "
    )
    if found.stuck:
        told += (
            f"In {found.stuck} of {len(bad)} trainings with raw numbers the network ended up "
            "naming the same kind for every picture: the first corrections were so large that it "
            "never recovered. "
        )
    caught_up = np.flatnonzero(found.normalised.mean(axis=0) >= bad.mean())
    if good.mean() > bad.mean() and len(caught_up):
        told += (
            f"Normalised, it was as good as that after {count(found.batches[caught_up[0]])} "
            "batches. "
        )
    if good.min() > bad.max():
        return told + "The worst training with 0 to 1 beat the best with 0 to 255."
    return told + "Some single trainings came out the other way round: chance plays a part."


def _spread(shares: NDArray[np.float64]) -> str:
    mean, low, high = shares.mean(), shares.min(), shares.max()
    if percent(low) == percent(high):
        return f"**{percent(mean)}**"
    return f"**{percent(mean)}** ({percent(low)} to {percent(high)})"


def _how(rule: str) -> None:
    result = read()
    recipe = result["recipes"][rule]
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    with st.expander("How this was measured", icon=":material/science:"):
        st.markdown(
            f"The same tiny network ({len(recipe['blocks'])} convolutions, {recipe['dense'][0]} "
            f"dense units), trained for {recipe['epochs']} epochs on "
            f"{count(result['training_pictures'])} pictures in batches of "
            f"{recipe['batch_size']}, learning rate {recipe['learning_rate']:g}. Each way was "
            f"trained {len(result['seeds'])} times from different random beginnings; the two ways "
            "began with the same weights and saw the same pictures in the same order. The line is "
            "the mean, the band reaches from the worst training to the best. The share of right "
            f"answers is that on {count(result['validation_pictures'])} validation pictures. With "
            "settings made for them, raw numbers may do better than here. Measured by "
            f"`python -m scripts.measure_normalising` with {versions}."
        )
