"""The camera's picture, live: a frame a second comes in, and what is said of it stands over it."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

from fashion_model.candidates import Box
from ui.elements.component import Component, sent

LONGEST = 600_000
"""Letters of a frame in base64: 640 × 480 pixels of noise have so many."""

_HTML = '<div class="camera" role="group" aria-label="The camera’s picture"></div>'
_COMPONENT = Component.beside(__file__, "camera", _HTML)


@dataclass(frozen=True)
class Seen:
    """What is said of one frame.

    Attributes:
        number: The frame's own, as it came.
        words: The answer in a sentence.
        boxes: Left, top, right and bottom of each thing as shares of the frame's sides.
        labels: What stands in each box.
    """

    number: int
    words: str
    boxes: tuple[Box, ...] = ()
    labels: tuple[str, ...] = ()


NOTHING = Seen(0, "")


def draw(
    seen: Seen,
    *,
    key: str,
    on_frame: Callable[[int, bytes], None],
    on_keep: Callable[[bytes], None],
) -> None:
    """Draw the camera's picture with what was `seen` last outlined over it.

    `on_frame` gets each frame with its number, `on_keep` the one that the visitor keeps, before
    this is drawn again. Their bytes are a stranger's: empty where they can't be any picture.
    """

    def frame() -> None:
        came = sent(key, "frame")
        if isinstance(came, dict) and isinstance(number := came.get("number"), int):
            on_frame(number, _bytes(came.get("picture")))

    def kept() -> None:
        came = sent(key, "kept")
        if came is not None:
            on_keep(_bytes(came))

    _COMPONENT.draw(
        {
            "answered": seen.number,
            "words": seen.words,
            "boxes": [tuple(round(100 * side, 2) for side in box) for box in seen.boxes],
            "labels": list(seen.labels),
        },
        key=key,
        on_frame_change=frame,
        on_kept_change=kept,
    )


def _bytes(text: object) -> bytes:
    if not isinstance(text, str) or len(text) > LONGEST:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
