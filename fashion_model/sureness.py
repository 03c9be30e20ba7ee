"""Whom to hear, how likely "none of the ten" is, and when an answer is sure: by how it was made.

How it was made is inferred: from the way the item was found, and from whether the network for
photos takes the picture for one. The rules were measured on pictures nothing was trained on
(`research/photo_expert/rules.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray
from fashion_model.calibration import softmax
from fashion_model.labels import NONE, SIDE
from fashion_model.photo_expert import A_PHOTO, Opinion

if TYPE_CHECKING:
    from fashion_model.images import Kind

Way = Literal["alone", "drawn", "plain", "busy"]
"""One that the network for photos is not asked about; a drawing or an icon; a photo before a plain
background; a photo with more on it."""
WAYS: tuple[Way, ...] = get_args(Way)

RULES = "sureness.json"
HEARD: dict[Way, float] = {"alone": 0.0, "drawn": 0.45, "plain": 0.6, "busy": 0.75}
"""How much the network for photos has to say, of photos as far as it surely is one; the rest is the
others'. Before a busy background the item is often found badly, and they see nothing else."""
_OF_NONE = 0.2  # the same of whether a drawing is none of the ten: the others saw more of those
_TINY = 1e-9  # keeps logarithms finite
_CELL = 4  # pixels
_EVENLY = 0.5  # of the mean brightness, in the darkest cell; one of 60,000 shop pictures has it
_SUREST = 1e-6  # no odds beyond this probability


@dataclass(frozen=True)
class Rule:
    """An answer is sure from a confidence of `sure`, with "none of the ten" at most at `none`.

    The log odds of "none", times `scale` and plus `offset`, are those that were measured (Platt,
    "Probabilistic outputs for support vector machines", 1999).
    """

    sure: float
    none: float
    scale: float = 1.0
    offset: float = 0.0

    def calibrate(self, none: float) -> float:
        """How likely "none of the ten" is, where it is said with a probability of `none`."""
        return _probability(self.scale * log_odds(none) + self.offset)


Rules = dict[Way, Rule]


def read_rules(folder: Path) -> Rules | None:
    """The rules in a model's folder; None where nobody has measured any.

    Raises:
        OSError, ValueError, TypeError: The file is damaged.
    """
    try:
        stored = json.loads((folder / RULES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if set(stored) != set(WAYS):
        raise ValueError("there is one rule for each way")
    return {way: Rule(**stored[way]) for way in WAYS}


def way_of(kind: Kind | None, opinion: Opinion | None) -> Way:
    """How a picture was made; `kind` is None for one that came prepared."""
    if opinion is None:
        return "alone"
    if opinion.photo < A_PHOTO:
        return "drawn"
    return "busy" if kind == "messy" else "plain"


def mix(row: NDArray[np.float32], opinion: Opinion, way: Way) -> NDArray[np.float32]:
    """The common answer, (11,), of those who see the prepared picture and of the photo's expert.

    A geometric mean: nobody who is sure overrules another's doubts. The odds of "none" are of
    photos multiplied by those of the things they look like; of drawings they are mixed apart.
    """
    if way == "drawn":
        common = _mean(row, opinion.answers, HEARD[way])
        odds = log_odds(_mean(row, opinion.answers, _OF_NONE)[NONE])
    else:
        common = _mean(row, opinion.answers, HEARD[way] * opinion.photo)
        odds = log_odds(common[NONE]) + opinion.photo * log_odds(opinion.strange)
    none = _probability(odds)
    kinds = common[:NONE] / common[:NONE].sum() * (1 - none)
    return np.append(kinds, none).astype(np.float32)


def _mean(row: FloatArray, other: FloatArray, share: float) -> FloatArray:
    """The geometric mean, of which `share` is the other's."""
    logits = (1 - share) * np.log(row + _TINY) + share * np.log(other + _TINY)
    return softmax(logits).astype(np.float32)


def fills_evenly(picture: NDArray[np.uint8]) -> bool:
    """Whether there is something everywhere in a prepared picture, uint8 (28, 28).

    No item is like that; a ruling, a pattern or a frame that was not left out is.
    """
    cells = picture.reshape(SIDE // _CELL, _CELL, SIDE // _CELL, _CELL).mean(axis=(1, 3))
    return bool(cells.min() > _EVENLY * cells.mean())


def log_odds(probability: float) -> float:
    """The logarithm of the odds, bounded: one doubt may be wrong."""
    bounded = min(max(float(probability), _SUREST), 1 - _SUREST)
    return float(np.log(bounded / (1 - bounded)))


def _probability(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))
