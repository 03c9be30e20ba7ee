"""How a peer trains one trial: with a plain `model.fit`, or as the product does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fashion_model.config import TrainConfig
from fashion_model.data import Dataset, as_input
from fashion_model.labels import CLASSES, SIDE
from fashion_model.network import Compiled, build, keras, train_in_turns
from fashion_model.network.testing import CHUNK
from fashion_model.runs.events import Epoch

Told = Callable[[int, float], None]
"""Hears epoch, from 1, and validation accuracy; whatever it raises ends the training."""


def plain(config: TrainConfig) -> TrainConfig:
    """The same network without what is special about the product's training."""
    return replace(
        config, schedule="constant", averaging=0, precision="float32", label_smoothing=0.0
    )


def network(config: TrainConfig) -> keras.Model:
    """The network of `config`, compiled for `fit`, with Keras's own layers to vary pictures."""
    keras.utils.set_random_seed(config.seed)
    layers, varied = keras.layers, config.augmentation
    model = keras.Sequential([keras.Input((SIDE, SIDE, 1))])
    if varied.flip:
        model.add(layers.RandomFlip("horizontal", seed=config.seed))
    if varied.shift:
        share = varied.shift / SIDE
        model.add(layers.RandomTranslation(share, share, fill_mode="constant", seed=config.seed))
    model.add(build(config))
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adam(config.learning_rate),
        metrics=["accuracy"],
    )
    return model


def arrays(data: Dataset) -> dict[str, Any]:
    """What `fit` wants of `data`, once for all trials."""
    rows = np.eye(CLASSES, dtype=np.float32)
    validation = (as_input(data.validation.images), rows[data.validation.labels])
    return {
        "x": as_input(data.train.images),
        "y": rows[data.train.labels],
        "validation_data": validation,
        "validation_batch_size": CHUNK,  # as the product asks them
        "verbose": 0,
    }


class Telling(keras.callbacks.Callback):  # type: ignore[misc]
    """Tells what each epoch reached."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self._told = told

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Tell what Keras has just measured."""
        self._told(epoch + 1, float((logs or {})["val_accuracy"]))


class Trainer:
    """Trains configurations one after the other."""

    def __init__(self, data: Dataset, *, ours: bool) -> None:
        self._data, self._ours = data, ours
        self._compiled = Compiled()
        self._arrays = {} if ours else arrays(data)

    def train(self, config: TrainConfig, told: Told) -> float:
        """Train all epochs of `config`; the best validation accuracy."""
        reached: list[float] = []

        def hear(epoch: int, accuracy: float) -> None:
            reached.append(accuracy)
            told(epoch, accuracy)

        if self._ours:
            for event in self._as_the_product(config):
                hear(event.epoch, event.validation_accuracy)
        else:
            bare = plain(config)
            network(bare).fit(
                **self._arrays,
                batch_size=bare.batch_size,
                epochs=bare.epochs,
                callbacks=[Telling(hear)],
            )
        return max(reached)

    def _as_the_product(self, config: TrainConfig) -> Iterator[Epoch]:
        with tempfile.TemporaryDirectory() as into:
            events = train_in_turns(
                config, self._data, Path(into), ask_test=False, compiled=self._compiled
            )
            with closing(events):
                for event in events:
                    if isinstance(event, Epoch):
                        yield event
