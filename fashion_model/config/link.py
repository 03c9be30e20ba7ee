"""A configuration as one short line of text, for an address to share."""

import json
from typing import Any

from fashion_model.config import PRESETS, ConfigError, TrainConfig, on_preset
from fashion_model.config.train_config import read_json

MOST_CHARACTERS = 2000
"""Longest line that is read; what the app writes takes a few hundred."""


def to_text(config: TrainConfig) -> str:
    """Write `config` as JSON: the preset nearest to it, and what differs from that preset.

    `from_text` gives the same configuration back.
    """
    return _line(config, nearest_preset(config))


def nearest_preset(config: TrainConfig) -> str:
    """Return the preset from which `config` is told in the fewest letters."""
    return min(PRESETS, key=lambda name: len(_line(config, name)))


def from_text(text: str) -> TrainConfig:
    """Read what `to_text` wrote, or anything a stranger put in its place.

    Raises:
        ConfigError: it is no configuration, or one this app would not train.
    """
    if len(text) > MOST_CHARACTERS:
        raise ConfigError(f"It is longer than {MOST_CHARACTERS:,} characters.")
    return on_preset(read_json(text))


def _line(config: TrainConfig, preset: str) -> str:
    differences = _differences(config.to_dict(), PRESETS[preset].to_dict())
    return json.dumps({"preset": preset, **differences}, separators=(",", ":"))


def _differences(wanted: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """Return what `wanted` says otherwise than `base`; within groups likewise."""
    found: dict[str, Any] = {}
    for key, value in wanted.items():
        if value == base[key]:
            continue
        found[key] = _differences(value, base[key]) if isinstance(value, dict) else value
    return found
