"""What the trainings come to: medians, spreads and ratios. Arithmetic on given numbers."""

import math
import statistics
from collections.abc import Sequence
from typing import Any

from benchmarks.time_to_accuracy.task import STOCK, Point, Timed

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
