"""What a learning curve says, in plain words: a pure function of the curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fashion_model.labels import CLASSES
from fashion_model.learning_curve.diagnosis import (
    FAST,
    GUESSING,
    IDLE,
    JUMP,
    Diagnosis,
    best_epoch,
    chance,
    diagnose,
)
from fashion_model.runs.curve import Curve
from fashion_model.runs.events import Epoch
from fashion_model.words import percent, several

Kind = Literal["guessing", "fast", "slowing", "memorising", "unsteady", "best", "ended"]

RECENT = 10
"""Batch events averaged: a single batch says more about its pictures than about the network."""
LOST = 3.0  # loss clearly above that of a blind guess, ln 10 = 2.3


@dataclass(frozen=True)
class Remark:
    """One or two sentences, and what they are about."""

    kind: Kind
    text: str


def comment(curve: Curve, ended: str | None = None) -> list[Remark]:
    """Say what is going on in `curve`, then which epoch is the best so far, hedged where need be.

    `ended` is "finished", "stopped" or "failed" for a training that is over. Nothing to say before
    the first batches, nor about a training that failed: its own reason tells more.
    """
    if ended == "failed":
        return []
    epochs = curve.epochs
    found = diagnose(epochs) if epochs else None
    if ended is not None:
        return [_ended(found, epochs, ended), *_best(found, over=True)]
    if not curve.batches and not epochs:
        return []
    now = (
        _jumping(curve)
        or _guessing(curve, found)
        or _going_wrong(found, epochs)
        or _progress(curve)
    )
    return [now, *_best(found, over=False)]


def _jumping(curve: Curve) -> Remark | None:
    losses = _smoothed(_losses(curve))
    low = min(losses, default=0.0)
    lost = bool(losses) and losses[-1] > LOST
    if len(curve.batches) >= RECENT and (lost or losses[-1] > JUMP * low + 0.2):
        return Remark(
            "unsteady",
            f"The loss has jumped up to {losses[-1]:.2f}"
            + (", worse than blind guessing." if lost else f" after it was down at {low:.2f}.")
            + " The learning rate may be too large: try a smaller one.",
        )
    return None


def _guessing(curve: Curve, found: Diagnosis | None) -> Remark | None:
    right = _recent_accuracy(curve)
    if right >= GUESSING or (found is not None and found.verdict != "guessing"):
        return None
    text = f"It is still guessing: {percent(right, 0)} of the latest pictures right, and pure "
    text += f"luck gets {percent(1 / CLASSES, 0)}."
    if curve.epochs:
        wild = any(loss > LOST for loss in _smoothed(_losses(curve)))
        text += (
            " Its loss was very high at times: the learning rate is probably too large."
            if wild
            else " After a whole epoch that is unusual: the learning rate may be far too large or "
            "far too small."
        )
    return Remark("guessing", text)


def _going_wrong(found: Diagnosis | None, epochs: Sequence[Epoch]) -> Remark | None:
    """What is wrong with the epochs so far, if anything is."""
    if found is None:
        return None
    if found.verdict == "overfitting":
        return Remark(
            "memorising",
            f"Since epoch {found.turn} the validation loss has stopped improving while the "
            "training loss goes on falling: it begins to memorise its pictures (overfitting). More "
            "dropout, varied pictures or fewer epochs may help.",
        )
    if found.verdict == "unsteady":
        return Remark(
            "unsteady",
            f"It falls back: {_fallen(found, epochs)}. If that goes on, the learning rate is too "
            "large.",
        )
    return None


def _progress(curve: Curve) -> Remark:
    epochs = curve.epochs
    if not epochs:
        return _first_epoch(curve)
    last = epochs[-1].validation_accuracy
    if len(epochs) == 1:
        return Remark(
            "fast",
            f"One walk through the pictures took it from guessing to {percent(last)} right on "
            "validation pictures, which it has never learned from.",
        )
    best = best_epoch(epochs[:-1])
    gain = last - best.validation_accuracy
    by_chance = gain <= chance(epochs[-1])
    if gain >= FAST and not by_chance:
        return Remark(
            "fast", f"It is learning fast: the last epoch brought {_points(gain)} on validation."
        )
    if gain > 0:
        return Remark(
            "slowing",
            f"It is slowing down: the last epoch brought only {_points(gain)} on validation"
            + (", which may be chance." if by_chance else "."),
        )
    idle = epochs[-1].epoch - best.epoch
    if idle < IDLE:
        return Remark(
            "slowing",
            "It is slowing down: the last epoch was no better than the best one. Small ups and "
            "downs are normal.",
        )
    return Remark(
        "slowing",
        f"No better for {idle} epochs: with these settings it may have learned what it can.",
    )


def _first_epoch(curve: Curve) -> Remark:
    right = _smoothed(_accuracies(curve))
    now, before = right[-1], right[max(0, len(right) - 1 - 2 * RECENT)]
    if now - before >= 2 * FAST or len(right) <= 2 * RECENT:
        return Remark(
            "fast",
            f"It is learning fast: {percent(now, 0)} of the latest pictures right; at the very "
            f"first it was {percent(curve.batches[0].accuracy, 0)}.",
        )
    return Remark(
        "slowing",
        f"The first leaps are made: {percent(now, 0)} of the latest pictures right. It is slowing "
        "down, each further point takes longer.",
    )


def _best(found: Diagnosis | None, *, over: bool) -> list[Remark]:
    if found is None:
        return []
    right = percent(found.best.validation_accuracy)
    where = f"epoch {found.best.epoch}, {right} right on"
    text = (
        f"The best was {where} validation: that network is the one kept."
        if over
        else f"Best so far: {where} validation. Whatever comes, that network is kept."
    )
    return [Remark("best", text)]


def _ended(found: Diagnosis | None, epochs: Sequence[Epoch], how: str) -> Remark:
    if found is None:
        return Remark("ended", "Stopped before its first epoch was complete.")
    after = f"after {several(epochs[-1].epoch, 'epoch')}"
    text = f"{'Finished' if how == 'finished' else 'Stopped'} {after}. "
    return Remark("ended", (text + _verdict(found, epochs)).strip())


def _verdict(found: Diagnosis, epochs: Sequence[Epoch]) -> str:
    """The judgement of a training that is over; nothing to say of one epoch."""
    match found.verdict:
        case "guessing":
            return (
                "It hardly got beyond guessing: the learning rate may be far too large or far too "
                "small."
            )
        case "overfitting":
            return f"Since epoch {found.turn} it mostly memorised: stopping there may do as well."
        case "unsteady":
            return (
                f"It fell back at the end: {_fallen(found, epochs)}. The learning rate is probably "
                "too large."
            )
        case "improving":
            return "It was still getting better at the end: more epochs might help."
        case "converged":
            return "It had almost stopped getting better: more epochs would probably bring little."
        case "early":
            return ""


def _fallen(found: Diagnosis, epochs: Sequence[Epoch]) -> str:
    now, before = (percent(e.validation_accuracy) for e in (epochs[-1], found.best))
    return f"{now} of the validation pictures right, after {before} before"


def _recent_accuracy(curve: Curve) -> float:
    """Return the latest mean accuracy; that of the last epoch where no batch is known."""
    if curve.batches:
        return _smoothed(_accuracies(curve))[-1]
    return curve.epochs[-1].accuracy


def _losses(curve: Curve) -> list[float]:
    return [batch.loss for batch in curve.batches]


def _accuracies(curve: Curve) -> list[float]:
    return [batch.accuracy for batch in curve.batches]


def _smoothed(values: Sequence[float]) -> list[float]:
    """Return the mean of the last RECENT values (at first of fewer) at each of them."""
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    ends = range(1, len(sums))
    return [(sums[i] - sums[max(0, i - RECENT)]) / min(i, RECENT) for i in ends]


def _points(gain: float) -> str:
    return f"{100 * gain:.1f} percentage points"
