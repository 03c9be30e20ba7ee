"""When answers count as sure, on answers counted by hand."""

from __future__ import annotations

import numpy as np

from fashion_model.sureness import log_odds
from research.photo_expert.rules import Answers, calibrate, choose

N = 200
NUMBERS, FLAGS = np.zeros(0), np.zeros(0, np.bool_)
NOBODY = Answers(NUMBERS, NUMBERS, FLAGS, FLAGS, np.zeros(0, np.str_), np.zeros(0, np.int64))


def answers(**changed: np.ndarray) -> Answers:
    """Two sets of plain photos, all right, their confidence from 0.5 to 1, and no strangers."""
    given = {
        "confidence": np.linspace(0.5, 1, N),
        "none": np.full(N, 0.009),
        "right": np.ones(N, np.bool_),
        "stranger": np.zeros(N, np.bool_),
        "ways": np.array(["plain"] * N),
        "sets": np.arange(N) % 2,
    }
    return Answers(**{**given, **changed})


def test_all_right_is_all_sure_but_what_reads_like_a_doubt() -> None:
    rule = choose(answers(), "plain", NOBODY)
    assert (rule.sure, rule.none) == (0.6, 0.01)


def test_it_begins_where_answers_begin_to_be_right() -> None:
    rule = choose(answers(right=np.linspace(0.5, 1, N) > 0.7), "plain", NOBODY)
    assert 0.68 <= rule.sure <= 0.72


def test_each_set_has_to_keep_the_goal() -> None:
    right = np.ones(N, np.bool_)
    right[1::20] = False  # one answer in ten, but in the second set alone
    rule = choose(answers(right=right), "plain", NOBODY)
    assert rule.sure > 1


def test_strangers_keep_answers_from_being_sure() -> None:
    stranger = np.arange(N) < 100
    none = np.where(stranger, 0.1, 0.03)
    rule = choose(answers(stranger=stranger, none=none), "plain", NOBODY)
    assert rule.calibrate(0.03) <= rule.none < rule.calibrate(0.1)
    assert rule.sure < 1


def test_doubts_that_are_overdone_are_read_with_half_the_odds() -> None:
    rng = np.random.default_rng(3)
    n = 20_000
    odds = rng.normal(-1, 2, n)
    stranger = rng.random(n) < 1 / (1 + np.exp(-odds))
    overdone = 1 / (1 + np.exp(-(2 * odds + 1)))
    given = {"none": overdone, "stranger": stranger, "ways": np.array(["plain"] * n)}
    rule = calibrate(
        Answers(np.ones(n), right=np.ones(n, np.bool_), sets=np.zeros(n, np.int64), **given),
        "plain",
    )
    assert abs(rule.scale - 0.5) < 0.05
    assert abs(rule.offset + 0.5) < 0.1
    assert abs(rule.calibrate(0.5) - 0.38) < 0.03
    assert log_odds(0.5) == 0


def test_of_hardly_any_strangers_nothing_is_learned() -> None:
    few = np.arange(N) < 5
    rule = calibrate(answers(stranger=few, none=np.where(few, 0.9, 0.01)), "plain")
    assert (rule.scale, rule.offset) == (1, 0)


def test_a_way_that_nothing_was_seen_of_is_never_sure() -> None:
    assert choose(answers(), "busy", NOBODY).sure > 1


def test_on_the_data_sets_own_pictures_it_has_to_be_right_too() -> None:
    alone = np.array(["alone"] * N)
    own = answers(ways=alone, right=np.linspace(0.5, 1, N) > 0.8)
    rule = choose(answers(ways=alone), "alone", own)
    assert 0.78 <= rule.sure <= 0.82
    assert choose(answers(), "plain", own).sure == 0.6  # they came prepared: no photos
