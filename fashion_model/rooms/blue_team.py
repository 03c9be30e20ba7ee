"""The class repairs the network: it learns half of what fooled it, and is judged by the other half.

What it was shown it may simply have memorised; the other half was held back, so a repair there is
one. The test pictures tell what it forgot for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fashion_model.data import Dataset
from fashion_model.predict import Prediction, Predictor
from fashion_model.rooms.drawing import Drawing
from fashion_model.rooms.error import RoomError
from fashion_model.runs import MOST_OWN, Run, RunSummary, fine_tune_run
from fashion_model.runs.visitor import Visitor

FEWEST = 4
"""Drawings that fooled it, so that two are held back."""
TOO_FEW = "It takes four drawings that fooled it: play Fool it first."


@dataclass(frozen=True)
class Taught:
    """What was taught: the id of the child run, the drawings it was shown and those held back."""

    run: str
    lesson: tuple[str, ...]
    held_back: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Asked:
    """A drawing that had fooled the network, and what the repaired one says about it."""

    drawing: Drawing
    now: Prediction

    @property
    def repaired(self) -> bool:
        """Whether it names it rightly now."""
        return not self.now.stranger and self.now.label == self.drawing.truth


def halves(foolers: Sequence[Drawing]) -> tuple[list[Drawing], list[Drawing]]:
    """Part drawings into those to learn from and those held back, kind by kind.

    By their ids, which are random: nobody chooses which. Those to learn from are never fewer.

    Raises:
        RoomError: There are too few.
    """
    if len(foolers) < FEWEST:
        raise RoomError(TOO_FEW)
    ordered = sorted(foolers, key=lambda each: (each.truth or 0, each.id))
    return ordered[::2][:MOST_OWN], ordered[1::2]


def teach(parent: RunSummary, lesson: Sequence[Drawing], dataset: Dataset, visitor: Visitor) -> Run:
    """Put a child of `parent` in line that learns from the `lesson`.

    Raises:
        RunError: The parent can't be taught, or there is no place in line.
    """
    return fine_tune_run(
        parent,
        np.stack([each.picture for each in lesson]),
        np.array([each.truth for each in lesson], np.uint8),
        dataset,
        visitor=visitor,
    )


def ask(drawings: Sequence[Drawing], predictor: Predictor) -> list[Asked]:
    """Ask the repaired network about drawings."""
    if not drawings:
        return []
    said = predictor.predict(np.stack([each.picture for each in drawings]))
    return [Asked(drawing, now) for drawing, now in zip(drawings, said, strict=True)]
