"""Starting points, from fast to accurate; `python -m benchmarks time-to-accuracy` measures them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fashion_model.config.setting import ConfigError
from fashion_model.config.train_config import Augmentation, ConvBlock, TrainConfig

PRESETS: dict[str, TrainConfig] = {
    "quick": TrainConfig(
        blocks=(
            ConvBlock(16, stride=2, pooling="none"),
            ConvBlock(32),
            ConvBlock(64, pooling="none"),
        ),
        dense=(64,),
        learning_rate=5e-3,
        schedule="one-cycle",
        epochs=6,
        averaging=50,
        precision="mixed",
    ),
    "classic": TrainConfig(
        blocks=(ConvBlock(32), ConvBlock(64)), dense=(128,), dropout=0.3, epochs=10
    ),
    "broad": TrainConfig(
        blocks=(
            ConvBlock(32, batch_norm=True),
            ConvBlock(64, batch_norm=True),
            ConvBlock(128, batch_norm=True, pooling="none"),
        ),
        dense=(),
        learning_rate=1e-2,
        schedule="one-cycle",
        epochs=3,
        averaging=70,
        precision="mixed",
    ),
    "deep": TrainConfig(
        blocks=(
            ConvBlock(32, batch_norm=True),
            ConvBlock(64, batch_norm=True, pooling="none"),
            ConvBlock(64, batch_norm=True),
            ConvBlock(128, batch_norm=True, pooling="none"),
        ),
        dense=(),
        dropout=0.3,
        learning_rate=1e-2,
        schedule="one-cycle",
        epochs=12,
        label_smoothing=0.05,
        augmentation=Augmentation(flip=0.5),
        averaging=100,
        precision="mixed",
    ),
}


EPOCHS_ON_ALL_PICTURES = {"quick": 3}
"""An epoch there has six times as many corrections as on the sample, so fewer epochs are enough."""


def preset_for(name: str, *, sample: bool) -> TrainConfig:
    """The preset as it is meant for the bundled sample, or for all pictures."""
    preset = PRESETS[name]
    return (
        preset
        if sample
        else replace(preset, epochs=EPOCHS_ON_ALL_PICTURES.get(name, preset.epochs))
    )


def preset_of(config: TrainConfig) -> str | None:
    """The preset that `config` equals, for whichever pictures, but for its seed and threads."""
    for name in PRESETS:
        for sample in (True, False):
            preset = preset_for(name, sample=sample)
            if replace(config, seed=preset.seed, threads=preset.threads) == preset:
                return name
    return None


def on_preset(settings: Mapping[str, Any], *, sample: bool = True) -> TrainConfig:
    """A config from JSON-like settings, on top of `preset` where they name one.

    A link means the same everywhere, whichever pictures are there; `sample` is for who asks anew.

    Raises:
        ConfigError: an unknown key or preset, or a value out of bounds.
    """
    values = dict(settings)
    name = values.pop("preset", None)
    if name is None:
        return TrainConfig.from_dict(values)
    if not isinstance(name, str) or name not in PRESETS:
        raise ConfigError(f"“preset” must be one of: {', '.join(PRESETS)}.")
    return TrainConfig.from_dict(values, preset_for(name, sample=sample))
