"""Choosing the picture this page plays with, and a frame on it that shows the numbers inside.

Moving the frame happens in the browser alone, so the numbers follow the finger at once.
"""

import numpy as np
from numpy.typing import NDArray

from fashion_model.data import Split
from fashion_model.labels import CLASS_NAMES
from ui.elements import encode, gallery
from ui.elements.component import Component
from ui.state import Slot

_PICTURE: Slot[int | None] = Slot("pre_picture", None)
"""Official index of the chosen training picture."""
_HANDFUL: Slot[int] = Slot("pre_handful", 0)
_COMPONENT = Component.beside(__file__, "magnifier")


def choose(train: Split) -> tuple[NDArray[np.uint8], str]:
    """Draw ten training pictures to click; return the chosen one, (28, 28), and its kind."""
    shown = _handful(train.labels, _HANDFUL.get())
    chosen = _chosen(train, int(shown[0]))
    here = np.flatnonzero(shown == chosen)
    gallery.draw(
        train.images[shown],
        [CLASS_NAMES[label] for label in train.labels[shown]],
        label="Training pictures to choose from",
        key="pre_gallery",
        chosen=int(here[0]) if len(here) else None,
        across=10,
        on_click=lambda number: _PICTURE.set(int(train.indices[shown[number]])),
    )
    return train.images[chosen], CLASS_NAMES[train.labels[chosen]]


def others() -> None:
    """Offer ten other pictures."""
    _HANDFUL.set(_HANDFUL.get() + 1)


def _chosen(train: Split, otherwise: int) -> int:
    """Return the position of the chosen picture, which another source may not have."""
    found = np.flatnonzero(train.indices == _PICTURE.get())
    return int(found[0]) if len(found) else otherwise


def _handful(labels: NDArray[np.uint8], number: int) -> NDArray[np.intp]:
    """Return the position of a picture of each kind, (10,), another one for each `number`."""
    rng = np.random.default_rng(number)
    return np.array(
        [rng.choice(np.flatnonzero(labels == label)) for label in range(len(CLASS_NAMES))]
    )


def magnify(picture: NDArray[np.uint8], name: str, *, key: str) -> None:
    """Draw `picture`, (28, 28), and the numbers of the 8 × 8 pixels in its frame."""
    _COMPONENT.draw(
        {
            "png": encode.data_uri(encode.png(picture)),
            "pixels": picture.ravel().tolist(),
            "name": name,
        },
        key=key,
    )
