"""What a network has found out about pictures before it names them: its own features.

They are the last feature map, averaged over 3 × 3 parts of the picture. All places of the bundled
network's map would be 6,272 numbers a picture, five times as many, and a readout of 9,000 pictures
would have to be told from chance.
"""

from __future__ import annotations

import numpy as np

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.attribution.error import AttributionError
from fashion_model.attribution.opened import OpenedModel
from fashion_model.labels import CLASSES

PARTS = 3  # of a side, where the map is as large and has few enough channels
MOST_NUMBERS = 1_152  # of a picture; what is done with them grows with their square


def parts_of(map_shape: tuple[int, int, int]) -> int:
    """Into how many parts each side of a map is cut, given its rows, columns and channels."""
    rows, columns, channels = (int(extent) for extent in map_shape)
    parts = min(PARTS, rows, columns)
    while parts > 1 and parts**2 * channels > MOST_NUMBERS:
        parts -= 1
    return parts


def features(model: OpenedModel, pictures: UInt8Array) -> tuple[FloatArray, FloatArray]:
    """Features and answers of prepared pictures, uint8 (n, 28, 28); a millisecond a picture.

    Returns:
        float32 (n, d), part after part, in each the means of all channels; and the network's
        probabilities, (n, 10), not calibrated.

    Raises:
        AttributionError: the network computes something that is no number.
    """
    rows, columns, channels = model.map_shape
    parts = parts_of(model.map_shape)
    down, across = _means(rows, parts), _means(columns, parts)
    found = np.empty((len(pictures), parts, parts, channels), np.float32)
    answers = np.empty((len(pictures), CLASSES), np.float32)
    for number, picture in enumerate(pictures):
        last_map, answers[number] = model.look(picture)
        strips = (down @ last_map.reshape(rows, -1)).reshape(parts, columns, channels)
        found[number] = across @ strips
    if not (np.isfinite(found).all() and np.isfinite(answers).all()):
        raise AttributionError(
            "This network computes numbers without sense: please choose another training."
        )
    return found.reshape(len(pictures), parts**2 * channels), answers


def _means(extent: int, parts: int) -> FloatArray:
    """The matrix, (parts, extent), that averages a side's places, cut as evenly as they can be."""
    weights = np.zeros((parts, extent), np.float32)
    for part in range(parts):
        places = slice(extent * part // parts, extent * (part + 1) // parts)
        weights[part, places] = 1 / (places.stop - places.start)
    return weights
