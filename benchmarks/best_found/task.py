"""What a search is given, a clock, and what it found by then."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from typing import TypedDict

from fashion_model.config import TrainConfig, preset_for
from fashion_model.experiments.goals import GOALS, around
from fashion_model.experiments.search import Range

PRODUCT, HYPERBAND, OPTUNA = "product", "hyperband", "optuna"
SAME_RECIPE = "-our-recipe"
"""Behind the name of a peer whose trials are trained as the product trains its own."""
CONTESTANTS = (PRODUCT, HYPERBAND, OPTUNA, HYPERBAND + SAME_RECIPE, OPTUNA + SAME_RECIPE)


class Point(TypedDict):
    """What a trial reached on validation after an epoch, `seconds` after the search began."""

    seconds: float
    trial: int  # from 1
    accuracy: float  # 0 to 1


class Outcome(TypedDict):
    """What one search found."""

    contestant: str
    round: int
    points: list[Point]
    begun: int  # trials
    ended: int  # trials, the pruned ones included
    load: float  # processes that wanted a core in the last minute, before it began


def best_of(outcome: Outcome) -> float:
    """The highest share of validation pictures named right; 0 where no epoch ended in time."""
    return max((point["accuracy"] for point in outcome["points"]), default=0.0)


@dataclass(frozen=True)
class Task:
    """One search of one contestant."""

    contestant: str
    round: int  # from 1; the seed, too
    seconds: float
    preset: str
    sample: bool = False

    @property
    def base(self) -> TrainConfig:
        """The network around which is searched."""
        values = preset_for(self.preset, sample=self.sample).to_dict()
        return TrainConfig.from_dict({**values, "seed": self.round})

    @property
    def space(self) -> dict[str, Range]:
        """Rate, width of all layers, dropout, batch size and varied pictures: of all the same."""
        return around(self.base, GOALS["seconds"].keys)

    def to_json(self) -> str:
        """The task as JSON; `from_json` gives it back."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Task:
        """A task from what `to_json` made of it."""
        return cls(**json.loads(text))


@dataclass
class Clock:
    """Counts from when it is made, and notes what was reached until then."""

    seconds: float
    points: list[Point] = field(default_factory=list)
    begun: int = 0
    ended: int = 0
    _since: float = field(default_factory=time.monotonic)

    def note(self, trial: int, accuracy: float) -> None:
        """Note what a trial has just reached; too late does not count."""
        now = time.monotonic() - self._since
        if now <= self.seconds:
            self.points.append(Point(seconds=round(now, 2), trial=trial, accuracy=accuracy))
