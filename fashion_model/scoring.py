"""What a model's answers to people's own pictures are worth, in numbers.

Strict: the answer is the label. Lenient: a fair person would let it pass. Both are averaged over
the classes with at least five pictures, so that many bags don't hide a bad dress. A file that was
refused counts as wrong. Pictures of none of the ten count only in `none_auroc`.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from fashion_model.answerers import Answer
from fashion_model.calibration import (
    auroc,
    bootstrap,
    classes_that_count,
    expected_calibration_error,
    macro_accuracy,
)
from fashion_model.own_input import NONE, Outcome


class Figure(TypedDict):
    """A number and its 95 % interval; None where there was nothing to measure."""

    value: float | None
    low: float | None
    high: float | None


class Accuracy(TypedDict):
    """Averages over classes; the interval is that of `lenient`."""

    lenient: float | None
    strict: float | None
    low: float | None
    high: float | None


class Scores(TypedDict):
    """Of one kind of pictures, or of all.

    `n` counts the pictures of the ten kinds, `classes` the kinds with enough of them. `strict` and
    `lenient` are shares of all pictures, `macro` holds the averages over classes.
    """

    n: int
    classes: int
    strict: float | None
    lenient: float | None
    macro: Accuracy
    ece: Figure
    sure_share: float | None
    sure_precision: float | None


@dataclass(frozen=True)
class Marks:
    """The marked answers to pictures of the ten kinds, an array of (n,) each."""

    labels: NDArray[np.int64]
    strict: NDArray[np.bool_]
    lenient: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    confidences: NDArray[np.float64]
    sure: NDArray[np.bool_]


def mark(outcomes: list[Outcome]) -> Marks:
    """Compare answers with labels; rows that are none of the ten are left out."""
    known = [each for each in outcomes if each.row.label != NONE]
    answers = [each.answer for each in known]
    said = [NONE if answer is None else answer.label for answer in answers]
    accepted = [label in each.row.accept - {NONE} for label, each in zip(said, known, strict=True)]
    labels = np.array([each.row.label for each in known], np.int64)
    return Marks(
        labels=labels,
        strict=np.array(said, np.int64) == labels,
        lenient=np.array(accepted, np.bool_),
        answered=np.array([answer is not None for answer in answers], np.bool_),
        confidences=np.array(
            [answer.confidence if answer else 0 for answer in answers], np.float64
        ),
        sure=np.array([answer is not None and answer.sure for answer in answers], np.bool_),
    )


def score(marks: Marks) -> Scores:
    """Count what `marks` are worth."""
    sure = marks.lenient[marks.sure]
    return Scores(
        n=len(marks.labels),
        classes=len(classes_that_count(marks.labels)),
        strict=_share(marks.strict),
        lenient=_share(marks.lenient),
        macro=macro(marks),
        ece=_calibration(marks),
        sure_share=_share(marks.sure),
        sure_precision=_share(sure),
    )


def macro(marks: Marks) -> Accuracy:
    """Averages over the classes with enough pictures."""

    def lenient(places: NDArray[np.intp]) -> float:
        return macro_accuracy(marks.lenient[places], marks.labels[places])

    low, high = bootstrap(lenient, marks.labels)
    return Accuracy(
        lenient=_number(macro_accuracy(marks.lenient, marks.labels)),
        strict=_number(macro_accuracy(marks.strict, marks.labels)),
        low=_number(low),
        high=_number(high),
    )


def _calibration(marks: Marks) -> Figure:
    confidences, right = marks.confidences[marks.answered], marks.lenient[marks.answered]

    def error(places: NDArray[np.intp]) -> float:
        return expected_calibration_error(confidences[places], right[places])

    low, high = bootstrap(error, np.zeros(len(right), np.int64))
    value = expected_calibration_error(confidences, right)
    return Figure(value=_number(value), low=_number(low), high=_number(high))


def none_auroc(outcomes: list[Outcome]) -> float | None:
    """How well it tells what is none of the ten from what is; None without both."""
    answered = [each for each in outcomes if each.answer is not None]
    scores = [_strangeness(each.answer) for each in answered if each.answer is not None]
    strangers = [each.row.label == NONE for each in answered]
    return _number(auroc(np.array(scores), np.array(strangers, np.bool_)))


def _strangeness(answer: Answer) -> float:
    return 1 - answer.confidence if answer.none is None else answer.none


def report(outcomes: list[Outcome]) -> dict[str, Any]:
    """All scores as one JSON object: pooled, and for each kind of picture."""
    kinds = sorted({each.row.kind for each in outcomes})
    of_kind = {kind: [each for each in outcomes if each.row.kind == kind] for kind in kinds}
    milliseconds = [each.milliseconds for each in outcomes]
    refusals = Counter(each.refusal for each in outcomes if each.refusal is not None)
    return {
        "pictures": len(outcomes),
        "refused": {"n": refusals.total(), "reasons": dict(refusals.most_common())},
        "pooled": score(mark(outcomes)),
        "kinds": {kind: score(mark(some)) for kind, some in of_kind.items()},
        "none_auroc": none_auroc(outcomes),
        "milliseconds": {
            f"p{share}": round(float(np.percentile(milliseconds, share)), 1) for share in (50, 95)
        },
    }


def _share(bools: NDArray[np.bool_]) -> float | None:
    return float(bools.mean()) if len(bools) else None


def _number(value: float) -> float | None:
    """JSON has no nan."""
    return None if math.isnan(value) else value
