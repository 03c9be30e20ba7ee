"""A photo with things on it, each outlined and to be tapped, on which a box can be drawn."""

from collections.abc import Callable, Sequence

from fashion_model.candidates import Box
from ui.elements.component import Component, sent

_HTML = '<div class="regions" role="group" aria-label="Things on this picture"></div>'
_COMPONENT = Component.beside(__file__, "regions", _HTML)
_WHOLE = -1  # what the component sends for all of the photo
_LEAST = 0.02  # of the photo's sides, a box
_WORDS = {
    "alt": "The picture handed in",
    "whole": "All of it",
    "mark": "Mark a part",
    "frame": "A frame: the arrow keys move it, with Shift they change its size, Enter names what "
    "is in it.",
    "help": "Drag over the part you mean. With keys: the arrows move the frame, with Shift they "
    "change its size, Enter names what is in it.",
}


def draw(
    photo: str,
    boxes: Sequence[Box],
    names: Sequence[str],
    labels: Sequence[str],
    *,
    chosen: int | None,
    key: str,
    on_click: Callable[[int | None], None],
    on_draw: Callable[[Box], None],
) -> None:
    """Draw a `photo`, the address of a picture, with an outline around each thing on it.

    `boxes` are left, top, right and bottom as shares of the photo's sides; a box says its `label`,
    and to a blind visitor its `name`. `on_click` gets the number of the thing that was tapped, None
    for all of the photo, and `on_draw` a box that was drawn, before the page is drawn again.
    """

    def clicked() -> None:
        number = sent(key, "clicked")
        if isinstance(number, int) and _WHOLE <= number < len(boxes):
            on_click(None if number == _WHOLE else number)

    def drawn() -> None:
        if (box := _box(sent(key, "drawn"))) is not None:
            on_draw(box)

    _COMPONENT.draw(
        {
            **_WORDS,
            "photo": photo,
            "boxes": [tuple(round(100 * side, 2) for side in box) for box in boxes],
            "names": list(names),
            "labels": list(labels),
            "chosen": chosen,
        },
        key=key,
        on_clicked_change=clicked,
        on_drawn_change=drawn,
    )


def _box(sent: object) -> Box | None:
    """A box as it was drawn; None for anything else that a stranger may send."""
    if not isinstance(sent, list) or len(sent) != 4:
        return None
    if not all(isinstance(side, int | float) and 0 <= side <= 1 for side in sent):
        return None
    left, top, right, bottom = map(float, sent)
    large = right - left >= _LEAST and bottom - top >= _LEAST
    return (left, top, right, bottom) if large else None
