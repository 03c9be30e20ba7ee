"""An approximate explanation of any network: cover a piece, ask again, see what changes.

Source: Zeiler and Fergus, 2013, arXiv 1311.2901. What counts is the logarithm of a probability, as
in the exact shares (`fashion_model/attribution/exact.py`), but the figures add up to nothing:
pieces overlap, and a network that misses one piece may make do with another.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.attribution.explanation import Explanation, of_logits, pixels_of
from fashion_model.calibration import logarithms
from fashion_model.labels import CLASSES, SIDE

Ask = Callable[[UInt8Array], FloatArray]
"""Gives the probabilities, (n, 10), of prepared pictures, (n, 28, 28)."""

PLACES = 14
"""Of a side: 196 places, each two pixels wide."""
AROUND = 2  # pixels covered around a place, so that the piece is as large as something one sees


def explain(ask: Ask, picture: UInt8Array, places: int = PLACES) -> Explanation:
    """How much each kind's logit falls where a piece of `picture`, (28, 28), is covered.

    One share for each of `places` × `places` places; fewer are told sooner.
    """
    grid = (places, places)
    asked = np.repeat(picture[np.newaxis], 1 + places**2, axis=0)
    for number, place in enumerate(np.ndindex(places, places), 1):
        rows, columns = (_around(pixels) for pixels in pixels_of(place, grid))
        asked[number, rows, columns] = 0
    changed = (asked != picture).any(axis=(1, 2))  # where all is black, covering changes nothing
    changed[0] = True
    told = logarithms(ask(asked[changed])[:, :CLASSES])
    logits = np.repeat(told[:1], len(asked), axis=0)
    logits[changed] = told
    logits -= logits.mean(axis=1, keepdims=True)
    shares = (logits[0] - logits[1:]).reshape(places, places, CLASSES)
    return of_logits("occlusion", shares, None, logits[0])


def _around(pixels: slice) -> slice:
    return slice(max(pixels.start - AROUND, 0), min(pixels.stop + AROUND, SIDE))
