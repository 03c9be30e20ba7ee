"""The games of a room: what is to be drawn, what a drawing counts as, what a round has shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.rooms.drawing import Drawing, Sent
from fashion_model.rooms.error import Refused
from fashion_model.words import several

Game = Literal["free", "draw-one", "fool-it", "bet"]
GAMES: tuple[Game, ...] = get_args(Game)
Outcome = Literal["right", "wrong", "fooled", "free"]
"""`free`: nobody said what it is meant to be, so nothing says whether the answer is right."""

SECONDS = 30.0  # of a round in which all draw the same
LATE = 60.0  # seconds for what was drawn in time and came over a bad connection, or a restart
ROUND_OVER = "This round is over: wait for the next one."
WHICH = "Please say first what your drawing is."

VOTES = 2  # other phones that must name a drawing rightly
MOST_VOTES = 5
"""Phones that are asked about one drawing: what so many can't agree on is no clear drawing."""


@dataclass(frozen=True)
class Round:
    """What is being played since `begun` (seconds of the computer's clock); its `number` counts up.

    `kind` is what all draw, where they draw the same.
    """

    number: int
    game: Game
    kind: int | None
    begun: float

    def left(self, now: float) -> float | None:
        """Seconds that remain; None where there is no end."""
        if self.game != "draw-one":
            return None
        # A clock that was set back must not make a round endless.
        return min(SECONDS, max(0.0, self.begun + SECONDS - now))

    def meant(self, sent: Sent, now: float) -> tuple[Game, int | None]:
        """Return the game that a drawing belongs to which comes now, and what it is meant to be.

        Raises:
            Refused: Its drawer must say what it is, or it comes too late.
        """
        if sent.round != self.number or self.game in ("free", "bet"):
            return "free", None
        if self.game == "fool-it":
            if sent.truth is None:
                raise Refused(WHICH)
            return "fool-it", sent.truth
        if not 0 <= now - self.begun <= SECONDS + LATE:
            raise Refused(ROUND_OVER)
        return "draw-one", self.kind


CANT_TELL = CLASSES
"""What somebody answers who sees none of the ten in a drawing."""
VOTE_NAMES = (*CLASS_NAMES, "can’t tell")

Votes = Mapping[str, int]
"""What each of the phones that were asked takes a drawing for."""


def recognised(drawing: Drawing, votes: Votes) -> bool:
    """Whether enough others named it as its drawer meant it."""
    return sum(kind == drawing.truth for kind in votes.values()) >= VOTES


def outcome(drawing: Drawing, votes: Votes) -> Outcome:
    """Return what a drawing counts as, after the votes of other phones."""
    if drawing.truth is None:
        return "free"
    if drawing.right:
        return "right"
    return "fooled" if drawing.game == "fool-it" and recognised(drawing, votes) else "wrong"


def to_be_named(drawing: Drawing, votes: Votes) -> bool:
    """Whether others should still be asked what it is: only where the network was wrong."""
    return (
        drawing.game == "fool-it"
        and drawing.truth is not None
        and not drawing.right
        and not recognised(drawing, votes)
        and len(votes) < MOST_VOTES
    )


@dataclass(frozen=True, eq=False)
class Tally:
    """What a class's drawings were taken for.

    `matrix` is (10, 10): rows are what was to be drawn, columns what the network named; `strange`
    of those drawings looked like none of the ten, and are in no cell.
    """

    matrix: NDArray[np.int64]
    strange: int

    @property
    def drawn(self) -> int:
        """How many drawings there are."""
        return int(self.matrix.sum()) + self.strange

    @property
    def right(self) -> int:
        """How many the network named rightly."""
        return int(self.matrix.trace())


def tally(drawings: Iterable[Drawing]) -> Tally:
    """Count the drawings whose kind is known."""
    matrix = np.zeros((CLASSES, CLASSES), np.int64)
    strange = 0
    for each in drawings:
        if each.truth is None:
            continue
        if each.named is None:
            strange += 1
        else:
            matrix[each.truth, each.named] += 1
    return Tally(matrix, strange)


def told(counted: Tally) -> str:
    """What the class's own matrix teaches, in words; Markdown."""
    if not counted.drawn:
        return "No drawing yet."
    words = f"**{counted.right} of {several(counted.drawn, 'drawing')}** named rightly."
    mistakes = counted.matrix - np.diag(np.diag(counted.matrix))
    if mistakes.any():
        true, answer = np.unravel_index(int(mistakes.argmax()), mistakes.shape)
        words += (
            f" Its commonest mistake: {CLASS_NAMES[true]} taken for {CLASS_NAMES[answer]}, "
            f"{several(int(mistakes.max()), 'time')}."
        )
    if counted.strange:
        words += f" {counted.strange} looked to it like none of the ten."
    return words


def best_foolers(found: Sequence[tuple[Drawing, Outcome]]) -> list[tuple[str, int]]:
    """Return who has fooled the network how often: animals, the most first."""
    wins = Counter(drawing.animal for drawing, what in found if what == "fooled")
    return wins.most_common()
