"""Dataset, first part: how many pictures there are, where they come from, who may use them."""

import streamlit as st

from fashion_model.data.dataset import Dataset
from fashion_model.data.statistics import class_counts
from ui.charts.balance import balance
from ui.style import ink
from ui.words import count, plain

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


def numbers(dataset: Dataset) -> None:
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


def kinds(dataset: Dataset) -> None:
    """Draw how many pictures each kind has, beside source and licence."""
    left, right = st.columns([3, 2], gap="large")
    counts = class_counts(dataset)
    totals = counts.sum(axis=0)
    with left:
        table, spec = balance(counts, ink())
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
        "**Source:** [Fashion-MNIST](https://github.com/zalandoresearch/fashion-mnist) by Han "
        "Xiao, Kashif Rasul and Roland Vollgraf of Zalando Research, 2017 "
        "([paper](https://arxiv.org/abs/1708.07747)).\n\n"
        "**Licence:** MIT, © 2017 Zalando SE: everyone may use, change and share the pictures, "
        "as long as this notice stays with them."
    )
