"""A configuration goes through an address and comes back; nothing else gets in."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_model.config import (
    PRESETS,
    SETTINGS,
    Augmentation,
    ConfigError,
    ConvBlock,
    Spoiling,
    TrainConfig,
)
from fashion_model.config.link import MOST_CHARACTERS, from_text, to_text
from tests.faults.test_mutated_runs import places, put
from tests.tiny import TINY

CONFIGS = (
    TrainConfig(),
    TINY,
    replace(PRESETS["deep"], augmentation=Augmentation(flip=0.5, rotation=3, sketches=0.3)),
    replace(PRESETS["quick"], spoiling=Spoiling(0.1, "shirts", "Bag", "Coat", 20, "Shirt")),
    replace(PRESETS["quick"], patience=4, optimizer="sgd", momentum=0.5, seed=77),
    replace(PRESETS["quick"], left_out=(0, 5, 59_999)),
    replace(PRESETS["classic"], activation="tanh", blocks=(), dense=(1024, 1024)),
    replace(PRESETS["classic"], blocks=(ConvBlock(8, 7, 2, True, "average"),) * 6),
)
KEYS = sorted({*TrainConfig().to_dict(), *(key.rpartition(".")[2] for key in SETTINGS), "preset"})
WORDS = sorted(
    {*PRESETS, *(word for each in SETTINGS.values() for word in getattr(each, "words", ()))}
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, 1, 2, 8, 32, 128, -1, 10**30])
    | st.floats()
    | st.sampled_from(WORDS)
    | st.text(st.characters(), max_size=8)
)
NAMES = st.sampled_from(KEYS) | st.text(st.characters(), max_size=8)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_its_name(name: str) -> None:
    assert json.loads(to_text(PRESETS[name])) == {"preset": name}


@pytest.mark.parametrize("config", CONFIGS)
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
    is_a_short_sentence(str(caught.value))


@st.composite
def changed_links(draw: st.DrawFn) -> str:
    """A configuration as text with something in another's place, or gone, in one to three places.

    At times whole settings are written down, not only what differs from a preset.
    """
    config = draw(st.sampled_from(CONFIGS))
    value = draw(st.sampled_from([json.loads(to_text(config)), config.to_dict()]))
    for _ in range(draw(st.integers(1, 3))):
        inner = [place for place in places(value) if place]
        if inner:
            value = put(value, draw(st.sampled_from(inner)), draw(st.just(...) | LEAVES | JSON))
    return json.dumps(value)


@st.composite
def torn_links(draw: st.DrawFn) -> str:
    """A configuration as text with some letters lost, and others in their place."""
    text = to_text(draw(st.sampled_from(CONFIGS)))
    begin = draw(st.integers(0, len(text)))
    end = draw(st.integers(begin, len(text)))
    return text[:begin] + draw(st.text(max_size=8)) + text[end:]


@given(st.dictionaries(NAMES, JSON, max_size=6).map(json.dumps) | JSON.map(json.dumps))
@settings(max_examples=500, deadline=None)
def test_any_json_is_a_configuration_or_gets_a_sentence(text: str) -> None:
    refused_in_words_or_comes_back(text)


@given(changed_links() | torn_links())
@settings(max_examples=500, deadline=None)
def test_a_changed_configuration_is_another_one_or_gets_a_sentence(text: str) -> None:
    refused_in_words_or_comes_back(text)


def refused_in_words_or_comes_back(text: str) -> None:
    """Nothing else happens to what a stranger put into an address."""
    try:
        config = from_text(text)
    except ConfigError as error:
        is_a_short_sentence(str(error))
        return
    assert from_text(to_text(config)) == config
    assert TrainConfig.from_dict(json.loads(json.dumps(config.to_stored()))) == config


def is_a_short_sentence(said: str) -> None:
    assert said.endswith(".")
    assert len(said) < 400
    said.encode()
