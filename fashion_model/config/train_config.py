"""What a training is asked to do. Every bound is checked here, whatever a form says.

A hyperparameter is declared where its field is: bounds, default, label, unit, steps and one
sentence. The forms, the terminal, links and the notebook read `SETTINGS`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import pairwise
from typing import Any, TypeVar

from fashion_model.config import layers
from fashion_model.config.setting import (
    Choice,
    ConfigError,
    Number,
    Setting,
    Switch,
    check_fields,
    check_keys,
    declare,
    declared,
)
from fashion_model.labels import CLASS_NAMES, TRAINING_PICTURES

MAX_BLOCKS = 6
MAX_DENSE = 3
MAX_LEFT_OUT = 100
MAX_PARAMETERS = 5_000_000
MAX_MULTIPLY_ADDS = 150_000_000
MAX_MEMORY = 2_000_000_000
LATER = ("spoiling", "left_out")
"""Settings that came when there were runs at home already; versions before refuse their names."""
USUAL_SKETCHES = 0.3
"""The share of redrawn pictures that teaches a network drawings and costs it little else."""


@dataclass(frozen=True)
class ConvBlock:
    """One convolution, then pooling by two (if any), batch norm (if any) and the activation.

    Pooling comes first because the rest then has a quarter of the work; maximum and activation may
    change places without changing what comes out.
    """

    filters: int = declare(
        Number(
            default=32,
            low=1,
            high=256,
            step=8,
            whole=True,
            label="Filters",
            help="How many patterns this block looks for. More filters see more, and cost more "
            "work.",
        )
    )
    kernel: int = declare(
        Number(
            default=3,
            low=1,
            high=7,
            whole=True,
            label="Filter size",
            help="How wide and high each filter is, in pixels: how much of the picture it sees at "
            "once.",
        )
    )
    stride: int = declare(
        Number(
            default=1,
            low=1,
            high=3,
            whole=True,
            label="Stride",
            help="How many pixels the filter moves on at each step. 2 halves the picture's sides.",
        )
    )
    batch_norm: bool = declare(
        Switch(
            default=False,
            label="Batch norm",
            help="Brings the block's numbers to one scale: learning becomes faster and steadier.",
        )
    )
    pooling: str = declare(
        Choice(
            default="max",
            words={"max": "Max", "average": "Average", "none": "None"},
            label="Pooling",
            brief="{} pooling",
            off="no pooling",
            help="Makes the picture half as wide and half as high: of each 2 × 2 numbers it keeps "
            "the largest (max) or the mean (average).",
        )
    )

    def __post_init__(self) -> None:
        check_fields(self)


UNITS = Number(
    default=64,
    low=1,
    high=1024,
    step=16,
    whole=True,
    label="Units",
    help="How many weighted sums this layer forms of everything before it.",
)
"""The size of a dense layer."""


@dataclass(frozen=True)
class Augmentation:
    """How far training pictures are varied. Zero everywhere: not at all."""

    flip: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=1.0,
            step=0.05,
            unit="% of pictures",
            label="Mirror",
            brief="{} mirrored",
            off="not mirrored",
            help="Left and right change places.",
        )
    )
    shift: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=8.0,
            step=0.5,
            unit="pixels",
            label="Shift",
            brief="shifted {}",
            off="not shifted",
            help="Moved by up to this many pixels in each direction; by whole ones, unless it is "
            "turned or zoomed too.",
        )
    )
    rotation: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=45.0,
            unit="degrees",
            label="Turn",
            brief="turned {}",
            off="not turned",
            help="Turned by up to this angle, either way.",
        )
    )
    zoom: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=0.5,
            step=0.01,
            unit="%",
            label="Zoom",
            brief="zoomed {}",
            off="not zoomed",
            help="Made up to this much larger or smaller.",
        )
    )
    erasing: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=1.0,
            step=0.05,
            unit="% of pictures",
            label="Erase a patch",
            brief="{} erased",
            off="nothing erased",
            help="A grey rectangle hides a part.",
        )
    )
    sketches: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=1.0,
            step=0.05,
            unit="% of pictures",
            label="Redraw",
            brief="{} redrawn",
            off="not redrawn",
            help="Redrawn as people draw: an outline, filled with grey, some seams. It makes the "
            "network robust to drawings, which are foreign to it otherwise: the collection has "
            f"photos only. About {100 * USUAL_SKETCHES:g} % is a good start.",
        )
    )

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def active(self) -> bool:
        """Whether anything is varied at all."""
        return any(getattr(self, part.name) > 0 for part in fields(self))


SHIRTS = "shirts"
BRIGHT = "bright"
NO_KIND = "none"
_KINDS = dict.fromkeys((NO_KIND, *CLASS_NAMES), "")


@dataclass(frozen=True)
class Spoiling:
    """What is made wrong with the training pictures, and with these alone. Nothing at first."""

    flip: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=0.5,
            step=0.05,
            unit="% of labels",
            label="Wrong labels",
            brief="{} labels flipped",
            off="no label flipped",
            help="So many training pictures get the label of another kind, and keep it.",
        )
    )
    which: str = declare(
        Choice(
            default="any",
            words={"any": "any label to any other", SHIRTS: "Shirt ↔ T-shirt/top only"},
            label="Which labels",
            brief="flipped: {}",
            idle=("spoiling.flip", 0.0),
            help="Labels that are wrong at random are easier to bear than such as confuse the same "
            "two kinds. The share is then of the pictures of these two.",
        )
    )
    hidden: str = declare(
        Choice(
            default=NO_KIND,
            words=_KINDS,
            label="Hide a kind",
            brief="{} hidden",
            off="no kind hidden",
            help="The network is never shown this kind while it learns, and is asked about it all "
            "the same.",
        )
    )
    few: str = declare(
        Choice(
            default=NO_KIND,
            words=_KINDS,
            label="Keep only a few of",
            brief="few of {}",
            off="all kept",
            help="Of this kind only so many pictures are shown as it says beside; of the others "
            "all.",
        )
    )
    kept: int = declare(
        Number(
            default=50,
            low=10,
            high=500,
            step=10,
            unit="pictures",
            whole=True,
            label="How many",
            brief="{} kept",
            idle=("spoiling.few", NO_KIND),
            help="Fewer: it rarely sees that kind, and rather takes it for another.",
        )
    )
    ground_of: str = declare(
        Choice(
            default=NO_KIND,
            words=_KINDS,
            label="Other ground for",
            brief="other ground for {}",
            off="the same ground",
            help="Every picture of this kind is shown on another ground than all other kinds, "
            "which gives it away: the network need not look at the clothes.",
        )
    )
    ground: str = declare(
        Choice(
            default=BRIGHT,
            words={BRIGHT: "the others stay on black", "dark": "the others become bright"},
            label="Its ground",
            brief="{} ground",
            idle=("spoiling.ground_of", NO_KIND),
            help="In the collection all clothes lie on black. What is black around them is made "
            "light grey here.",
        )
    )

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def active(self) -> bool:
        """Whether anything is spoiled at all."""
        return self.flip > 0 or {self.hidden, self.few, self.ground_of} != {"none"}


@dataclass(frozen=True)
class TrainConfig:
    """A network and how to train it.

    Raises:
        ConfigError: a value is out of bounds, or the network is too large for the server.
    """

    blocks: tuple[ConvBlock, ...] = (ConvBlock(32), ConvBlock(64))
    dense: tuple[int, ...] = (128,)
    activation: str = declare(
        Choice(
            default="relu",
            words=dict.fromkeys(("relu", "elu", "gelu", "tanh", "sigmoid"), ""),
            label="Activation",
            brief="{}",
            help="The bend in every layer without which many layers could do no more than one. "
            "relu is the usual one; sigmoid learns slowest.",
        )
    )
    dropout: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=0.9,
            step=0.05,
            label="Dropout",
            off="no dropout",
            help="This share of the numbers before the last layer is left out at random in every "
            "step, so that the network cannot rely on a single detail. Higher: slower learning, "
            "less memorising.",
        )
    )
    optimizer: str = declare(
        Choice(
            default="adam",
            words=dict.fromkeys(("sgd", "adam", "adamw", "rmsprop"), ""),
            label="Optimizer",
            brief="{}",
            help="The rule that turns mistakes into corrections. adam suits almost everything; "
            "sgd is the simplest and wants a larger learning rate.",
        )
    )
    momentum: float = declare(
        Number(
            default=0.9,
            low=0.0,
            high=0.99,
            step=0.01,
            only_with=("optimizer", "sgd"),
            label="Momentum",
            help="How much of its last correction it keeps up, like a rolling ball. Higher: "
            "faster and smoother, but it overshoots more easily.",
        )
    )
    learning_rate: float = declare(
        Number(
            default=1e-3,
            low=1e-6,
            high=1.0,
            scale="logarithmic",
            stops=(1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1),
            label="Learning rate",
            means="size of each correction",
            brief="rate {}",
            help="How large a step the network takes after each batch of pictures, to correct "
            "itself.",
        )
    )
    schedule: str = declare(
        Choice(
            default="constant",
            words={
                "constant": "the same step all the way",
                "cosine": "large steps first, ever smaller ones later",
                "one-cycle": "warm up, then cool down",
            },
            label="Learning rate over time",
            brief="{} rate",
            help="Large steps find the neighbourhood, small steps find the spot: a falling rate "
            "often ends a little better.",
        )
    )
    batch_size: int = declare(
        Number(
            default=128,
            low=8,
            high=1024,
            whole=True,
            scale="logarithmic",
            stops=(16, 32, 64, 128, 256, 512),
            label="Batch size",
            means="pictures per correction",
            brief="batches of {}",
            help="A batch is how many pictures the network looks at before it corrects itself "
            "once. Larger: smoother and faster, but fewer corrections an epoch.",
        )
    )
    epochs: int = declare(
        Number(
            default=10,
            low=1,
            high=100,
            whole=True,
            label="Epochs",
            means="walks through all pictures",
            brief="{} epochs",
            help="One epoch is one walk through all training pictures.",
        )
    )
    label_smoothing: float = declare(
        Number(
            default=0.0,
            low=0.0,
            high=0.5,
            step=0.01,
            label="Label smoothing",
            brief="smoothing {}",
            off="no smoothing",
            help="Teaches the network to be a little less than certain. 0 is off, 0.1 is usual. "
            "Higher: humbler answers, and a loss that cannot reach 0.",
        )
    )
    averaging: int = declare(
        Number(
            default=0,
            low=0,
            high=500,
            step=10,
            unit="batches",
            one="batch",
            whole=True,
            label="Average the weights over",
            brief="averaged over {}",
            off="not averaged",
            help="The network answers with the average of its latest weights, which jump about "
            "less than each of them: good answers come sooner. 0 is off. Higher: smoother, but "
            "slower to show what was just learned.",
        )
    )
    precision: str = declare(
        Choice(
            default="float32",
            words={"float32": "all digits", "mixed": "half of them, where the processor can"},
            label="Precision",
            brief="{} precision",
            help="With how many digits the computer multiplies while it learns. Fewer are enough "
            "and up to twice as fast, on processors that are built for it; others use all digits "
            "anyway.",
        )
    )
    augmentation: Augmentation = field(default_factory=Augmentation)
    spoiling: Spoiling = field(default_factory=Spoiling)
    left_out: tuple[int, ...] = ()
    """Training pictures it isn't shown, by their official numbers, ascending."""
    patience: int | None = declare(
        Number(
            default=None,
            low=1,
            high=50,
            unit="epochs",
            whole=True,
            optional=True,
            label="Patience",
            brief="patience {}",
            off="no patience",
            help="How many epochs without progress it waits before it stops early. Higher: it "
            "gives up later.",
        )
    )
    share: float = declare(
        Number(
            default=1.0,
            low=0.01,
            high=1.0,
            step=0.01,
            unit="%",
            label="Share of the training pictures",
            brief="{} of the pictures",
            help="Higher: more pictures to learn from, better answers, longer epochs. Train on "
            "few to see why data helps.",
        )
    )
    seed: int = declare(
        Number(
            default=1,
            low=0,
            high=2**31 - 1,
            whole=True,
            scale="typed",
            label="Seed",
            help="The number all chance comes from. Higher is not better, only another draw: the "
            "same seed and settings give the same training.",
        )
    )
    threads: int = declare(
        Number(
            default=2,
            low=1,
            high=16,
            whole=True,
            scale="typed",
            label="Threads",
            brief="{} threads",
            help="How many calculations the processor does at once. More: faster, up to the "
            "number of its cores. One and two give slightly different curves.",
        )
    )

    def __post_init__(self) -> None:
        if len(self.blocks) > MAX_BLOCKS:
            raise ConfigError(f"Use at most {MAX_BLOCKS} convolution blocks.")
        if len(self.dense) > MAX_DENSE:
            raise ConfigError(f"Use at most {MAX_DENSE} dense layers.")
        for units in self.dense:
            UNITS.check("dense", units)
        _check_left_out(self.left_out)
        check_fields(self)
        self._check_size()

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
        memory = layers.estimate_memory(self, self.batch_size)
        if memory > MAX_MEMORY:
            raise ConfigError(
                f"This training would need about {memory / 1e9:.1f} GB of memory;"
                f" at most {MAX_MEMORY / 1e9:.1f} GB are allowed."
                " Use smaller batches or fewer filters."
            )

    def to_dict(self) -> dict[str, Any]:
        """All settings, ready for JSON."""
        return asdict(self)

    def to_stored(self) -> dict[str, Any]:
        """The settings as a run keeps them: without those of `LATER` that change nothing.

        So versions that lack them open the run, too. `from_dict` gives the same config back.
        """
        usual = TrainConfig()
        idle = [name for name in LATER if getattr(self, name) == getattr(usual, name)]
        return {name: each for name, each in self.to_dict().items() if name not in idle}

    def to_json(self) -> str:
        """All settings as JSON; `from_json` gives the same config back."""
        return json.dumps(self.to_dict(), sort_keys=True)

    @classmethod
    def from_dict(
        cls, settings: Mapping[str, Any], base: "TrainConfig | None" = None
    ) -> "TrainConfig":
        """A config from JSON-like settings; what they leave out is as in `base`.

        Raises:
            ConfigError: an unknown key, or a value out of bounds.
        """
        base = base or cls()
        check_keys(settings, cls)
        values = dict(settings)
        if "blocks" in values:
            values["blocks"] = tuple(_group(ConvBlock(), each) for each in _list(values, "blocks"))
        for name in {"dense", "left_out"} & values.keys():
            values[name] = tuple(_list(values, name))
        for name in _GROUPS & values.keys():
            values[name] = _group(getattr(base, name), values[name])
        return replace(base, **values)

    @classmethod
    def from_json(cls, text: str) -> "TrainConfig":
        """A config from JSON text; see `from_dict`."""
        return cls.from_dict(read_json(text))


def _check_left_out(pictures: tuple[int, ...]) -> None:
    if len(pictures) > MAX_LEFT_OUT:
        raise ConfigError(f"Leave out at most {MAX_LEFT_OUT} training pictures.")
    if not all(type(each) is int and 0 <= each < TRAINING_PICTURES for each in pictures):
        raise ConfigError(
            f"Training pictures to leave out have whole numbers from 0 to {TRAINING_PICTURES - 1}."
        )
    if any(one >= other for one, other in pairwise(pictures)):
        raise ConfigError("Name each training picture to leave out once, in ascending order.")


def read_json(text: str) -> dict[str, Any]:
    """The JSON object that `text` is; raises ConfigError where it is none."""
    try:
        settings = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError("These settings are not valid JSON.") from error
    if not isinstance(settings, dict):
        raise ConfigError("These settings must be one JSON object.")
    return settings


G = TypeVar("G", ConvBlock, Augmentation, Spoiling)


def _group(base: G, settings: object) -> G:
    if not isinstance(settings, Mapping):
        raise ConfigError("Blocks, augmentation and spoiling must be groups of settings.")
    check_keys(settings, type(base))
    return replace(base, **settings)


def _list(values: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(values[name], list | tuple):
        raise ConfigError(f"“{name}” must be a list.")
    return list(values[name])


AUGMENTATION = "augmentation."
SPOILING = "spoiling."
_GROUPS = {"augmentation", "spoiling"}
SETTINGS: dict[str, Setting] = {
    **declared(TrainConfig),
    **{AUGMENTATION + name: setting for name, setting in declared(Augmentation).items()},
    **{SPOILING + name: setting for name, setting in declared(Spoiling).items()},
    **{f"blocks.{name}": setting for name, setting in declared(ConvBlock).items()},
    "dense": UNITS,
}
"""Every hyperparameter by its key: `learning_rate`, `augmentation.shift`, `blocks.filters`."""


def value_of(config: TrainConfig, key: str) -> Any:
    """What `config` says for the setting `key`; none of the blocks'."""
    group, dot, name = key.partition(".")
    return getattr(getattr(config, group), name) if dot else getattr(config, key)


def with_values(config: TrainConfig, values: Mapping[str, Any]) -> TrainConfig:
    """`config` with other values for some settings, by key; none of the blocks'.

    Raises:
        ConfigError: they are out of bounds, or clash.
    """
    changed: dict[str, Any] = {key: value for key, value in values.items() if "." not in key}
    for group in _GROUPS:
        inside = {
            key.removeprefix(f"{group}."): value
            for key, value in values.items()
            if key.startswith(f"{group}.")
        }
        if inside:
            changed[group] = replace(getattr(config, group), **inside)
    return replace(config, **changed)


def choice(key: str) -> Choice:
    """The declaration of the choice `key`."""
    setting = SETTINGS[key]
    assert isinstance(setting, Choice)
    return setting


def number(key: str) -> Number:
    """The declaration of the number `key`."""
    setting = SETTINGS[key]
    assert isinstance(setting, Number)
    return setting
