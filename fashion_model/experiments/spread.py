"""How far trainings of one configuration differ by chance, from a table of many seeds.

`assets/seed_spread.json` holds the validation accuracies of every preset's trainings, on the
bundled sample and on the full data; `scripts/measure_seed_spread.py` made it. A configuration that
is no preset borrows the spread of the nearest one. On the sample trainings differ more, because a
fifth of the validation pictures judges them.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from fashion_model.config import PRESETS, TrainConfig, preset_for, preset_of
from fashion_model.config.link import nearest_preset
from fashion_model.environment import ASSETS

TABLE_PATH = ASSETS / "seed_spread.json"


class SpreadError(ValueError):
    """The table cannot be used; the message is one sentence."""


@dataclass(frozen=True)
class Spread:
    """What is known of chance before any training of an experiment.

    Attributes:
        preset: Whose trainings were measured.
        variance: Of the validation accuracy (a share, 0 to 1) of one training; more than 0.
        df: Its degrees of freedom, one less than the trainings.
        borrowed: Whether it was asked for another configuration than that preset.

    Raises:
        ValueError: a spread of nothing.
    """

    preset: str
    variance: float
    df: int
    borrowed: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.variance < 1 or self.df < 1:
            raise ValueError("A spread comes from at least two trainings that differ.")

    def of_same_table(self, other: Spread) -> bool:
        """Whether both come from the same trainings, which then count once."""
        return replace(self, borrowed=other.borrowed) == other


Table = Mapping[str, Mapping[str, tuple[float, ...]]]
"""Accuracies, a share of 0 to 1 for each seed from 1 on, by data (`sample`, `full`) and preset."""


def spread_of(config: TrainConfig, *, sample: bool) -> Spread:
    """The spread of trainings of `config`, or else of the preset nearest to it.

    A preset that has not been measured on these pictures borrows, too: the widest spread of those
    that have, because too wide an interval says nothing false.

    Raises:
        SpreadError: the table is missing or damaged.
    """
    rows = read_table()["sample" if sample else "full"]
    own = preset_of(config)
    name = own or nearest_preset(config)
    if _variance(rows.get(name, ())) == 0:
        name = max(rows, key=lambda preset: _variance(rows[preset]))
    measured = preset_for(name, sample=sample)
    borrowed = name != own or config.epochs != measured.epochs
    return Spread(name, _variance(rows[name]), len(rows[name]) - 1, borrowed)


def _variance(accuracies: tuple[float, ...]) -> float:
    """Of one training; 0 where nothing is known of it."""
    return statistics.variance(accuracies) if len(accuracies) > 1 else 0.0


@cache
def read_table(path: Path = TABLE_PATH) -> Table:
    """The table that comes with the app.

    Raises:
        SpreadError: it is missing, damaged, or says nothing of one of both data sets.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["accuracies"]
        return {data: _rows(stored[data]) for data in ("sample", "full")}
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise SpreadError(
            "The table of chance that comes with the app is damaged; please install it again."
        ) from error


def _rows(stored: Any) -> dict[str, tuple[float, ...]]:
    rows = {str(preset): tuple(map(float, row)) for preset, row in stored.items()}
    if not set(rows) <= set(PRESETS):
        raise ValueError(f"no presets: {set(rows) - set(PRESETS)}")
    if not all(0 < accuracy < 1 for row in rows.values() for accuracy in row):
        raise ValueError("an accuracy is a share between 0 and 1")
    if not any(map(_variance, rows.values())):
        raise ValueError("no preset was trained from two seeds")
    return rows
