"""A photo from too close is told from one that shows all of an item."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from fashion_model.environment import ASSETS
from fashion_model.images import decode_file, prepare
from fashion_model.photo_expert import Opinion, judge, without_parts
from research.photo_expert.cut_off import middle


def photo(name: str) -> Image.Image:
    return decode_file(ASSETS / "examples" / f"{name}.jpg").convert("RGB")


def close_up(name: str) -> Image.Image:
    return middle(photo(name), 0.4)


def opinion_on(picture: Image.Image) -> Opinion:
    return judge(prepare(picture))


@pytest.mark.parametrize("name", ["t_shirt", "jeans", "boot", "dress"])
def test_a_close_up_is_cut_off(name: str) -> None:
    assert opinion_on(close_up(name)).too_close


@pytest.mark.parametrize("name", ["t_shirt", "jeans", "boot", "dress"])
def test_what_is_seen_whole_is_not_however_small(name: str) -> None:
    whole = photo(name)
    assert not opinion_on(whole).too_close
    assert not opinion_on(whole.resize(close_up(name).size)).too_close


def test_a_drawing_never_is() -> None:
    assert judge(prepare(close_up("jeans")), drawn=True).cut_off == 0


def test_it_is_still_told_when_what_was_said_of_each_place_is_let_go() -> None:
    close = opinion_on(close_up("jeans"))
    assert without_parts(close).too_close
    assert not replace(close, cut_off=0.5).too_close
