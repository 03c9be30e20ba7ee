"""Measure what normalising is worth: `python -m scripts.measure_normalising`.

Trains the same tiny network on the bundled sample with pixels of 0–1 and with the raw 0–255, by
two learning rules, from several seeds; everything else is equal, down to the first weights and
the order of the pictures. Writes the validation accuracy after every few batches to
assets/normalising.json. The recipe was written down before the first result was seen.
"""

import json
import os
from dataclasses import asdict, replace
from importlib.metadata import packages_distributions, version
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fashion_model.config import ConvBlock, TrainConfig
from fashion_model.data import Dataset, as_input, batches, load_sample
from fashion_model.environment import ASSETS
from fashion_model.files import write_atomically
from fashion_model.labels import CLASSES
from fashion_model.metrics import accuracy

RESULT = ASSETS / "normalising.json"
SEEDS = range(1, 11)
EVERY = 10  # batches between two looks at the validation pictures
TINY = TrainConfig(blocks=(ConvBlock(8), ConvBlock(16)), dense=(32,), epochs=3, threads=1)
RULES = {  # each at the learning rate that Keras gives it unasked
    "adam": replace(TINY, optimizer="adam", learning_rate=1e-3),
    "sgd": replace(TINY, optimizer="sgd", learning_rate=1e-2),
}
PIXELS = {"normalised": 1.0, "raw": 255.0}  # the largest value the network is given


class Curve(NamedTuple):
    """One training: validation accuracies, the batches trained until then, and how it ended."""

    accuracies: list[float]
    batches: list[int]
    kinds_named: int  # of ten, in the last answers to the validation pictures


def measure(config: TrainConfig, largest: float, data: Dataset) -> Curve:
    """Train once, from pixels of 0 to `largest`."""
    from fashion_model.network.build import build, make_optimizer

    def seen(images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return as_input(images) * np.float32(largest)

    model = build(config)
    model.compile(make_optimizer(config), loss="categorical_crossentropy")
    validation, targets = seen(data.validation.images), np.eye(CLASSES, dtype=np.float32)
    chosen = batches.choose(config, data.train.indices)
    size = config.batch_size
    accuracies, steps, step = [], [], 0
    for epoch in range(config.epochs):
        order = batches.shuffle(config, chosen, epoch)
        for start in range(0, len(order) - size + 1, size):
            if step % EVERY == 0:
                accuracies.append(_validate(model, validation, data)[0])
                steps.append(step)
            positions = order[start : start + size]
            labels = targets[data.train.labels[positions]]
            model.train_on_batch(seen(data.train.images[positions]), labels)
            step += 1
    last, kinds_named = _validate(model, validation, data)
    return Curve([*accuracies, last], [*steps, step], kinds_named)


def _validate(model: Any, validation: NDArray[np.float32], data: Dataset) -> tuple[float, int]:
    """The share of right answers, and how many kinds are named in them."""
    probabilities = np.asarray(model.predict_on_batch(validation))
    kinds_named = len(np.unique(probabilities.argmax(axis=1)))
    return round(accuracy(probabilities, data.validation.labels), 4), kinds_named


def _version(package: str) -> str:
    """TensorFlow comes from a distribution of another name on some machines."""
    return version(packages_distributions()[package][0])


def main() -> None:
    """Run all trainings and write the curves."""
    os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1")  # reproducible
    data = load_sample()
    curves: dict[str, dict[str, list[Curve]]] = {rule: {} for rule in RULES}
    for rule, config in RULES.items():
        for pixels, largest in PIXELS.items():
            runs = curves[rule][pixels] = []
            for seed in SEEDS:
                runs.append(measure(replace(config, seed=seed), largest, data))
                print(rule, pixels, f"seed {seed}: {runs[-1].accuracies[-1]:.1%}", flush=True)
    write_atomically(RESULT, (json.dumps(_report(curves, data)) + "\n").encode())
    print(f"{RESULT.name}: {RESULT.stat().st_size:,} bytes")


def _report(curves: dict[str, dict[str, list[Curve]]], data: Dataset) -> dict[str, Any]:
    recipe = {rule: asdict(config) for rule, config in RULES.items()}
    return {
        "data": data.fingerprint,
        "training_pictures": len(data.train),
        "validation_pictures": len(data.validation),
        "versions": {package: _version(package) for package in ("keras", "tensorflow", "numpy")},
        "seeds": list(SEEDS),
        "recipes": recipe,
        "batches": curves["adam"]["raw"][0].batches,
        "validation_accuracy": _each(curves, "accuracies"),
        "kinds_named_at_the_end": _each(curves, "kinds_named"),
    }


def _each(curves: dict[str, dict[str, list[Curve]]], what: str) -> dict[str, Any]:
    """One field of every training: rule, then pixels, then a list by seed."""
    return {
        rule: {pixels: [getattr(run, what) for run in runs] for pixels, runs in ways.items()}
        for rule, ways in curves.items()
    }


if __name__ == "__main__":
    main()
