"""When answers count as sure, on answers counted by hand."""

from __future__ import annotations

import numpy as np

from research.photo_expert.rules import Answers, choose

N = 200
NUMBERS, FLAGS = np.zeros(0), np.zeros(0, np.bool_)
NOBODY = Answers(NUMBERS, NUMBERS, FLAGS, FLAGS, np.zeros(0, np.str_), np.zeros(0, np.int64))


def answers(**changed: np.ndarray) -> Answers:
    """Two sets of plain photos, all right, their confidence from 0.5 to 1, and no strangers."""
    given = {
        "confidence": np.linspace(0.5, 1, N),
        "none": np.full(N, 0.01),
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
    assert 0.03 <= rule.none < 0.1


def test_a_way_that_nothing_was_seen_of_is_never_sure() -> None:
    assert choose(answers(), "busy", NOBODY).sure > 1


def test_on_the_data_sets_own_pictures_it_has_to_be_right_too() -> None:
    drawn = np.array(["drawn"] * N)
    own = answers(ways=drawn, right=np.linspace(0.5, 1, N) > 0.8)
    rule = choose(answers(ways=drawn), "drawn", own)
    assert 0.78 <= rule.sure <= 0.82
    assert choose(answers(), "plain", own).sure == 0.6  # they came prepared: no photos
