"""A photo with several things on it, each outlined and to be tapped."""

from collections.abc import Callable, Sequence

from fashion_model.candidates import Box
from ui.elements.component import Component, sent

_HTML = '<div class="regions" role="group" aria-label="Things on this picture"></div>'
_COMPONENT = Component.beside(__file__, "regions", _HTML)
_WHOLE = -1  # what the component sends for all of the photo


def draw(
    photo: str,
    boxes: Sequence[Box],
    names: Sequence[str],
    labels: Sequence[str],
    *,
    chosen: int | None,
    key: str,
    on_click: Callable[[int | None], None],
) -> None:
    """Draw a `photo`, the address of a picture, with an outline around each thing on it.

    `boxes` are left, top, right and bottom as shares of the photo's sides; a box says its `label`,
    and to a blind visitor its `name`. `on_click` gets the number of the thing that was tapped, None
    for all of the photo, before the page is drawn again.
    """

    def clicked() -> None:
        number = sent(key, "clicked")
        if isinstance(number, int) and number < len(boxes):
            on_click(None if number == _WHOLE else number)

    _COMPONENT.draw(
        {
            "photo": photo,
            "alt": "The picture handed in",
            "boxes": [tuple(round(100 * side, 2) for side in box) for box in boxes],
            "names": list(names),
            "labels": list(labels),
            "chosen": chosen,
            "whole": "All of it",
        },
        key=key,
        on_clicked_change=clicked,
    )
