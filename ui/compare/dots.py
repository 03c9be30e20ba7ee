"""What came of each thing compared: its seeds as dots, their mean, and how sure that is."""

from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from fashion_model.experiments.luck import luck
from fashion_model.experiments.significance import Group
from fashion_model.words import percent
from ui.elements.charts import Spec, layer
from ui.elements.colours import VARIANTS

_ROW, _AROUND = 34, 72  # pixels: of each row, and of the axis with its title
_WHAT: Spec = {"field": "name", "title": "what"}
_MEAN: list[Spec] = [
    {"field": "text", "title": "right, mean"},
    {"field": "seeds", "title": "seeds"},
    {"field": "around", "title": "mean of many seeds"},
]


def interval(group: Group) -> tuple[float, float]:
    """Return where the mean of many trainings of `group` lies, in 19 of 20 cases."""
    reach = luck(group).apart / (2 * group.seeds) ** 0.5
    return max(0.0, group.mean - reach), min(1.0, group.mean + reach)


def table(groups: dict[int, Group]) -> Any:
    """Return the Arrow table behind the picture; `groups` by the number of the variant."""
    rows = []
    for variant, group in groups.items():
        low, high = interval(group)
        colour = VARIANTS[variant % len(VARIANTS)]
        around = f"{percent(low)} to {percent(high)}"
        text = percent(group.mean)
        rows.append(("mean", group.label, group.mean, low, high, colour, text, group.seeds, around))
        if group.seeds > 1:
            rows += [
                ("seed", group.label, reached, reached, reached, colour, percent(reached), 1, "")
                for reached in group.accuracies
            ]
    names = ("part", "name", "x", "low", "high", "colour", "text", "seeds", "around")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def chart(groups: dict[int, Group], ink: str) -> Spec:
    """Return the chart for `table`; `ink` is the colour of text."""
    own = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": "validation pictures named right", "format": ".1~%", "tickCount": 5},
    }
    mean: Spec = {"tooltip": [_WHAT, *_MEAN]}
    reach: Spec = {**mean, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
    number: Spec = {**mean, "x": x, "text": {"field": "text"}, "color": {"value": ink}}
    seed: Spec = {"x": x, "tooltip": [_WHAT, {"field": "text", "title": "right, one seed"}]}
    return {
        "height": _AROUND + _ROW * len(groups),
        "padding": {"left": 0, "top": 0, "right": 8, "bottom": 0},
        "encoding": {"y": _names([group.label for group in groups.values()], ink), "color": own},
        "layer": [
            layer("mean", reach, type="rule", strokeWidth=3, opacity=0.55),
            layer("seed", seed, type="point", size=45, opacity=0.8, strokeWidth=1.5),
            layer("mean", {**mean, "x": x}, type="point", filled=True, size=110, opacity=1),
            layer("mean", number, type="text", dy=-12, fontSize=12),
        ],
    }


def _names(labels: list[str], ink: str) -> Spec:
    """A row for each, in this order."""
    return {
        "field": "name",
        "type": "nominal",
        "sort": labels,
        "scale": {"padding": 0.7},  # room for the number above the highest
        "axis": {
            "title": None,
            "ticks": False,
            "domain": False,
            "labelFontSize": 13,
            "labelColor": ink,
            "labelLimit": 120,
        },
    }


def alt(groups: dict[int, Group]) -> str:
    """Return the picture in words, for those who can't see it."""
    said = []
    for group in groups.values():
        low, high = (percent(end) for end in interval(group))
        said.append(f"{group.label}: {percent(group.mean)}, the mean between {low} and {high}")
    return f"What each reached on the validation pictures. {'; '.join(said)}."
