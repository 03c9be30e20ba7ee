"""The strokes of a drawing as a short line of text, for the tab's own storage.

What comes back from there is a stranger's: it is read with bounds, and anything else is no drawing.
"""

import json
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_model.images.pen import Line, paint
from ui.elements import tab

MOST_CHARACTERS = 100_000
"""Of a drawing that is kept: some hundred strokes. A longer one is not."""
MOST_STROKES = 500
BLACK, GREY, WHITE = "#000000", "#808080", "#ffffff"

_BENDS = 4  # lines in one bend
_COLOURS = (BLACK, GREY, WHITE)
_WIDEST = 64
_FURTHEST = 5_000  # pixels from the corner of the board, which a stroke may leave
_NUMBERS = {"M": 2, "L": 2, "Q": 4}  # what a pen's path is made of, each with so many coordinates
_NUMBER = r"-?[0-9]{1,5}(?:\.[0-9])?"
_PIECE = re.compile(rf"([MLQ])({_NUMBER}(?:,{_NUMBER})*)")
_PATH = re.compile(rf"(?:{_PIECE.pattern})+")

Stroke = dict[str, Any]
"""As the board takes it and gives it; `path` is a list of letters with coordinates."""


def to_text(strokes: list[Stroke], *, black: bool) -> str:
    """Write `strokes`, on a black board or not; empty for none, and for more than can be kept.

    `from_text` gives them back, to a tenth of a pixel.
    """
    if not strokes or len(strokes) > MOST_STROKES:
        return ""
    try:
        lines = [_packed(stroke) for stroke in strokes]
    except (KeyError, TypeError, ValueError):  # no stroke of our pens
        return ""
    text = json.dumps({"black": black, "strokes": lines}, separators=(",", ":"))
    return text if len(text) <= MOST_CHARACTERS and from_text(text) is not None else ""


def from_text(text: object) -> tuple[list[Stroke], bool] | None:
    """Read what `to_text` wrote: strokes, and whether the board is black; None of anything else."""
    stored = tab.parse(text, MOST_CHARACTERS)
    if not isinstance(stored, dict) or not isinstance(black := stored.get("black"), bool):
        return None
    lines = stored.get("strokes")
    if not isinstance(lines, list) or not 0 < len(lines) <= MOST_STROKES:
        return None
    strokes = [_unpacked(line) for line in lines]
    whole = [stroke for stroke in strokes if stroke is not None]
    return (whole, black) if len(whole) == len(strokes) else None


def picture(drawn: list[Stroke], *, black: bool, side: int) -> NDArray[np.uint8]:
    """Draw strokes as the board does, RGBA (side, side, 4): it keeps what it began with."""
    lines = [
        Line(_places(stroke["path"]), stroke["strokeWidth"], stroke["stroke"]) for stroke in drawn
    ]
    return paint(lines, paper=BLACK if black else WHITE, board=side, side=side)


def _places(path: list[list[Any]]) -> list[tuple[float, float]]:
    """Points along a path, close to each other where it bends."""
    found: list[tuple[float, float]] = []
    for letter, *numbers in path:
        end = (numbers[-2], numbers[-1])
        if letter == "Q" and found:
            (x, y), (bend_x, bend_y) = found[-1], numbers[:2]
            for t in np.linspace(0, 1, _BENDS + 1)[1:-1]:
                a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
                found.append((a * x + b * bend_x + c * end[0], a * y + b * bend_y + c * end[1]))
        found.append(end)
    return found


def _packed(stroke: Stroke) -> list[Any]:
    path = "".join(
        piece[0] + ",".join(f"{round(float(number), 1):g}" for number in piece[1:])
        for piece in stroke["path"]
    )
    return [_COLOURS.index(stroke["stroke"]), stroke["strokeWidth"], path]


def _unpacked(line: object) -> Stroke | None:
    match line:
        case [int(colour), int() | float() as width, str(text)]:
            path = _path(text)
            if path and 0 <= colour < len(_COLOURS) and 0 < width <= _WIDEST:
                return {**_LOOK, "path": path, "stroke": _COLOURS[colour], "strokeWidth": width}
    return None


def _path(text: str) -> list[list[Any]]:
    """The pieces of a path; none where `text` is no path."""
    if not text.startswith("M") or _PATH.fullmatch(text) is None:
        return []
    path = []
    for letter, numbers in _PIECE.findall(text):
        places = [float(each) for each in numbers.split(",")]
        if len(places) != _NUMBERS[letter] or max(map(abs, places)) > _FURTHEST:
            return []
        path.append([letter, *places])
    return path


_LOOK: Stroke = {
    "type": "Path",
    "fill": None,
    "strokeLineCap": "round",
    "strokeLineJoin": "round",
    "strokeMiterLimit": 10,
}
