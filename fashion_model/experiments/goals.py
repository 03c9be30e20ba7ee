"""The questions a search answers, and where each looks unless it is told otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from fashion_model.config import Number, Switch, TrainConfig
from fashion_model.experiments.design import SEARCH_NAMES, Design
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.varying import VARYING

FRESH_SEEDS = 3
"""From so many the best is trained again, and what it has to beat."""


def search_design(question: str, base: TrainConfig, search: Search) -> Design:
    """The experiment that searches around `base`; ConfigError, in words, where it is none."""
    seeds = tuple(base.seed + number for number in range(1, FRESH_SEEDS + 1))
    return Design("search", question, base, names=SEARCH_NAMES, seeds=seeds, search=search)


def around(base: TrainConfig, keys: tuple[str, ...]) -> dict[str, Range]:
    """Ranges that are worth a look, each wide enough for what `base` has."""
    return {key: _around(base, key) for key in keys}


def _around(base: TrainConfig, key: str) -> Range:
    setting, planned = VARYING[key].setting, VARYING[key].get(base)
    if isinstance(setting, Switch):
        return Range(values=(False, True))
    if not isinstance(setting, Number):
        return Range(values=tuple(setting.words))
    low, high = _USUAL.get(key, (setting.low, setting.high))
    if planned is not None:
        low, high = min(low, planned), max(high, planned)
    return Range(max(setting.low, low), min(setting.high, high))


_USUAL: dict[str, tuple[float, float]] = {
    "learning_rate": (0.0005, 0.03),
    "width": (0.25, 2.0),
    "depth": (1, 4),
    "dropout": (0.0, 0.6),
    "batch_size": (32, 256),
    "epochs": (2, 10),
    "dense": (16, 256),
    "blocks.filters": (8, 64),
    "blocks.kernel": (2, 5),
    "label_smoothing": (0.0, 0.2),
    "share": (0.2, 1.0),
}
"""Where a range begins and ends, unless the base lies beyond."""


@dataclass(frozen=True)
class Goal:
    """A question a search answers; `why` says what it means, `keys` what is searched.

    `in_time`: whether its budget is minutes of training; else it is trials.
    """

    key: str
    question: str
    why: str
    keys: tuple[str, ...]
    in_time: bool = False
    most_parameters: int | None = None


GOALS: dict[str, Goal] = {
    each.key: each
    for each in (
        Goal(
            "seconds",
            "The best within 60 seconds",
            "Tries as many settings as fit into a minute of training, or into longer.",
            ("learning_rate", "width", "dropout", "batch_size", "augmentation"),
            in_time=True,
        ),
        Goal(
            "small",
            "The best within 100,000 parameters",
            "Looks for a small network that is right as often as a large one.",
            ("learning_rate", "width", "depth", "dropout"),
            most_parameters=100_000,
        ),
        Goal(
            "guess",
            "Beat my guess",
            "Your own settings are tried first; then the search tries to do better.",
            ("learning_rate", "dropout", "batch_size"),
        ),
    )
}
"""By key, in the order they are offered."""
