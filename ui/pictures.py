"""Pixels → PNG: single pictures, and the wall of forty as one image.

Everything here is NumPy and Pillow on uint8 arrays; nothing touches Streamlit.
"""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ui.colours import RIGHT, WRONG

U8 = NDArray[np.uint8]

_TILE = 56
_BORDER = 4
_GAP = 6
_BADGE = 20


def png(picture: U8, scale: int = 1) -> bytes:
    """Return `picture`, (h, w) grey or (h, w, 3), as a PNG with every pixel `scale` wide."""
    large = picture.repeat(scale, axis=0).repeat(scale, axis=1)
    buffer = io.BytesIO()
    Image.fromarray(large).save(buffer, format="PNG", compress_level=6)
    return buffer.getvalue()


def data_uri(content: bytes) -> str:
    """Return a PNG as an address that can stand in Markdown."""
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")


def wall(pictures: U8, right: NDArray[np.bool_], columns: int = 10) -> bytes:
    """Return `pictures`, (n, 28, 28), as one PNG, a tick or a cross in each one's corner.

    `right`, (n,), says which get the tick. Forty pictures take about 30 kB.
    """
    rows = -(-len(pictures) // columns)
    step = _TILE + 2 * _BORDER + _GAP
    sheet = Image.new("RGBA", (columns * step - _GAP, rows * step - _GAP), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    for number, picture in enumerate(pictures):
        x, y = number % columns * step, number // columns * step
        colour = RIGHT if right[number] else WRONG
        draw.rectangle((x, y, x + _TILE + 2 * _BORDER - 1, y + _TILE + 2 * _BORDER - 1), colour)
        tile = Image.fromarray(picture).resize((_TILE, _TILE), Image.Resampling.NEAREST)
        sheet.paste(tile, (x + _BORDER, y + _BORDER))
        _badge(draw, x + _TILE + 2 * _BORDER - _BADGE, y, bool(right[number]))
    buffer = io.BytesIO()
    sheet.quantize(64).save(buffer, format="PNG", optimize=False)
    return buffer.getvalue()


def _badge(draw: ImageDraw.ImageDraw, x: int, y: int, right: bool) -> None:
    """Draw the tick or the cross, white on the border's colour."""
    draw.rectangle((x, y, x + _BADGE - 1, y + _BADGE - 1), RIGHT if right else WRONG)
    white = (255, 255, 255)
    if right:
        draw.line([(x + 4, y + 10), (x + 8, y + 15), (x + 16, y + 5)], white, 3)
    else:
        draw.line([(x + 5, y + 5), (x + 15, y + 15)], white, 3)
        draw.line([(x + 15, y + 5), (x + 5, y + 15)], white, 3)
