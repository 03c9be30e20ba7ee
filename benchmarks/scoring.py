"""Scores of a model on people's own pictures, and how far each figure wavers.

Confidences and scores are float (n,), answers bool (n,) everywhere. NumPy only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from benchmarks.own_input import Outcome
from fashion_model.labels import NONE
from fashion_model.metrics import wilson_interval
from fashion_model.predict import Prediction

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
Integers = NDArray[np.integer[Any]]
Measure = Callable[[NDArray[np.intp]], float]

BINS = 10
FEWEST = 5  # pictures of a class, for its share to count in an average over classes
DRAWS = 1000


def expected_calibration_error(confidences: Floats, right: Bools) -> float:
    """ECE in ten bins of equal width: how far confidence and accuracy are apart, on average.

    Guo et al., arXiv 1706.04599. 0.05 means: where it says 80 %, between 75 and 85 % are right.
    nan for no answers.
    """
    if not len(right):
        return math.nan
    bins = np.clip(np.ceil(confidences * BINS).astype(np.int64) - 1, 0, BINS - 1)
    gaps = np.bincount(bins, weights=confidences - right, minlength=BINS)
    return float(np.abs(gaps).sum() / len(right))


def auroc(scores: Floats, positive: Bools) -> float:
    """How often a positive scores higher than a negative; ties count half; nan without both.

    The area under the ROC curve, from ranks (Mann and Whitney, 1947).
    """
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if not positives or not negatives:
        return math.nan
    _, place, times = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[place]  # from 1; ties share their mean
    above = float(ranks[positive].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def classes_that_count(labels: Integers) -> NDArray[np.int64]:
    """The classes with at least `FEWEST` pictures."""
    classes, times = np.unique(labels, return_counts=True)
    return classes[times >= FEWEST].astype(np.int64)


def macro_accuracy(right: Bools, labels: Integers) -> float:
    """The share of right answers of each class that counts, averaged; nan where none does."""
    shares = [float(right[labels == kind].mean()) for kind in classes_that_count(labels)]
    return float(np.mean(shares)) if shares else math.nan


def bootstrap(measure: Measure, strata: Integers, seed: int = 0) -> tuple[float, float]:
    """95 % interval of a figure, by drawing pictures anew (percentile bootstrap, Efron 1979).

    Args:
        measure: Computes the figure from positions of pictures, intp (n,).
        strata: int (n,); as many are drawn of each as there are, so that no class drops out.
        seed: Of the draws.

    Returns:
        Its lower and upper end; nan where the figure is.
    """
    rng = np.random.default_rng(seed)
    groups = [np.flatnonzero(strata == each) for each in np.unique(strata)]
    if not groups or math.isnan(measure(np.concatenate(groups))):
        return math.nan, math.nan
    figures = [
        measure(np.concatenate([rng.choice(group, len(group)) for group in groups]))
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(figures, (2.5, 97.5))
    return float(low), float(high)


class Figure(TypedDict):
    """A number and its 95 % interval; None where there was nothing to measure."""

    value: float | None
    low: float | None
    high: float | None


class Accuracy(TypedDict):
    """Averages over classes, as in `Marks`; the interval is that of `told`."""

    told: float | None
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
    """The marked answers to pictures of the ten kinds, an array of (n,) each.

    `told` is `lenient`, but whoever was told "none of the ten" was told wrong.
    """

    labels: NDArray[np.int64]
    strict: NDArray[np.bool_]
    lenient: NDArray[np.bool_]
    told: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    confidences: NDArray[np.float64]
    sure: NDArray[np.bool_]


def mark(outcomes: list[Outcome]) -> Marks:
    """Compare answers with labels; rows that are none of the ten are left out."""
    known = [each for each in outcomes if each.row.label != NONE]
    predictions = [each.prediction for each in known]
    said = [NONE if prediction is None else prediction.label for prediction in predictions]
    accepted = [label in each.row.accept - {NONE} for label, each in zip(said, known, strict=True)]
    named = [prediction is not None and not prediction.stranger for prediction in predictions]
    labels = np.array([each.row.label for each in known], np.int64)
    return Marks(
        labels=labels,
        strict=np.array(said, np.int64) == labels,
        lenient=np.array(accepted, np.bool_),
        told=np.array(accepted, np.bool_) & np.array(named, np.bool_),
        answered=np.array([prediction is not None for prediction in predictions], np.bool_),
        confidences=np.array(
            [prediction.confidence if prediction else 0 for prediction in predictions], np.float64
        ),
        sure=np.array(
            [prediction is not None and prediction.sure for prediction in predictions], np.bool_
        ),
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
        ece=_calibration_figure(marks),
        sure_share=_share(marks.sure),
        sure_precision=_share(sure),
    )


def macro(marks: Marks) -> Accuracy:
    """Averages over the classes with enough pictures."""

    def told(places: NDArray[np.intp]) -> float:
        return macro_accuracy(marks.told[places], marks.labels[places])

    low, high = bootstrap(told, marks.labels)
    if low == high:  # all the same: no draw can waver, which says more of the method than of them
        counted = np.isin(marks.labels, classes_that_count(marks.labels))
        low, high = wilson_interval(int(marks.told[counted].sum()), int(counted.sum()))
    return Accuracy(
        told=number(macro_accuracy(marks.told, marks.labels)),
        lenient=number(macro_accuracy(marks.lenient, marks.labels)),
        strict=number(macro_accuracy(marks.strict, marks.labels)),
        low=number(low),
        high=number(high),
    )


def _calibration_figure(marks: Marks) -> Figure:
    confidences, right = marks.confidences[marks.answered], marks.lenient[marks.answered]

    def error(places: NDArray[np.intp]) -> float:
        return expected_calibration_error(confidences[places], right[places])

    low, high = bootstrap(error, np.zeros(len(right), np.int64))
    value = expected_calibration_error(confidences, right)
    return Figure(value=number(value), low=number(low), high=number(high))


def none_auroc(outcomes: list[Outcome]) -> float | None:
    """How well it tells what is none of the ten from what is; None without both."""
    answered = [each for each in outcomes if each.prediction is not None]
    scores = [_strangeness(each.prediction) for each in answered if each.prediction is not None]
    strangers = [each.row.label == NONE for each in answered]
    return number(auroc(np.array(scores), np.array(strangers, np.bool_)))


def _strangeness(prediction: Prediction) -> float:
    return 1 - prediction.confidence if prediction.none is None else prediction.none


def report(outcomes: list[Outcome]) -> dict[str, Any]:
    """All scores as one JSON object: pooled, and for each kind of picture.

    Twins count in neither: they show what another picture of the set shows.
    """
    originals = [each for each in outcomes if not each.row.twin]
    kinds = sorted({each.row.kind for each in originals})
    of_kind = {kind: [each for each in originals if each.row.kind == kind] for kind in kinds}
    milliseconds = [each.milliseconds for each in outcomes]
    refusals = Counter(each.refusal for each in outcomes if each.refusal is not None)
    return {
        "pictures": len(outcomes),
        "refused": {"n": refusals.total(), "reasons": dict(refusals.most_common())},
        "pooled": score(mark(originals)),
        "kinds": {kind: score(mark(some)) for kind, some in of_kind.items()},
        "none_auroc": none_auroc(originals),
        "milliseconds": {
            f"p{share}": round(float(np.percentile(milliseconds, share)), 1) for share in (50, 95)
        },
    }


def _share(bools: NDArray[np.bool_]) -> float | None:
    return float(bools.mean()) if len(bools) else None


def number(value: float) -> float | None:
    """JSON has no nan."""
    return None if math.isnan(value) else value
