"""Two compiled networks that the trainings of one architecture use in turn.

Compiling takes longer than dozens of a small network's batches. Trainings that take turns in one
process differ in numbers only, not in what is computed: they compile it once, and whoever's turn
it is puts its own numbers into the networks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any, Protocol

import keras
import numpy as np
import tensorflow as tf  # noqa: TID251 - the one call is its own; other backends do without

from fashion_model.config import Augmentation, TrainConfig
from fashion_model.network.build import OnePassBatchNorm, build, make_optimizer, policy_for

Values = list[Any]
"""What variables hold, in their order: arrays or tensors."""


class Latest(keras.metrics.Metric):  # type: ignore[misc]
    """The mean of `measure(targets, answers)` over the latest batch.

    Keras's own metrics add up batches until they are reset, and resetting them before every batch
    takes as long as a tenth of a small network's batch.
    """

    def __init__(self, measure: Callable[[Any, Any], Any], name: str) -> None:
        """`measure` gives one number a picture, or their mean."""
        super().__init__(name=name)
        self._measure = measure
        self._value = self.add_variable((), initializer="zeros", name="value")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Measure the batch; weights of single pictures are not used here."""
        self._value.assign(keras.ops.mean(self._measure(y_true, y_pred)))

    def result(self) -> Any:
        """The mean of the latest batch."""
        return self._value


class User(Protocol):
    """A training that uses networks; `stored` are its numbers while another one does."""

    stored: Values | None


class Networks:
    """One network that learns and one that answers, of the same shape.

    What answers is Keras's own in float32, with averaged weights if the configuration asks.
    """

    def __init__(self, config: TrainConfig, learning: keras.Model, user: User) -> None:
        """Compile `learning`, a network of `config` that holds the numbers of `user`."""
        self._learning, self.answering = learning, build(config)
        loss = keras.losses.CategoricalCrossentropy(label_smoothing=config.label_smoothing)
        right = keras.metrics.categorical_accuracy
        metrics = [Latest(loss, "latest_loss"), Latest(right, "latest_accuracy")]
        learning.compile(optimizer=make_optimizer(config), loss=loss, metrics=metrics)
        learning.optimizer.build(learning.trainable_variables)
        self._fresh_optimizer = _values(learning.optimizer.variables)
        self._exchange = _exchange([*learning.variables, *learning.optimizer.variables])
        self._user = user

    def learning(self, user: User) -> keras.Model:
        """The network that learns, with the numbers of `user`."""
        if self._user is not user:
            assert user.stored is not None
            self._user.stored = self._exchange(user.stored)
            user.stored, self._user = None, user
        return self._learning

    def begin(self, config: TrainConfig) -> Values:
        """The numbers a training of `config` begins with, as if it had these networks alone."""
        return [*_values(new_network(config).variables), *self._fresh_optimizer]


class Compiled:
    """The networks of a process, by all that what they compute depends on."""

    def __init__(self) -> None:
        self._networks: dict[tuple[Any, ...], Networks] = {}

    def networks_for(self, config: TrainConfig, batch_size: int, user: User) -> Networks:
        """Networks in which `user` can begin a training of `config`."""
        key = (*astuple(_what_is_computed(config)), batch_size)
        found = self._networks.get(key)
        if found is None:
            found = self._networks[key] = Networks(config, new_network(config), user)
        else:
            user.stored = found.begin(config)
        return found


def new_network(config: TrainConfig) -> keras.Model:
    """The network that learns, untrained: in half the digits where that is asked for."""
    return build(config, policy_for(config.precision), OnePassBatchNorm)


def _what_is_computed(config: TrainConfig) -> TrainConfig:
    """`config` without what is a number fed to the computation, or has no part in it."""
    usual = TrainConfig()
    return replace(
        config,
        learning_rate=usual.learning_rate,
        schedule=usual.schedule,
        batch_size=usual.batch_size,  # that of the data, which may be smaller, is told apart
        epochs=usual.epochs,
        averaging=usual.averaging,
        augmentation=Augmentation(),
        spoiling=usual.spoiling,
        patience=usual.patience,
        share=usual.share,
        seed=usual.seed,
    )


def _exchange(variables: list[keras.Variable]) -> Callable[[Values], Values]:
    """A function that gives what `variables` hold, and puts other values there.

    With TensorFlow's bare operations: through Keras, two dozen variables take longer than a small
    batch.
    """
    if keras.backend.backend() != "tensorflow":
        return lambda values: _exchange_by_keras(variables, values)
    handles = [(each.value.handle, each.value.dtype) for each in variables]

    def exchange(values: Values) -> Values:
        before = [tf.raw_ops.ReadVariableOp(resource=at, dtype=kind) for at, kind in handles]
        for (at, _), value in zip(handles, values, strict=True):
            tf.raw_ops.AssignVariableOp(resource=at, value=value)
        return before

    return exchange


def _exchange_by_keras(variables: list[keras.Variable], values: Values) -> Values:
    before = _values(variables)
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    return before


def _values(variables: list[keras.Variable]) -> Values:
    """Copies, whatever becomes of the variables."""
    return [np.array(keras.ops.convert_to_numpy(each)) for each in variables]
