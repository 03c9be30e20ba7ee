"""Turning upright what leans, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from fashion_model.images.find import Mask, frame
from fashion_model.images.straighten import LARGEST, SMALLEST, lean, turn


def bar(width: int, height: int, degrees: float) -> Mask:
    """A box that leans by so many degrees to the left."""
    mask = Image.new("L", (400, 400))
    box = ((400 - width) // 2, (400 - height) // 2, (400 + width) // 2, (400 + height) // 2)
    mask.paste(255, box)
    return np.asarray(mask.rotate(degrees, Image.Resampling.BICUBIC)) > 127


@pytest.mark.parametrize("degrees", [-24, -15, -5, 5, 15, 24])
def test_a_long_thing_that_leans_is_turned_upright(degrees: float) -> None:
    leaning = bar(80, 260, degrees)
    assert lean(leaning) == pytest.approx(degrees, abs=0.5)
    upright = turn(leaning, lean(leaning))
    assert abs(lean(upright)) == 0
    rows, columns = frame(upright)
    assert rows.stop - rows.start == pytest.approx(260, abs=3)
    assert columns.stop - columns.start == pytest.approx(80, abs=3)
    assert upright.sum() == pytest.approx(leaning.sum(), rel=0.01)


@pytest.mark.parametrize(
    "mask",
    [
        bar(80, 260, SMALLEST - 1),
        bar(80, 260, LARGEST + 2),
        bar(80, 260, 90),
        bar(260, 80, 12),
        bar(180, 260, 12),
        bar(200, 200, 20),
        np.ones((1, 1), np.bool_),
        np.ones((2, 1), np.bool_),
        np.zeros((4, 4), np.bool_),
    ],
    ids=["hardly", "far", "lying", "shoe", "pullover", "square", "dot", "dots", "nothing"],
)
def test_everything_else_stays(mask: Mask) -> None:
    assert lean(mask) == 0


def test_colours_turn_with_their_mask() -> None:
    leaning = bar(80, 260, 15)
    colours = np.where(leaning[..., None], np.array([200, 100, 50]), 0)
    mask, turned = turn(leaning, 15.0), turn(colours.astype(np.float32), 15.0)
    assert mask.dtype == np.bool_
    assert turned.dtype == np.float32
    assert turned.shape == (*mask.shape, 3)
    inside = turned[mask].mean(axis=0)
    assert inside == pytest.approx([200, 100, 50], rel=0.03)
