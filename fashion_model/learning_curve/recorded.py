"""Learning curves recorded once, to learn from; `scripts/record_learning_curves.py` made them."""

from __future__ import annotations

import json
from functools import cache
from statistics import fmean
from typing import Any, NamedTuple

from fashion_model.environment import ASSETS

PATH = ASSETS / "learning_curves.json"


class Right(NamedTuple):
    """Mean shares of validation pictures named rightly: as they are, and moved and mirrored."""

    as_they_are: float
    moved: float


class Gain(NamedTuple):
    """What varying few training pictures brought."""

    pictures: int
    epochs: int
    seeds: int
    plain: Right
    a_little: Right
    a_lot: Right


def recorded_curves() -> dict[str, dict[str, list[float]]]:
    """By name (`good`, `rate too small`, ...): each quantity of an epoch, epoch after epoch."""
    curves: dict[str, dict[str, list[float]]] = _read()["curves"]
    return curves


def gain_of_varying() -> Gain:
    """What the same network reached with the pictures as they are, varied a little and a lot."""
    told = _read()["augmentation"]
    right = told["right"]
    means = [
        Right(fmean(right[name]["as they are"]), fmean(right[name]["moved"]))
        for name in ("as they are", "a little", "a lot")
    ]
    seeds = len(right["a little"]["moved"])
    return Gain(told["pictures"], told["epochs"], seeds, *means)


@cache
def _read() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return told
