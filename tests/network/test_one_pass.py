"""Batch norm in one pass learns as Keras's does, and answers with the same numbers."""

import keras
import numpy as np
import pytest

from fashion_model.network.build import OnePassBatchNorm

SHAPE = (16, 7, 7, 3)
PICTURES = SHAPE[0] * SHAPE[1] * SHAPE[2]  # values of a channel


def twins(**settings: object) -> list[keras.layers.Layer]:
    layers = [
        each(momentum=0.9, name="norm", **settings)
        for each in (keras.layers.BatchNormalization, OnePassBatchNorm)
    ]
    for layer in layers:
        layer.build((None, *SHAPE[1:]))
        layer.gamma.assign([1.5, 0.5, 1.0])
        layer.beta.assign([0.1, -0.3, 0.0])
    return layers


def values() -> np.ndarray:
    return np.random.default_rng(3).normal(2, 3, SHAPE).astype(np.float32)


def test_it_learns_and_remembers_as_keras_does() -> None:
    plain, one_pass = twins()
    inputs = values()
    for layer in (plain, one_pass):
        layer(inputs * 2, training=True)
    expected, got = (
        keras.ops.convert_to_numpy(layer(inputs, training=True)) for layer in (plain, one_pass)
    )
    np.testing.assert_allclose(got, expected, atol=1e-4)
    np.testing.assert_allclose(one_pass.moving_mean, plain.moving_mean, rtol=1e-4)
    # The variance of a sample: as much larger as one value is of all.
    larger = PICTURES / (PICTURES - 1)
    began = 0.9**2  # what is left of the variance of 1 it began with
    expected_variance = (np.asarray(plain.moving_variance) - began) * larger + began
    np.testing.assert_allclose(one_pass.moving_variance, expected_variance, rtol=1e-4)
    one_pass.set_weights(plain.get_weights())
    np.testing.assert_array_equal(one_pass(inputs), plain(inputs))


def test_a_network_learns_the_same_step_with_it() -> None:
    learned = []
    for layer in twins():
        keras.utils.set_random_seed(1)
        model = keras.Sequential(
            [keras.Input(SHAPE[1:]), layer, keras.layers.Flatten(), keras.layers.Dense(1)]
        )
        model.compile(keras.optimizers.SGD(0.01), "mse")
        model.train_on_batch(values(), np.ones((SHAPE[0], 1), np.float32))
        learned.append(model.get_weights())
    for expected, got in zip(*learned, strict=True):
        np.testing.assert_allclose(got, expected, rtol=2e-2, atol=1e-4)


@pytest.mark.parametrize("dtype", ["float32", "mixed_bfloat16"])
def test_what_may_not_learn_stays_as_it_is(dtype: str) -> None:
    _, one_pass = twins(dtype=keras.dtype_policies.get(dtype))
    one_pass.trainable = False
    before = one_pass.get_weights()
    answered = one_pass(values(), training=True)
    assert str(answered.dtype) == one_pass.compute_dtype or answered.dtype == one_pass.compute_dtype
    for was, now in zip(before, one_pass.get_weights(), strict=True):
        np.testing.assert_array_equal(was, now)
