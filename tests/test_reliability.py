"""How often answers are right, by how sure they were."""

import math

import numpy as np

from fashion_model.arrays import Float64Array
from fashion_model.reliability import EDGES, reliability


def answers(*given: tuple[float, int]) -> Float64Array:
    """Probabilities of answers, each with how sure it is and of what; the rest is shared."""
    rows = np.array([[(1 - sure) / 9] * 10 for sure, _ in given])
    for row, (sure, label) in zip(rows, given, strict=True):
        row[label] = sure
    return rows


def test_each_answer_is_in_one_group_and_counted_right_or_wrong() -> None:
    given = answers((0.3, 1), (0.5, 2), (0.6, 2), (0.95, 3), (0.99, 4), (1.0, 5), (1.0, 6))
    found = reliability(given, np.array([1, 2, 0, 3, 4, 5, 0]))
    assert [each.answers for each in found] == [1, 2, 0, 1, 3]
    assert sum(each.answers for each in found) == len(given)
    low, half, none, _, surest = found
    assert (low.right, half.right) == (1, 0.5)
    assert half.said == 0.55
    assert math.isnan(none.right) and math.isnan(none.said)
    assert surest.right == 2 / 3
    assert (surest.low, surest.high) == EDGES[-2:]
