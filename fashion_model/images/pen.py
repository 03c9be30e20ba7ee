"""Lines of a pen, drawn as a board in the browser draws them: round ends, round bends, smooth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

_FINER = 3  # pixels in one of the result's, for smooth edges


@dataclass(frozen=True)
class Line:
    """One movement of the pen: its places (x, y), its width and its colour (`#000000`)."""

    places: Sequence[tuple[float, float]]
    width: float
    colour: str


def paint(lines: Iterable[Line], *, paper: str, board: int, side: int) -> NDArray[np.uint8]:
    """Draw lines whose places are pixels of a `board` that wide; uint8 RGBA (side, side, 4)."""
    fine = _FINER * side / board
    large = Image.new("RGB", (_FINER * side, _FINER * side), paper)
    pen = ImageDraw.Draw(large)
    for line in lines:
        places = [(fine * x, fine * y) for x, y in line.places]
        width = max(1, round(fine * line.width))
        pen.line(places, line.colour, width)
        for x, y in places:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), line.colour)
    return np.asarray(large.resize((side, side), Image.Resampling.BOX).convert("RGBA"))
