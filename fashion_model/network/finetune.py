"""Teach a finished network a visitor's own pictures, so that it forgets little of the rest."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from fashion_model.arrays import FloatArray
from fashion_model.config import TrainConfig
from fashion_model.data import Dataset, batches
from fashion_model.metrics import accuracy
from fashion_model.network.build import build
from fashion_model.network.session import Session
from fashion_model.network.sharing import Compiled, Networks
from fashion_model.network.testing import predict, predict_chunk
from fashion_model.network.train import opening, train_on
from fashion_model.runs.commands import NextCommand
from fashion_model.runs.events import Epoch, Event
from fashion_model.runs.examples import Examples


def fine_tune(
    config: TrainConfig,
    data: Dataset,
    into: Path,
    *,
    examples: Examples,
    parent: Path,
    control: NextCommand | None = None,
) -> Iterator[Event | None]:
    """Go on from the Keras model `parent` with the pictures of `examples` in every batch.

    Yields, raises and writes what `train_in_turns` does, but no checkpoint: it is over in seconds,
    and the pictures are not kept. The first event names the parent; the last one says how many of
    the own pictures and which share of the test pictures were right before and after.
    """
    session = FineTuning(config, data, into, control, examples, parent)
    own_pictures = len(examples.labels)
    yield None
    yield replace(opening(session), parent=examples.parent, own_pictures=own_pictures)
    yield from train_on(session)


class FineTuning(Session):
    """A session that begins with what another one learned."""

    resumable = False

    def __init__(
        self,
        config: TrainConfig,
        data: Dataset,
        into: Path,
        control: NextCommand | None,
        examples: Examples,
        parent: Path,
    ) -> None:
        self._examples, self._parent = examples, parent
        super().__init__(config, data, into, None, control)
        self._before = self._trained = self.model.get_weights()

    def predict_validation(self) -> FloatArray | None:
        """As for any training, of the network that would be kept: halfway to what it was.

        Half of the way forgets far less than half of what all of it forgets, and keeps most of
        what was learned (Wortsman et al., "Robust fine-tuning", arXiv 2109.01903).
        """
        self._trained = self.model.get_weights()
        halfway = [(a + b) / 2 for a, b in zip(self._before, self._trained, strict=True)]
        self.model.set_weights(halfway)
        return super().predict_validation()

    def finish_epoch(self, probabilities: FloatArray) -> Epoch:
        """As for any training; the next epoch goes on from where the last one came."""
        event = super().finish_epoch(probabilities)
        self.model.set_weights(self._trained)
        return event

    def measure_best(self) -> dict[str, Any]:
        """As for any training, and the same of the parent."""
        self.answering.set_weights(self._before)
        test = self.data.test
        before = {
            "own_right_before": self._own_right(),
            "test_accuracy_before": accuracy(predict(self.answering, test.images), test.labels),
        }
        after = super().measure_best()
        own = {"own_right": self._own_right(), "own_pictures": len(self._examples.labels)}
        return {**after, **before, **own}

    def _take_networks(self, compiled: Compiled) -> Networks:
        """The parent's network.

        Its batch norm stays as it is: the averages of a few own pictures would be wrong for
        all others.
        """
        model = build(self.config)
        model.set_weights(keras.models.load_model(self._parent, compile=False).get_weights())
        for layer in model.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.trainable = False
        return Networks(self.config, model, self)

    def _pictures(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        images, labels = super()._pictures()
        return batches.mix_in(
            images, labels, self._examples.images, self._examples.labels, self.step
        )

    def _own_right(self) -> int:
        predictions = predict_chunk(self.answering, self._examples.images).argmax(axis=1)
        return int((predictions == self._examples.labels).sum())
