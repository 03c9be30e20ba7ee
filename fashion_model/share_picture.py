"""A picture of what a training came to, to send to others: 1200 × 630 pixels, as of a link."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashion_model.arrays import BoolArray, UInt8Array
from fashion_model.labels import CLASSES, SIDE

SIZE = (1200, 630)
_PAPER, _INK, _QUIET, _RIGHT, _WRONG = "#fcfbf8", "#1a212c", "#515a68", "#0072b2", "#b34a00"
_EDGE, _GAP, _TILE = 44, 4, 50
_MOST_LETTERS = 40  # of a title: more do not fit


@dataclass(frozen=True)
class Wall:
    """Pictures, uint8 (n, 28, 28), and whether each was named right, (n,), under a few words."""

    words: str
    images: UInt8Array
    right: BoolArray


def draw(title: str, line: str, walls: Sequence[Wall]) -> bytes:
    """Return a PNG: `title`, `line` below it, and one or two walls of ten pictures a row."""
    card = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(card)
    short = title if len(title) <= _MOST_LETTERS else title[: _MOST_LETTERS - 1] + "…"
    pen.text((_EDGE, 44), short, _INK, _font(52))
    pen.text((_EDGE, 124), line, _INK, _font(27))
    width = CLASSES * (_TILE + _GAP)
    for number, wall in enumerate(walls[:2]):
        left = _EDGE + number * (width + SIZE[0] - 2 * (_EDGE + width))
        pen.text((left, 214), wall.words, _INK, _font(30))
        _tiles(card, pen, wall, left, 268)
    pen.text((_EDGE, 560), "Fashion-MNIST · blue: right · orange cross: wrong", _QUIET, _font(22))
    written = io.BytesIO()
    card.save(written, "PNG")
    return written.getvalue()


def _tiles(card: Image.Image, pen: ImageDraw.ImageDraw, wall: Wall, left: int, top: int) -> None:
    for number, (image, right) in enumerate(zip(wall.images, wall.right, strict=True)):
        row, column = divmod(number, CLASSES)
        x, y = left + column * (_TILE + _GAP), top + row * (_TILE + _GAP + 4)
        box = (x, y, x + _TILE - 1, y + _TILE - 1)
        pen.rectangle(box, "black", _RIGHT if right else _WRONG, 3)
        side = _TILE - 8
        tile = Image.fromarray(np.ascontiguousarray(image).reshape(SIDE, SIDE))
        card.paste(tile.resize((side, side), Image.Resampling.NEAREST), (x + 4, y + 4))
        if not right:
            for ends in ((x + 6, y + 6, x + 18, y + 18), (x + 18, y + 6, x + 6, y + 18)):
                pen.line(ends, _WRONG, 4)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
