"""Bet: two networks are trained, and phones say before which one will be better.

The race is an experiment, and the verdict is the experiment's: where the difference may be luck,
nobody has won.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fashion_model.config import TrainConfig
from fashion_model.config.layers import count_parameters
from fashion_model.experiments import result, templates
from fashion_model.experiments.design import Design
from fashion_model.experiments.spread import SpreadError
from fashion_model.experiments.store import ExperimentGone, open_experiment
from fashion_model.experiments.trials import UNDER_WAY, read
from fashion_model.runs import RunError
from fashion_model.words import count, several

CALLED_OFF = "The race was deleted before it was decided."


@dataclass(frozen=True)
class Verdict:
    """What a race has shown: which of both is better, or None; and the experiment's own words."""

    better: int | None
    words: str


@dataclass(frozen=True)
class Bet:
    """A race, and who bets on what.

    Attributes:
        design: Which two networks are trained, and how often.
        bets: 0 or 1, by the phone.
        experiment: The id of the race, once it has begun: from then on nobody bets.
        verdict: Once it is decided.
    """

    design: Design
    bets: Mapping[str, int] = field(default_factory=dict)
    experiment: str | None = None
    verdict: Verdict | None = None

    @property
    def names(self) -> tuple[str, str]:
        """What both networks are called."""
        return self.design.names

    @property
    def facts(self) -> tuple[str, str]:
        """What there is to know about both before: how large they are, how long they train."""
        first, second = (in_short(variant.config) for variant in self.design.variants)
        return first, second

    @property
    def open(self) -> bool:
        """Whether one can still bet."""
        return self.experiment is None


def in_short(config: TrainConfig) -> str:
    """Return a network and its training in a few words."""
    layers = len(config.blocks) + len(config.dense) + 1
    return (
        f"{several(layers, 'layer')}, {count(count_parameters(config))} numbers to learn, "
        f"{several(config.epochs, 'epoch')}"
    )


def to_event(design: Design) -> dict[str, Any]:
    """Return what the journal keeps of a race.

    Raises:
        ValueError: It is another kind of experiment.
    """
    if design.rival is None:
        raise ValueError("a race is between two")
    return {
        "names": list(design.names),
        "first": design.base.to_dict(),
        "second": design.rival.to_dict(),
        "seeds": list(design.seeds),
    }


def from_event(event: dict[str, Any]) -> Design:
    """Return the race that `to_event` described.

    Raises:
        ValueError, KeyError, TypeError: The event is damaged.
    """
    first, second = (TrainConfig.from_dict(event[which]) for which in ("first", "second"))
    one, other = event["names"]
    return templates.race(first, second, (str(one), str(other)), tuple(event["seeds"]))


def judge(experiment_id: str) -> Verdict | None:
    """Return what a race has shown, or why that can't be known; None while it may go on."""
    try:
        experiment = open_experiment(experiment_id)
        trials = read(experiment)
        if any(trial.state in (*UNDER_WAY, "interrupted") for trial in trials):
            return None
        found = result.of(experiment, trials)
    except ExperimentGone:
        return Verdict(None, CALLED_OFF)
    except (RunError, SpreadError) as error:
        return Verdict(None, str(error))
    return Verdict(found.best if found.told else None, found.words)
