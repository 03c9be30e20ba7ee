"""Pictures as tiles to click: one component, whatever their number."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.elements.component import Component, sent
from ui.elements.encode import data_uri, jpeg, png

_HTML = '<div class="gallery" role="group" aria-label="Pictures"></div>'
_COMPONENT = Component.beside(__file__, "gallery", _HTML)
_COLUMNS = 10


def draw(
    images: NDArray[np.uint8],
    names: Sequence[str],
    *,
    label: str,
    key: str,
    captions: Sequence[str] = (),
    right: Sequence[bool] = (),
    chosen: int | None = None,
    tile: int = 64,
    across: int | None = None,
    fresh: int = 0,
    on_click: Callable[[int], None] | None = None,
    private: bool = False,
) -> None:
    """Draw `images` as tiles of at least `tile` pixels, or always `across` in a row.

    `images` are grey, (n, 28, 28), or photos, (n, side, side, 3); the first `fresh` have just come,
    and fly in. `names` are for the blind, `captions` stand below, `label` names the whole; `right`
    puts a tick or a cross into each corner. With `on_click` each is a button; it gets the number of
    the one clicked, before the page is drawn again. Of `private` ones nothing is kept.
    """
    if not len(images):
        return
    _COMPONENT.draw(
        {
            **_pictures(images, private=private),
            "tile": tile,
            "across": across,
            "fresh": fresh,
            "names": list(names),
            "captions": list(captions),
            "right": [bool(each) for each in right],
            "label": label,
            "chosen": chosen,
            "still": on_click is None,
        },
        key=key,
        on_clicked_change=_passing_on(key, on_click),
    )


def _pictures(images: NDArray[np.uint8], *, private: bool) -> dict[str, Any]:
    sheet = _sheet if private else _shared_sheet
    return {
        "sheet": sheet(np.ascontiguousarray(images)),
        "smooth": images.ndim > 3,
        "columns": min(_COLUMNS, len(images)),
        "rows": -(-len(images) // _COLUMNS),
    }


def _passing_on(key: str, on_click: Callable[[int], None] | None) -> Callable[[], None]:
    def clicked() -> None:
        number = sent(key, "clicked")
        if on_click is not None and isinstance(number, int):
            on_click(number)

    return clicked


def _sheet(images: NDArray[np.uint8]) -> str:
    """Return the address of one picture: `images` side by side in rows of ten."""
    n, side, *rest = images.shape
    columns, rows = min(_COLUMNS, n), -(-n // _COLUMNS)
    sheet = np.zeros((rows * columns, side, *rest), np.uint8)
    sheet[:n] = images
    tiled = sheet.reshape(rows, columns, side, *rest).swapaxes(1, 2)
    whole = tiled.reshape(rows * side, columns * side, *rest[1:])
    if images.ndim > 3:
        return data_uri(jpeg(whole), "jpeg")
    return data_uri(png(whole))


_shared_sheet = st.cache_data(show_spinner=False, max_entries=64)(_sheet)
