"""From many trainings to one JSON object and a picture of the curves."""

import json
import math
import statistics
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
from benchmarks.time_to_accuracy.task import STOCK, Point, Recipe, Timed
from fashion_model.files import produce_atomically, write_atomically

REFERENCE = 0.90  # what the stock recipe surely reaches
PASSES = 3  # forwards once; backwards counts as twice that

NOTES = (
    "Counted: building, compiling, shuffling, varying and feeding pictures, and every batch.",
    "Not counted, for nobody: starting Python, importing TensorFlow, reading the pictures from"
    " disk, judging test and validation pictures, and saving a checkpoint or a model.",
    "A recipe has reached a target at the first of its evaluations that is at least as good:"
    " presets are judged every half epoch, the stock recipe after every epoch.",
    "Presets train on 55,000 pictures and run to their end; the stock recipe trains on all 60,000"
    " and ends once it has reached every target and 0.90, or after its last epoch.",
    "null: not reached within these epochs (median: by half of the trainings or more; highest: by"
    " one or more).",
    "ratio_to_stock: median seconds, divided by the stock recipe's to the same target;"
    " ratio_to_stock_90: divided by the stock recipe's to 0.90, whatever the target.",
    "GFLOP/s: 2 × multiply-adds × 3 (backwards counts as twice forwards) × pictures / seconds,"
    " over the whole training; only convolutions and dense layers count as work.",
    "share_of_matmul: divided by that of a plain float32 matrix product in the same process.",
    "Ratios hold within one run of this benchmark, on one machine.",
)
# Okabe and Ito's colours, which people who see no red or no green tell apart, too.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
STYLES = ("-", "--", "-.", ":")  # and so that it can be read in grey
BELOW = 0.1  # of accuracy, shown under the lowest target
NAME = "time_to_accuracy"  # of both files


def seconds_to(points: Sequence[Point], target: float) -> float:
    """Seconds until the first evaluation of at least `target`; infinite if there is none."""
    return next((p["seconds"] for p in points if p["accuracy"] >= target), math.inf)


def spread(values: Sequence[float]) -> dict[str, float | None]:
    """Median, lowest and highest of `values`; None for what is infinite."""
    found = {
        "median": statistics.median(values),
        "lowest": min(values),
        "highest": max(values),
    }
    return {name: _finite(value) for name, value in found.items()}


def summarise(trainings: Sequence[Timed], targets: Sequence[float]) -> dict[str, Any]:
    """The figures of each recipe, by its name; one of them is the stock recipe."""
    by_recipe: dict[str, list[Timed]] = {}
    for training in trainings:
        by_recipe.setdefault(training["recipe"], []).append(training)
    stock = by_recipe[STOCK]
    return {
        name: {
            "parameters": mine[0]["parameters"],
            "multiply_adds": mine[0]["multiply_adds"],
            "precision": mine[0]["precision"],
            "seconds": spread([each["points"][-1]["seconds"] for each in mine]),
            "test_accuracy": spread([each["points"][-1]["accuracy"] for each in mine]),
            "gflops": spread([gflops(each) for each in mine]),
            "share_of_matmul": spread([gflops(each) / each["matmul_gflops"] for each in mine]),
            "targets": [_target(mine, stock, target) for target in targets],
        }
        for name, mine in by_recipe.items()
    }


def gflops(training: Timed) -> float:
    """GFLOP/s achieved over the whole training."""
    work = 2 * training["multiply_adds"] * PASSES * training["pictures"]
    return work / training["points"][-1]["seconds"] / 1e9


def _target(mine: Sequence[Timed], stock: Sequence[Timed], target: float) -> dict[str, Any]:
    taken = [seconds_to(each["points"], target) for each in mine]
    return {
        "target": target,
        "reached": sum(map(math.isfinite, taken)),
        "of": len(taken),
        "seconds": spread(taken),
        "ratio_to_stock": _ratio(taken, stock, target),
        "ratio_to_stock_90": _ratio(taken, stock, REFERENCE),
    }


def _ratio(taken: Sequence[float], stock: Sequence[Timed], target: float) -> float | None:
    needed = statistics.median(seconds_to(each["points"], target) for each in stock)
    return _finite(statistics.median(taken) / needed) if math.isfinite(needed) else None


def _finite(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None


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
        BrokeOff: a training broke off.
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
