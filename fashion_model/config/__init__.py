"""What a training is asked to do: its settings, the presets, and what follows from them."""

from fashion_model.config.presets import (
    EPOCHS_ON_ALL_PICTURES,
    PRESETS,
    on_preset,
    preset_for,
    preset_of,
)
from fashion_model.config.setting import Choice, ConfigError, Number, Setting, Switch
from fashion_model.config.train_config import (
    AUGMENTATION,
    MAX_BLOCKS,
    MAX_DENSE,
    SETTINGS,
    USUAL_SKETCHES,
    Augmentation,
    ConvBlock,
    TrainConfig,
    choice,
    number,
    value_of,
    with_values,
)

__all__ = [
    "AUGMENTATION",
    "MAX_BLOCKS",
    "MAX_DENSE",
    "EPOCHS_ON_ALL_PICTURES",
    "PRESETS",
    "SETTINGS",
    "USUAL_SKETCHES",
    "Augmentation",
    "Choice",
    "ConfigError",
    "ConvBlock",
    "Number",
    "Setting",
    "Switch",
    "TrainConfig",
    "choice",
    "number",
    "on_preset",
    "preset_for",
    "preset_of",
    "value_of",
    "with_values",
]
