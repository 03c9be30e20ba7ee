"""How likely "none of the ten" is, and when an answer counts as sure, by way.

Measured on pictures nothing was trained on.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.families import lower_end
from benchmarks.own_input import Row, read_set
from fashion_model.data import Split
from fashion_model.files import write_atomically
from fashion_model.images import ImageError, decode_file
from fashion_model.labels import NONE
from fashion_model.photo_expert import PhotoExpert, judge
from fashion_model.predict import Prediction, Predictor
from fashion_model.sureness import RULES, WAYS, Rule, Way, log_odds, way_of
from fashion_model.upright import look

GOALS: dict[Way, float] = {"alone": 0.97, "drawn": 0.97, "plain": 0.97, "busy": 0.95}
"""The share of sure answers that must be right: on each set, and all together as the lower end of
a one-sided 80 % interval."""
STRANGERS: dict[Way, float] = {"alone": 0.03, "drawn": 0.03, "plain": 0.0, "busy": 0.0}
"""How many of all strangers may get a sure name by each way: most of them are drawn."""
_SURE = np.round(np.arange(0.6, 0.995, 0.01), 2)  # less reads like a doubt
_NONE = (0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2)  # more is a doubt, too
_NEVER = 1.01  # no answer is surer than that
_SEEN_OFTEN = 10  # strangers, and others, for the odds of "none" to be measured
_TWINS = ("icon_rgba", "sketch_raw")  # what another picture of the set shows


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers to pictures of several sets, an array of (n,) each; `ways` are names of `Way`."""

    confidence: NDArray[np.float64]
    none: NDArray[np.float64]
    right: NDArray[np.bool_]
    stranger: NDArray[np.bool_]
    ways: NDArray[np.str_]
    sets: NDArray[np.int64]


def measure(
    folders: list[Path],
    validation: Split,
    predictor: Predictor,
    expert: PhotoExpert,
    into: Path,
    tell: Callable[[str], None],
) -> None:
    """Choose a rule for each way and write them into the model's folder `into`.

    Pictures of the data set, which come prepared, count with drawings the expert is not asked
    about: on them, too, an answer called sure shall be right.
    """
    asked = predictor.without_rules()
    answers, alone = ask([read_set(folder) for folder in folders], asked, expert)
    own = ask_prepared(validation, asked)
    rules = {way: choose(alone if way == "alone" else answers, way, own) for way in WAYS}
    written = json.dumps({way: asdict(rule) for way, rule in rules.items()}, indent=2)
    write_atomically(into / RULES, written.encode() + b"\n")
    for way, rule in rules.items():
        tell(f"sure: {way} from {rule.sure}, “none” at most {rule.none}")


_Said = tuple[Prediction, Row, Way, int]


def ask(
    sets: list[list[Row]], predictor: Predictor, expert: PhotoExpert
) -> tuple[Answers, Answers]:
    """Answer every picture that is no other's twin, and every drawing without the expert, too."""
    found: list[_Said] = []
    alone: list[_Said] = []
    for number, rows in enumerate(sets):
        for row in rows:
            if row.twin or row.kind in _TWINS:
                continue
            try:
                looked = look(decode_file(row.path), by=partial(judge, by=expert))
            except ImageError:
                continue
            said = looked.named_by(predictor)
            way = way_of(looked.prepared.kind, looked.opinion)
            found.append((said, row, way, number))
            if way == "drawn":
                said = predictor.answer(looked.prepared.picture, looked.prepared.kind)
                alone.append((said, row, "alone", number))
    return _counted(found), _counted(alone)


def _counted(found: list[_Said]) -> Answers:
    return Answers(
        np.array([said.confidence for said, *_ in found]),
        np.array([said.none for said, *_ in found], np.float64),
        np.array([said.label in row.accept for said, row, *_ in found]),
        np.array([row.label == NONE for _, row, *_ in found]),
        np.array([way for *_, way, _ in found]),
        np.array([number for *_, number in found]),
    )


def ask_prepared(split: Split, predictor: Predictor) -> Answers:
    """Answer every picture of a part of the data set."""
    said = predictor.predict(split.images)
    n = len(said)
    return Answers(
        np.array([each.confidence for each in said]),
        np.array([each.none for each in said], np.float64),
        np.array([each.label for each in said]) == split.labels,
        np.zeros(n, np.bool_),
        np.full(n, "alone"),
        np.zeros(n, np.int64),
    )


def choose(answers: Answers, way: Way, own: Answers) -> Rule:
    """The rule that calls most answers sure and keeps the goals; if none does, none is sure.

    Of `own` the share that is right alone counts: there are so many that they would hide the rest.
    """
    measured = calibrate(answers, way)
    answers, own = (_calibrated(each, measured) for each in (answers, own))
    best, most = measured, 0
    for sure, none in itertools.product(_SURE, _NONE):
        called, there = (_called(each, way, sure, none) for each in (answers, own))
        known = called & ~answers.stranger
        if own.right[there].sum() < GOALS[way] * there.sum():
            continue
        if int(known.sum()) > most and _keeps(answers, called, way):
            best, most = replace(measured, sure=float(sure), none=none), int(known.sum())
    return best


def calibrate(answers: Answers, way: Way) -> Rule:
    """How the odds of "none" are to be read, by logistic regression; never sure, for the time.

    As they are where hardly any strangers were seen, or hardly anything else.
    """
    here = answers.ways == way
    strangers = int(answers.stranger[here].sum())
    if min(strangers, int(here.sum()) - strangers) < _SEEN_OFTEN:
        return Rule(sure=_NEVER, none=0.0)
    odds = np.array([[log_odds(each)] for each in answers.none[here]])
    found = LogisticRegression().fit(odds, answers.stranger[here])
    scale, offset = float(found.coef_[0, 0]), float(found.intercept_[0])
    return Rule(_NEVER, 0.0, round(scale, 3), round(offset, 3))


def _calibrated(answers: Answers, rule: Rule) -> Answers:
    none = np.array([rule.calibrate(float(each)) for each in answers.none], np.float64)
    return replace(answers, none=none)


def _called(answers: Answers, way: Way, sure: float, none: float) -> NDArray[np.bool_]:
    sure_enough = (answers.confidence >= sure) & (answers.none <= none)
    return np.asarray((answers.ways == way) & sure_enough)


def _keeps(answers: Answers, called: NDArray[np.bool_], way: Way) -> bool:
    if (called & answers.stranger).sum() > STRANGERS[way] * answers.stranger.sum():
        return False
    goal = GOALS[way]
    known = called & ~answers.stranger
    if (lower_end(int(answers.right[known].sum()), int(known.sum())) or 0) < goal:
        return False
    shares = [answers.right[known & (answers.sets == each)] for each in np.unique(answers.sets)]
    return all(share.mean() >= goal for share in shares if len(share))
