"""What things are photographed on."""

from __future__ import annotations

import numpy as np

from research.synthetic.backgrounds import grow_ground


def test_grounds_fill_the_frame_and_few_are_even() -> None:
    rng = np.random.default_rng(2)
    grounds = [grow_ground(np.full((24, 24, 3), 90, np.uint8), rng) for _ in range(100)]
    assert {(ground.shape, ground.dtype.name) for ground in grounds} == {((96, 96, 3), "float32")}
    assert all(np.isfinite(ground).all() and -150 < ground.min() < 250 for ground in grounds)
    rough = [np.abs(np.diff(ground, axis=0)).mean() > 4 for ground in grounds]
    assert 20 < sum(rough) < 80


def test_a_ground_shows_its_patch() -> None:
    red = np.zeros((24, 24, 3), np.uint8)
    red[..., 0] = 200
    rng = np.random.default_rng(3)
    grounds = [grow_ground(red, rng) for _ in range(40)]
    middles = np.median(np.stack(grounds), axis=(1, 2))
    shown = (middles[:, 0] > 100) & (middles[:, 1] < 1)
    assert 15 < shown.sum() < 35
