"""What tells configurations apart, in words: only the settings that differ, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fashion_model.config.setting import Number, Setting, Switch
from fashion_model.config.train_config import SETTINGS, TrainConfig, value_of
from fashion_model.words import several

BLOCKS = "blocks."
NONE = "none"


@dataclass(frozen=True)
class Difference:
    """A setting that differs, and what each configuration says of it.

    Attributes:
        key: Of `SETTINGS`, or "blocks", how many there are.
        label: What a visitor knows it by.
        values: What each says, in words: `0.005`, `32, 64`.
        brief: The same as a run's name says it: `rate 0.005`, `filters 32, 64`.
    """

    key: str
    label: str
    values: tuple[str, ...]
    brief: tuple[str, ...]


def differences(configs: Sequence[TrainConfig], *, seed: bool = True) -> list[Difference]:
    """The settings in which `configs` are not all alike: the network first, the seed last.

    `seed`: whether another seed is a difference. What counts with another choice only (momentum,
    with sgd) is none where nobody has chosen that.
    """
    found = [
        _of_blocks(configs),
        _of_left_out(configs),
        *(_of_setting(key, configs) for key in _ORDER if seed or key != "seed"),
    ]
    return [each for each in found if each is not None]


_ORDER = (
    *(key for key in SETTINGS if key.startswith(BLOCKS)),
    "dense",
    *(key for key in SETTINGS if not key.startswith(BLOCKS) and key not in ("dense", "seed")),
    "seed",
)


def _of_blocks(configs: Sequence[TrainConfig]) -> Difference | None:
    numbers = [len(config.blocks) for config in configs]
    if len(set(numbers)) < 2:
        return None
    brief = tuple(several(number, "block") if number else "no convolution" for number in numbers)
    return Difference("blocks", "Convolution blocks", tuple(map(str, numbers)), brief)


def _of_left_out(configs: Sequence[TrainConfig]) -> Difference | None:
    if len({config.left_out for config in configs}) < 2:
        return None
    numbers = [len(config.left_out) for config in configs]
    brief = tuple(f"without {several(number, 'picture')}" for number in numbers)
    return Difference("left_out", "Pictures left out", tuple(map(str, numbers)), brief)


def _of_setting(key: str, configs: Sequence[TrainConfig]) -> Difference | None:
    if key == "dense" or key.startswith(BLOCKS):
        return _of_layers(key, configs)
    setting = SETTINGS[key]
    if isinstance(setting, Number) and setting.only_with is not None:
        other, choice = setting.only_with
        if not any(value_of(config, other) == choice for config in configs):
            return None
    if not any(is_used(setting, config) for config in configs):
        return None
    values = [value_of(config, key) for config in configs]
    if len(set(values)) < 2:
        return None
    exact = len({setting.in_words(value) for value in values}) == len(set(values))
    shown = tuple(setting.in_words(value) if exact else repr(value) for value in values)
    brief = tuple(
        setting.in_brief(value) if exact else f"{setting.label.lower()} {value!r}"
        for value in values
    )
    return Difference(key, setting.label, shown, brief)


def is_used(setting: Setting, config: TrainConfig) -> bool:
    """Whether what `config` says elsewhere lets `setting` change anything."""
    idle = None if isinstance(setting, Switch) else setting.idle
    return idle is None or value_of(config, idle[0]) != idle[1]


def _of_layers(key: str, configs: Sequence[TrainConfig]) -> Difference | None:
    """Of a setting that each layer has of its own; `3` where all have the same."""
    layers = [_layers(key, config) for config in configs]
    shown = tuple(", ".join(each) or NONE for each in layers)
    if len(set(shown)) < 2:
        return None
    label = "Dense layers" if key == "dense" else SETTINGS[key].label
    brief = tuple(_brief(key, config, words) for config, words in zip(configs, layers, strict=True))
    return Difference(key, label, shown, brief)


def _layers(key: str, config: TrainConfig) -> list[str]:
    """What each layer has; once where all blocks have the same, because their number is told."""
    words = [SETTINGS[key].in_words(value) for value in _values(key, config)]
    return words[:1] if key != "dense" and len(set(words)) == 1 else words


def _brief(key: str, config: TrainConfig, layers: list[str]) -> str:
    if key == "dense":
        return f"dense {'/'.join(layers)}" if layers else "no dense layer"
    if len(layers) == 1:
        return SETTINGS[key].in_brief(_values(key, config)[0])
    return f"{SETTINGS[key].label.lower()} {'/'.join(layers) or NONE}"


def _values(key: str, config: TrainConfig) -> list[Any]:
    if key == "dense":
        return list(config.dense)
    return [getattr(block, key.removeprefix(BLOCKS)) for block in config.blocks]
