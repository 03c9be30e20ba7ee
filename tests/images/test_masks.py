"""Fast functions of masks, against SciPy's."""

import numpy as np
import pytest
from scipy import ndimage

from fashion_model.arrays import BoolArray
from fashion_model.images import masks


def blobs(seed: int) -> BoolArray:
    """A mask of a few parts with holes, some at the edge; empty or full now and then."""
    rng = np.random.default_rng(seed)
    shape = tuple(int(each) for each in rng.integers(3, 60, 2))
    soft = ndimage.gaussian_filter(rng.normal(size=shape), rng.uniform(0.5, 4))
    return np.asarray(soft > np.quantile(soft, rng.choice((-0.0, 0.2, 0.5, 0.8, 1.0))))


MASKS = [blobs(seed) for seed in range(60)]


@pytest.mark.parametrize("reach", [0.0, 0.5, 1.0, 1.5, 2.3, 5.0, 7.7, 70.0])
def test_what_is_near_is_what_the_distance_says(reach: float) -> None:
    for mask in MASKS:
        if mask.any():  # to nothing there is no distance
            distance = ndimage.distance_transform_edt(~mask)
            assert np.array_equal(masks.near(mask, reach), distance <= reach)
        else:
            assert not masks.near(mask, reach).any()


def test_holes_are_filled() -> None:
    for mask in MASKS:
        assert np.array_equal(masks.fill_holes(mask), ndimage.binary_fill_holes(mask))


@pytest.mark.parametrize("side", [1, 2, 3, 5, 8])
def test_opening_keeps_whole_squares(side: int) -> None:
    for mask in MASKS:
        wide = np.pad(mask, side)
        wanted = ndimage.binary_opening(wide, np.ones((side, side)))
        assert np.array_equal(masks.opened(wide, side), wanted)


@pytest.mark.parametrize("diagonal", [False, True])
def test_small_parts_go(diagonal: bool) -> None:
    for mask in MASKS:
        parts, count = ndimage.label(mask, np.ones((3, 3)) if diagonal else None)
        sizes = [int((parts == each).sum()) for each in range(1, count + 1)]
        large = [at for at, size in enumerate(sizes, 1) if size >= 0.2 * max(sizes)]
        assert np.array_equal(
            masks.parts_of_size(mask, 0.2, diagonal=diagonal), np.isin(parts, large)
        )
