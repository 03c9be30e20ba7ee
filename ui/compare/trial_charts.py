"""The trials of a search in pictures: the best so far, all settings at once, one, what mattered."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from fashion_model.config import Number, TrainConfig
from fashion_model.experiments.search import Search
from fashion_model.experiments.searched import Step
from fashion_model.experiments.varying import VARYING, in_words
from fashion_model.words import percent
from ui.elements.charts import SILENT, Spec, layer
from ui.elements.colours import MUTED, TRAINING, VALIDATION, WRONG

HEIGHT = 300
PICKED = "trial"
"""The name of the selection in the chart of all settings."""
_TRIAL: list[Spec] = [
    {"field": "name", "title": "what"},
    {"field": "text", "title": "right"},
]


def _share(title: str | None = None) -> Spec:
    return {
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": title, "format": ".1~%", "tickCount": 5},
    }


def _frame(title: str) -> Spec:
    return {
        "height": HEIGHT,
        "padding": {"left": 0, "top": 0, "right": 12, "bottom": 8},
        "title": {"text": title, "anchor": "start", "fontSize": 14},
    }


def best_table(found: Sequence[Step], whole: Sequence[bool], *, by_second: bool) -> Any:
    """Return the Arrow table of trials and of the best so far; `whole`: who was not given up."""
    along = [step.seconds if by_second else float(step.number) for step in found]
    rows = [
        ("trial" if kept else "given up", x, step.reached, step.run.name)
        for step, kept, x in zip(found, whole, along, strict=True)
    ]
    rows += [("best", x, step.best, "best so far") for step, x in zip(found, along, strict=True)]
    names = ("part", "x", "y", "name")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return pa.table({**columns, "text": [percent(y) for _, _, y, _ in rows]})


def best_chart(*, by_second: bool) -> Spec:
    """Return the chart for `best_table`."""
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {"nice": True, "zero": True},
        "axis": {"title": "seconds of training" if by_second else "trial", "tickMinStep": 1},
    }
    y = {**_share(), "field": "y"}
    drawn: Spec = {"y": y, "tooltip": _TRIAL}
    return {
        **_frame("Best so far, validation pictures named right"),
        "encoding": {"x": x},
        "layer": [
            layer(
                "best",
                {"y": y},
                type="line",
                interpolate="step-after",
                color=VALIDATION,
                strokeWidth=2.5,
                **SILENT,
            ),
            layer("trial", drawn, type="point", filled=True, color=VALIDATION, size=70, opacity=1),
            layer("given up", drawn, type="point", shape="cross", color=WRONG, size=60),
        ],
    }


def place(search: Search, key: str, value: Any) -> float:
    """Return where `value` lies in its range, 0 to 1: along powers where the setting counts so."""
    span = search.space[key]
    if span.low is None or span.high is None:
        at = span.values.index(value) if value in span.values else 0
        return at / max(1, len(span.values) - 1)
    if value is None:
        return 0.0
    low, high, here = float(span.low), float(span.high), float(value)
    if span.along_powers(key) and here > 0:
        low, high, here = math.log(low), math.log(high), math.log(here)
    return min(1.0, max(0.0, (here - low) / (high - low)))


def _said(search: Search, key: str, value: Any) -> str:
    """Return `value` in words; a network may have no layer of which it would be one."""
    setting = VARYING[key].setting
    if value is None and isinstance(setting, Number) and not setting.optional:
        return "none"
    return in_words(key, search.rounded(key, value))


def settings_table(search: Search, base: TrainConfig, found: Sequence[Step]) -> Any:
    """Return the Arrow table of all trials: a row for each setting of each, and the axes' ends."""
    reached = [step.reached for step in found]
    low, high = min(reached), max(reached)
    rows = []
    for step in found:
        shade = (step.reached - low) / (high - low) if high > low else 1.0
        own = search.values_of(base, step.run.config)
        for key, value in own.items():
            said = _said(search, key, value)
            at = place(search, key, value)
            rows.append(("line", _label(key), at, step.run.name, said, shade, step, step.run.id))
        rows.append(("line", _RESULT, shade, step.run.name, "", shade, step, step.run.id))
    ends = [
        *((_label(key), *_ends(search, key)) for key in search.space),
        (_RESULT, percent(low), percent(high)),
    ]
    return pa.table(
        {
            "part": [row[0] for row in rows] + ["bottom", "top"] * len(ends),
            "axis": [row[1] for row in rows] + [each[0] for each in ends for _ in range(2)],
            "at": [row[2] for row in rows] + [float(top) for _ in ends for top in range(2)],
            "name": [row[3] for row in rows] + [""] * 2 * len(ends),
            "said": [row[4] for row in rows] + [words for each in ends for words in each[1:]],
            "shade": [row[5] for row in rows] + [0.0] * 2 * len(ends),
            "text": [percent(row[6].reached) for row in rows] + [""] * 2 * len(ends),
            "run": [row[7] for row in rows] + [""] * 2 * len(ends),
        }
    )


_RESULT = "right"
_MANY_AXES = 8
_UPRIGHT: Spec = {"labelAngle": 0, "labelExpr": "split(datum.label, ' ')"}  # a word a line: a phone
_SLANTING: Spec = {"labelAngle": -45}


def _label(key: str) -> str:
    return VARYING[key].setting.label


def _ends(search: Search, key: str) -> tuple[str, str]:
    span = search.space[key]
    if span.low is None or span.high is None:
        return in_words(key, span.values[0]), in_words(key, span.values[-1])
    return in_words(key, span.low), in_words(key, span.high)


def settings_chart(search: Search, ink: str) -> Spec:
    """Return the chart for `settings_table`: parallel coordinates; a click picks a line."""
    y: Spec = {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [-0.08, 1.08], "nice": False},
        "axis": None,
    }
    tells = [*_TRIAL, {"field": "said", "title": "here"}]
    own: Spec = {"y": y, "detail": {"field": "run"}, "tooltip": tells}
    shade: Spec = {
        "field": "shade",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": [TRAINING, VALIDATION]},
        "legend": None,
    }
    end: Spec = {"y": y, "text": {"field": "said"}, "color": {"value": ink}}
    order = {"field": "shade", "type": "quantitative"}
    clickable = layer("line", own, type="line", strokeWidth=12, opacity=0.001)
    clickable["params"] = [
        {"name": PICKED, "select": {"type": "point", "fields": ["run"], "on": "click"}}
    ]
    return {
        **_frame("Each line a trial: orange worst, blue best"),
        "padding": {"left": 0, "top": 8, "right": 12, "bottom": 8},  # its names take two lines
        "encoding": {"x": _axes([*map(_label, search.space), _RESULT], ink)},
        "layer": [
            layer("line", {**own, "color": shade}, type="line", strokeWidth=2.5, **SILENT),
            layer("line", {**own, "color": shade, "order": order}, type="point", filled=True),
            layer("top", end, type="text", fontSize=11, dy=-11, **SILENT),
            layer("bottom", end, type="text", fontSize=11, dy=12, **SILENT),
            clickable,
        ],
    }


def _axes(names: Sequence[str], ink: str) -> Spec:
    return {
        "field": "axis",
        "type": "nominal",
        "sort": names,
        "scale": {"padding": 0.4},
        "axis": {
            "title": None,
            **(_UPRIGHT if len(names) <= _MANY_AXES else _SLANTING),
            "labelFontSize": 12,
            "labelColor": ink,
            "labelOverlap": False,
            "grid": True,
            "domain": False,
            "ticks": False,
            "labelLimit": 110,
        },
    }


def one_table(search: Search, base: TrainConfig, found: Sequence[Step], key: str) -> Any:
    """Return the Arrow table of one setting against what was reached."""
    own = [search.values_of(base, step.run.config)[key] for step in found]
    said = [_said(search, key, value) for value in own]
    return pa.table(
        {
            "x": _numbers(own) if isinstance(VARYING[key].setting, Number) else said,
            "y": [step.reached for step in found],
            "name": [step.run.name for step in found],
            "text": [percent(step.reached) for step in found],
            "said": said,
        }
    )


def _numbers(own: Sequence[float | None]) -> Any:
    return pa.array([None if value is None else float(value) for value in own], pa.float64())


def one_chart(search: Search, key: str) -> Spec:
    """Return the chart for `one_table`: a slice."""
    setting, span = VARYING[key].setting, search.space[key]
    x: Spec = {"field": "x", "type": "nominal", "axis": {"title": setting.label, "labelAngle": 0}}
    if isinstance(setting, Number):
        kind = "log" if span.along_powers(key) else "linear"
        x = {
            "field": "x",
            "type": "quantitative",
            "scale": {"type": kind, "zero": False, "nice": False, "padding": 12},
            "axis": {"title": setting.label, "tickCount": 6, "grid": False},
        }
    return {
        **_frame("Validation pictures named right"),
        "mark": {"type": "point", "filled": True, "size": 80, "color": VALIDATION, "opacity": 0.8},
        "encoding": {
            "x": x,
            "y": {**_share(), "field": "y"},
            "tooltip": [*_TRIAL, {"field": "said", "title": setting.label}],
        },
    }


def importance_table(shares: Mapping[str, float]) -> Any:
    """Return the Arrow table of how much each setting mattered."""
    known = {key: share for key, share in shares.items() if key in VARYING}
    return pa.table(
        {
            "name": [_label(key) for key in known],
            "x": list(known.values()),
            "text": [percent(share, 0) for share in known.values()],
        }
    )


def importance_chart(shares: Mapping[str, float], ink: str) -> Spec:
    """Return the chart for `importance_table`."""
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelFontSize": 13, "labelColor": ink, "labelLimit": 160},
    }
    x: Spec = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1.1]}}
    tooltip = [{"field": "name", "title": "setting"}, {"field": "text", "title": "mattered"}]
    return {
        **_frame("How much of the difference each setting made"),
        "height": 40 + 34 * len(shares),
        "encoding": {"y": y, "x": x, "tooltip": tooltip},
        "layer": [
            {"mark": {"type": "bar", "color": VALIDATION}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": MUTED},
                "encoding": {"text": {"field": "text"}, "color": {"value": ink}},
            },
        ],
    }
