"""What the pages explain is what Keras does: activations, convolution, feature maps."""

from pathlib import Path

import keras
import numpy as np
import pytest

from fashion_model import config, explain
from fashion_model.config.layers import layer_table
from fashion_model.data import load_sample
from fashion_model.explain import FEATURE_MAPS_PATH, FeatureMaps
from fashion_model.network.export import with_feature_maps
from fashion_model.predict import ModelError
from fashion_model.runs import BUNDLED, open_run

X = np.linspace(-6, 6, 481)


@pytest.mark.parametrize("name", config.choice("activation").words)
def test_activations(name: str) -> None:
    keras_says = np.asarray(keras.activations.get(name)(X.astype(np.float32)))
    assert np.allclose(explain.ACTIVATIONS[name].value(X), keras_says, atol=1e-6)


@pytest.mark.parametrize("name", list(explain.KERNELS))
def test_convolution(name: str) -> None:
    picture, kernel = load_sample().test.images[5], explain.KERNELS[name]
    pixels = picture.astype(np.float32)[None, :, :, None]
    layer = keras.ops.conv(pixels, kernel.astype(np.float32)[:, :, None, None], padding="same")
    keras_says = np.asarray(layer)[0, :, :, 0]
    assert np.allclose(explain.convolve(picture, kernel), keras_says, atol=1e-2)


def test_the_shipped_maps_are_the_bundled_networks() -> None:
    run = open_run(BUNDLED)
    model = with_feature_maps(keras.models.load_model(run.path / "model.keras", compile=False))
    pictures = load_sample().test.images[:3]
    inputs = pictures.astype(np.float32)[..., None] / 255
    expected = {name: np.asarray(maps) for name, maps in model(inputs, training=False).items()}
    shown = FeatureMaps.load()
    for number, picture in enumerate(pictures):
        maps = shown.of(picture)
        assert set(maps) == set(expected)
        for name, found in maps.items():
            wanted = expected[name][number].transpose(2, 0, 1)
            assert np.allclose(found, wanted, atol=1e-4 * max(1, np.abs(wanted).max())), name


def test_maps_come_in_the_order_of_the_layers() -> None:
    table = [layer.name for layer in layer_table(open_run(BUNDLED).config)]
    names = list(FeatureMaps.load().of(load_sample().test.images[0]))
    assert names == [name for name in table if name in names]
    assert len(names) == 10
    assert FEATURE_MAPS_PATH.stat().st_size < 1_500_000


@pytest.mark.parametrize("content", [None, b"", b"\x1c\x00\x00\x00TFL3" + bytes(100)])
def test_a_damaged_file_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "maps.tflite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match="missing or damaged"):
        FeatureMaps.load(path)
