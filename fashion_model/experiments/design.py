"""What an experiment asks, and the configurations that answer it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fashion_model.config import SETTINGS, ConfigError, Number, TrainConfig, value_of
from fashion_model.experiments.search import Search
from fashion_model.experiments.varying import VARYING, check_value, in_words

KINDS = ("line-up", "luck", "race", "search")
SEARCH_NAMES = ("what you had", "the best found")
MOST_VALUES, FEWEST_VALUES = 6, 2
MOST_VARIANTS = 16
MOST_SEEDS = 12
"""Of each variant. A form offers five; more come one by one, where five could not tell."""


@dataclass(frozen=True)
class Variant:
    """One of the things compared, and what it is called: `0.005`, `0.005, 3 blocks`, `A`."""

    label: str
    config: TrainConfig  # its seed does not count


@dataclass(frozen=True)
class Design:
    """A question, and what is trained to answer it.

    Attributes:
        kind: "line-up" (one or two settings, each value with each), "luck" (one configuration,
            several seeds), "race" (two configurations) or "search" (for one that beats the base).
        question: in the visitor's words.
        base: the configuration in which something varies; of a race the first one.
        varied: of a line-up, the values by what varies (a key of `VARYING`).
        rival: of a race, the second configuration; of a search that is over, the best it found.
        seeds: of each variant; all have the same. Those of a search are fresh ones, not its
            trials'.
        search: what a search looks through.

    Raises:
        ConfigError: it is no experiment, in words.
    """

    kind: str
    question: str
    base: TrainConfig
    varied: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    rival: TrainConfig | None = None
    names: tuple[str, str] = ("A", "B")  # of a race, and of the two ends of a search
    seeds: tuple[int, ...] = (1,)
    search: Search | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ConfigError(f"An experiment is one of: {', '.join(KINDS)}.")
        _check_seeds(self.kind, self.seeds)
        if (self.kind == "search") != (self.search is not None):
            raise ConfigError("Choose what is to be searched.")
        if self.search is not None:
            self.search.check_base(self.base)
            if self.base.seed in self.seeds:
                raise ConfigError("What a search found is judged with fresh seeds.")
        elif (self.kind == "race") != (self.rival is not None):
            raise ConfigError("A race is between two configurations.")
        if (self.kind == "line-up") != bool(self.varied):
            raise ConfigError("Choose what is to vary.")
        _check_varied(self.varied)
        variants = self.variants
        for key in self.varied:
            _check_counts(key, variants)
        settings = [replace(variant.config, seed=0) for variant in variants]
        if len(set(settings)) < len(settings):
            raise ConfigError("Two of these come to one and the same training: choose others.")

    @property
    def variants(self) -> list[Variant]:
        """What is compared, in order."""
        if self.rival is not None:
            first, second = self.names
            return [Variant(first, self.base), Variant(second, self.rival)]
        if self.search is not None:  # nothing better was found, or not yet
            return []
        found = []
        for values in itertools.product(*self.varied.values()):
            config, words = self.base, []
            for key, value in zip(self.varied, values, strict=True):
                config = VARYING[key].put(config, value)
                words.append(in_words(key, value))
            found.append(Variant(", ".join(words) or "every time the same", config))
        return found

    @property
    def trainings(self) -> list[tuple[int, int]]:
        """All trainings, (variant, seed), in their order: all first seeds, then all second ones."""
        return [(at, seed) for seed in self.seeds for at in range(len(self.variants))]

    def config_of(self, variant: int, seed: int) -> TrainConfig:
        """The configuration of one training."""
        return replace(self.variants[variant].config, seed=seed)

    def name_of(self, variant: int, seed: int) -> str:
        """What the run of one training is called: `Learning rate 0.005, seed 2`."""
        label = self.variants[variant].label
        if len(self.varied) == 1:
            (key,) = self.varied
            label = f"{VARYING[key].setting.label} {label}"
        if self.kind == "search":
            label = label[:1].upper() + label[1:]
        return f"{'Luck' if self.kind == 'luck' else label}, seed {seed}"


def _check_counts(key: str, variants: list[Variant]) -> None:
    setting = VARYING[key].setting
    only_with = setting.only_with if isinstance(setting, Number) else None
    if only_with is None:
        return
    other, choice = only_with
    if any(value_of(variant.config, other) != choice for variant in variants):
        raise ConfigError(f"{setting.label} counts with {choice} only: choose that first.")


def _check_seeds(kind: str, seeds: tuple[int, ...]) -> None:
    if not 1 <= len(seeds) <= MOST_SEEDS or len(set(seeds)) < len(seeds):
        raise ConfigError(f"Give between 1 and {MOST_SEEDS} different seeds.")
    for seed in seeds:
        SETTINGS["seed"].check("seed", seed)
    if kind == "luck" and len(seeds) < 2:
        raise ConfigError("Luck shows between at least two seeds.")


def _check_varied(varied: Mapping[str, tuple[Any, ...]]) -> None:
    if len(varied) > 2:
        raise ConfigError("Vary one or two things at a time: with three nobody could see why.")
    variants = 1
    for key, values in varied.items():
        for value in values:
            check_value(key, value)
        if len(set(values)) < len(values):
            raise ConfigError("Each value can be tried once.")
        if len(values) < FEWEST_VALUES:
            raise ConfigError("Give at least two values.")
        if len(values) > MOST_VALUES:
            raise ConfigError(f"Give at most {MOST_VALUES} values.")
        variants *= len(values)
    if variants > MOST_VARIANTS:
        raise ConfigError(
            f"{variants} combinations are too many: at most {MOST_VARIANTS} fit on one screen."
        )
