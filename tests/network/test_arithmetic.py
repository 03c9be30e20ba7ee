"""What the pages explain is what Keras does: activations and convolution."""

import keras
import numpy as np
import pytest

from fashion_model import arithmetic, config
from fashion_model.data import load_sample

X = np.linspace(-6, 6, 481)


@pytest.mark.parametrize("name", config.choice("activation").words)
def test_activations(name: str) -> None:
    keras_says = np.asarray(keras.activations.get(name)(X.astype(np.float32)))
    assert np.allclose(arithmetic.ACTIVATIONS[name].value(X), keras_says, atol=1e-6)


@pytest.mark.parametrize("name", list(arithmetic.KERNELS))
def test_convolution(name: str) -> None:
    picture, kernel = load_sample().test.images[5], arithmetic.KERNELS[name]
    pixels = picture.astype(np.float32)[None, :, :, None]
    layer = keras.ops.conv(pixels, kernel.astype(np.float32)[:, :, None, None], padding="same")
    keras_says = np.asarray(layer)[0, :, :, 0]
    assert np.allclose(arithmetic.convolve(picture, kernel), keras_says, atol=1e-2)
