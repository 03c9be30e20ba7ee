"""Trainings by the clock, which stands still while a network is judged; and the stock recipe."""

import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.time_to_accuracy.task import Conditions, Point, Stopwatch, Training
from fashion_model.config import TrainConfig
from fashion_model.config.layers import count_multiply_adds
from fashion_model.data import Dataset, Split, as_input
from fashion_model.labels import CLASSES, SIDE
from fashion_model.metrics import accuracy
from fashion_model.network import keras
from fashion_model.network.session import Session
from fashion_model.network.testing import CHUNK

BATCH_SIZE = 128
EVALUATIONS_PER_EPOCH = 2  # of a config; the stock recipe is judged after each epoch
MATMUL_SIDE = 2048
MATMUL_TIMES = 5  # the fastest counts


def build_stock(seed: int) -> keras.Model:
    """The network, compiled. Input float32 `(n, 28, 28, 1)` in 0–1, output `(n, 10)`."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    network.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adam(1e-3),
        metrics=["accuracy"],
    )
    return network


def count_stock_multiply_adds(network: keras.Model) -> int:
    """Multiply-adds of one picture's way through convolutions and dense layers, forwards."""
    count = 0
    for layer in network.layers:
        if isinstance(layer, keras.layers.Conv2D):
            count += math.prod(layer.kernel.shape) * math.prod(layer.output.shape[1:3])
        elif isinstance(layer, keras.layers.Dense):
            count += math.prod(layer.kernel.shape)
    return count


def time_config(config: TrainConfig, data: Dataset, into: Path) -> Training:
    """Train as the app does, all epochs; `into` is where the session writes its files."""
    stopwatch = Stopwatch()
    points: list[Point] = []
    session = Session(config, data, into, watch=None, control=None)
    parts = np.arange(1, EVALUATIONS_PER_EPOCH + 1) / EVALUATIONS_PER_EPOCH
    judged_after = set(np.ceil(parts * session.batches_per_epoch).astype(int).tolist())
    while session.progress.epoch < config.epochs:
        while session.progress.batch < session.batches_per_epoch:
            session.train_batch()
            if session.progress.batch in judged_after:
                with stopwatch.held():
                    session.update_answering()
                    epoch = session.step / session.batches_per_epoch
                    points.append(_judge(session.answering, data.test, epoch, stopwatch))
        with stopwatch.held():
            probabilities = session.predict_validation()
        assert probabilities is not None  # nobody is there to end it
        session.finish_epoch(probabilities)
    return Training(
        points=points,
        pictures=session.step * session.batch_size,
        parameters=session.model.count_params(),
        multiply_adds=count_multiply_adds(config),
        precision=session.model.layers[0].dtype_policy.name,
    )


def time_stock(data: Dataset, seed: int, *, epochs: int, stop_at: float) -> Training:
    """Train the stock network with `fit` on all training and validation pictures.

    It ends after `epochs`, or after the one that gets the share `stop_at` of the test right.
    """
    images = np.concatenate([data.train.images, data.validation.images])
    labels = np.concatenate([data.train.labels, data.validation.labels])
    stopwatch = Stopwatch()
    network = build_stock(seed)
    judging = _Judging(data.test, stopwatch, stop_at)
    network.fit(
        as_input(images),
        np.eye(CLASSES, dtype=np.float32)[labels],
        batch_size=BATCH_SIZE,
        epochs=epochs,
        verbose=0,
        callbacks=[judging],
    )
    return Training(
        points=judging.points,
        pictures=len(judging.points) * len(labels),
        parameters=network.count_params(),
        multiply_adds=count_stock_multiply_adds(network),
        precision=network.layers[0].dtype_policy.name,
    )


class _Judging(keras.callbacks.Callback):  # type: ignore[misc]
    """Judges the test pictures after each epoch, off the clock."""

    def __init__(self, test: Split, stopwatch: Stopwatch, stop_at: float) -> None:
        super().__init__()
        self.points: list[Point] = []
        self._test, self._stopwatch, self._stop_at = test, stopwatch, stop_at

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        with self._stopwatch.held():
            point = _judge(self.model, self._test, epoch + 1, self._stopwatch)
            self.points.append(point)
            self.model.stop_training = point["accuracy"] >= self._stop_at


def _judge(model: keras.Model, test: Split, epoch: float, stopwatch: Stopwatch) -> Point:
    right = accuracy(_probabilities(model, test.images), test.labels)
    return Point(epoch=epoch, seconds=stopwatch.seconds, accuracy=right)


def _probabilities(model: keras.Model, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    chunks = (images[start : start + CHUNK] for start in range(0, len(images), CHUNK))
    return np.concatenate([model.predict_on_batch(as_input(chunk)) for chunk in chunks])


def conditions() -> Conditions:
    """What this process trains on, and how fast it could be."""
    return Conditions(matmul_gflops=_measure_matmul(), backend=keras.config.backend())


def _measure_matmul() -> float:
    """GFLOP/s of a plain product of two float32 matrices, `MATMUL_SIDE` a side."""
    rng = np.random.default_rng(1)
    left, right = (
        keras.ops.convert_to_tensor(rng.random((MATMUL_SIDE, MATMUL_SIDE), dtype=np.float32))
        for _ in range(2)
    )
    fastest = math.inf
    for _ in range(MATMUL_TIMES):
        began = time.perf_counter()
        # One number is read, so that no backend puts the work off.
        keras.ops.convert_to_numpy(keras.ops.matmul(left, right)[0, 0])
        fastest = min(fastest, time.perf_counter() - began)
    return 2 * MATMUL_SIDE**3 / fastest / 1e9
