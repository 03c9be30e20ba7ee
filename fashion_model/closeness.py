"""Whether a photo was taken from so close that it shows a part of an item alone.

Where an item ends is told by the parser of the network for photos: what is cut off is worn at the
photo's very edge. The finder's mask tells nothing, it hardly ever touches the edge.
"""

from __future__ import annotations

import numpy as np

from fashion_model.photo_expert import A_PHOTO, PARTS, WORN, Opinion

TOO_CLOSE = "Too close: show all of it."
_EDGE = 2  # fields of the parser's 56
_LEAST = 0.1  # of the edge is worn, on average
_WORN = [PARTS.index(part) for part in WORN]


def is_cut_off(opinion: Opinion) -> bool:
    """Whether what is on a photo most likely reaches beyond its edges; never of a drawing.

    To be said where an answer is not sure: then of 33 % of cut off things, of 3 % of whole ones
    (`docs/results.md`).
    """
    if opinion.parts is None or opinion.photo < A_PHOTO:
        return False
    worn = opinion.parts[..., _WORN].sum(axis=-1)
    edge = np.ones(worn.shape, np.bool_)
    edge[_EDGE:-_EDGE, _EDGE:-_EDGE] = False
    return bool(worn[edge].mean() >= _LEAST)
