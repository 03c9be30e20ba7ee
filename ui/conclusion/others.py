"""Conclusion, how it compares: with people, and with published networks."""

from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from fashion_model import metrics
from fashion_model.metrics import wilson_interval
from fashion_model.results import PublishedResults, published_results
from fashion_model.runs import Run
from fashion_model.words import count, percent, plain, several
from ui import layout
from ui.elements.charts import Spec
from ui.elements.colours import MUTED, RIGHT

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


def draw(run: Run, accuracy: float, asked: int) -> None:
    """Compare `accuracy`, measured on `asked` test pictures, with the published results."""
    results = published_results()
    st.markdown(_people(results, accuracy) + " " + _networks(run, results, accuracy, asked))
    interval = metrics.wilson_interval(round(accuracy * asked), asked)
    table, spec = published(results, accuracy, interval, layout.INK)
    better = results.better_than(accuracy)
    st.caption("**Test accuracy of people, of published networks and of this one**")
    st.vega_lite_chart(
        table,
        spec,
        key="published",
        alt=f"Chart of test accuracies: people {percent(results.people.accuracy)}, "
        f"{len(results.networks)} published networks from "
        f"{percent(results.networks[-1].accuracy)} to {percent(results.networks[0].accuracy)}, "
        f"this network {percent(accuracy)}; {better} of the published ones are better.",
    )
    st.caption("Bars: the 95 % interval, where the number of test pictures is known.")
    with st.expander("All published results as a table", icon=":material/table_rows:"):
        st.markdown(_table(run, results, accuracy))
    st.caption(
        f"Source: [the table of benchmarks in the README of Fashion-MNIST]({results.source}), read "
        f"on {results.read}. The networks' accuracies are as their authors sent them in; the "
        "publishers of the list have not checked them."
    )


def _people(results: PublishedResults, accuracy: float) -> str:
    people = results.people
    gap = 100 * (accuracy - people.accuracy)
    than = "better" if gap >= 0 else "worse"
    return (
        f"**People** got **{percent(people.accuracy)}** right: {count(people.pictures)} of the "
        "test pictures were shown to people without any expertise in fashion, three to a picture, "
        f"and the majority counted. This network is {abs(gap):.1f} percentage points {than}. It "
        "had an advantage: it had practised on just such pictures, with the answers."
    )


def _networks(run: Run, results: PublishedResults, accuracy: float, asked: int) -> str:
    better = results.better_than(accuracy)
    said = (
        f"Of the **{len(results.networks)} published networks** in the same list, {count(better)} "
        f"{'is' if better == 1 else 'are'} better."
    )
    started = run.started
    if run.sample and started is not None:
        said += (
            " Those could learn from 60,000 pictures and were tested on 10,000; this one had the "
            f"bundled sample only: {count(started.train_pictures)} to learn from and "
            f"{several(asked, 'picture')} in the test."
        )
    return said


def _table(run: Run, results: PublishedResults, accuracy: float) -> str:
    rows = [
        (each.accuracy, f"[{each.name}]({each.link}), pictures {each.pictures}", plain(each.by))
        for each in results.networks
    ]
    people = results.people
    rows.append((people.accuracy, f"[**People**]({people.link})", "crowd-sourced"))
    rows.append((accuracy, f"**{plain(run.name)}**", "**this app**"))
    rows.sort(key=lambda row: -row[0])
    lines = ["| Accuracy | Who | By |", "|--:|:--|:--|"]
    lines += [
        f"| {percent(share).replace(' ', chr(0xA0))} | {name} | {by} |" for share, name, by in rows
    ]
    return "\n".join(lines)
