"""What spoiled training data have done: a run held against one that was shown clean data."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fashion_model.config import Spoiling, TrainConfig
from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.metrics import Integers
from fashion_model.runs.directory import RunSummary
from fashion_model.words import count, percent, several, unbroken

_SURE = 2.8  # standard errors: of ten kinds in a row, chance passes it one time in twenty


@dataclass(frozen=True)
class Hurt:
    """How many of the `pictures` of a kind each network finds: `clean` and `spoiled`.

    `changed` is on how many of them exactly one of both is right.
    """

    label: int
    pictures: int
    clean: int
    spoiled: int
    changed: int

    @property
    def points(self) -> float:
        """How many of a hundred pictures more the clean one finds; below 0: fewer."""
        return 100 * (self.clean - self.spoiled) / max(1, self.pictures)

    @property
    def beyond_chance(self) -> bool:
        """Whether other test pictures of the kind would hardly turn the loss into none.

        By the sign of the pictures that both judge differently (McNemar, 1947).
        """
        return self.clean - self.spoiled > _SURE * math.sqrt(self.changed)


def unspoiled(config: TrainConfig) -> TrainConfig:
    """The same settings on clean data."""
    return replace(config, spoiling=Spoiling())


def counterpart(run: RunSummary, others: Iterable[RunSummary]) -> RunSummary | None:
    """The first of `others` that differs from `run` by nothing but clean data, and was tested."""
    if run.parent is not None:
        return None
    wanted = unspoiled(run.config), run.fingerprint, None
    for other in others:
        same = (other.config, other.fingerprint, other.parent) == wanted
        if same and other.test_accuracy is not None:
            return other
    return None


def whom_it_hurts(
    labels: Integers, clean: NDArray[np.int64], spoiled: NDArray[np.int64]
) -> list[Hurt]:
    """Each kind by what both answer, (n,), to the same pictures with `labels`, (n,).

    Those that lost most first; kinds without a picture are left out.
    """
    found = []
    for label in range(CLASSES):
        own = labels == label
        if own.any():
            right = clean[own] == label, spoiled[own] == label
            sums = (int(each.sum()) for each in (own, *right, right[0] != right[1]))
            found.append(Hurt(label, *sums))
    return sorted(found, key=lambda each: -each.points)


def in_words(hurt: list[Hurt]) -> str:
    """Whom it hurts most, in sentences; `hurt` has the worst first."""
    worst = hurt[0]
    name = CLASS_NAMES[worst.label]
    if not worst.beyond_chance:
        return (
            f"No kind is clearly hurt: {name} lost most, {worst.points:.1f} points of "
            f"{several(worst.pictures, 'picture')}, and that may be chance."
        )
    told = (
        f"It hurts {name} most: of {several(worst.pictures, 'picture')} it finds "
        f"{_share(worst.spoiled, worst)}, the unspoiled one {_share(worst.clean, worst)}: "
        f"{_points(worst)} less."
    )
    others = [each for each in hurt[1:] if each.beyond_chance]
    if others:
        also = ", ".join(
            f"{CLASS_NAMES[each.label]} ({_points(each)} of {count(each.pictures)})"
            for each in others
        )
        return f"{told} Clearly hurt, too: {also}."
    return f"{told} No other kind is clearly hurt."


def _points(hurt: Hurt) -> str:
    return several(round(hurt.points), "point")


def _share(found: int, hurt: Hurt) -> str:
    return unbroken(percent(found / hurt.pictures, 0))
