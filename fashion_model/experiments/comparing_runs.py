"""Runs against each other: what their settings are worth, and which of two networks is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fashion_model import metrics
from fashion_model.arrays import FloatArray, IntArray, UInt8Array
from fashion_model.config import TrainConfig
from fashion_model.config.differences import Difference, differences
from fashion_model.data import validation_labels, validation_pictures
from fashion_model.experiments.duel import Duel, duel
from fashion_model.experiments.line_up import LineUp, line_up
from fashion_model.experiments.significance import Group
from fashion_model.experiments.spread import spread_of
from fashion_model.runs import RunError, RunSummary

LETTERS = "ABCDEF"
"""What is compared is called by its letter; there are as many as can be told apart."""


class Incomparable(RunError):
    """Why runs can't be compared, in one sentence."""


def compare_settings(series: Sequence[Sequence[RunSummary]], names: Sequence[str]) -> LineUp:
    """Compare the settings of runs; those of one series differ in their seed only.

    Series with the same settings count as one. Where one setting differs, it is what the verdict
    names; else the `names` of the series.

    Raises:
        Incomparable: it makes no sense, in words.
        SpreadError: the table of chance is damaged.
    """
    every = [run for runs in series for run in runs]
    if any(run.parent is not None for run in every):
        raise Incomparable(
            "One of them went on from another training, with own pictures: that is no setting."
        )
    if len({(run.sample, run.fingerprint) for run in every}) > 1:
        raise Incomparable(
            "They learned from different collections: their settings can't be compared."
        )
    alike: dict[TrainConfig, list[int]] = {}
    for number, runs in enumerate(series):
        alike.setdefault(replace(runs[0].config, seed=1), []).append(number)
    if len(alike) < 2:
        raise Incomparable(
            "Their settings are the same but for the seed: whatever lies between them is chance."
        )
    called = ["/".join(names[number] for number in numbers) for numbers in alike.values()]
    labels = _labels(differences(list(alike), seed=False), called)
    pooled = [[run for number in numbers for run in series[number]] for numbers in alike.values()]
    return line_up([_group(label, runs) for label, runs in zip(labels, pooled, strict=True)])


def _labels(differing: Sequence[Difference], called: Sequence[str]) -> list[str]:
    if len(differing) == 1:
        return [f"{differing[0].label} {value}" for value in differing[0].values]
    return [f"Setting {name}" for name in called]


def _group(label: str, runs: Sequence[RunSummary]) -> Group:
    reached = [run.validation_accuracy for run in runs]
    ended = tuple(accuracy for accuracy in reached if accuracy is not None)
    if not ended:
        raise Incomparable("One of them has no result yet: compare them when all have ended.")
    return Group(label, ended, spread_of(runs[0].config, sample=runs[0].sample))


@dataclass(frozen=True)
class Answers:
    """What two kept networks said of the validation pictures that both were shown.

    Attributes:
        indices: The pictures, (n,), in the official data set.
        labels: What they really are, (n,).
        first: Probabilities of the first network, (n, 10).
        second: Of the second, (n, 10).
    """

    indices: IntArray
    labels: UInt8Array
    first: FloatArray
    second: FloatArray

    def only(self, places: metrics.Integers) -> Answers:
        """The same of some of the pictures."""
        return replace(
            self,
            indices=self.indices[places],
            labels=self.labels[places],
            first=self.first[places],
            second=self.second[places],
        )

    @property
    def duel(self) -> Duel:
        """Which network is better, as far as these pictures tell."""
        return duel(
            self.first.argmax(axis=1) == self.labels, self.second.argmax(axis=1) == self.labels
        )


def shared_answers(first: RunSummary, second: RunSummary) -> Answers:
    """The answers of both kept networks; no picture needs to be at hand for that.

    Raises:
        Incomparable: there are none, or none of the same pictures.
        RunError: they can't be read.
    """
    mine, theirs = _answers(first), _answers(second)
    here, there = metrics.common_positions(mine[0], theirs[0])
    if not len(here):
        raise Incomparable("They were judged on different pictures.")
    labels = validation_labels(sample=first.sample)
    return Answers(mine[0][here], labels[here], mine[1][here], theirs[1][there])


def _answers(run: RunSummary) -> tuple[IntArray, FloatArray]:
    stored = None if run.best_epoch is None else run.validation_predictions(run.best_epoch)
    if stored is None:
        raise Incomparable("The single answers of one of them are not there, or not any more.")
    indices = validation_pictures(sample=run.sample)
    if len(stored) != len(indices):
        raise RunError("The predictions of this epoch can't be read.")
    return indices.astype(np.int32), stored
