"""What the bundled network answered to the sample's test pictures when it was trained."""

import numpy as np
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import RunError
from ui.models import examples, resources


def surest(labelled: str, answer: str, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return so many pictures of a kind that got an `answer`, the surest first.

    Positions in `resources.examples()`, (count,), and how sure it was of each, (count,).

    Raises RunError where its answers are missing.
    """
    answered = examples.answered()
    if answered is None:
        raise RunError("The bundled network’s answers are missing; please install the app again.")
    positions, probabilities = answered
    label, given = CLASS_NAMES.index(labelled), CLASS_NAMES.index(answer)
    own = resources.examples().labels[positions] == label
    wanted = np.flatnonzero(own & (probabilities.argmax(axis=1) == given))
    sure = probabilities[wanted, given]
    order = np.argsort(-sure, kind="stable")[:count]
    return positions[wanted[order]], sure[order]
