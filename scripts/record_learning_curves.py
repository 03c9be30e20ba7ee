"""Record curves to learn from, and what varying pictures brings.

`python -m scripts.record_learning_curves` trains one small network on the bundled sample four
times: well, with too small and too large a learning rate, and on few pictures. On these it is also
trained with the pictures as they are, varied a little and a lot, each from five seeds. It writes
the epochs to assets/learning_curves.json. The test pictures are never asked.
"""

import json
from dataclasses import asdict, replace
from typing import Any

import click
import numpy as np

from fashion_model.augment import augment
from fashion_model.config import Augmentation, ConvBlock, TrainConfig
from fashion_model.data import Dataset, load_sample
from fashion_model.environment import ASSETS
from fashion_model.files import write_atomically
from fashion_model.metrics import accuracy
from fashion_model.workers.threads import limit_threads
from scripts.measure_seed_spread import epochs_of, training

RESULT = ASSETS / "learning_curves.json"
GOOD = TrainConfig(
    blocks=(ConvBlock(16), ConvBlock(32)), dense=(64,), dropout=0.3, batch_size=64, epochs=20
)
# Smaller batches, so that a tenth of the pictures brings nearly as many corrections as all.
FEW = replace(GOOD, dropout=0.0, share=0.1, batch_size=16)
CURVES = {
    "good": GOOD,
    "rate too small": replace(GOOD, learning_rate=1e-5),
    "rate too large": replace(GOOD, learning_rate=6e-2),
    "over-fitted": FEW,
}
VARIED = {
    "as they are": Augmentation(),
    "a little": Augmentation(flip=0.5, shift=2),
    "a lot": Augmentation(flip=0.5, shift=6, rotation=45, zoom=0.5, erasing=1),
}
MOVED = Augmentation(flip=0.5, shift=3)  # as people hold things up, rather than as shops do
SEEDS = 5
_TOLD = ("loss", "accuracy", "validation_loss", "validation_accuracy")


def curve(config: TrainConfig, data: Dataset) -> dict[str, list[float]]:
    """Each quantity after each epoch."""
    with training(config, data) as session:
        epochs = [*epochs_of(session)]
    return {name: [round(getattr(epoch, name), 4) for epoch in epochs] for name in _TOLD}


def gain(data: Dataset) -> dict[str, Any]:
    """What varying the training pictures brings: shares of validation pictures, seed by seed.

    Of these as they are, and of the same moved and mirrored.
    """
    from fashion_model.network.testing import predict

    labels = data.validation.labels
    moved = augment(data.validation.images, MOVED, np.random.default_rng(0))
    found: dict[str, dict[str, list[float]]] = {}
    for name, varied in VARIED.items():
        found[name] = {"as they are": [], "moved": []}
        for seed in range(1, SEEDS + 1):
            config = replace(FEW, augmentation=varied, seed=seed)
            with training(config, data) as session:
                *_, last = epochs_of(session)
                asked = predict(session.answering, moved)
            found[name]["as they are"].append(last.validation_accuracy)
            found[name]["moved"].append(accuracy(asked, labels))
        print(name, found[name])
    return {
        "pictures": round(FEW.share * len(data.train)),
        "epochs": FEW.epochs,
        "varied": {name: asdict(varied) for name, varied in VARIED.items()},
        "moved": asdict(MOVED),
        "right": found,
    }


@click.command()
def main() -> None:
    """Train, and write the curves."""
    limit_threads(GOOD.threads)
    data = load_sample()
    curves = {}
    for name, config in CURVES.items():
        curves[name] = curve(config, data)
        print(name, curves[name]["accuracy"][-1], curves[name]["validation_accuracy"][-1])
    told = {"curves": curves, "augmentation": gain(data)}
    write_atomically(RESULT, (json.dumps(told, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
