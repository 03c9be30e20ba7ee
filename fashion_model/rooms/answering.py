"""What a network says about strokes: drawn and prepared as a drawing on Classify is.

The network for photos is not asked: thirty phones beside a training waited three times as long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model import images
from fashion_model.images import ImageError
from fashion_model.predict import Prediction, Predictor
from fashion_model.rooms import strokes as drawn
from fashion_model.rooms.error import Refused
from fashion_model.rooms.strokes import Stroke


@dataclass(frozen=True, eq=False)
class Answered:
    """A prepared picture, uint8 (28, 28), and what the network says about it.

    `run` is the id of the training that answered; None: the all-terrain model.
    """

    picture: NDArray[np.uint8]
    prediction: Prediction
    run: str | None


def answer(strokes: tuple[Stroke, ...], predictor: Predictor, run: str | None) -> Answered:
    """Prepare a drawing and have `predictor`, that of `run`, name it.

    It takes some 50 ms: not on an event loop.

    Raises:
        Refused: There is nothing to recognise, in words.
        ModelError: The network's files are missing or damaged.
    """
    try:
        ready = images.prepare(images.decode_array(drawn.picture(strokes)))
    except ImageError:
        raise Refused(drawn.EMPTY) from None  # strokes beside the board
    return Answered(ready.picture, predictor.answer(ready.picture, ready.kind), run)
