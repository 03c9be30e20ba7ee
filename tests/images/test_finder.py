"""The network that finds the item: what goes in and comes out, whatever it has learned."""

from __future__ import annotations

import numpy as np
import pytest

from fashion_model.images.find import Colours, main_parts
from fashion_model.images.finder import bundled_finder
from tests.images.pictures import noise


@pytest.mark.parametrize("size", [(256, 170), (30, 256), (1, 1), (3, 200)])
def test_it_says_of_each_pixel_whether_it_belongs_to_the_item(size: tuple[int, int]) -> None:
    colours: Colours = np.asarray(noise(*size), np.float32)
    mask = bundled_finder().find(colours)
    assert mask.dtype == np.bool_
    assert mask.shape == (size[1], size[0])
    assert np.array_equal(mask, bundled_finder().find(colours))


def test_it_is_loaded_once() -> None:
    assert bundled_finder() is bundled_finder()


def test_the_main_parts_have_no_holes_and_no_crumbs() -> None:
    mask = np.zeros((60, 60), np.bool_)
    mask[5:25, 5:25] = mask[5:20, 35:50] = True
    whole = mask.copy()
    mask[10:12, 10:12] = False
    mask[50:53, 50:53] = True
    assert np.array_equal(main_parts(mask), whole)
    assert not main_parts(np.zeros((4, 4), np.bool_)).any()
