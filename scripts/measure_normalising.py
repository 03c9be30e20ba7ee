"""Measure what normalising is worth: python -m scripts.measure_normalising

Trains the same tiny network on the bundled sample with pixels of 0–1 and with the raw 0–255, by
two learning rules, from several seeds; everything else is equal, down to the first weights and
the order of the pictures. Writes the validation accuracy after every few batches to
assets/normalising.json. The recipe was written down before the first result was seen.
"""

import json
import os
from dataclasses import asdict, replace
from importlib.metadata import packages_distributions, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_model import batches
from fashion_model.config import ConvBlock, TrainConfig
from fashion_model.data import Dataset, load_sample
from fashion_model.files import write_atomically
from fashion_model.labels import CLASSES
from fashion_model.metrics import accuracy
from fashion_model.settings import ASSETS

RESULT = ASSETS / "normalising.json"
SEEDS = range(1, 11)
EVERY = 10  # batches between two looks at the validation pictures
TINY = TrainConfig(blocks=(ConvBlock(8), ConvBlock(16)), dense=(32,), epochs=3, threads=1)
RULES = {  # each at the learning rate that Keras gives it unasked
    "adam": replace(TINY, optimizer="adam", learning_rate=1e-3),
    "sgd": replace(TINY, optimizer="sgd", learning_rate=1e-2),
}
PIXELS = {"normalised": 1.0, "raw": 255.0}  # the largest value the network is given


def measure(config: TrainConfig, largest: float, data: Dataset) -> tuple[list[float], list[int]]:
    """Train once; the validation accuracy and the batches trained until then."""
    from fashion_model.network.build import build, make_optimizer

    def seen(images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return batches.normalise(images) * np.float32(largest)

    model = build(config)
    model.compile(make_optimizer(config), loss="categorical_crossentropy")
    validation, targets = seen(data.validation.images), np.eye(CLASSES, dtype=np.float32)
    chosen = batches.choose(config, len(data.train))
    size = config.batch_size
    accuracies, steps, step = [], [], 0
    for epoch in range(config.epochs):
        order = batches.shuffle(config, chosen, epoch)
        for start in range(0, len(order) - size + 1, size):
            if step % EVERY == 0:
                accuracies.append(_validate(model, validation, data))
                steps.append(step)
            positions = order[start : start + size]
            labels = targets[data.train.labels[positions]]
            model.train_on_batch(seen(data.train.images[positions]), labels)
            step += 1
    return [*accuracies, _validate(model, validation, data)], [*steps, step]


def _validate(model: Any, validation: NDArray[np.float32], data: Dataset) -> float:
    """The share of right answers; numbers that have overflowed count as the first kind."""
    probabilities = np.asarray(model.predict_on_batch(validation))
    return round(accuracy(probabilities, data.validation.labels), 4)


def _version(package: str) -> str:
    """TensorFlow comes from a distribution of another name on some machines."""
    return version(packages_distributions()[package][0])


def main() -> None:
    """Run all trainings and write the curves."""
    os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1")  # reproducible
    data = load_sample()
    curves: dict[str, dict[str, list[list[float]]]] = {}
    steps: list[int] = []
    for rule, config in RULES.items():
        curves[rule] = {}
        for pixels, largest in PIXELS.items():
            runs = []
            for seed in SEEDS:
                run, steps = measure(replace(config, seed=seed), largest, data)
                runs.append(run)
                print(rule, pixels, f"seed {seed}: {run[-1]:.1%}", flush=True)
            curves[rule][pixels] = runs
    recipe = {rule: asdict(config) for rule, config in RULES.items()}
    result = {
        "data": data.fingerprint,
        "training_pictures": len(data.train),
        "validation_pictures": len(data.validation),
        "versions": {package: _version(package) for package in ("keras", "tensorflow", "numpy")},
        "seeds": list(SEEDS),
        "recipes": recipe,
        "batches": steps,
        "validation_accuracy": curves,
    }
    write_atomically(RESULT, (json.dumps(result) + "\n").encode())
    print(f"{RESULT.name}: {RESULT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
