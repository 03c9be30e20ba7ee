"""Answers to people's own pictures by what makes them hard: who wears it, strangers, turned ones.

Told: the share of pictures whose kind was named rightly; "none of the ten" counts as an answer.
Offered: as told, or a thing found on the picture was named so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypedDict

from benchmarks.own_input import Outcome, Row
from benchmarks.scoring import macro_accuracy, mark, number, score
from fashion_model.labels import NONE
from fashion_model.metrics import wilson_interval

_ONE_SIDED_80 = 0.8416  # standard normal deviations below which 80 % lie

WAYS: dict[str, Callable[[Row], bool]] = {
    "plain": lambda row: row.kind == "photo_plain",
    "busy": lambda row: row.kind == "photo_messy",
    "drawn": lambda row: row.kind in ("sketch", "icon"),
    "worn": lambda row: row.worn and row.kind.startswith("photo"),
    "street_crops": lambda row: row.street,
}


class Sure(TypedDict):
    """Answers called sure: how many, the share of all, how many are right, and at least so.

    `low` is the lower end of a one-sided 80 % interval of `right` (Wilson, 1927).
    """

    n: int
    share: float | None
    right: float | None
    low: float | None


def families(outcomes: list[Outcome]) -> dict[str, Any]:
    """What `WAYS` tells apart, strangers, and twins; one JSON object."""
    originals = [each for each in outcomes if not each.row.twin]
    strangers = [each for each in originals if each.row.label == NONE]
    kinds = sorted({each.row.kind for each in strangers})
    return {
        "ways": {
            name: _way([each for each in originals if belongs(each.row)])
            for name, belongs in WAYS.items()
        },
        "strangers": {
            **_strangers(strangers),
            "kinds": {
                kind: _strangers([each for each in strangers if each.row.kind == kind])
                for kind in kinds
            },
        },
        "twins": {
            twin: _twins([each for each in outcomes if each.row.twin == twin])
            for twin in sorted({each.row.twin for each in outcomes} - {""})
        },
    }


def lower_end(right: int, of: int) -> float | None:
    """The lower end of a one-sided 80 % interval of a share (Wilson, 1927); None of nothing."""
    return wilson_interval(right, of, _ONE_SIDED_80)[0] if of else None


def _way(outcomes: list[Outcome]) -> dict[str, Any]:
    marks = mark(outcomes)
    scores = score(marks)
    n, sure, right = scores["n"], int(marks.sure.sum()), int(marks.lenient[marks.sure].sum())
    return {
        "n": n,
        "told": int(marks.told.sum()) / n if n else None,
        "offered": sum(_is_offered(each) for each in outcomes) / n if n else None,
        "with_things": sum(bool(each.things) for each in outcomes),
        "macro_told": number(macro_accuracy(marks.told, marks.labels)),
        "macro_lenient": scores["macro"]["lenient"],
        "sure": Sure(
            n=sure,
            share=scores["sure_share"],
            right=scores["sure_precision"],
            low=lower_end(right, sure),
        ),
    }


def _is_offered(outcome: Outcome) -> bool:
    """Whether a right name is told of the whole picture, or of a thing on it."""
    said = [outcome.prediction, *outcome.things]
    named = {each.label for each in said if each is not None and not each.stranger}
    return outcome.row.label != NONE and bool(named & outcome.row.accept)


def _strangers(outcomes: list[Outcome]) -> dict[str, int]:
    """Of pictures of none of the ten: how many were told so, how many got a sure name."""
    answers = [each.prediction for each in outcomes if each.prediction is not None]
    return {
        "n": len(outcomes),
        "said_none": sum(each.stranger for each in answers),
        "sure": sum(each.sure for each in answers),
    }


def _twins(outcomes: list[Outcome]) -> dict[str, int]:
    marks = mark(outcomes)
    wrong = Counter(marks.lenient[marks.sure].tolist())[False]
    return {"n": len(marks.labels), "right": int(marks.told.sum()), "sure_and_wrong": wrong}
