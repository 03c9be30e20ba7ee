"""Dataset, a look: how many pictures there are, where they come from, who may use them."""

from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data.dataset import Dataset, class_counts
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, plain
from ui.elements.charts import SILENT, Spec
from ui.elements.colours import CLASS_COLOURS
from ui.layout import INK
from ui.models import resources

_PARTS = ("training", "validation", "test")
_STRENGTHS = (1.0, 0.65, 0.35)
_FULL = 70_000
_MAKING = """
The makers took product photos from Zalando's shop, in which each thing lies on a light ground, and
for every photo let a program

1. cut off the empty edges,
2. shrink it until its longer side had 28 pixels,
3. sharpen it a little and fill the shorter side up, so that it became a square,
4. turn bright into dark, so that the ground became black, and
5. drop the colours.

White things were left out: they would have vanished into the light ground. Each picture got the
name that the shop's own experts had given the product.
Source: [the makers' paper](https://arxiv.org/abs/1708.07747), section 2.
"""


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
        "mark": {"type": "text", "align": "left", "dx": 4, **SILENT},
        "encoding": {
            "text": {"field": "pictures", "aggregate": "sum", "format": ","},
            "color": {"value": ink},
        },
    }
    title = "Pictures of each kind"
    return {"height": 330, "title": title, "encoding": {"y": y, "x": x}, "layer": [bars, totals]}


def draw() -> None:
    """Draw counts, source, licence, and how the pictures were made."""
    dataset = resources.dataset()
    _numbers(dataset)
    _kinds(dataset)


def _numbers(dataset: Dataset) -> None:
    """Draw counts and dimensions, one figure each."""
    counts = class_counts(dataset)
    parts = counts.sum(axis=1)
    figures = [
        ("Pictures", count(counts.sum()), "All three parts together."),
        ("Kinds", str(counts.shape[1]), "Each picture shows exactly one of ten kinds of clothing."),
        (
            "Size",
            "28 × 28",
            "Pixels across and down: 784 numbers a picture. A photo from a phone has millions.",
        ),
        ("Brightness", "0 – 255", "Each pixel is one whole number: 0 is black, 255 is white."),
        ("Training", count(parts[0]), "The network learns from these, and from no others."),
        (
            "Validation",
            count(parts[1]),
            "Kept back during training, to see after each round whether the network learns or "
            "merely memorises.",
        ),
        ("Test", count(parts[2]), "Looked at once, at the very end: the final exam."),
    ]
    with st.container(horizontal=True, gap="medium", key="dataset_figures"):
        for name, value, words in figures:
            st.metric(name, value, help=words, width="content")


def _kinds(dataset: Dataset) -> None:
    """Draw how many pictures each kind has, beside source and licence."""
    left, right = st.columns([3, 2], gap="large")
    counts = class_counts(dataset)
    totals = counts.sum(axis=0)
    with left:
        table, spec = balance(counts, INK)
        st.vega_lite_chart(
            table,
            spec,
            key="dataset_balance",
            alt=f"Bars: pictures of each of the ten kinds, from {count(totals.min())} to "
            f"{count(totals.max())}",
        )
    with right:
        if totals.min() == totals.max():
            st.markdown(
                f"**Perfectly balanced**: {count(totals[0])} pictures of each kind, in each part "
                "the same share. So nobody gets far by always guessing the commonest kind: "
                "guessing is right one time in ten."
            )
        _source(dataset)
        with st.expander("How were the pictures made?", icon=":material/photo_camera:"):
            st.markdown(_MAKING)


def _source(dataset: Dataset) -> None:
    if dataset.is_sample:
        total = count(class_counts(dataset).sum())
        using = f"the {plain(dataset.source)}, {total} of the {count(_FULL)} pictures"
    else:
        using = f"all {count(_FULL)} pictures, from {plain(dataset.source)}"
    st.markdown(
        f"**In use now:** {using}.\n\n"
        "**Fingerprint (SHA-256)** of all of them, which one changed pixel would change:  \n"
        f"`{dataset.fingerprint}`\n\n"
        "**Source:** [Fashion-MNIST](https://github.com/zalandoresearch/fashion-mnist) by Han "
        "Xiao, Kashif Rasul and Roland Vollgraf of Zalando Research, 2017 "
        "([paper](https://arxiv.org/abs/1708.07747)).\n\n"
        "**Licence:** MIT, © 2017 Zalando SE: everyone may use, change and share the pictures, "
        "as long as this notice stays with them."
    )
