"""What a visitor handed in: prepared and kept, or refused in one sentence."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from fashion_model import images
from fashion_model.images import ImageError, Prepared, Step
from ui.colours import MUTED

TILE = 132  # seven fit beside each other
_MARGIN = 6


@dataclass(frozen=True)
class StepView:
    """One step of the preparation: name, one sentence, and a square PNG of TILE pixels."""

    name: str
    words: str
    png: bytes


@dataclass(frozen=True)
class Item:
    """One picture to name, and how it was prepared; the first step is what came in.

    `title` is a visitor's file name: text to show, never anything else. `picture` is uint8
    (28, 28). `truth` is the right label where it is known.
    """

    title: str
    picture: NDArray[np.uint8]
    steps: tuple[StepView, ...] = ()
    truth: int | None = None


@dataclass(frozen=True)
class Refusal:
    """A file that is no usable picture, and why, in one sentence."""

    title: str
    reason: str


def from_file(title: str, content: bytes) -> Item | Refusal:
    """Decode and prepare a stranger's file."""
    try:
        return _item(title, images.prepare(images.decode(content)))
    except ImageError as error:
        return Refusal(title, str(error))


def from_drawing(pixels: NDArray[np.uint8]) -> Item | Refusal:
    """Prepare a drawing, RGBA (h, w, 4)."""
    try:
        return _item("Your drawing", images.prepare(images.decode_array(pixels)))
    except ImageError as error:
        return Refusal("Your drawing", str(error))


def _item(title: str, prepared: Prepared) -> Item:
    return Item(title, prepared.picture, tuple(_view(step) for step in prepared.steps))


def _view(step: Step) -> StepView:
    return StepView(step.name, step.words, _tile(step.picture))


def _tile(picture: NDArray[np.uint8]) -> bytes:
    """Fit `picture`, (h, w) or (h, w, 3), into a square with a see-through margin; a PNG."""
    whole = Image.fromarray(picture).convert("RGBA")
    share = (TILE - 2 * _MARGIN) / max(whole.size)
    width, height = (max(1, round(side * share)) for side in whole.size)
    how = Image.Resampling.NEAREST if share > 1 else Image.Resampling.BOX
    left, top = (TILE - width) // 2, (TILE - height) // 2
    square = Image.new("RGBA", (TILE, TILE), (0, 0, 0, 0))
    square.paste(whole.resize((width, height), how), (left, top))
    # White pictures on a white page need an edge.
    ImageDraw.Draw(square).rectangle((left - 1, top - 1, left + width, top + height), outline=MUTED)
    buffer = io.BytesIO()
    square.save(buffer, format="PNG", compress_level=4)
    return buffer.getvalue()
