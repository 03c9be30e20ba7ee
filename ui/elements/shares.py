"""A picture under a map of what its places speak for: blue for it, hatched orange against it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ui.elements.component import Component
from ui.elements.encode import data_uri, png

_HTML = (
    '<div class="shares"><div class="places" role="img" aria-label="Places of the picture"></div>'
    "<output></output></div>"
)
_COMPONENT = Component.beside(__file__, "shares", _HTML)


def draw(
    picture: NDArray[np.uint8] | bytes,
    values: NDArray[np.float64],
    *,
    name: str,
    unit: str,
    hint: str,
    key: str,
    covered: Sequence[int] = (),
) -> None:
    """Draw a square `picture` under `values`, (rows, columns), one for each of its places.

    It is grey, (28, 28), and shown pixel by pixel, or a photo: a JPEG.

    `name` says what it is to who can't see it, `unit` what is told of a place after its value,
    `hint` what stands there before; `covered` are numbers of places that lie open, row by row.
    """
    smooth = isinstance(picture, bytes)
    address = data_uri(picture, "jpeg") if isinstance(picture, bytes) else data_uri(png(picture))
    rows, columns = values.shape
    _COMPONENT.draw(
        {
            "picture": address,
            "smooth": smooth,
            "rows": rows,
            "columns": columns,
            "values": [round(float(value), 3) for value in values.ravel()],
            "covered": list(covered),
            "name": name,
            "unit": unit,
            "hint": hint,
        },
        key=key,
    )
