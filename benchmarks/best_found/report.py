"""From many searches to one JSON object."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.best_found.contest import contest
from benchmarks.best_found.task import HYPERBAND, OPTUNA, PRODUCT, Outcome, Task, best_of
from benchmarks.time_to_accuracy.race import describe_machine
from fashion_model.files import write_atomically

GOAL = 0.5  # points ahead
NAME = "best_found"
NOTES = (
    "Counted: everything from when the pictures are read and TensorFlow is imported, validation"
    " and saving included. Not counted, for nobody: that reading and importing.",
    "best: the highest validation accuracy after any epoch that ended in time. With many trials"
    " part of it is luck, for everybody.",
    "product: its worker's search, which tries what the preset is first. hyperband and optuna:"
    " keras-tuner's and Optuna's around a plain model.fit of the same networks. -our-recipe: the"
    " same two around the product's training: what is left of the difference is the search.",
    "points_ahead: median of the product's minus that contestant's in the same round.",
)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of each contestant, by its name."""
    by_name: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_name.setdefault(outcome["contestant"], []).append(outcome)
    ours = {each["round"]: best_of(each) for each in by_name.get(PRODUCT, [])}
    found: dict[str, Any] = {}
    for name, own in by_name.items():
        bests = [best_of(each) for each in own]
        found[name] = {
            "best": {"median": statistics.median(bests), "each": bests},
            "trials_done": [each["ended"] for each in own],
            "trials_begun": [each["begun"] for each in own],
        }
        if ours and name != PRODUCT:
            ahead = [100 * (ours[each["round"]] - best_of(each)) for each in own]
            found[name]["points_ahead"] = round(statistics.median(ahead), 2)
    return found


def report(tasks: Sequence[Task], into: Path | None, tell: Callable[[str], None]) -> dict[str, Any]:
    """Do all of `tasks`, which differ in contestant and round alone.

    With a folder `into`, the report is also written there, and what is done there is not done
    again.

    Raises:
        BrokeOff: a search broke off.
        OSError: `into` can't be written, which is tried before anything is searched.
    """
    kept = None
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        kept = into / f"{NAME}.jsonl"
        kept.touch()
    outcomes = contest(tasks, kept, tell)
    told = {
        "seconds": tasks[0].seconds,
        "preset": tasks[0].preset,
        "sample": tasks[0].sample,
        "space": {key: span.to_dict() for key, span in tasks[0].space.items()},
        "machine": describe_machine(),
        "contestants": summarise(outcomes),
        "goals": {f"points_ahead of {name}": GOAL for name in (HYPERBAND, OPTUNA)},
        "notes": list(NOTES),
        "searches": outcomes,
    }
    if into is not None:
        write_atomically(into / f"{NAME}.json", json.dumps(told, indent=1).encode())
    return told
