"""Two networks on the same pictures, against statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar as expected

from fashion_model.experiments.duel import Duel, duel, mcnemar


@pytest.mark.parametrize(
    ("first", "second"), [(0, 1), (1, 1), (0, 6), (12, 31), (31, 12), (200, 261), (4000, 4100)]
)
def test_mcnemar_is_statsmodels(first: int, second: int) -> None:
    told = expected([[50, first], [second, 10]], exact=True).pvalue
    assert mcnemar(first, second) == pytest.approx(told, rel=1e-9)


def test_without_a_difference_nothing_is_told() -> None:
    assert mcnemar(0, 0) == 1
    with pytest.raises(ValueError, match="not negative"):
        mcnemar(-1, 3)


def test_pictures_are_counted() -> None:
    first = np.array([1, 1, 1, 0, 0, 1], bool)
    second = np.array([1, 0, 0, 1, 0, 0], bool)
    assert duel(first, second) == Duel(6, 3, 1, mcnemar(3, 1))
    assert not duel(first, second).told
    assert duel(np.ones(9, bool), np.zeros(9, bool)).told


@pytest.mark.parametrize("shapes", [(3, 4), (0, 0), ((2, 2), (2, 2))])
def test_only_the_same_pictures_can_be_compared(shapes: tuple[int, int]) -> None:
    first, second = (np.zeros(shape, bool) for shape in shapes)
    with pytest.raises(ValueError, match="same pictures"):
        duel(first, second)
