"""What a search looks through, for how long: settings with ranges, and a budget.

Which settings come next is said by `workers/study.py`; here is what is asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fashion_model.config import ConfigError, Number, TrainConfig, value_of
from fashion_model.config.layers import count_parameters
from fashion_model.experiments.varying import VARYING, check_value, in_words
from fashion_model.runs.directory import NAME_LENGTH
from fashion_model.words import count, several

SAMPLERS = ("tpe", "random")
MOST_TRIALS = 200
MOST_SECONDS = 12 * 3600.0
_DIGITS = 3  # that a number drawn from a range keeps: more would only look exact
_WIDTH = "width"


@dataclass(frozen=True)
class Range:
    """Where one setting is looked for: from `low` to `high`, or among `values`."""

    low: float | None = None
    high: float | None = None
    values: tuple[Any, ...] = ()

    def holds(self, value: Any) -> bool:
        """Whether `value` is one that may be drawn."""
        if self.low is None or self.high is None:
            return value in self.values
        return value is not None and self.low <= value <= self.high

    def check(self, key: str) -> None:
        """Raise ConfigError unless the setting `key` can be looked for there."""
        setting = VARYING[key].setting if key in VARYING else None
        if self.low is None or self.high is None:
            for value in self.values:
                check_value(key, value)
            if len(set(self.values)) < 2:
                raise ConfigError(f"“{key[:40]}” needs at least two values to choose from.")
            return
        check_value(key, self.low)
        check_value(key, self.high)
        if not isinstance(setting, Number):
            raise ConfigError(f"“{key[:40]}” has no range: name its values, {key[:40]}=a,b.")
        if not self.low < self.high:
            raise ConfigError(f"{setting.label}: the range must go from a lower to a higher value.")

    def along_powers(self, key: str) -> bool:
        """Whether values are drawn, and shown, along powers: as the setting `key` counts."""
        setting, above_zero = VARYING[key].setting, self.low is not None and self.low > 0
        return isinstance(setting, Number) and setting.scale == "logarithmic" and above_zero

    def in_words(self, key: str) -> str:
        """`from 0.001 to 0.02`, `off or on`."""
        if self.low is None or self.high is None:
            *some, last = [in_words(key, value) for value in self.values]
            return f"{', '.join(some)} or {last}"
        return f"from {in_words(key, self.low)} to {in_words(key, self.high)}"

    def to_dict(self) -> dict[str, Any]:
        """As it is stored."""
        if self.low is None:
            return {"values": list(self.values)}
        return {"low": self.low, "high": self.high}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Range:
        """What `to_dict` gave."""
        if "values" in stored:
            return cls(values=tuple(stored["values"]))
        return cls(low=stored["low"], high=stored["high"])


@dataclass(frozen=True)
class Search:
    """What is searched, and for how long.

    Attributes:
        space: the ranges by what is searched (a key of `VARYING`).
        trials: how many trainings; or
        seconds: for how many seconds of training, all together.
        sampler: "tpe" learns from the trials before (Bergstra et al., 2011), "random" does not.
        most_parameters: what the network may have at most, if it matters.
        stopped: whether somebody ended it before its budget was used.
        exhausted: whether hardly a further network in its ranges is small enough.
        over: whether the best was picked; its fresh seeds may still be trained.

    Raises:
        ConfigError: it is no search, in words.
    """

    space: Mapping[str, Range]
    trials: int | None = None
    seconds: float | None = None
    sampler: str = "tpe"
    most_parameters: int | None = None
    stopped: bool = False
    exhausted: bool = False
    over: bool = False

    def __post_init__(self) -> None:
        if not self.space:
            raise ConfigError("Choose at least one setting to search.")
        for key, span in self.space.items():
            span.check(key)
        if (self.trials is None) == (self.seconds is None):
            raise ConfigError("Say how many trials a search has, or how many minutes.")
        if self.trials is not None and not 2 <= self.trials <= MOST_TRIALS:
            raise ConfigError(f"A search has between 2 and {MOST_TRIALS} trials.")
        if self.seconds is not None and not 1 <= self.seconds <= MOST_SECONDS:
            raise ConfigError(f"A search goes for at most {MOST_SECONDS / 60:.0f} minutes.")
        if self.sampler not in SAMPLERS:
            raise ConfigError(f"The sampler is one of: {', '.join(SAMPLERS)}.")

    def check_base(self, base: TrainConfig) -> None:
        """Raise ConfigError where a search around `base` makes no sense."""
        for key in self.space:
            setting = VARYING[key].setting
            only_with = setting.only_with if isinstance(setting, Number) else None
            if only_with is not None and (
                only_with[0] in self.space or value_of(base, only_with[0]) != only_with[1]
            ):
                raise ConfigError(f"{setting.label} counts with {only_with[1]} only.")
        if _WIDTH in self.space and {"dense", "blocks.filters"} & self.space.keys():
            raise ConfigError("Search the width, or filters and units; not both.")
        if self.most_parameters is None or self.fits(base):
            return
        least = count_parameters(self.config_of(base, self._smallest()))
        if least > self.most_parameters:
            raise ConfigError(
                f"Even the smallest network in these ranges has {count(least)} parameters:"
                " search the width, too."
            )

    def _smallest(self) -> dict[str, Any]:
        return {
            key: min(span.values, key=lambda each: each or 0) if span.low is None else span.low
            for key, span in self.space.items()
            if isinstance(VARYING[key].setting, Number)
        }

    def config_of(self, base: TrainConfig, drawn: Mapping[str, Any]) -> TrainConfig:
        """`base` with what was drawn; raises ConfigError where there is no such network."""
        config = base
        for key, value in drawn.items():
            config = VARYING[key].put(config, self.rounded(key, value))
        return config

    def rounded(self, key: str, value: Any) -> Any:
        """`value` with no more digits than mean something."""
        span, setting = self.space[key], VARYING[key].setting
        if span.low is None or span.high is None or not isinstance(setting, Number):
            return value
        if value is None:  # what the base has: no such layer, or never
            return None
        if setting.whole:
            return int(value)
        return min(span.high, max(span.low, float(f"{value:.{_DIGITS}g}")))

    def values_of(self, base: TrainConfig, config: TrainConfig) -> dict[str, Any]:
        """What `config` has of what is searched."""
        drawn = {key: VARYING[key].get(config) for key in self.space}
        if _WIDTH in drawn:
            others = {key: value for key, value in drawn.items() if key != _WIDTH}
            drawn[_WIDTH] = self._width_of(self.config_of(base, others), config)
        return drawn

    def _width_of(self, shaped: TrainConfig, config: TrainConfig) -> float:
        """How many times as wide as `shaped` the network is, told by the widest layer."""
        before, own = (
            max([*(block.filters for block in each.blocks), *each.dense], default=1)
            for each in (shaped, config)
        )
        span, times = self.space[_WIDTH], own / before
        half = 0.5 / before  # a layer is rounded by that much
        if span.low is None or span.high is None:
            return times
        nearest = min(span.high, max(span.low, times))
        return nearest if abs(nearest - times) <= half else times

    def holds(self, base: TrainConfig, config: TrainConfig) -> bool:
        """Whether `config` lies within all ranges."""
        drawn = self.values_of(base, config)
        return all(span.holds(drawn[key]) for key, span in self.space.items())

    def fits(self, config: TrainConfig) -> bool:
        """Whether a network is small enough."""
        return self.most_parameters is None or count_parameters(config) <= self.most_parameters

    @property
    def budget(self) -> str:
        """How long it goes, in words."""
        if self.trials is not None:
            return several(self.trials, "trial")
        seconds = self.seconds or 0.0
        unit = "second" if seconds == 1 else "seconds"
        length = f"{seconds:g} {unit}" if seconds < 120 else f"{seconds / 60:.3g} minutes"
        return f"{length} of training"

    def to_dict(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "space": {key: span.to_dict() for key, span in self.space.items()},
            "trials": self.trials,
            "seconds": self.seconds,
            "sampler": self.sampler,
            "most_parameters": self.most_parameters,
            "stopped": self.stopped,
            "exhausted": self.exhausted,
            "over": self.over,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Search:
        """What `to_dict` gave; raises ConfigError, KeyError or TypeError for anything else."""
        space = {key: Range.from_dict(span) for key, span in stored["space"].items()}
        return cls(**{**stored, "space": space})


def name_of(search: Search, base: TrainConfig, config: TrainConfig, number: int) -> str:
    """What the run of a trial is called: `Trial 7: rate 0.004, no dropout`."""
    if number == 1:
        return "Trial 1: what you had"
    name, separator = f"Trial {number}", ": "
    for key, value in search.values_of(base, config).items():
        setting = VARYING[key].setting
        told = f"{value:.2g} × as wide" if key == _WIDTH else setting.in_brief(value)
        if len(name) + len(separator) + len(told) <= NAME_LENGTH:
            name, separator = f"{name}{separator}{told}", ", "
    return name
