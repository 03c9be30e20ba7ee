"""Lined and squared paper: its lines go, what is drawn on it stays."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from fashion_model.images import prepare
from fashion_model.images.rulings import erase
from fashion_model.images.segment import Colours, look_at_border
from tests.images.pictures import shirt, trousers
from ui.classify.narration import narrate

SIDE = 280


def paper(
    ink: str = "#a0b8e0", across: int = 28, down: int = 0, pen: int = 2, lean: float = 0
) -> Image.Image:
    """A line every `across` pixels, and every `down`, leaning by some degrees."""
    large = Image.new("RGB", (2 * SIDE, 2 * SIDE), "white")
    draw = ImageDraw.Draw(large)
    for at in range(9, 2 * SIDE, across) if across else ():
        draw.line((0, at, 2 * SIDE, at), ink, pen)
    for at in range(5, 2 * SIDE, down) if down else ():
        draw.line((at, 0, at, 2 * SIDE), ink, pen)
    turned = large.rotate(lean, Image.Resampling.BICUBIC)
    return turned.crop((SIDE // 2, SIDE // 2, SIDE // 2 + SIDE, SIDE // 2 + SIDE))


def with_margin() -> Image.Image:
    sheet = paper()
    ImageDraw.Draw(sheet).line((30, 0, 30, SIDE), "#e89090", 2)
    return sheet


PAPERS = {
    "lined": paper(),
    "faint": paper("#eef2f8"),
    "grey": paper("#909090"),
    "black": paper("#202020", pen=1),
    "leaning": paper(lean=2),
    "leaning more": paper(lean=-5),
    "upright lines": paper(across=0, down=28),
    "squared": paper(across=14, down=14, pen=1),
    "faint squares": paper("#eef2f8", across=14, down=14, pen=1),
    "leaning squares": paper(across=20, down=20, pen=1, lean=3),
    "margin": with_margin(),
}


@pytest.mark.parametrize("sheet", PAPERS)
def test_a_drawing_is_the_same_on_any_paper(sheet: str) -> None:
    plain, ruled = prepare(trousers()), prepare(ImageChops.multiply(PAPERS[sheet], trousers()))
    assert ruled.kind == "drawing"
    assert np.abs(plain.picture.astype(np.float32) - ruled.picture).mean() < 8
    told = narrate(ruled)[1].words
    assert told == (
        "This is a drawing on plain ground: its lines were found. The lines printed on the paper "
        "were erased first."
    )


def test_a_solid_item_on_lined_paper() -> None:
    ruled = prepare(ImageChops.multiply(paper(), shirt(SIDE)))
    assert np.abs(prepare(shirt(SIDE)).picture.astype(int) - ruled.picture).mean() < 8


def colours(picture: Image.Image) -> Colours:
    return np.asarray(picture.convert("RGB"), np.float32)


def stripes(broad: int, every: int, reach: int = SIDE) -> Image.Image:
    """A striped thing, as wide as the picture or narrower."""
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    for at in range(20, SIDE - 20, every):
        left = (SIDE - reach) // 2
        ImageDraw.Draw(picture).rectangle((left, at, left + reach, at + broad), fill="#203040")
    return picture


@pytest.mark.parametrize(
    "picture",
    [shirt(), trousers(), stripes(9, 20), stripes(2, 20, reach=200), Image.new("RGB", (1, 1))],
    ids=["shirt", "trousers", "broad stripes", "narrow thing", "pixel"],
)
def test_what_is_no_ruling_stays(picture: Image.Image) -> None:
    whole = colours(picture)
    assert erase(whole, look_at_border(whole)) is whole


def test_paper_with_nothing_on_it_keeps_its_lines() -> None:
    assert prepare(paper()).states[1].stage is not None
    assert "erased" not in narrate(prepare(paper()))[1].words
