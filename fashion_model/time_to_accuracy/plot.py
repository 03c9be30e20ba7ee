"""The benchmark as a picture: accuracy against seconds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, PercentFormatter, ScalarFormatter

from fashion_model.time_to_accuracy.task import Timed

# Okabe and Ito's colours, which people who see no red or no green tell apart, too.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
STYLES = ("-", "--", "-.", ":")  # and so that it can be read in grey
BELOW = 0.1  # of accuracy, shown under the lowest target


def draw(trainings: Sequence[Timed], targets: Sequence[float], into: Path) -> None:
    """Write a PNG of every training (thin) and of each recipe's median (bold)."""
    figure = Figure(figsize=(9, 5.5), dpi=120, layout="constrained")
    axes = figure.subplots()
    for place, name in enumerate(dict.fromkeys(each["recipe"] for each in trainings)):
        curves = [_curve(each) for each in trainings if each["recipe"] == name]
        colour, style = COLOURS[place % len(COLOURS)], STYLES[place % len(STYLES)]
        for seconds, accuracies in curves:
            axes.plot(seconds, accuracies, color=colour, linewidth=0.8, alpha=0.6)
        axes.plot(*_median(curves), style, marker=".", color=colour, linewidth=2.5, label=name)
    _label(axes, targets)
    figure.savefig(into, format="png")


def _curve(training: Timed) -> tuple[list[float], list[float]]:
    points = training["points"]
    return [each["seconds"] for each in points], [each["accuracy"] for each in points]


def _median(curves: Sequence[tuple[list[float], list[float]]]) -> "np.ndarray[tuple[int, int]]":
    """Median seconds and accuracy of each evaluation that all trainings of a recipe had."""
    common = min(len(seconds) for seconds, _ in curves)
    return np.median([[row[:common] for row in curve] for curve in curves], axis=0)


def _label(axes: Axes, targets: Sequence[float]) -> None:
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
