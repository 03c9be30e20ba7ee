"""The explained arithmetic is the network's own: held against Keras."""

import numpy as np
import pytest

from fashion_model import config, explain
from fashion_model.data import load_sample

X = np.linspace(-6, 6, 481)  # the corner at 0 is among them


def test_every_activation_of_the_app_is_explained() -> None:
    assert tuple(explain.ACTIVATIONS) == config.ACTIVATIONS


@pytest.mark.parametrize("name", config.ACTIVATIONS)
def test_a_slope_is_the_slope_of_its_function(name: str) -> None:
    activation = explain.ACTIVATIONS[name]
    step = 1e-6
    rise = (activation.value(X + step) - activation.value(X - step)) / (2 * step)
    smooth = np.abs(X) > 1e-3
    assert np.allclose(activation.slope(X)[smooth], rise[smooth], atol=1e-7)


@pytest.mark.parametrize("name", list(explain.KERNELS))
def test_a_step_and_the_whole_agree(name: str) -> None:
    picture, kernel = load_sample().test.images[3], explain.KERNELS[name]
    whole = explain.convolve(picture, kernel)
    assert whole.shape == picture.shape
    for row, column in [(0, 0), (0, 27), (13, 9), (27, 0), (27, 27)]:
        step = explain.convolution_step(picture, kernel, row, column)
        assert step.total == pytest.approx(whole[row, column])
        assert np.array_equal(step.products, step.patch * kernel)
        assert step.patch[1, 1] == picture[row, column]


def test_beyond_the_edge_are_zeros() -> None:
    step = explain.convolution_step(np.full((28, 28), 9, np.uint8), np.ones((3, 3)), 0, 0)
    assert step.patch.tolist() == [[0, 0, 0], [0, 9, 9], [0, 9, 9]]
    assert step.total == 36
