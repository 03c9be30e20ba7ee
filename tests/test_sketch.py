"""Sketches look like prepared drawings: grey inside, light lines, black around; and cost little."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_model.augment import sketch
from fashion_model.data import load_sample

TEST = load_sample().test
IMAGES = TEST.images[:200]


def covered(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The share of each picture that is not black, (n,)."""
    return np.asarray((images > 24).mean(axis=(1, 2)))


def test_the_same_dice_draw_the_same() -> None:
    before = IMAGES.copy()
    first, again, other = (sketch(IMAGES, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.shape == IMAGES.shape
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(IMAGES, before)
    assert (first != other).any(axis=(1, 2)).mean() > 0.95


@pytest.mark.parametrize("seed", range(5))
def test_a_sketch_has_the_shape_of_its_picture(seed: int) -> None:
    drawn = sketch(IMAGES, np.random.default_rng(seed))
    filled = np.median(drawn, axis=(1, 2)) > 0  # some are left as bare outlines
    difference = np.abs(covered(drawn) - covered(IMAGES))
    assert np.median(difference[filled]) < 0.15
    assert (drawn.max(axis=(1, 2)) >= 150).mean() > 0.95  # lines are light, of a thin pen, too


@pytest.mark.parametrize("seed", range(8))
def test_a_solid_square_becomes_lines_around_a_filling(seed: int) -> None:
    square = np.zeros((1, 28, 28), np.uint8)
    square[0, 4:24, 4:24] = 180
    (drawn,) = sketch(square, np.random.default_rng(seed))
    assert len(np.unique(drawn[12:16, 12:16])) == 1
    assert drawn[12, 12] < drawn.max()
    assert drawn[0].max() == drawn[:, -1].max() == 0


def test_holes_are_filled_but_not_bays() -> None:
    ring = np.zeros((1, 28, 28), np.uint8)
    ring[0, 4:24, 4:24] = 200
    ring[0, 9:19, 9:19] = 0
    bay = ring.copy()
    bay[0, 9:, 9:19] = 0
    filled, open_below = (
        np.mean([sketch(each, np.random.default_rng(seed))[0, 12:16, 12:16] for seed in range(40)])
        for each in (ring, bay)
    )
    assert filled > 60
    assert open_below < 10


@pytest.mark.parametrize("images", [IMAGES[:0], np.zeros((3, 28, 28), np.uint8)])
def test_nothing_is_drawn_of_nothing(images: NDArray[np.uint8]) -> None:
    drawn = sketch(images, np.random.default_rng(1))
    assert drawn.shape == images.shape
    assert not drawn.any()


def test_every_single_picture_can_be_drawn_alone() -> None:
    for seed in range(20):
        assert sketch(IMAGES[:1], np.random.default_rng(seed)).shape == (1, 28, 28)
