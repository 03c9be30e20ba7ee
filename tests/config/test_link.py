"""A configuration goes through an address and comes back; nothing else gets in."""

import json
from dataclasses import replace
from typing import Any

import pytest

from fashion_model.config import (
    PRESETS,
    Augmentation,
    ConfigError,
    ConvBlock,
    Spoiling,
    TrainConfig,
)
from fashion_model.config.link import MOST_CHARACTERS, from_text, to_text
from tests.tiny import TINY


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_its_name(name: str) -> None:
    assert json.loads(to_text(PRESETS[name])) == {"preset": name}


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig(),
        TINY,
        replace(PRESETS["deep"], augmentation=Augmentation(flip=0.5, rotation=3, sketches=0.3)),
        replace(PRESETS["quick"], spoiling=Spoiling(0.1, "shirts", "Bag", "Coat", 20, "Shirt")),
        replace(PRESETS["quick"], patience=4, optimizer="sgd", momentum=0.5, seed=77),
        replace(PRESETS["classic"], activation="tanh", blocks=(), dense=(1024, 1024)),
        replace(PRESETS["classic"], blocks=(ConvBlock(8, 7, 2, True, "average"),) * 6),
    ],
)
def test_every_configuration_comes_back(config: TrainConfig) -> None:
    text = to_text(config)
    assert from_text(text) == config
    assert len(text) < MOST_CHARACTERS / 2


def test_only_differences_are_written() -> None:
    config = replace(PRESETS["deep"], epochs=3, augmentation=Augmentation(0.5, 2))
    assert json.loads(to_text(config)) == {
        "preset": "deep",
        "epochs": 3,
        "augmentation": {"shift": 2},
    }


def hostile(**settings: Any) -> str:
    return json.dumps(settings)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "classic",
        '{"preset":"classic"',
        "[" * 1999,
        "x" * 10_000_000,
        '{"epochs":1e999}',
        '{"epochs":NaN}',
        '{"learning_rate":Infinity}',
        '{"epochs":' + "9" * 1500 + "}",
        '{"seed":-' + "9" * 1500 + "}",
        hostile(preset="../../etc/passwd"),
        hostile(preset={"a": 1}),
        hostile(**{"k" * 1900: 1}),
        '{"\\ud800\\u0000<b>": 1}',
        hostile(activation="relu; import os"),
        hostile(dense=[["x"]]),
        hostile(dense=["128"]),
        hostile(blocks=[{}] * 600),
        hostile(blocks=[{"filters": "32"}]),
        hostile(blocks={"filters": 32}),
        hostile(augmentation={"flip": "1"}),
        hostile(__class__="x"),
        hostile(epochs=None),
    ],
)
def test_what_is_no_configuration_gets_a_short_sentence(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_text(text)
    said = str(caught.value)
    assert said.endswith(".")
    assert len(said) < 400
    said.encode()
