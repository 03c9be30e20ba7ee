"""Shoes as people draw them: alone and in pairs."""

from __future__ import annotations

import numpy as np
import pytest

from research.doodles.shape import Doodle
from research.doodles.shoes import boot, sandal, sneaker


def areas(doodle: Doodle) -> list[float]:
    """Of the rectangles around the outlines."""
    return [float(np.prod(np.ptp(outline, axis=0))) for outline in doodle.outlines]


def test_the_other_boot_of_a_pair_is_as_large() -> None:
    boots = [boot(np.random.default_rng(seed)) for seed in range(200)]
    pairs = [each for each in boots if len(each.outlines) > 1]
    assert 30 < len(pairs) < 90
    for pair in pairs:
        first, second = areas(pair)
        assert second == pytest.approx(first)


def test_sneakers_come_in_pairs_too() -> None:
    shoes = [sneaker(np.random.default_rng(seed)) for seed in range(200)]
    assert 30 < sum(len(each.outlines) > 1 for each in shoes) < 110


def test_sandals_are_bounded_and_have_straps() -> None:
    for seed in range(200):
        shoe = sandal(np.random.default_rng(seed))
        points = np.concatenate(shoe.outlines + shoe.lines)
        assert np.isfinite(points).all()
        assert np.ptp(points, axis=0).max() < 3
        assert len(shoe.outlines) + len(shoe.lines) > 1
