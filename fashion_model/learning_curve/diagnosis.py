"""How a training went, by its learning curve: the one judgement that all words about it follow.

Accuracy is a share of a few thousand validation pictures, so what looks like progress may be
chance. A gain counts here if it is more pictures than the square root of the network's mistakes:
0.4 percentage points for 92 % of 5,000 pictures, 1.2 for 85 % of the sample's 1,000. From one epoch
to the next at most half as many answers as there are mistakes change sides (measured on the bundled
run), so that this is 1.4 standard deviations of the difference or more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fashion_model.labels import CLASSES
from fashion_model.runs.events import Epoch

Verdict = Literal["guessing", "overfitting", "unsteady", "improving", "converged", "early"]

PICTURES = 1000  # judged on, where an epoch does not say: the sample's, the fewest there are
GUESSING = 2 / CLASSES  # share of right answers below which luck would explain most of them
FAST = 0.01  # a gain in one epoch that nobody would call slow
IDLE = 3  # epochs without a better one that are no mere up and down
# A loss this many times its lowest has turned: from one epoch to the next, chance alone moves it by
# a percent on 5,000 pictures and by two on 1,000 (standard deviation, bundled run).
RISE = 1.03
JUMP = 1.5  # a loss this many times its lowest is no mere noise
FALL = 0.05  # validation accuracy lost
AHEAD = 0.03  # training accuracy this far above validation means learning by heart
EASY = 0.01  # a network no further ahead than this on its training pictures could hold more


@dataclass(frozen=True)
class Diagnosis:
    """What a curve of at least one epoch says; accuracies are shares, epochs count from 1.

    guessing: it hardly answers better than luck. overfitting: since epoch `turn` it has learned
    its pictures by heart and nothing else. unsteady: it has fallen far below its best. improving:
    the last `recent` epochs brought more than chance. converged: they did not. early: one epoch,
    and nothing to compare it with.
    """

    verdict: Verdict
    best: Epoch  # the epoch whose network is kept
    turn: int  # the epoch of the lowest validation loss
    recent: int  # the last third of the epochs
    gain: float  # of their best validation accuracy over the best before them
    chance: float  # a gain up to this may be chance
    ahead: float  # training accuracy less validation accuracy, in the last epoch

    @property
    def by_heart(self) -> bool:
        """Whether it knows its training pictures clearly better than others."""
        return self.verdict == "overfitting" or (self._sound and self.ahead >= AHEAD)

    @property
    def underfitting(self) -> bool:
        """Whether it is hardly better on its training pictures, so that it could hold more."""
        return self._sound and self.ahead <= EASY

    @property
    def _sound(self) -> bool:
        return self.verdict in ("improving", "converged", "early")


def diagnose(epochs: Sequence[Epoch]) -> Diagnosis:
    """Judge the `epoch` events of a curve, of which there must be one at least."""
    last, best = epochs[-1], best_epoch(epochs)
    recent = max(1, len(epochs) // 3)
    turn = min(epochs, key=lambda epoch: epoch.validation_loss)
    return Diagnosis(
        verdict=_verdict(epochs, recent),
        best=best,
        turn=turn.epoch,
        recent=recent,
        gain=_gain(epochs[:-recent] or epochs, epochs),
        chance=chance(best),
        ahead=_ahead(last),
    )


def best_epoch(epochs: Sequence[Epoch]) -> Epoch:
    """The epoch whose network is kept: most validation pictures right, then the lowest loss."""
    return max(epochs, key=lambda epoch: (_right(epoch), -epoch.validation_loss))


def chance(epoch: Epoch) -> float:
    """The difference in validation accuracy to `epoch` that may be chance."""
    judged = sum(map(sum, epoch.confusion_matrix)) or PICTURES
    return math.sqrt(max(1.0, judged * (1 - _right(epoch)))) / judged


def _verdict(epochs: Sequence[Epoch], recent: int) -> Verdict:
    best, last = best_epoch(epochs), epochs[-1]
    if max(_right(best), *(epoch.accuracy for epoch in epochs)) < GUESSING:
        return "guessing"
    if len(epochs) == 1:
        return "early"
    if _overfits(epochs):
        return "overfitting"
    lowest = min(epoch.validation_loss for epoch in epochs)
    if last.validation_loss > JUMP * lowest and _right(best) - _right(last) > FALL:
        return "unsteady"
    idle = last.epoch - best.epoch
    if idle < IDLE and _gain(epochs[:-recent], epochs) > chance(best):
        return "improving"
    return "converged"


def _overfits(epochs: Sequence[Epoch]) -> bool:
    """Whether all since the lowest validation loss went into learning by heart."""
    losses = [epoch.validation_loss for epoch in epochs]
    place = losses.index(min(losses))
    turn, last, until = epochs[place], epochs[-1], epochs[: place + 1]
    return (
        len(epochs) - len(until) >= 2
        and all(loss > RISE * losses[place] for loss in losses[-2:])
        and last.loss < turn.loss / RISE
        and _ahead(last) > EASY
        and _gain(until, epochs) <= chance(best_epoch(epochs))
    )


def _gain(before: Sequence[Epoch], all_of_them: Sequence[Epoch]) -> float:
    """How much higher the best validation accuracy of all epochs is than of those `before`."""
    return _right(best_epoch(all_of_them)) - _right(best_epoch(before))


def _ahead(epoch: Epoch) -> float:
    return epoch.accuracy - _right(epoch)


def _right(epoch: Epoch) -> float:
    return epoch.validation_accuracy
