"""From colours to grey on black: what becomes how light, and how it is made small."""

from __future__ import annotations

import numpy as np
import pytest

from fashion_model.images.segment import Background
from fashion_model.images.shades import PAPER, centre, sharpen, shrink, to_bytes, to_grey
from fashion_model.images.stage import Kind, Stage

SIDE = 40


def stage(
    kind: Kind, item: tuple[int, int, int], ground: tuple[int, int, int], part: float = 1.0
) -> Stage:
    """A box on a ground; `part` of its colours lie between the two."""
    mask = np.zeros((SIDE, SIDE), np.bool_)
    mask[10:30, 10:30] = True
    colours = np.empty((SIDE, SIDE, 3), np.float32)
    colours[:], colours[mask] = ground, item
    colours[10:20, 10:30] = (1 - part) * np.array(ground) + part * np.array(item)
    background = Background(np.array(ground, np.float32), 10, True)
    return Stage(colours, mask, mask, None if kind == "messy" else background, kind)


def test_an_item_is_as_light_as_it_differs_from_its_ground() -> None:
    grey, negative = to_grey(stage("plain", (40, 40, 40), (240, 240, 240), 0.5), invert=True)
    assert negative
    assert grey[0, 0] == 0
    assert grey[25, 20] == 255
    half = (0.12 + 0.88 * 0.5) * 255  # nothing of the item is as dark as the ground becomes
    assert grey[15, 20] == pytest.approx(half, abs=1)


def test_light_on_dark_is_the_same_as_dark_on_light() -> None:
    dark, was_dark = to_grey(stage("plain", (55, 55, 55), (255, 255, 255), 0.5), invert=True)
    light, was_light = to_grey(stage("plain", (200, 200, 200), (0, 0, 0), 0.5), invert=True)
    assert (was_dark, was_light) == (True, False)
    assert np.allclose(dark, light)


def test_colour_counts_where_lightness_is_the_same() -> None:
    grey, _ = to_grey(stage("plain", (224, 0, 0), (0, 114, 0)), invert=True)
    assert grey[20, 20] > 200


def test_hardly_any_contrast_is_not_blown_up_to_the_full() -> None:
    grey, _ = to_grey(stage("plain", (230, 230, 230), (255, 255, 255)), invert=True)
    assert 31 < grey[20, 20] < 100


def test_lines_are_white_and_the_paper_within_is_grey() -> None:
    drawing = stage("drawing", (0, 0, 0), (255, 255, 255))
    ink = drawing.item.copy()
    ink[12:28, 12:28] = False
    filled = Stage(drawing.colours, drawing.item, ink, drawing.background, "drawing")
    grey, _ = to_grey(filled, invert=True)
    assert grey[10, 20] == 255
    assert grey[20, 20] == pytest.approx(255 * PAPER)
    assert grey[0, 0] == 0


@pytest.mark.parametrize(("item", "negative"), [((180, 180, 180), False), ((60, 60, 60), True)])
def test_in_a_busy_photo_the_shades_of_the_item_are_stretched(
    item: tuple[int, int, int], negative: bool
) -> None:
    grey, turned = to_grey(stage("messy", item, (120, 120, 120), 0.2), invert=True)
    assert turned is negative
    assert grey[25, 20] == 255
    assert 51 <= grey[15, 20] < 200
    assert grey[0, 0] == 0


def test_without_its_step_a_picture_only_loses_its_colours() -> None:
    grey, negative = to_grey(stage("plain", (224, 0, 0), (255, 255, 255)), invert=False)
    assert not negative
    assert grey[0, 0] == pytest.approx(255)
    assert grey[25, 20] == pytest.approx(0.299 * 224)


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


def test_shrink_stays_within_black_and_white() -> None:
    edge = np.zeros((90, 90), np.float32)
    edge[:, 30:] = 255
    small = shrink(edge)
    assert small.min() == 0
    assert small.max() == 255


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


def test_bytes_are_rounded() -> None:
    assert to_bytes(np.array([[0.4, 0.6, 254.7]], np.float32)).tolist() == [[0, 1, 255]]
