"""Preparing: the same item gives the same picture however it was sent, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from fashion_model.images import ImageError, Kind, Switches, decode, decode_array, prepare
from fashion_model.images.prepare import STEPS, WORKING_SIDE, flatten
from tests.images.pictures import encoded, noise, shirt, transparent_shirt, trousers


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


def on_a_floor(item: Image.Image) -> Image.Image:
    """The item, drawn on white, on a ground of many colours."""
    ground = noise(*item.size)
    ground.paste(item, mask=ImageOps.invert(item.convert("L")).point(lambda v: 255 * (v > 10)))
    return ground


def test_light_and_dark_canvases_give_equal_results() -> None:
    dark = prepare(decode_array(canvas())).picture
    light = prepare(decode_array(negative(canvas()))).picture
    assert np.array_equal(dark, light)
    assert dark[:, 14].max() > 100


def test_where_and_how_large_does_not_matter() -> None:
    usual = prepare(decode_array(canvas())).picture
    moved = prepare(decode_array(canvas(offset=(300, 240)))).picture
    assert np.array_equal(usual, moved)
    small = prepare(decode_array(canvas(side=140))).picture
    assert apart(small, usual) < 8


def test_a_thin_pen_and_a_thick_one_give_nearly_the_same() -> None:
    usual = prepare(trousers(pen=6)).picture
    for pen in (1, 2, 4, 9):
        assert apart(prepare(trousers(pen=pen)).picture, usual) < 12, pen


@pytest.mark.parametrize("gap", [3, 8, 12])
def test_a_nearly_closed_outline_is_as_good_as_a_closed_one(gap: int) -> None:
    assert apart(prepare(trousers(gap=gap)).picture, prepare(trousers()).picture) < 3


@pytest.mark.parametrize("lean", [-18, -7, 7, 18])
def test_leaning_trousers_become_upright(lean: float) -> None:
    upright = prepare(trousers()).picture
    assert apart(prepare(trousers(lean=lean)).picture, upright) < 14
    as_it_is = prepare(trousers(lean=lean), Switches(straighten=False)).picture
    assert apart(as_it_is, upright) > 20


def test_a_shoe_stays_as_it_lies() -> None:
    shoe = Image.new("L", (280, 280), 255)
    outline = [(30, 190), (30, 140), (90, 120), (140, 150), (250, 170), (250, 195)]
    ImageDraw.Draw(shoe).polygon(outline, fill=30)
    leaning = shoe.rotate(12, Image.Resampling.BICUBIC, fillcolor=255)
    assert np.array_equal(
        prepare(leaning).picture, prepare(leaning, Switches(straighten=False)).picture
    )


def test_the_result_looks_like_the_dataset() -> None:
    picture = prepare(shirt()).picture
    assert picture.shape == (28, 28)
    assert picture.dtype == np.uint8
    rows, columns = np.nonzero(picture > 20)
    assert (columns.min(), columns.max()) == (0, 27)  # wider than high: it fills the width
    assert abs((rows.min() + rows.max()) / 2 - 13.5) <= 1
    assert picture[0, 0] == 0
    assert picture[8, 14] > 180


def turned_by_exif() -> Image.Image:
    """As a phone held sideways saves it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = shirt().transpose(Image.Transpose.ROTATE_90)
    return decode(encoded(lying, "JPEG", quality=95, exif=exif))


@pytest.mark.parametrize(
    "other",
    [
        shirt(size=60),
        shirt(size=450),
        ImageOps.expand(shirt(), 150, "white"),
        ImageOps.expand(shirt(), (10, 200, 90, 0), "white"),
        ImageOps.invert(shirt()),
        ImageOps.invert(shirt().convert("L")),
        transparent_shirt(),
        decode(encoded(shirt(), "JPEG", quality=95)),
        turned_by_exif(),
    ],
    ids=[
        "tiny",
        "large",
        "margin",
        "off-centre",
        "inverted",
        "grey",
        "transparent",
        "jpeg",
        "exif",
    ],
)
def test_one_item_sent_in_many_ways(other: Image.Image) -> None:
    assert apart(prepare(other).picture, prepare(shirt()).picture) < 6


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (trousers(), "drawing"),
        (trousers(pen=1, ink="#c0c0c0"), "drawing"),
        (shirt(), "plain"),
        (shirt(item="#e00000", ground="#007200"), "plain"),
        (transparent_shirt(), "plain"),
        (on_a_floor(shirt()), "messy"),
    ],
    ids=["trousers", "faint", "shirt", "colours", "transparent", "floor"],
)
def test_what_a_picture_is_taken_for(picture: Image.Image, kind: Kind) -> None:
    assert prepare(picture).kind == kind


def test_an_item_that_differs_by_colour_alone_is_light_on_black() -> None:
    picture = prepare(shirt(item="#e00000", ground="#007200")).picture
    assert picture[8, 14] > 180
    assert picture[27, 0] == 0


def test_an_item_cut_out_to_its_very_edges_is_found_whole() -> None:
    whole = transparent_shirt()
    box = whole.getchannel("A").getbbox()
    assert box is not None
    cropped, roomy = prepare(whole.crop(box)), prepare(whole)
    assert cropped.kind == "plain"
    assert apart(cropped.picture, roomy.picture) < 4


def test_a_photo_with_round_corners_stays_a_photo() -> None:
    photo = on_a_floor(shirt()).convert("RGBA")
    corners = Image.new("L", photo.size, 255)
    corners.paste(0, (0, 0, 12, 12))
    photo.putalpha(corners)
    assert prepare(photo).kind == "messy"
    assert flatten(photo).size == photo.size


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
    for switches in (Switches(), Switches(find=False)):
        with pytest.raises(ImageError, match="stands out"):
            prepare(blank, switches)


def test_a_step_that_is_switched_off_leaves_the_picture_as_it_was() -> None:
    for number, step in enumerate(STEPS):
        if step.name in ("wearer", "fill", "straighten", "trim", "sharpen"):
            before, after = prepare(trousers(), replace(Switches(), **{step.name: False})).states[
                number : number + 2
            ]
            assert after is before, step.name


def test_without_find_the_background_stays() -> None:
    for picture in (trousers(), shirt(), on_a_floor(shirt())):
        assert prepare(picture).picture.min(axis=0).min() == 0
        grey = prepare(picture, Switches(find=False, sharpen=False)).picture
        shown = grey[grey.any(axis=1)][:, grey.any(axis=0)]
        assert (shown > 0).all()


def test_without_fill_an_outline_stays_hollow() -> None:
    filled, hollow = (prepare(trousers(), Switches(fill=on)).picture for on in (True, False))
    leg = (20, 11)
    assert filled[leg] > 80
    assert hollow[leg] < 40
    assert np.array_equal(prepare(shirt(), Switches(fill=False)).picture, prepare(shirt()).picture)


def test_without_trim_the_margin_stays() -> None:
    rows = np.nonzero(prepare(shirt(), Switches(trim=False)).picture > 20)[1]
    assert rows.min() > 0
    assert rows.max() < 27


def test_without_invert_a_dark_item_stays_dark() -> None:
    picture = prepare(shirt(), Switches(invert=False)).picture
    assert picture[8, 14] < 80
    assert picture[20, 1] > 240  # the paper beside it


def test_without_sharpen_edges_are_softer() -> None:
    crisp, soft = (
        prepare(shirt(), Switches(sharpen=on)).picture.astype(int) for on in (True, False)
    )
    assert np.abs(np.diff(crisp)).max() > np.abs(np.diff(soft)).max()


def test_every_step_can_be_switched_off_at_once() -> None:
    off = replace(Switches(), **dict.fromkeys(vars(Switches()), False))
    for picture in (trousers(), shirt(), on_a_floor(shirt()), transparent_shirt(), shirt(9)):
        assert prepare(picture, off).picture.shape == (28, 28)


def test_a_picture_of_the_dataset_stays_as_it_is() -> None:
    original = prepare(shirt()).picture
    again = prepare(Image.fromarray(original)).picture
    assert apart(again, original) < 6


@pytest.mark.parametrize("draw", [shirt, lambda side: on_a_floor(shirt(side))])
def test_the_work_does_not_grow_with_the_picture(draw: Callable[[int], Image.Image]) -> None:
    """Guards work instead of seconds: one follows a pen with it, on a slow machine too."""
    sides = [max(state.stage.item.shape) for state in prepare(draw(1024)).states if state.stage]
    assert max(sides) <= WORKING_SIDE


@pytest.mark.parametrize("size", [(300, 200), (120, 400)])
def test_the_part_it_was_made_of_lies_where_it_does_in_the_picture(size: tuple[int, int]) -> None:
    """A red patch at one end of a blue item: there in colour, and there in the picture."""
    sent = Image.new("RGB", (600, 500), "white")
    left, top = 100, 50
    sent.paste("navy", (left, top, left + size[0], top + size[1]))
    sent.paste("red", (left, top, left + size[0] // 4, top + size[1] // 4))
    ready = prepare(sent)
    part = ready.part_seen()
    assert part.shape[0] == part.shape[1] <= WORKING_SIDE
    side = part.shape[0]
    red = (part[..., 0] > 200) & (part[..., 2] < 60)
    blue = (part[..., 2] > 100) & (part[..., 0] < 60)
    item = np.asarray(
        Image.fromarray((255 * (red | blue)).astype(np.uint8)).resize(
            (28, 28), Image.Resampling.BOX
        )
    )
    assert (ready.picture[item > 200] > 20).all()  # something is there, where the part has it
    assert (ready.picture[item < 20] == 0).all()
    rows, columns = np.nonzero(red)
    assert rows.mean() < side / 2
    assert columns.mean() < side / 2


@pytest.mark.parametrize(("margin", "views"), [(10, 1), (90, 2)])
def test_an_item_that_fills_its_picture_is_looked_at_once(margin: int, views: int) -> None:
    colours = np.full((400, 300, 3), 250, np.uint8)
    colours[margin:-margin, margin:-margin] = (30, 60, 90)
    seen = prepare(Image.fromarray(colours)).views()
    assert seen.shape == (views, 224, 224, 3)
    assert seen[0, 112, 112].tolist() == [30, 60, 90]
