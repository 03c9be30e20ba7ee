"""All trainings of an experiment in one chart: a line for each thing compared, its name at its end.

Seeds of one thing share its colour: their mean is the line, lowest and highest are the band.
"""

import math
from collections.abc import Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from fashion_model.words import percent
from ui.elements.charts import SILENT, Spec, layer
from ui.elements.colours import VARIANTS
from ui.experiments.lines import Line, Point

HEIGHT = 320
"""Pixels with title and axes: what a projector's screen has room for."""
_INSIDE = 240  # pixels between the axes, about
_LABEL = 18.0  # pixels from one name to the next
_NAME: Spec = {"align": "left", "dx": 20, "fontSize": 13}
EPOCHS, SECONDS = "by epoch", "by second"
_POINT: Spec = {"type": "point", "filled": True, "opacity": 1}

Row = dict[str, Any]


def table(
    lines: Sequence[Line], labels: Sequence[str], along: str, *, step: float = 0.1
) -> tuple[Any, tuple[float, float]]:
    """Return the Arrow table behind the chart, and the ends of its axis up.

    `along` is EPOCHS or SECONDS; the ends are full `step`s, fine ones for what has ended.
    """
    rows: list[Row] = []
    for variant, label in enumerate(labels):
        own = [line for line in lines if line.variant == variant]
        rows += [{**row, "name": label} for row in _rows(own, along, one=len(labels) == 1)]
    ends = domain(rows, step)
    rows += _names(rows, ends)
    columns = {"part": pa.string(), "name": pa.string(), "seed": pa.int32(), "text": pa.string()}
    numbers = dict.fromkeys(("x", "y", "low", "high"), pa.float32())
    arrays = {
        name: pa.array([row.get(name) for row in rows], kind)
        for name, kind in (columns | numbers).items()
    }
    return pa.table(arrays), ends


def _rows(own: Sequence[Line], along: str, *, one: bool) -> list[Row]:
    """Return mean, band and batches of one thing; of the only `one`, each seed's line, too."""
    rows = [{"part": "batch", **row} for row in _means([each.batches for each in own], along)]
    rows += [{"part": "mean", **row} for row in _means([each.epochs for each in own], along)]
    if one:
        for line in own:
            rows += [
                {"part": "seed", "seed": line.seed, **_row([point], along)} for point in line.epochs
            ]
    return rows


def _means(points: Sequence[Sequence[Point]], along: str) -> list[Row]:
    """Return the mean of every first point, every second one, and so on."""
    longest = max(map(len, points), default=0)
    return [
        _row([each[place] for each in points if len(each) > place], along)
        for place in range(longest)
    ]


def _row(points: Sequence[Point], along: str) -> Row:
    xs = [point.epoch if along == EPOCHS else point.second for point in points]
    ys = [point.accuracy for point in points]
    return {
        "x": math.fsum(xs) / len(xs),
        "y": math.fsum(ys) / len(ys),
        "low": min(ys),
        "high": max(ys),
    }


def domain(rows: Sequence[Row], step: float = 0.1) -> tuple[float, float]:
    """Return the ends of the axis: full `step`s around what was reached after epochs.

    Before the first epoch there are only batches, which go anywhere.
    """
    reached = [y for row in rows if row["part"] != "batch" for y in (row["low"], row["high"])]
    if not reached:
        return 0.0, 1.0
    low = min(1 - step, math.floor(round(min(reached) / step, 6)) * step)
    return low, max(low + step, math.ceil(round(max(reached) / step, 6)) * step)


def _names(rows: Sequence[Row], ends: tuple[float, float]) -> list[Row]:
    """Return a name for each thing where its line ends, moved apart where they would overlap."""
    last: dict[str, Row] = {}
    for row in rows:
        if row["part"] in ("mean", "batch"):
            after = last.get(row["name"])
            if after is None or after["part"] == "batch" or row["part"] == "mean":
                last[row["name"]] = row
    low, high = ends
    gap = _LABEL / _INSIDE * (high - low)
    wanted = [min(high, max(low, row["y"])) for row in last.values()]
    placed = apart(wanted, gap, low, high)
    return [
        {"part": "name", "name": name, "x": row["x"], "y": y, "text": f"{name}: {_short(row)}"}
        for (name, row), y in zip(last.items(), placed, strict=True)
    ]


def _short(row: Row) -> str:
    return percent(row["y"]) if row["part"] == "mean" else percent(row["y"], 0)


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return `wanted` moved as little as it takes to be `gap` apart, from `low` to `high`."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = [0.0] * len(wanted)
    floor = low
    for at in order:
        placed[at] = max(wanted[at], floor)
        floor = placed[at] + gap
    ceiling = high
    for at in reversed(order):
        placed[at] = min(placed[at], ceiling)
        ceiling = placed[at] - gap
    return placed


def title_of(lines: Sequence[Line]) -> str:
    """Return what is shown: before the first epoch is complete there are training pictures only."""
    which = "Validation" if any(line.epochs for line in lines) else "Training"
    return f"{which} pictures named right"


def chart(
    labels: Sequence[str],
    along: str,
    until: float,
    ends: tuple[float, float],
    ink: str,
    title: str = "Validation pictures named right",
) -> Spec:
    """Return the chart for `table`.

    `until` is where the axis along ends, `ends` are those of the axis up, `ink` the colour of text.
    All of them move in large steps only: another axis is another chart to the browser.
    """
    return {
        "height": HEIGHT,
        "padding": {"left": 0, "top": 0, "right": 0, "bottom": 0},
        "title": {"text": title, "anchor": "start", "fontSize": 14},
        "encoding": {
            "x": _axis_along(along, until),
            "color": {
                "field": "name",
                "type": "nominal",
                "scale": {"domain": list(labels), "range": list(VARIANTS)},
                "legend": None,
            },
        },
        "layer": [*_layers(along, ends, ink), _room(labels, until, ends)],
    }


def _room(labels: Sequence[str], until: float, ends: tuple[float, float]) -> Spec:
    """Return the longest name, unseen at the right end: so names that change move no axes."""
    longest = max(labels, key=len)
    return {
        "data": {"values": [{"x": until}]},  # for `x` of all layers: a datum would not count
        "mark": {**_NAME, "type": "text", "text": f"{longest}: 88.8 %", "opacity": 0, **SILENT},
        "encoding": {
            "y": {"datum": ends[0], "type": "quantitative"},
            "color": {"value": "transparent"},
        },
    }


def _axis_along(along: str, until: float) -> Spec:
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, until], "nice": False},
        "axis": {
            "title": "epoch" if along == EPOCHS else "seconds of training",
            "titlePadding": 2,
            "tickMinStep": 1,
            "format": "d",
            "tickCount": 8,
        },
    }


def _tooltip(along: str) -> list[Spec]:
    return [
        {"field": "name", "title": "what"},
        {"field": "x", "title": "epoch" if along == EPOCHS else "second", "format": ".1~f"},
        {"field": "y", "title": "right", "format": ".1%"},
    ]


_SEED: Spec = {"field": "seed", "title": "seed"}
_SEEDS: list[Spec] = [
    {"field": "low", "title": "lowest seed", "format": ".1%"},
    {"field": "high", "title": "highest seed", "format": ".1%"},
]


def _layers(along: str, ends: tuple[float, float], ink: str) -> list[Spec]:
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": list(ends), "nice": False},
        "axis": {"title": None, "format": ".0%", "tickCount": 5},
    }
    text: Spec = {"y": y, "text": {"field": "text"}, "color": {"value": ink}}
    band: Spec = {"y": {**y, "field": "low"}, "y2": {"field": "high"}}
    tells = _tooltip(along)
    batch: Spec = {"y": y, "tooltip": tells}
    seed: Spec = {"y": y, "detail": {"field": "seed"}, "tooltip": [*tells, _SEED]}
    mean: Spec = {"y": y, "tooltip": [*tells, *_SEEDS]}
    return [
        layer("mean", band, type="area", opacity=0.2, clip=True, **SILENT),
        layer("batch", batch, type="line", strokeWidth=1.5, opacity=0.6, clip=True),
        layer("seed", seed, type="line", strokeWidth=1, opacity=0.7),
        layer("mean", mean, type="line", strokeWidth=2.5),
        layer("mean", mean, **_POINT, size=40),
        layer("name", {"y": y}, **_POINT, size=70, xOffset=12, **SILENT),
        layer("name", text, type="text", **_NAME, **SILENT),
    ]


def until(lines: Sequence[Line], epochs: int, along: str) -> float:
    """Return where the axis along ends: all epochs, or the next round number of seconds."""
    if along == EPOCHS:
        return float(epochs)
    latest = max((line.last.second for line in lines if line.last is not None), default=0.0)
    step = 10.0
    while step < latest:
        step *= 2 if f"{step:.0f}"[0] != "2" else 2.5
    return step


def alt(lines: Sequence[Line], labels: Sequence[str]) -> str:
    """Return the chart in words, for those who can't see it."""
    said = []
    for variant, label in enumerate(labels):
        reached = [line.last.accuracy for line in lines if line.variant == variant and line.last]
        if reached:
            said.append(f"{label}: {percent(sum(reached) / len(reached))}")
    so_far = "; ".join(said) if said else "nothing yet"
    what = title_of(lines).lower()
    return f"Chart of the share of {what}, a line for each. {so_far}."
