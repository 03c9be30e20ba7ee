"""What a training is asked to do. Every bound is checked here, whatever a form says."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, TypeVar

from fashion_model import layers

ACTIVATIONS = ("relu", "elu", "gelu", "tanh", "sigmoid")
OPTIMIZERS = ("sgd", "adam", "adamw", "rmsprop")
SCHEDULES = ("constant", "cosine", "one-cycle")
POOLINGS = ("max", "average", "none")
PRECISIONS = ("float32", "mixed")

BOUNDS: dict[str, tuple[float, float]] = {
    "filters": (1, 256),
    "kernel": (1, 7),
    "stride": (1, 3),
    "dense": (1, 1024),
    "dropout": (0.0, 0.9),
    "momentum": (0.0, 0.99),
    "learning_rate": (1e-6, 1.0),
    "batch_size": (8, 1024),
    "epochs": (1, 100),
    "label_smoothing": (0.0, 0.5),
    "flip": (0.0, 1.0),
    "shift": (0.0, 8.0),
    "rotation": (0.0, 45.0),
    "zoom": (0.0, 0.5),
    "erasing": (0.0, 1.0),
    "sketches": (0.0, 1.0),
    "patience": (1, 50),
    "averaging": (0, 500),
    "share": (0.01, 1.0),
    "seed": (0, 2**31 - 1),
    "threads": (1, 16),
}
MAX_BLOCKS = 6
MAX_DENSE = 3
MAX_PARAMETERS = 5_000_000
MAX_MULTIPLY_ADDS = 150_000_000
MAX_MEMORY = 2_000_000_000


class ConfigError(ValueError):
    """A setting out of bounds; the message is a sentence for the visitor."""


def _check_keys(settings: Mapping[str, Any], kind: type) -> None:
    known = {part.name for part in fields(kind)}
    for key in settings:
        if key not in known:
            raise ConfigError(
                f"There is no setting “{_shown(key)}”. Known: {', '.join(sorted(known))}."
            )


def _shown(text: object) -> str:
    """Return the beginning of what a stranger wrote, fit to be shown."""
    return "".join(letter for letter in str(text)[:40] if letter.isprintable())


def _check_number(name: str, value: object, *, whole: bool = False) -> None:
    low, high = BOUNDS[name]
    words = name.replace("_", " ")
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise ConfigError(f"“{words}” must be a {'whole ' if whole else ''}number.")
    if not low <= value <= high:  # false for nan, too
        raise ConfigError(f"“{words}” must be between {low:g} and {high:g}.")


def _check_bool(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise ConfigError(f"“{name.replace('_', ' ')}” must be yes or no.")


def _check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in choices:
        raise ConfigError(f"“{name}” must be one of: {', '.join(choices)}.")


@dataclass(frozen=True)
class ConvBlock:
    """One convolution, then pooling by two (if any), batch norm (if any) and the activation.

    Pooling comes first because the rest then has a quarter of the work; maximum and activation may
    change places without changing what comes out.
    """

    filters: int = 32
    kernel: int = 3
    stride: int = 1
    batch_norm: bool = False
    pooling: str = "max"

    def __post_init__(self) -> None:
        for name in ("filters", "kernel", "stride"):
            _check_number(name, getattr(self, name), whole=True)
        _check_bool("batch_norm", self.batch_norm)
        _check_choice("pooling", self.pooling, POOLINGS)


@dataclass(frozen=True)
class Augmentation:
    """How far training pictures are varied. Zero everywhere: not at all."""

    flip: float = 0.0  # probability of mirroring
    shift: float = 0.0  # pixels, at most, in each direction
    rotation: float = 0.0  # degrees, at most, either way
    zoom: float = 0.0  # share, at most, larger or smaller
    erasing: float = 0.0  # probability of blanking a rectangle
    sketches: float = 0.0  # probability of becoming a drawing of itself

    def __post_init__(self) -> None:
        for part in fields(self):
            _check_number(part.name, getattr(self, part.name))

    @property
    def active(self) -> bool:
        """Whether anything is varied at all."""
        return any(getattr(self, part.name) > 0 for part in fields(self))


@dataclass(frozen=True)
class TrainConfig:
    """A network and how to train it.

    Raises:
        ConfigError: a value is out of bounds, or the network is too large for the server.
    """

    blocks: tuple[ConvBlock, ...] = (ConvBlock(32), ConvBlock(64))
    dense: tuple[int, ...] = (128,)
    activation: str = "relu"
    dropout: float = 0.0
    optimizer: str = "adam"
    momentum: float = 0.9  # sgd only
    learning_rate: float = 1e-3
    schedule: str = "constant"
    batch_size: int = 128
    epochs: int = 10
    label_smoothing: float = 0.0
    averaging: int = 0  # batches over which the weights that answer are averaged; 0: the latest
    precision: str = "float32"  # mixed: half as many digits where the processor computes with them
    augmentation: Augmentation = field(default_factory=Augmentation)
    patience: int | None = None  # epochs without progress before stopping early; None: never
    share: float = 1.0  # of the training pictures
    seed: int = 1
    threads: int = 2  # part of the recipe: one thread and two give different curves

    def __post_init__(self) -> None:
        self._check_network()
        for name in ("dropout", "momentum", "learning_rate", "label_smoothing", "share"):
            _check_number(name, getattr(self, name))
        for name in ("batch_size", "epochs", "averaging", "seed", "threads"):
            _check_number(name, getattr(self, name), whole=True)
        if self.patience is not None:
            _check_number("patience", self.patience, whole=True)
        _check_choice("optimizer", self.optimizer, OPTIMIZERS)
        _check_choice("schedule", self.schedule, SCHEDULES)
        _check_choice("precision", self.precision, PRECISIONS)
        self._check_size()

    def _check_network(self) -> None:
        if len(self.blocks) > MAX_BLOCKS:
            raise ConfigError(f"Use at most {MAX_BLOCKS} convolution blocks.")
        if len(self.dense) > MAX_DENSE:
            raise ConfigError(f"Use at most {MAX_DENSE} dense layers.")
        for units in self.dense:
            _check_number("dense", units, whole=True)
        _check_choice("activation", self.activation, ACTIVATIONS)

    def _check_size(self) -> None:
        parameters = layers.count_parameters(self)
        if parameters > MAX_PARAMETERS:
            raise ConfigError(
                f"This network has {parameters:,} parameters; at most {MAX_PARAMETERS:,} fit here."
                " Use fewer filters, more pooling or smaller dense layers."
            )
        work = layers.count_multiply_adds(self)
        if work > MAX_MULTIPLY_ADDS:
            raise ConfigError(
                f"This network needs {work / 1e6:,.0f} million multiplications a picture;"
                f" at most {MAX_MULTIPLY_ADDS / 1e6:,.0f} million are allowed."
                " Use fewer filters or more pooling."
            )
        memory = layers.estimate_memory(self)
        if memory > MAX_MEMORY:
            raise ConfigError(
                f"This training would need about {memory / 1e9:.1f} GB of memory;"
                f" at most {MAX_MEMORY / 1e9:.1f} GB are allowed."
                " Use smaller batches or fewer filters."
            )

    def to_dict(self) -> dict[str, Any]:
        """All settings, ready for JSON."""
        return asdict(self)

    def to_json(self) -> str:
        """All settings as JSON; `from_json` gives the same config back."""
        return json.dumps(self.to_dict(), sort_keys=True)

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any]) -> "TrainConfig":
        """A config from JSON-like settings, on top of `preset` where one is named.

        Raises:
            ConfigError: an unknown key or preset, or a value out of bounds.
        """
        values = dict(settings)
        preset = values.pop("preset", None)
        if preset is not None:
            _check_choice("preset", preset, tuple(PRESETS))
        _check_keys(values, cls)
        if "blocks" in values:
            values["blocks"] = tuple(_group(ConvBlock(), each) for each in _list(values, "blocks"))
        if "dense" in values:
            values["dense"] = tuple(_list(values, "dense"))
        base = cls() if preset is None else PRESETS[preset]
        if "augmentation" in values:
            values["augmentation"] = _group(base.augmentation, values["augmentation"])
        return replace(base, **values)

    @classmethod
    def from_json(cls, text: str) -> "TrainConfig":
        """A config from JSON text; see `from_dict`."""
        try:
            settings = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ConfigError("These settings are not valid JSON.") from error
        if not isinstance(settings, dict):
            raise ConfigError("These settings must be one JSON object.")
        return cls.from_dict(settings)


def preset_of(config: TrainConfig) -> str | None:
    """The preset that `config` equals, but for its seed and threads."""
    for name, preset in PRESETS.items():
        if replace(config, seed=preset.seed, threads=preset.threads) == preset:
            return name
    return None


G = TypeVar("G", ConvBlock, Augmentation)


def _group(base: G, settings: object) -> G:
    if not isinstance(settings, Mapping):
        raise ConfigError("Blocks and augmentation must be groups of settings.")
    _check_keys(settings, type(base))
    return replace(base, **settings)


def _list(values: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(values[name], list | tuple):
        raise ConfigError(f"“{name}” must be a list.")
    return list(values[name])


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
"""Starting points, from fast to accurate; `python -m benchmarks time-to-accuracy` measures them."""
