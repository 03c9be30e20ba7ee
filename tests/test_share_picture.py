"""The picture to share: what is on it lies where it should."""

import io

import numpy as np
import pytest
from PIL import Image

from fashion_model.data import load_sample
from fashion_model.share_picture import SIZE, Wall, draw

PAPER = (252, 251, 248)


def card(title: str = "Mine", walls: int = 2, wrong: int = 0) -> Image.Image:
    """A card of the first forty validation pictures, `wrong` of which were named wrong."""
    images = load_sample().validation.images[:40]
    wall = Wall("36 of 40", images, np.arange(40) >= wrong)
    return Image.open(io.BytesIO(draw(title, "90 % right.", [wall] * walls)))


@pytest.mark.parametrize("walls", [1, 2])
def test_each_wall_has_its_half(walls: int) -> None:
    drawn = card(walls=walls)
    assert drawn.size == SIZE
    left, right = (np.asarray(drawn.crop((x, 268, x + 540, 490))) for x in (44, 616))
    assert (left != PAPER).any()
    assert (right != PAPER).any() == (walls == 2)
    edges = np.asarray(drawn)[:, [0, -1]]
    assert (edges == PAPER).all()  # nothing runs out of the card


def test_what_is_wrong_is_crossed_out() -> None:
    right, wrong = (np.asarray(card(wrong=n))[268:318, 44:94] for n in (0, 1))
    orange = np.array([0xB3, 0x4A, 0x00])
    assert not (right == orange).all(axis=2).any()
    assert (wrong == orange).all(axis=2).sum() > 100


@pytest.mark.parametrize("title", ["", "x" * 500, "名前 <b>*", "\u202e"])
def test_any_name_fits(title: str) -> None:
    edges = np.asarray(card(title))[:, [0, -1]]
    assert (edges == PAPER).all()
