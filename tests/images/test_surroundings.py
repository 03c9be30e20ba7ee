"""What surrounds a picture within the picture is cut off, and no item is taken for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from fashion_model.data import load_sample
from fashion_model.images import decode, prepare
from fashion_model.images.segment import Colours
from fashion_model.images.surroundings import peel
from tests.images.pictures import encoded, noise, shirt, trousers
from ui.classify.narration import narrate


def colours(picture: Image.Image) -> Colours:
    return np.asarray(picture.convert("RGB"), np.float32)


def framed(*widths: int, colour: str = "black") -> Callable[[Image.Image], Image.Image]:
    border = widths[0] if len(widths) == 1 else widths
    return lambda picture: ImageOps.expand(picture, border, colour)


def figure(picture: Image.Image) -> Image.Image:
    """As a notebook saves it: a line around it, ticks, numbers, a title."""
    sheet = Image.new("RGB", (420, 320), "white")
    sheet.paste(picture.resize((220, 220)), (116, 46))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((115, 45, 336, 266), outline="black")
    draw.text((180, 20), "a shirt", "black")
    for at in range(0, 220, 40):
        draw.line((116 + at, 267, 116 + at, 270), "black")
        draw.text((112 + at, 272), str(at), "black")
    return sheet


def sheet_on_a_desk(picture: Image.Image) -> Image.Image:
    desk = Image.new("RGBA", (330, 330), "#8a6238")
    paper = ImageOps.expand(picture, 10, "white").convert("RGBA")
    askew = paper.rotate(LEANING, Image.Resampling.BICUBIC, expand=True)
    desk.alpha_composite(askew, (40, 40))
    return desk.convert("RGB")


LEANING = 7


def slide(picture: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", (480, 320), "#203050")
    sheet.paste(picture, (140, 80))
    ImageDraw.Draw(sheet).text((40, 20), "What is this?", "white")
    return sheet


def photographed(picture: Image.Image) -> Image.Image:
    """With the blur and the noise of JPEG."""
    return decode(encoded(picture, "JPEG", quality=60))


SURROUNDED = {
    "frame": framed(6),
    "thin frame": framed(1),
    "red frame": framed(20, colour="#a02020"),
    "letterbox": framed(0, 50, 0, 50),
    "pillars": framed(50, 0, 50, 0),
    "a bar below": framed(0, 0, 0, 40),
    "bars around a frame": lambda picture: framed(0, 40, 0, 40)(framed(5, colour="red")(picture)),
    "figure": figure,
    "slide": slide,
    "sheet on a desk": sheet_on_a_desk,
}


@pytest.mark.parametrize("way", SURROUNDED)
@pytest.mark.parametrize("item", [shirt(), trousers(size=200)], ids=["shirt", "drawing"])
def test_the_item_is_the_same_in_a_surrounding(item: Image.Image, way: str) -> None:
    within = prepare(SURROUNDED[way](item))
    askew = item.rotate(LEANING, Image.Resampling.BICUBIC, fillcolor="white")
    alone = prepare(askew if way == "sheet on a desk" else item)
    assert np.abs(alone.picture.astype(np.float32) - within.picture).mean() < 6
    assert within.kind == alone.kind
    told = narrate(within)[1].words
    assert told.endswith("What was around the picture, such as a frame, was cut off first.")


def test_a_frame_around_test_pictures_changes_no_pixel_within() -> None:
    test = load_sample().test
    same = 0
    for image in test.images[:60]:
        picture = Image.fromarray(image)
        alone = prepare(picture).picture
        same += all(
            np.array_equal(prepare(ImageOps.expand(picture, pixels, "white")).picture, alone)
            for pixels in (1, 2, 4)
        )
    assert same >= 57, "of 60; a white item that fills a side hides the edge"


def boxy_bag() -> Image.Image:
    picture = Image.new("RGB", (240, 240), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 60, 210, 200), fill="#805030")
    draw.rectangle((110, 110, 130, 126), fill="#d0b040")  # its clasp
    return picture


def drawn_box() -> Image.Image:
    picture = Image.new("RGB", (240, 240), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 60, 210, 200), outline="black", width=5)
    draw.line((30, 100, 210, 100), "black", 5)
    return picture


def stroke(length: int, thick: int, upright: bool = False) -> Image.Image:
    picture = Image.new("RGB", (320, 320), "white")
    start, round_end = 30, thick // 2
    box = (start - round_end, 30, start + length + round_end, 30 + thick)
    ImageDraw.Draw(picture).rounded_rectangle(box, round_end, "black")
    return picture.transpose(Image.Transpose.TRANSPOSE) if upright else picture


def striped() -> Image.Image:
    picture = shirt()
    draw = ImageDraw.Draw(picture)
    for row in range(50, 170, 20):
        draw.line((62, row, 138, row), "white", 8)
    return picture


@pytest.mark.parametrize(
    "picture",
    [
        shirt(),
        shirt(400).crop((100, 80, 300, 400)),
        trousers(),
        boxy_bag(),
        drawn_box(),
        striped(),
        noise(200, 150),
        stroke(260, 20),
        stroke(260, 20, upright=True),
        stroke(120, 40),
        stroke(20, 20),
        stroke(260, 8),
        stroke(200, 90),
        Image.new("RGB", (200, 200), "white"),
        Image.new("RGB", (1, 1), "white"),
        Image.new("RGB", (512, 1), "red"),
        ImageOps.expand(Image.new("RGB", (100, 100), "white"), 20, "black"),
    ],
    ids=[
        "shirt", "cut off", "trousers", "bag", "box", "striped", "noise", "stroke", "pole", "thick",
        "dab", "thin", "block", "blank", "pixel", "line", "empty frame",
    ],
)  # fmt: skip
def test_nothing_else_is_cut(picture: Image.Image) -> None:
    whole = colours(picture)
    assert peel(whole) is whole


def test_jpeg_blurs_no_frame_away() -> None:
    within = photographed(framed(12)(shirt()))
    assert peel(colours(within)).shape[0] <= 204
    alone = prepare(photographed(shirt())).picture.astype(int)
    assert np.abs(prepare(within).picture - alone).mean() < 15  # 13 where it moves by one pixel


def test_a_photo_in_a_frame_goes_on_as_a_photo() -> None:
    busy = noise(200, 200)
    assert peel(colours(framed(12, colour="white")(busy))).shape == (196, 196, 3)
