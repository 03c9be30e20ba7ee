"""The arithmetic of the layer table holds against Keras."""

import pytest

from fashion_model.config import PRESETS, ConvBlock, TrainConfig
from fashion_model.config.layers import count_multiply_adds, count_parameters, layer_table
from fashion_model.network import build
from tests.tiny import TINY

ODD = TrainConfig(
    blocks=(
        ConvBlock(5, kernel=5, stride=2, pooling="average"),
        ConvBlock(7, kernel=2, stride=3, batch_norm=True),
        ConvBlock(3, stride=3, pooling="max"),
        ConvBlock(2, pooling="max"),
    ),
    dense=(11, 12),
    activation="gelu",
)
NO_CONVOLUTION = TrainConfig(blocks=(), dense=())


@pytest.mark.parametrize(
    "config", [*PRESETS.values(), TINY, ODD, NO_CONVOLUTION], ids=[*PRESETS, "tiny", "odd", "none"]
)
def test_the_table_is_what_keras_builds(config: TrainConfig) -> None:
    model = build(config)
    table = layer_table(config)
    assert count_parameters(config) == model.count_params()
    assert [row.name for row in table[1:]] == [layer.name for layer in model.layers]
    for row, layer in zip(table[1:], model.layers, strict=True):
        assert tuple(layer.output.shape[1:]) == row.shape, row.name
        assert layer.count_params() == row.parameters, row.name


def test_the_presets_have_known_sizes() -> None:
    sizes = {name: (count_parameters(c), count_multiply_adds(c)) for name, c in PRESETS.items()}
    assert sizes == {
        "quick": (224_714, 2_035_904),
        "classic": (421_642, 4_241_152),
        "broad": (156_074, 7_513_856),
        "deep": (193_194, 14_739_200),
    }
