"""A picture with a frame to move about, and the numbers inside it: raw and normalised.

Moving the frame happens in the browser alone, so the numbers follow the finger at once.
"""

import numpy as np
from numpy.typing import NDArray

from ui import pictures
from ui.component import Component

_COMPONENT = Component.beside(__file__)


def draw(picture: NDArray[np.uint8], name: str, *, key: str) -> None:
    """Draw `picture`, (28, 28), and the numbers of the 8 × 8 pixels in its frame."""
    _COMPONENT.draw(
        {
            "png": pictures.data_uri(pictures.png(picture)),
            "pixels": picture.ravel().tolist(),
            "name": name,
        },
        key=key,
    )
