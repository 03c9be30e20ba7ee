"""What the layers computed, held against Keras, for every form of network."""

from pathlib import Path

import keras
import numpy as np
import pytest

from fashion_model.attribution.opened import OpenedModel
from fashion_model.config import PRESETS, ConvBlock, TrainConfig, choice
from fashion_model.config.layers import layer_table
from fashion_model.data import load_sample
from fashion_model.network.build import build
from fashion_model.network.export import export
from fashion_model.runs import BUNDLED, open_run

PICTURE = load_sample().test.images[3]
SHOWN = (
    keras.layers.Conv2D,
    keras.layers.Activation,
    keras.layers.MaxPooling2D,
    keras.layers.AveragePooling2D,
)
FORMS = dict(PRESETS) | {
    f"{activation}, {pooling}, {'norm' if norm else 'no norm'}": TrainConfig(
        blocks=(
            ConvBlock(4, batch_norm=norm, pooling=pooling),
            ConvBlock(6, stride=2, batch_norm=norm, pooling=pooling),
        ),
        dense=(8,),
        activation=activation,
    )
    for activation, pooling, norm in zip(
        (*choice("activation").words, *choice("activation").words),
        ("max", "average", "none") * 4,
        (True, False, False, True) * 3,
        strict=False,
    )
}


def of_keras(model: keras.Model) -> dict[str, np.ndarray]:
    """The maps of all layers that have some, (channels, side, side)."""
    outputs = {layer.name: layer.output for layer in model.layers if isinstance(layer, SHOWN)}
    inputs = PICTURE.astype(np.float32)[np.newaxis, ..., np.newaxis] / 255
    found = keras.Model(model.inputs[0], outputs)(inputs, training=False)
    return {name: np.asarray(each)[0].transpose(2, 0, 1) for name, each in found.items()}


@pytest.mark.parametrize("form", FORMS)
def test_the_maps_are_what_keras_computes(form: str, tmp_path: Path) -> None:
    model, noise = build(FORMS[form]), np.random.default_rng(1)
    model.set_weights(
        [each + np.abs(noise.normal(0, 0.05, each.shape)) for each in model.get_weights()]
    )
    export(model, tmp_path)
    opened = OpenedModel.load(tmp_path / "model.tflite")
    expected, found = of_keras(model), opened.maps(PICTURE)
    for name, maps in found.items():
        assert maps.shape == expected[name].shape
        assert np.allclose(maps, expected[name], atol=1e-4 * max(1, np.abs(maps).max())), name
    table = [layer.name for layer in layer_table(FORMS[form])]
    assert list(found) == [name for name in table if name in found]
    blocks = len(FORMS[form].blocks)
    assert {f"{FORMS[form].activation}{number + 1}" for number in range(blocks)} <= set(found)


def test_the_last_map_is_what_is_flattened() -> None:
    run = open_run(BUNDLED)
    assert run.model_path is not None
    opened = OpenedModel.load(run.model_path)
    last, answer = opened.look(PICTURE)
    assert np.array_equal(last.transpose(2, 0, 1), opened.maps(PICTURE)["relu4"])
    assert answer.sum() == pytest.approx(1, abs=1e-5)
