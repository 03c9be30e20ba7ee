"""Finding the item: by the border's colour, and with the network."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from fashion_model.images import decode
from fashion_model.images.segment import (
    Background,
    Colours,
    Mask,
    bundled_segmenter,
    distance,
    drop_specks,
    frame,
    look_at_border,
    main_parts,
    stand_out,
)
from tests.images.pictures import encoded, noise, shirt


def colours(picture: Image.Image) -> Colours:
    return np.asarray(picture.convert("RGB"), np.float32)


def truth(size: int = 200) -> Mask:
    """Where `shirt` is."""
    return np.asarray(shirt(size, "white", "black").convert("L")) > 0


STEP = np.repeat(np.array([0.2, 0.8], np.float32), 100)[None, :, None]  # half dark, half light


def with_noise(picture: Image.Image, spread: float) -> Colours:
    rng = np.random.default_rng(0)
    return np.clip(colours(picture) + rng.normal(0, spread, (200, 200, 3)), 0, 255).astype(
        np.float32
    )


def lit_from_the_left(picture: Image.Image, difference: float) -> Colours:
    light: NDArray[np.float32] = np.linspace(0, -difference, 200, dtype=np.float32)
    lit: Colours = np.clip(colours(picture) + light[None, :, None], 0, 255)
    return lit


@pytest.mark.parametrize("ground", ["white", "black", "#3060a0"])
def test_one_colour_is_plain(ground: str) -> None:
    background = look_at_border(colours(shirt(ground=ground, item="#c0c000")))
    assert background.plain
    assert background.colour.tolist() == list(Image.new("RGB", (1, 1), ground).getpixel((0, 0)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "picture",
    [
        with_noise(shirt(), 3),
        with_noise(shirt(ground="#808080"), 5),
        lit_from_the_left(shirt(ground="#d0d0d0"), 18),
        colours(decode(encoded(shirt(), "JPEG", quality=30))),
    ],
    ids=["noise", "more noise", "uneven light", "jpeg"],
)
def test_a_plain_background_may_waver_and_the_item_is_found_still(picture: Colours) -> None:
    background = look_at_border(picture)
    assert background.plain
    found = drop_specks(stand_out(picture, background))
    assert float((found == truth()).mean()) > 0.97


@pytest.mark.parametrize(
    "picture",
    [
        colours(noise(200, 150)),
        with_noise(shirt(ground="#808080"), 30),
        lit_from_the_left(shirt(ground="white"), 200),
        colours(Image.new("RGB", (200, 200), "white")) * STEP,
    ],
    ids=["colours", "texture", "a lamp", "floor and wall"],
)
def test_a_busy_background_is_not_plain(picture: Colours) -> None:
    assert not look_at_border(picture).plain


def test_an_item_may_be_cut_off_by_the_edge() -> None:
    person = colours(shirt(400).crop((100, 80, 300, 400)))  # chest and hips fill the lower edge
    background = look_at_border(person)
    assert background.plain
    assert background.colour.tolist() == [255, 255, 255]


def test_an_item_may_differ_by_its_colour_alone() -> None:
    red, green = "#e00000", "#007200"  # equally light, as grey
    grey = [Image.new("RGB", (1, 1), name).convert("L").getpixel((0, 0)) for name in (red, green)]
    assert grey[0] == grey[1]
    picture = colours(shirt(item=red, ground=green))
    assert np.array_equal(stand_out(picture, look_at_border(picture)), truth())


def test_a_white_item_on_white_is_found_by_its_shade() -> None:
    picture = colours(shirt(item="#f2f2f2", ground="white"))
    assert np.array_equal(stand_out(picture, look_at_border(picture)), truth())


def test_distance_is_that_of_the_channel_that_differs_most() -> None:
    pixels = np.array([[[10, 20, 30], [0, 0, 255]]], np.float32)
    assert distance(pixels, np.array([10, 25, 40], np.float32)).tolist() == [[10, 215]]


def test_only_what_is_beyond_the_tolerance_stands_out() -> None:
    background = Background(np.array([100, 100, 100], np.float32), 10, True)
    row = np.array([[[110, 100, 100], [100, 111, 100], [89, 100, 100]]], np.float32)
    assert stand_out(row, background).tolist() == [[False, True, True]]


def test_specks_go_and_a_second_shoe_stays() -> None:
    mask = np.zeros((100, 100), np.bool_)
    mask[10:40, 10:60] = mask[60:85, 10:60] = True
    clean = mask.copy()
    mask[95:98, 95:98] = mask[3, 80] = True
    assert np.array_equal(drop_specks(mask), clean)
    assert not drop_specks(np.zeros((5, 5), np.bool_)).any()


def test_parts_that_touch_at_a_corner_are_one() -> None:
    diagonal = np.eye(200, dtype=np.bool_)
    assert np.array_equal(drop_specks(diagonal), diagonal)


def test_the_frame_is_the_smallest_rectangle() -> None:
    mask = np.zeros((9, 12), np.bool_)
    mask[2, 3] = mask[6, 7] = True
    assert frame(mask) == (slice(2, 7), slice(3, 8))


@pytest.mark.parametrize("size", [(256, 170), (30, 256), (1, 1), (3, 200)])
def test_it_says_of_each_pixel_whether_it_belongs_to_the_item(size: tuple[int, int]) -> None:
    colours: Colours = np.asarray(noise(*size), np.float32)
    mask = bundled_segmenter().find(colours)
    assert mask.dtype == np.bool_
    assert mask.shape == (size[1], size[0])
    assert np.array_equal(mask, bundled_segmenter().find(colours))


def test_it_is_loaded_once() -> None:
    assert bundled_segmenter() is bundled_segmenter()


def test_the_main_parts_have_no_holes_and_no_crumbs() -> None:
    mask = np.zeros((60, 60), np.bool_)
    mask[5:25, 5:25] = mask[5:20, 35:50] = True
    whole = mask.copy()
    mask[10:12, 10:12] = False
    mask[50:53, 50:53] = True
    assert np.array_equal(main_parts(mask), whole)
    assert not main_parts(np.zeros((4, 4), np.bool_)).any()
