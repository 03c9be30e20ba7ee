"""The bounds of a training protect the server, whatever a form says."""

import json
from dataclasses import replace
from typing import Any

import pytest

from fashion_model.config import (
    EPOCHS_ON_ALL_PICTURES,
    PRESETS,
    SETTINGS,
    Augmentation,
    ConfigError,
    ConvBlock,
    Number,
    Spoiling,
    TrainConfig,
    on_preset,
    preset_for,
    preset_of,
    with_values,
)
from fashion_model.config.link import from_text, to_text


@pytest.mark.parametrize("name", PRESETS)
def test_presets_survive_json(name: str) -> None:
    assert TrainConfig.from_json(PRESETS[name].to_json()) == PRESETS[name]
    assert preset_of(on_preset({"preset": name, "seed": 7})) == name
    assert preset_of(on_preset({"preset": name, "epochs": 99})) is None
    for sample in (True, False):
        assert preset_of(on_preset({"preset": name, "seed": 7}, sample=sample)) == name


def test_with_all_pictures_quick_needs_fewer_epochs_and_a_link_stays_what_it_was() -> None:
    on_all = preset_for("quick", sample=False)
    assert on_all == replace(PRESETS["quick"], epochs=EPOCHS_ON_ALL_PICTURES["quick"])
    assert on_preset({"preset": "quick"}, sample=False) == on_all
    assert on_preset({"preset": "quick", "epochs": 5}, sample=False).epochs == 5
    assert from_text('{"preset":"quick"}') == PRESETS["quick"]
    assert from_text(to_text(on_all)) == on_all


def test_changes_go_on_top_of_a_preset() -> None:
    config = on_preset({"preset": "deep", "augmentation": {"shift": 3}})
    assert config.augmentation.shift == 3
    assert config.augmentation.flip == PRESETS["deep"].augmentation.flip


@pytest.mark.parametrize(
    "settings",
    [
        {"left_out": [3, 3]},
        {"left_out": [4, 3]},
        {"left_out": [-1]},
        {"left_out": [60_000]},
        {"left_out": [True]},
        {"left_out": [1.5]},
        {"left_out": "12"},
        {"left_out": list(range(101))},
        {"epochs": 0},
        {"epochs": 2.5},
        {"epochs": True},
        {"epochs": "3"},
        {"learning_rate": float("nan")},
        {"learning_rate": 1e9},
        {"batch_size": 10**9},
        {"seed": -1},
        {"optimizer": "magic"},
        {"schedule": ["cosine"]},
        {"blocks": "many"},
        {"blocks": [{"filters": 32, "padding": 1}]},
        {"blocks": [3]},
        {"blocks": [{}] * 7},
        {"blocks": [{"batch_norm": 1}]},
        {"dense": [1, 2, 3, 4]},
        {"augmentation": {"flip": 2}},
        {"augmentation": {"sketches": 1.01}},
        {"augmentation": {"tilt": 1}},
        {"augmentation": 1},
        {"spoiling": {"flip": 0.6}},
        {"spoiling": {"hidden": "Hat"}},
        {"spoiling": {"kept": 5}},
        {"spoiling": ["flip"]},
        {"patience": 0},
        {"share": 0},
        {"preset": "enormous"},
        {"colour": "red"},
    ],
)
def test_what_is_out_of_bounds_gets_a_sentence(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as caught:
        on_preset(settings)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "[" * 100_000])
def test_json_that_is_no_config_gets_a_sentence(text: str) -> None:
    with pytest.raises(ConfigError):
        TrainConfig.from_json(text)


@pytest.mark.parametrize(
    ("blocks", "dense", "batch_size", "words"),
    [
        ((), (1024, 1024, 1024), 8, None),
        ((ConvBlock(64, pooling="none"),), (1024,), 8, "parameters"),
        ((ConvBlock(128, pooling="none"), ConvBlock(200)), (), 8, "multiplications"),
        ((ConvBlock(128, kernel=1), ConvBlock(128, kernel=1)), (), 1024, "memory"),
    ],
)
def test_too_large_a_network_is_refused(
    blocks: tuple[ConvBlock, ...], dense: tuple[int, ...], batch_size: int, words: str | None
) -> None:
    if words is None:
        TrainConfig(blocks=blocks, dense=dense, batch_size=batch_size)
        return
    with pytest.raises(ConfigError, match=words):
        TrainConfig(blocks=blocks, dense=dense, batch_size=batch_size)


def test_every_number_has_bounds_that_bite() -> None:
    numbers = {key: each for key, each in SETTINGS.items() if isinstance(each, Number)}
    assert len(numbers) >= 20
    for key, declared in numbers.items():
        for beyond in (declared.low - 1, declared.high + 1):
            value = int(beyond) if declared.whole else beyond
            with pytest.raises(ConfigError, match="between"):
                TrainConfig.from_dict(_only(key, value))


def _only(key: str, value: object) -> dict[str, Any]:
    if key == "dense":
        return {"dense": [value]}
    if key.startswith("blocks."):
        return {"blocks": [{key.removeprefix("blocks."): value}]}
    group, dot, name = key.partition(".")
    return {group: {name: value}} if dot else {key: value}


@pytest.mark.parametrize("key", SETTINGS)
def test_every_setting_is_explained_and_begins_within_its_bounds(key: str) -> None:
    declared = SETTINGS[key]
    assert declared.help.endswith(".")
    assert declared.label
    declared.check(key, declared.default)


def test_settings_written_before_there_were_sketches_still_open() -> None:
    settings = PRESETS["deep"].to_dict()
    del settings["augmentation"]["sketches"]
    assert TrainConfig.from_dict(settings) == PRESETS["deep"]


def test_settings_written_before_data_could_be_spoiled_are_unspoiled() -> None:
    settings = PRESETS["deep"].to_dict()
    del settings["spoiling"]
    assert TrainConfig.from_dict(settings) == PRESETS["deep"]
    assert not PRESETS["deep"].spoiling.active


def test_spoiling_goes_on_top_of_what_is_spoiled() -> None:
    once = TrainConfig.from_dict({"spoiling": {"flip": 0.1}})
    twice = TrainConfig.from_dict({"spoiling": {"hidden": "Bag"}}, once)
    assert twice.spoiling == Spoiling(flip=0.1, hidden="Bag")
    assert with_values(twice, {"spoiling.flip": 0.0, "augmentation.flip": 0.5}) == replace(
        TrainConfig(), spoiling=Spoiling(hidden="Bag"), augmentation=Augmentation(flip=0.5)
    )


def test_a_config_is_json() -> None:
    assert json.loads(TrainConfig().to_json())["patience"] is None


def test_a_run_keeps_later_settings_only_where_they_change_something() -> None:
    plain = PRESETS["quick"]
    assert set(plain.to_dict()) - set(plain.to_stored()) == {"spoiling", "left_out"}
    spoiled = replace(plain, spoiling=Spoiling(hidden="Bag"))
    assert "spoiling" in spoiled.to_stored()
    assert "left_out" not in spoiled.to_stored()
    for config in (plain, spoiled, replace(spoiled, left_out=(3,))):
        assert TrainConfig.from_dict(json.loads(json.dumps(config.to_stored()))) == config


def test_pictures_left_out_survive_json_and_links() -> None:
    config = replace(PRESETS["quick"], left_out=(3, 59_999))
    assert TrainConfig.from_json(config.to_json()) == config
    assert from_text(to_text(config)) == config
    most = replace(config, left_out=tuple(range(59_900, 60_000)))
    assert from_text(to_text(most)) == most
