"""The benchmark from beginning to end."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fashion_model.files import produce_atomically, write_atomically
from fashion_model.time_to_accuracy.machine import describe_machine
from fashion_model.time_to_accuracy.race import race
from fashion_model.time_to_accuracy.summary import NOTES, spread, summarise
from fashion_model.time_to_accuracy.task import Recipe

NAME = "time_to_accuracy"  # of both files


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
        from fashion_model.time_to_accuracy.plot import draw  # matplotlib is slow to import

        write_atomically(into / f"{NAME}.json", json.dumps(told, indent=1).encode())
        produce_atomically(into / f"{NAME}.png", lambda path: draw(trainings, targets, path))
    return told
