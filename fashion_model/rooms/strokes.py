"""A drawing as a phone sends it: strokes, which are numbers and nothing else.

`[[width, x, y, x, y, …], …]` in whole pixels of a board of 320 × 320, black on white.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fashion_model.images.pen import Line, paint
from fashion_model.rooms.error import Refused

BOARD = 320
"""Pixels along each side of a phone's board, whatever the size of its screen."""
MOST_STROKES = 200
MOST_PLACES = 2_000
"""Of all strokes together; a page of a phone stops the pen there."""
THINNEST, WIDEST = 4, 48
_FURTHEST = 2 * BOARD  # pixels from the corner; a finger may leave the board
_BLACK, _WHITE = "#000000", "#ffffff"

Stroke = NDArray[np.int16]
"""(1 + 2 n,): the pen's width, then n places x, y."""

NO_DRAWING = "This is no drawing: please load the page again and draw once more."
TOO_MUCH = "There are too many lines in this drawing: clear it and draw with fewer."
EMPTY = "There is nothing on the board yet: draw something first."


def read(sent: object) -> tuple[Stroke, ...]:
    """Return the strokes in what somebody sent, decoded from JSON.

    Raises:
        Refused: It holds anything else, too much, or nothing.
    """
    if not isinstance(sent, list):
        raise Refused(NO_DRAWING)
    if not sent:
        raise Refused(EMPTY)
    if len(sent) > MOST_STROKES:
        raise Refused(TOO_MUCH)
    strokes = tuple(_stroke(each) for each in sent)
    if sum(len(each) // 2 for each in strokes) > MOST_PLACES:
        raise Refused(TOO_MUCH)
    return strokes


def _stroke(sent: object) -> Stroke:
    if not isinstance(sent, list) or len(sent) < 3 or len(sent) % 2 == 0:
        raise Refused(NO_DRAWING)
    if len(sent) > 2 * MOST_PLACES + 1:
        raise Refused(TOO_MUCH)
    if not all(type(number) is int and abs(number) <= _FURTHEST for number in sent):
        raise Refused(NO_DRAWING)
    if not THINNEST <= sent[0] <= WIDEST:
        raise Refused(NO_DRAWING)
    return np.array(sent, np.int16)


def to_json(strokes: tuple[Stroke, ...]) -> list[list[int]]:
    """Return the strokes as `read` takes them."""
    return [each.tolist() for each in strokes]


def picture(strokes: tuple[Stroke, ...], side: int = BOARD) -> NDArray[np.uint8]:
    """Draw the strokes as the board in the browser does, uint8 RGBA (side, side, 4)."""
    lines = [
        Line([(float(x), float(y)) for x, y in each[1:].reshape(-1, 2)], float(each[0]), _BLACK)
        for each in strokes
    ]
    return paint(lines, paper=_WHITE, board=BOARD, side=side)
