"""Lines: how thick they are, closed outlines, and what leans."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fashion_model.images import lines
from fashion_model.images.lines import LARGEST, SMALLEST, lean, turn
from fashion_model.images.segment import Mask, frame
from tests.images.pictures import shirt, trousers


def ink(picture: Image.Image) -> Mask:
    return np.asarray(picture.convert("L")) < 128


def ring(pen: int = 6, gap: int = 0) -> Mask:
    """A square outline, 200 pixels wide, open at the middle of its top for `gap` pixels."""
    picture = Image.new("L", (240, 240), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 219, 219), outline=0, width=pen)
    if gap:
        draw.rectangle((120 - gap // 2, 0, 120 + gap - gap // 2 - 1, 60), fill=255)
    return ink(picture)


def inside() -> Mask:
    mask = np.zeros((240, 240), np.bool_)
    mask[20:220, 20:220] = True
    return mask


def is_drawing(mask: Mask) -> bool:
    return lines.is_thin(mask) or lines.is_outline(mask, lines.close_outline(mask))


def hatched() -> Mask:
    """Scribbled lines with room between them."""
    rows = np.arange(240)[:, None] + np.arange(240)[None, :]
    return inside() & (rows % 25 < 5)


@pytest.mark.parametrize(
    "mask",
    [ring(2), ring(20), ring(35), ring(6, gap=60), ink(trousers()), hatched()],
    ids=["thin", "thick", "felt tip", "open", "trousers", "hatched"],
)
def test_lines_are_told(mask: Mask) -> None:
    assert is_drawing(mask)


@pytest.mark.parametrize("mask", [inside(), ink(shirt()), ring(70)], ids=["box", "shirt", "tyre"])
def test_solid_things_are_told(mask: Mask) -> None:
    assert not is_drawing(mask)


@pytest.mark.parametrize("pen", [1, 2, 6, 15])
def test_the_width_of_a_line(pen: int) -> None:
    # A line of two pixels is nowhere deeper than one: the measure is one of the even widths.
    assert lines.line_width(ring(pen)) == pytest.approx(pen, abs=1.01)


def test_only_thin_lines_grow() -> None:
    thin, thick = ring(1), ring(15)
    grown = lines.thicken(thin)
    assert (grown & thin).sum() == thin.sum()
    wanted = lines.THINNEST * 200 / 28
    assert lines.line_width(grown) == pytest.approx(wanted, abs=2)
    assert lines.thicken(thick) is thick


@pytest.mark.parametrize("gap", [0, 3, 8, 12])
def test_closed_and_nearly_closed_outlines_are_filled(gap: int) -> None:
    filled = lines.close_outline(ring(6, gap))
    assert float((filled == inside()).mean()) > 0.99
    assert np.array_equal(lines.fill(ring(6, gap)), filled)


def test_an_open_outline_is_not_closed_but_filled_where_ink_is_all_around() -> None:
    wide = ring(6, gap=80)
    assert lines.close_outline(wide).sum() < 1.5 * wide.sum()
    filled = lines.fill(wide)
    below = inside().copy()
    below[20:219, 80:160] = False  # nothing is above these
    assert (filled & below).sum() > 0.99 * below.sum()


def test_filling_adds_nothing_beyond_the_outline() -> None:
    for mask in (ring(), ring(2), ring(6, gap=8)):
        assert not (lines.close_outline(mask) & ~inside()).any()


def test_an_outline_may_touch_the_edge() -> None:
    whole = ring()[20:220, 20:220]
    assert lines.close_outline(whole).all()
    assert lines.line_width(whole) == lines.line_width(ring())


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 2)])
def test_a_few_pixels_are_a_drawing_too(shape: tuple[int, int]) -> None:
    dot = np.ones(shape, np.bool_)
    assert lines.close_outline(dot).all()
    assert lines.fill(lines.thicken(dot)).all()


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
