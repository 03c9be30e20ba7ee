"""The common answer of classifiers and of an expert for the data set's own pictures.

Networks that learned differently err differently, and their common answer errs less than each of
them (Lakshminarayanan et al., arXiv 1612.01474). The expert learned to name the data set's own
pictures and, as its eleventh answer, to tell them from all others: it has a say as far as it takes
a picture for one of the data set's. `research/ensemble.py` writes them into one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fashion_model.arrays import FloatArray
from fashion_model.calibration import softmax
from fashion_model.labels import CLASSES

EXPERT = "expert"
"""The output that is the expert's; every other is a classifier's."""
_TINY = 1e-7  # keeps logarithms finite


def combine(logits: Mapping[str, FloatArray]) -> FloatArray:
    """Probabilities, (n, 11), from each network's logits, (n, 11), by the name of its output."""
    said = {name: softmax(each) for name, each in logits.items()}
    special = said.pop(EXPERT, None)
    named = _common(list(said.values()))
    return named if special is None else _ask_expert(named, special)


def _common(predictions: Sequence[FloatArray]) -> FloatArray:
    """The geometric mean of probabilities: a sure network does not overrule others' doubts."""
    logarithms = np.mean([np.log(each + _TINY) for each in predictions], axis=0)
    return np.asarray(softmax(logarithms), np.float32)


def _ask_expert(named: FloatArray, special: FloatArray) -> FloatArray:
    """Classifiers and expert half and half, as far as the picture is the data set's own."""
    kinds, none = named[:, :CLASSES], named[:, CLASSES:]
    own = 1 - special[:, CLASSES:]
    both = _common([kinds, special[:, :CLASSES]]) * (1 - none)
    return np.concatenate([own * both + (1 - own) * kinds, none], axis=1)
