"""A photo from too close is told from one that shows all of an item."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from fashion_model.closeness import is_cut_off
from fashion_model.environment import ASSETS
from fashion_model.images import decode_file, prepare
from fashion_model.photo_expert import Opinion, judge, without_parts


def photo(name: str) -> Image.Image:
    return decode_file(ASSETS / "examples" / f"{name}.jpg").convert("RGB")


def close_up(name: str) -> Image.Image:
    """The middle of an example, from three tenths of each side to seven."""
    whole = photo(name)
    width, height = whole.size
    return whole.crop((3 * width // 10, 3 * height // 10, 7 * width // 10, 7 * height // 10))


def opinion_on(picture: Image.Image) -> Opinion:
    return judge(prepare(picture))


@pytest.mark.parametrize("name", ["jeans", "boot"])
def test_a_close_up_is_cut_off(name: str) -> None:
    assert is_cut_off(opinion_on(close_up(name)))


@pytest.mark.parametrize("name", ["t_shirt", "jeans", "boot", "dress"])
def test_what_is_seen_whole_is_not(name: str) -> None:
    assert not is_cut_off(opinion_on(photo(name)))


def test_a_drawing_never_is() -> None:
    assert not is_cut_off(judge(prepare(close_up("jeans")), drawn=True))
    close = opinion_on(close_up("jeans"))
    assert not is_cut_off(replace(close, photo=0.4))
    assert not is_cut_off(without_parts(close))
