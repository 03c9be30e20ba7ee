"""The whole benchmark: race the recipes, sum up, draw the curves."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, PercentFormatter, ScalarFormatter

from benchmarks.time_to_accuracy.race import describe_machine, race
from benchmarks.time_to_accuracy.summary import NOTES, spread, summarise
from benchmarks.time_to_accuracy.task import Recipe, Timed
from fashion_model.files import produce_atomically, write_atomically

# Okabe and Ito's colours, which people who see no red or no green tell apart, too.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
STYLES = ("-", "--", "-.", ":")  # and so that it can be read in grey
BELOW = 0.1  # of accuracy, shown under the lowest target
NAME = "time_to_accuracy"  # of both files


def draw_curves(trainings: Sequence[Timed], targets: Sequence[float], into: Path) -> None:
    """Write a PNG of every training (thin) and of each recipe's median (bold)."""
    figure = Figure(figsize=(9, 5.5), dpi=120, layout="constrained")
    axes = figure.subplots()
    for place, name in enumerate(dict.fromkeys(each["recipe"] for each in trainings)):
        curves = [_curve(each) for each in trainings if each["recipe"] == name]
        colour, style = COLOURS[place % len(COLOURS)], STYLES[place % len(STYLES)]
        for seconds, accuracies in curves:
            axes.plot(seconds, accuracies, color=colour, linewidth=0.8, alpha=0.6)
        axes.plot(*_median(curves), style, marker=".", color=colour, linewidth=2.5, label=name)
    _curve_label(axes, targets)
    figure.savefig(into, format="png")


def _curve(training: Timed) -> tuple[list[float], list[float]]:
    points = training["points"]
    return [each["seconds"] for each in points], [each["accuracy"] for each in points]


def _median(curves: Sequence[tuple[list[float], list[float]]]) -> "np.ndarray[tuple[int, int]]":
    """Median seconds and accuracy of each evaluation that all trainings of a recipe had."""
    common = min(len(seconds) for seconds, _ in curves)
    return np.median([[row[:common] for row in curve] for curve in curves], axis=0)


def _curve_label(axes: Axes, targets: Sequence[float]) -> None:
    for target in targets:
        axes.axhline(target, color="#888888", linewidth=0.8, zorder=0)
    axes.set_title("Fashion-MNIST: accuracy on the test pictures while training")
    axes.set_xlabel("seconds of training, logarithmic (thin: one training; bold: median)")
    axes.set_ylabel("right answers on the 10,000 test pictures")
    axes.set_xscale("log")
    axes.set_ylim(bottom=min(targets) - BELOW)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(which="both", alpha=0.2)
    axes.legend(loc="lower right", title="recipe")


def report(
    recipes: Mapping[str, Recipe],
    targets: Sequence[float],
    seeds: int,
    into: Path | None,
    tell: Callable[[str], None],
    *,
    sample: bool = False,
) -> dict[str, Any]:
    """Time all `recipes`, one of which is `STOCK`, on the full data or the bundled sample.

    With a folder `into`, the report is also written there, beside a picture of the curves.

    Raises:
        RaceError: a training broke off.
        OSError: `into` can't be written, which is tried before anything is timed.
    """
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=into):
            pass
    trainings = race(recipes, seeds, sample=sample, tell=tell)
    told = {
        "targets": list(targets),
        "seeds": seeds,
        "sample": sample,
        "machine": {
            **describe_machine(),
            "backend": trainings[0]["backend"],
            "matmul_gflops": spread([each["matmul_gflops"] for each in trainings]),
        },
        "recipes": summarise(trainings, targets),
        "settings": {name: asdict(recipe) for name, recipe in recipes.items()},
        "notes": list(NOTES),
        "trainings": trainings,
    }
    if into is not None:
        write_atomically(into / f"{NAME}.json", json.dumps(told, indent=1).encode())
        produce_atomically(into / f"{NAME}.png", lambda path: draw_curves(trainings, targets, path))
    return told
