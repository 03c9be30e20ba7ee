"""The explained arithmetic is the network's own: held against Keras."""

import numpy as np
import pytest

from fashion_model import arithmetic, config
from fashion_model.data import load_sample

X = np.linspace(-6, 6, 481)  # the corner at 0 is among them


def test_every_activation_of_the_app_is_explained() -> None:
    assert list(arithmetic.ACTIVATIONS) == list(config.choice("activation").words)


@pytest.mark.parametrize("name", config.choice("activation").words)
def test_a_slope_is_the_slope_of_its_function(name: str) -> None:
    activation = arithmetic.ACTIVATIONS[name]
    step = 1e-6
    rise = (activation.value(X + step) - activation.value(X - step)) / (2 * step)
    smooth = np.abs(X) > 1e-3
    assert np.allclose(activation.slope(X)[smooth], rise[smooth], atol=1e-7)


@pytest.mark.parametrize("name", list(arithmetic.KERNELS))
def test_a_convolution_is_nine_products_and_their_sum(name: str) -> None:
    picture, kernel = load_sample().test.images[3], arithmetic.KERNELS[name]
    sums = arithmetic.convolve(picture, kernel)
    assert sums.shape == picture.shape
    for row, column in [(1, 1), (13, 9), (26, 26)]:
        patch = picture[row - 1 : row + 2, column - 1 : column + 2].astype(float)
        assert sums[row, column] == pytest.approx((patch * kernel).sum())


def test_beyond_the_edge_are_zeros() -> None:
    sums = arithmetic.convolve(np.full((28, 28), 9, np.uint8), np.ones((3, 3)))
    assert (sums[0, 0], sums[0, 5], sums[5, 5]) == (36, 54, 81)
