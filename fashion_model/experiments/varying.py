"""What an experiment can vary: every declared setting, and three that change several at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fashion_model.config import (
    AUGMENTATION,
    MAX_BLOCKS,
    SETTINGS,
    Augmentation,
    ConfigError,
    Number,
    Setting,
    Switch,
    TrainConfig,
    value_of,
    with_values,
)

_BLOCKS = "blocks."
_NOT_VARIED = ("seed", "threads")  # the first is what seeds are for, the second one of a process


@dataclass(frozen=True)
class Varying:
    """Something that an experiment varies: how it is declared, read and set."""

    key: str
    setting: Setting
    get: Callable[[TrainConfig], Any]
    put: Callable[[TrainConfig, Any], TrainConfig]


def _setting(key: str) -> Varying:
    """One of `SETTINGS`; those of a layer are set in all layers alike."""

    def get(config: TrainConfig) -> Any:
        if key == "dense":
            return config.dense[0] if config.dense else None
        if key.startswith(_BLOCKS):
            name = key.removeprefix(_BLOCKS)
            return getattr(config.blocks[0], name) if config.blocks else None
        return value_of(config, key)

    def put(config: TrainConfig, value: Any) -> TrainConfig:
        if key == "dense":
            return replace(config, dense=(value,) * max(1, len(config.dense)))
        if key.startswith(_BLOCKS):
            name = key.removeprefix(_BLOCKS)
            return replace(config, blocks=tuple(replace(b, **{name: value}) for b in config.blocks))
        return with_values(config, {key: value})

    return Varying(key, SETTINGS[key], get, put)


def _deep(config: TrainConfig, blocks: int) -> TrainConfig:
    """The first `blocks` of a network, or its last one again and again, without more pooling."""
    kept = config.blocks[:blocks]
    if not kept:
        raise ConfigError("A network without convolution blocks can't be made deeper.")
    again = replace(kept[-1], pooling="none", stride=1)
    return replace(config, blocks=kept + (again,) * (blocks - len(kept)))


def _wide(config: TrainConfig, times: float) -> TrainConfig:
    """The same network with `times` as many filters and units in every layer."""

    def scaled(size: int) -> int:
        return max(1, round(size * times))

    blocks = tuple(replace(block, filters=scaled(block.filters)) for block in config.blocks)
    return replace(config, blocks=blocks, dense=tuple(scaled(units) for units in config.dense))


def _augmented(config: TrainConfig, varied: bool) -> TrainConfig:
    """Training pictures as they are, or varied: as the configuration says, else a little."""
    if not varied:
        return replace(config, augmentation=Augmentation())
    if config.augmentation.active:
        return config
    return replace(config, augmentation=Augmentation(flip=0.5, shift=1.0))


DEPTH = Varying(
    "depth",
    Number(
        default=3,
        low=1,
        high=MAX_BLOCKS,
        whole=True,
        label="Convolution blocks",
        help="How many convolutions follow each other. Deeper: patterns of patterns, more work.",
    ),
    lambda config: len(config.blocks),
    _deep,
)
WIDTH = Varying(
    "width",
    Number(
        default=1.0,
        low=0.125,
        high=4.0,
        scale="logarithmic",
        stops=(0.25, 0.5, 1.0, 2.0),
        unit="×",
        label="Width",
        help="How many filters and units each layer has, compared with now. Wider: more patterns "
        "to look for, more work.",
    ),
    lambda config: 1.0,
    _wide,
)
AUGMENTED = Varying(
    "augmentation",
    Switch(
        default=False,
        label="Varied pictures",
        help="Whether each training picture is shown a little otherwise every time: mirrored and "
        "shifted, unless you have chosen variations of your own.",
    ),
    lambda config: config.augmentation.active,
    _augmented,
)

VARYING: dict[str, Varying] = {
    **{key: _setting(key) for key in SETTINGS if key not in _NOT_VARIED},
    **{each.key: each for each in (DEPTH, WIDTH, AUGMENTED)},
}
"""Everything that can vary, by its key."""


def in_words(key: str, value: Any) -> str:
    """`value` of what varies, as people read it: `0.005`, `50 % of pictures`, `sgd`."""
    return VARYING[key].setting.in_words(value)


def check_value(key: str, value: object) -> None:
    """Raise ConfigError unless something of that name can have that value."""
    if key not in VARYING:
        known = ", ".join(sorted(VARYING))
        raise ConfigError(f"“{key[:40]}” is nothing that can vary. Known: {known}.")
    VARYING[key].setting.check(key.removeprefix(AUGMENTATION), value)
