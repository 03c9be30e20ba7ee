"""Preparing: the same item gives the same picture however it was sent."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from fashion_model.images import ImageError, decode, decode_array, prepare
from fashion_model.images.prepare import (
    blacken_background,
    centre,
    find_background,
    flatten,
    is_light,
    sharpen,
    shrink,
    trim,
)
from tests.images.pictures import encoded, shirt, transparent_shirt


def apart(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    return float(np.abs(a.astype(np.float32) - b).mean())


def canvas(offset: tuple[int, int] = (60, 40), side: int = 280) -> NDArray[np.uint8]:
    """A white drawing on black as the browser's canvas gives it: opaque RGBA, soft corners."""
    large = Image.new("L", (560, 560))
    x, y = offset
    frame = (x, y, x + 179, y + 259)
    ImageDraw.Draw(large).rounded_rectangle(frame, radius=30, outline=255, width=20)
    return np.asarray(large.resize((side, side), Image.Resampling.BOX).convert("RGBA"))


def negative(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same drawing, black on white."""
    turned = pixels.copy()
    turned[..., :3] = 255 - turned[..., :3]
    return turned


def test_light_and_dark_canvases_give_equal_results() -> None:
    dark = prepare(decode_array(canvas())).picture
    light = prepare(decode_array(negative(canvas()))).picture
    assert np.array_equal(dark, light)
    assert dark[:, 14].max() > 200


def test_where_and_how_large_does_not_matter() -> None:
    usual = prepare(decode_array(canvas())).picture
    moved = prepare(decode_array(canvas(offset=(300, 240)))).picture
    assert np.array_equal(usual, moved)
    small = prepare(decode_array(canvas(side=140))).picture
    assert apart(small, usual) < 8


def test_the_result_looks_like_the_dataset() -> None:
    picture = prepare(shirt()).picture
    assert picture.shape == (28, 28)
    assert picture.dtype == np.uint8
    rows, columns = np.nonzero(picture > 20)
    assert (columns.min(), columns.max()) == (0, 27)  # wider than high: it fills the width
    assert abs((rows.min() + rows.max()) / 2 - 13.5) <= 1
    assert picture[0, 0] == 0
    assert picture[8, 14] > 180


@pytest.mark.parametrize(
    "other",
    [
        shirt(size=90),
        shirt(size=500),
        ImageOps.expand(shirt(), 150, "white"),
        ImageOps.expand(shirt(), (10, 200, 90, 0), "white"),
        ImageOps.invert(shirt().convert("L")),
        transparent_shirt(),
        decode(encoded(shirt(), "JPEG", quality=95)),
    ],
    ids=["small", "large", "margin", "off-centre", "inverted", "transparent", "jpeg"],
)
def test_one_item_sent_in_many_ways(other: Image.Image) -> None:
    assert apart(prepare(other).picture, prepare(shirt()).picture) < 6


@pytest.mark.parametrize("item", ["white", "black", "#806040"])
def test_a_transparent_item_of_any_colour_is_light_on_black(item: str) -> None:
    picture = prepare(transparent_shirt(item)).picture
    assert picture[8, 14] > 120
    assert picture[0, 0] == 0


def test_flatten_contrasts_with_the_item() -> None:
    assert flatten(transparent_shirt("white")).getpixel((0, 0)) == (0, 0, 0)
    assert flatten(transparent_shirt("black")).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    "blank",
    [
        Image.new("L", (280, 280)),
        Image.new("RGB", (1, 1), "white"),
        Image.new("RGBA", (50, 50), (255, 0, 0, 0)),
        Image.linear_gradient("L").point(lambda value: 250 + value // 64),
    ],
)
def test_a_blank_picture_is_a_sentence(blank: Image.Image) -> None:
    with pytest.raises(ImageError, match="stands out"):
        prepare(blank)


def test_the_steps_lead_from_the_sent_picture_to_the_prepared_one() -> None:
    prepared = prepare(transparent_shirt())
    names = [step.name for step in prepared.steps]
    assert names == [
        "Your picture",
        "Grey",
        "Black background",
        "Trim",
        "Shrink",
        "Sharpen",
        "Centre",
    ]
    assert prepared.steps[0].picture.shape == (200, 200, 3)
    assert np.array_equal(prepared.steps[-1].picture, prepared.picture)
    for step in prepared.steps:
        assert step.words.endswith(".")
        assert step.picture.dtype == np.uint8
        assert step.picture.size


def test_a_picture_of_the_dataset_stays_as_it_is() -> None:
    original = prepare(shirt()).picture
    again = prepare(Image.fromarray(original)).picture
    assert apart(again, original) < 6


def test_background_and_inversion() -> None:
    grey = np.full((20, 20), 200, np.float32)
    grey[5:15, 5:15] = 40
    assert find_background(grey) == 200
    assert is_light(grey, 200)
    black = blacken_background(grey, 200, negative=True)
    assert black[0, 0] == 0
    assert black[10, 10] == pytest.approx(160 * 255 / 200)
    assert not is_light(255 - grey, 55)
    assert np.allclose(blacken_background(255 - grey, 55, negative=False), black)


def test_trim_keeps_what_is_more_than_five_percent_above_black() -> None:
    grey = np.zeros((10, 12), np.float32)
    grey[2:5, 3:9] = 12
    grey[3, 4:8] = 13
    assert trim(grey).shape == (1, 4)
    with pytest.raises(ImageError):
        trim(grey[:2])


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((280, 140), (28, 14)), ((7, 14), (14, 28)), ((500, 1), (28, 1)), ((28, 3), (28, 3))],
)
def test_shrink_brings_the_longest_side_to_28(
    shape: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert shrink(np.ones(shape, np.float32)).shape == expected


def test_shrink_averages_instead_of_picking() -> None:
    stripes = np.zeros((280, 280), np.float32)
    stripes[:, ::2] = 255
    assert np.abs(shrink(stripes)[4:-4, 4:-4] - 127.5).max() < 6


def test_sharpen_has_imagemagicks_kernel() -> None:
    point = np.zeros((5, 5), np.float32)
    point[2, 2] = 10
    ground = np.full((5, 5), 50, np.float32)
    assert np.allclose(sharpen(ground), 50)
    result = sharpen(ground + point)
    assert result[2, 2] == pytest.approx(50 + 16.61, abs=0.02)
    assert result[2, 1] == pytest.approx(50 - 1.03, abs=0.02)
    assert result[1, 1] == pytest.approx(50 - 0.62, abs=0.02)


def test_centre_puts_equal_margins() -> None:
    square = centre(np.ones((28, 10), np.float32))
    assert square.sum() == 280
    assert square[:, 9:19].all()
