"""The questions people really ask, each an experiment that can be started as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fashion_model.config import ConfigError, TrainConfig
from fashion_model.experiments.design import Design
from fashion_model.experiments.varying import VARYING


@dataclass(frozen=True)
class Template:
    """A question with the values that answer it; `values` gives them for a configuration."""

    key: str
    question: str
    why: str
    varied: Callable[[TrainConfig], Mapping[str, tuple[Any, ...]]]
    seeds: int = 1
    kind: str = "line-up"

    def design(self, base: TrainConfig) -> Design:
        """The experiment around `base`; raises ConfigError where it makes no sense there."""
        values = {key: _possible(base, key, tried) for key, tried in self.varied(base).items()}
        seeds = tuple(range(1, self.seeds + 1))
        return Design(self.kind, self.question, base, values, seeds=seeds)


def _possible(base: TrainConfig, key: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Those of `values` that `base` can have: a network may grow too large for the server."""
    found: list[Any] = []
    for value in values:
        try:
            VARYING[key].put(base, value)
        except ConfigError:
            continue
        found.append(value)
    return tuple(found)


def _around(key: str, factors: tuple[float, ...]) -> Callable[[TrainConfig], dict[str, Any]]:
    """Values around the one that is planned, each `factors` of it, in two digits, in bounds."""

    def varied(base: TrainConfig) -> dict[str, Any]:
        setting = VARYING[key].setting
        planned = VARYING[key].get(base)
        tried = {float(f"{planned * factor:.1g}") for factor in factors} | {planned}
        low, high = getattr(setting, "low", 0.0), getattr(setting, "high", 1.0)
        whole = getattr(setting, "whole", False)
        kept = sorted(value for value in tried if low <= value <= high)
        return {key: tuple(int(value) if whole else value for value in kept)}

    return varied


def _fixed(key: str, *values: Any) -> Callable[[TrainConfig], dict[str, Any]]:
    """The same values whatever is planned, in order."""
    return lambda base: {key: values}


def _powers(base: TrainConfig) -> dict[str, Any]:
    size = base.batch_size
    return {
        "batch_size": tuple(s for s in (size // 4, size // 2, size, 2 * size) if 8 <= s <= 1024)
    }


TEMPLATES: dict[str, Template] = {
    each.key: each
    for each in (
        Template(
            "learning_rate",
            "Which learning rate?",
            "Too small a step gets nowhere, too large a one jumps over the goal.",
            _around("learning_rate", (0.1, 0.4, 1.0, 2.0, 8.0)),
        ),
        Template(
            "batch_size",
            "Which batch size?",
            "How many pictures it looks at before it corrects itself.",
            _powers,
        ),
        Template(
            "depth",
            "How deep?",
            "More convolutions in a row see patterns of patterns, and cost time.",
            _fixed("depth", 1, 2, 3, 4),
        ),
        Template(
            "width",
            "How wide?",
            "More filters look for more patterns, and cost time.",
            _fixed("width", 0.25, 0.5, 1.0, 2.0),
        ),
        Template(
            "augmentation",
            "Does varying the pictures help?",
            "Mirrored and shifted copies: more to learn from, less to memorise.",
            _fixed("augmentation", False, True),
            seeds=2,
        ),
        Template(
            "dropout",
            "Does dropout help?",
            "Leaving numbers out at random keeps a network from memorising.",
            _fixed("dropout", 0.0, 0.3, 0.6),
        ),
        Template(
            "optimizer",
            "Which optimizer?",
            "The rule that turns mistakes into corrections.",
            _fixed("optimizer", "sgd", "adam", "adamw", "rmsprop"),
        ),
        Template(
            "activation",
            "Which activation?",
            "The bend in every layer without which many layers do no more than one.",
            _fixed("activation", "relu", "gelu", "tanh", "sigmoid"),
        ),
        Template(
            "share",
            "How much does data help?",
            "The same network with a twentieth, a fifth, half and all of the pictures.",
            _fixed("share", 0.05, 0.2, 0.5, 1.0),
        ),
        Template(
            "luck",
            "How much is luck?",
            "One and the same training, begun from five different seeds.",
            lambda base: {},
            seeds=5,
            kind="luck",
        ),
    )
}
"""By key, in the order they are offered."""


def race(
    base: TrainConfig,
    rival: TrainConfig,
    names: tuple[str, str],
    seeds: tuple[int, ...] | None = None,
) -> Design:
    """Two configurations, the same seeds and order of pictures: which is better?

    `seeds`: the base's own, where none are given.
    """
    rival = replace(rival, seed=base.seed)
    question = f"{names[0]} or {names[1]}?"
    return Design("race", question, base, rival=rival, names=names, seeds=seeds or (base.seed,))
