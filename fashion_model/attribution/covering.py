"""Cover what decides, and really ask again: whether a reason given was one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.attribution.explanation import Explanation, Place, covered, filled
from fashion_model.attribution.occlusion import Ask
from fashion_model.labels import CLASSES

HALF = 0.5
"""The fewest places that hold so much of all that speaks for a kind are the decisive ones."""
MOST = 0.25  # of all places: who covers half a picture has shown nothing
FEW = 10  # places that may be covered to turn an answer; more would be another picture


@dataclass(frozen=True)
class Covered:
    """A picture with some places covered, and what the network answers to it.

    Attributes:
        places: The covered ones, the most decisive first.
        picture: uint8 (28, 28).
        before: The probabilities of the whole picture, (10,).
        after: Those of the covered one, (10,).
    """

    places: tuple[Place, ...]
    picture: UInt8Array
    before: FloatArray
    after: FloatArray

    @property
    def turned(self) -> bool:
        """Whether the answer is another one now."""
        return int(self.after.argmax()) != int(self.before.argmax())


def decisive(
    explanation: Explanation, picture: UInt8Array, kind: int, against: int | None = None
) -> tuple[Place, ...]:
    """The fewest places with something in them that hold half of what speaks for `kind`."""
    there = filled(picture, explanation.grid)
    places = explanation.most_decisive(kind, against, among=there)
    speaking = explanation.speaking_for(kind, against)
    amounts = np.array([speaking[place] for place in places])
    if not len(amounts):
        return ()
    enough = int(np.searchsorted(np.cumsum(amounts), HALF * amounts.sum())) + 1
    return tuple(places[: min(enough, int(MOST * there.size))])


def cover(ask: Ask, picture: UInt8Array, places: Sequence[Place], grid: tuple[int, int]) -> Covered:
    """Cover `places` of a prepared picture, (28, 28), and ask the network again."""
    changed = covered(picture, list(places), grid)
    before, after = ask(np.stack([picture, changed]))[:, :CLASSES]
    return Covered(tuple(places), changed, before, after)


def smallest_change(
    ask: Ask, picture: UInt8Array, grid: tuple[int, int], most: int = FEW
) -> Covered | None:
    """The fewest places whose covering turns the answer, found greedily; None within `most`.

    In each step the place is covered that takes most from the answer's lead. What is best in every
    step need not be the fewest in all, but nobody has to try all sets of places for it.
    """
    before = ask(picture[np.newaxis])[0, :CLASSES]
    label = int(before.argmax())
    left = [place for place in np.ndindex(*grid) if filled(picture, grid)[place]]
    chosen: list[Place] = []
    while left and len(chosen) < most:
        tried = np.stack([covered(picture, [*chosen, place], grid) for place in left])
        answers = ask(tried)[:, :CLASSES]
        others = np.delete(answers, label, axis=1).max(axis=1)
        best = int(np.argmin(np.log(answers[:, label] + 1e-12) - np.log(others + 1e-12)))
        chosen.append(left.pop(best))
        if int(answers[best].argmax()) != label:
            return Covered(tuple(chosen), tried[best], before, answers[best])
    return None
