"""What a learning curve says, in plain words: a pure function of the curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fashion_model.events import Event
from fashion_model.labels import CLASSES
from fashion_model.runs.curve import Curve

Kind = Literal["guessing", "fast", "slowing", "memorising", "unsteady", "best", "ended"]

RECENT = 10
"""Batch events averaged: a single batch says more about its pictures than about the network."""
GUESSING = 2 / CLASSES  # share of right answers below which luck would explain most of them
LOST = 3.0  # loss clearly above that of a blind guess, ln 10 = 2.3
JUMP = 1.5  # a loss this many times its lowest is no mere noise
FAST = 0.01  # gain in validation accuracy that is more than chance on some thousand pictures
RISE = 1.02  # a validation loss this many times its lowest has turned


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
    if ended is not None:
        return [_ended(epochs, ended), *_best(epochs, over=True)]
    if not curve.batches and not epochs:
        return []
    now = _jumping(curve) or _guessing(curve) or _memorising(epochs) or _progress(curve)
    return [now, *_best(epochs, over=False)]


def _jumping(curve: Curve) -> Remark | None:
    losses = _smoothed(curve.batches, "loss")
    low = min(losses, default=0.0)
    lost = bool(losses) and losses[-1] > LOST
    if len(curve.batches) >= RECENT and (lost or losses[-1] > JUMP * low + 0.2):
        return Remark(
            "unsteady",
            f"The loss has jumped up to {losses[-1]:.2f}"
            + (", worse than blind guessing." if lost else f" after it was down at {low:.2f}.")
            + " The learning rate may be too large: try a smaller one.",
        )
    validation = [epoch["validation_loss"] for epoch in curve.epochs]
    right = [epoch["validation_accuracy"] for epoch in curve.epochs]
    if validation and validation[-1] > JUMP * min(validation) and max(right) - right[-1] > 0.05:
        return Remark(
            "unsteady",
            f"It falls back: {_percent(right[-1])} of the validation pictures right, after "
            f"{_percent(max(right))} before. If that goes on, the learning rate is too large.",
        )
    return None


def _guessing(curve: Curve) -> Remark | None:
    right = _recent(curve, "accuracy")
    if right >= GUESSING:
        return None
    text = f"It is still guessing: {_percent(right, 0)} of the latest pictures right, and pure "
    text += f"luck gets {_percent(1 / CLASSES, 0)}."
    if curve.epochs:
        wild = any(loss > LOST for loss in _smoothed(curve.batches, "loss"))
        text += (
            " Its loss was very high at times: the learning rate is probably too large."
            if wild
            else " After a whole epoch that is unusual: the learning rate may be far too large or "
            "far too small."
        )
    return Remark("guessing", text)


def _memorising(epochs: Sequence[Event]) -> Remark | None:
    since = _memorises_since(epochs)
    if since is None:
        return None
    return Remark(
        "memorising",
        f"Since epoch {since} the validation loss has stopped improving while the training loss "
        "goes on falling: it begins to memorise its pictures (overfitting). More dropout, varied "
        "pictures or fewer epochs may help.",
    )


def _memorises_since(epochs: Sequence[Event]) -> int | None:
    """Return the epoch of the lowest validation loss, if all since then went into memorising."""
    if len(epochs) < 3:
        return None
    turn = min(epochs, key=lambda epoch: float(epoch["validation_loss"]))
    after = [epoch for epoch in epochs if epoch["epoch"] > turn["epoch"]]
    if len(after) < 2:
        return None
    last = epochs[-1]
    rising = all(e["validation_loss"] > RISE * turn["validation_loss"] for e in after[-2:])
    falling = last["loss"] < turn["loss"] / RISE
    ahead = last["accuracy"] > last["validation_accuracy"]
    return int(turn["epoch"]) if rising and falling and ahead else None


def _progress(curve: Curve) -> Remark:
    epochs = curve.epochs
    if not epochs:
        return _first_epoch(curve)
    last = float(epochs[-1]["validation_accuracy"])
    if len(epochs) == 1:
        return Remark(
            "fast",
            f"One walk through the pictures took it from guessing to {_percent(last)} right on "
            "validation pictures, which it has never learned from.",
        )
    best = max(epochs[:-1], key=_goodness)
    gain = last - float(best["validation_accuracy"])
    if gain >= FAST:
        return Remark(
            "fast", f"It is learning fast: the last epoch brought {_points(gain)} on validation."
        )
    if gain > 0:
        return Remark(
            "slowing",
            f"It is slowing down: the last epoch brought only {_points(gain)} on validation, "
            "which may be chance.",
        )
    idle = int(epochs[-1]["epoch"]) - int(best["epoch"])
    if idle < 3:
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
    right = _smoothed(curve.batches, "accuracy")
    now, before = right[-1], right[max(0, len(right) - 1 - 2 * RECENT)]
    if now - before >= 2 * FAST or len(right) <= 2 * RECENT:
        return Remark(
            "fast",
            f"It is learning fast: {_percent(now, 0)} of the latest pictures right; at the very "
            f"first it was {_percent(float(curve.batches[0]['accuracy']), 0)}.",
        )
    return Remark(
        "slowing",
        f"The first leaps are made: {_percent(now, 0)} of the latest pictures right. It is slowing "
        "down, each further point takes longer.",
    )


def _best(epochs: Sequence[Event], *, over: bool) -> list[Remark]:
    if not epochs:
        return []
    best = max(epochs, key=_goodness)
    where = f"epoch {best['epoch']}, {_percent(float(best['validation_accuracy']))} right on"
    text = (
        f"The best was {where} validation: that network is the one kept."
        if over
        else f"Best so far: {where} validation. Whatever comes, that network is kept."
    )
    return [Remark("best", text)]


def _ended(epochs: Sequence[Event], how: str) -> Remark:
    if not epochs:
        return Remark("ended", "Stopped before its first epoch was complete.")
    count = int(epochs[-1]["epoch"])
    after = f"after {count} {'epoch' if count == 1 else 'epochs'}"
    text = f"{'Finished' if how == 'finished' else 'Stopped'} {after}. "
    since = _memorises_since(epochs)
    if since is not None:
        text += f"Since epoch {since} it mostly memorised: stopping there may do as well."
    elif count > 1 and _still_rising(epochs):
        text += "It was still getting better at the end: more epochs might help."
    elif count > 1:
        text += "It had almost stopped getting better: more epochs would probably bring little."
    return Remark("ended", text.strip())


def _still_rising(epochs: Sequence[Event]) -> bool:
    """Whether the last two epochs brought more than chance over all that came before."""
    reached = [float(epoch["validation_accuracy"]) for epoch in epochs]
    earlier = reached[:-2] or reached[:1]
    return max(reached[-2:]) - max(earlier) >= FAST / 2


def _goodness(epoch: Event) -> tuple[float, float]:
    return float(epoch["validation_accuracy"]), -float(epoch["validation_loss"])


def _recent(curve: Curve, quantity: str) -> float:
    """Return the latest mean of `quantity`; that of the last epoch where no batch is known."""
    if curve.batches:
        return _smoothed(curve.batches, quantity)[-1]
    return float(curve.epochs[-1][quantity])


def _smoothed(batches: Sequence[Event], quantity: str) -> list[float]:
    """Return the mean of the last RECENT values (at first of fewer) at each batch event."""
    values = [float(batch[quantity]) for batch in batches]
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    ends = range(1, len(sums))
    return [(sums[i] - sums[max(0, i - RECENT)]) / min(i, RECENT) for i in ends]


def _percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def _points(gain: float) -> str:
    return f"{100 * gain:.1f} percentage points"
