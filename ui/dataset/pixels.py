"""One picture, so large that each of its 784 pixels carries its number.

A component of its own: a chart of as many cells takes the browser half a second, this one a few
milliseconds, and on a narrow screen, where no number fits, it tells the one that is tapped.
"""

import numpy as np
from numpy.typing import NDArray

from ui.component import Component

_HTML = (
    '<div class="pixels">'
    '<div class="grid" role="application" aria-label="The picture" tabindex="0"></div>'
    '<output aria-live="polite"></output></div>'
)
_COMPONENT = Component.beside(__file__, _HTML)


def draw(image: NDArray[np.uint8], *, name: str, key: str) -> None:
    """Draw `image`, (28, 28), with its values; `name` says what it shows."""
    _COMPONENT.draw({"values": image.ravel().tolist(), "name": name}, key=key)
