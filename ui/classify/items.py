"""What a visitor handed in: decoded and kept, prepared, or refused in one sentence."""

import io
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from fashion_model import images
from fashion_model.candidates import Box, Found, find_candidates, pixels
from fashion_model.images import ImageError, Kind, Prepared, Switches
from fashion_model.litert import ModelError
from fashion_model.photo_expert import QUARTERS, Opinion, judge, without_parts
from fashion_model.upright import Looked, look, turned_back
from ui.classify.narration import NarratedStep, narrate
from ui.elements.colours import MUTED
from ui.elements.encode import jpeg

TOO_CLOSE = "Too close: show all of it."
TILE = 132
_MARGIN = 6


@dataclass(frozen=True)
class Handed:
    """A decoded picture, to be prepared with these or those steps.

    `title` is a visitor's file name: text to show, never anything else. `png` holds at most 512
    pixels along each side, some 400 kB of a photo; `drawn` on the app's own board or not. One that
    a visitor has `turned` stays as it is.
    """

    title: str
    png: bytes
    drawn: bool = False
    turned: bool = False


@dataclass(frozen=True)
class Refusal:
    """A file that is no usable picture, and why, in one sentence."""

    title: str
    reason: str


@dataclass(frozen=True)
class StepView:
    """One step of the preparation: name, one sentence, and a square PNG of TILE pixels.

    `switch` names the field of `Switches` that leaves it out, if there is one.
    """

    name: str
    words: str
    png: bytes
    switch: str | None


@dataclass(frozen=True)
class Thing:
    """One of several things on a picture: `item`, cut out of `box`.

    `found` says what led to it. Both as in `Candidate`.
    """

    box: Box
    found: Found
    item: "Item"


@dataclass(frozen=True)
class Item:
    """One picture ready to name, uint8 (28, 28), and how it was prepared.

    `kind` and `steps` are there unless it came prepared, and steps of whole pictures alone; the
    first step is what came in. `truth` is the right label where it is known. `part` is what it was
    made of, in its own colours: a square JPEG, where it was not drawn here. `opinion` is that of
    the network for photos, where it was asked. It was turned clockwise by so many `quarters` to
    stand upright. Where several `things` are on it, `photo` is the
    whole of it, a JPEG.
    """

    title: str
    picture: NDArray[np.uint8]
    kind: Kind | None = None
    steps: tuple[StepView, ...] = ()
    drawn: bool = False
    truth: int | None = None
    part: bytes | None = None
    opinion: Opinion | None = None
    things: tuple[Thing, ...] = ()
    photo: bytes = b""
    too_close: bool = False
    quarters: int = 0


def from_file(title: str, content: bytes) -> Handed | Refusal:
    """Decode a stranger's file."""
    try:
        return Handed(title, _packed(images.decode(content)))
    except ImageError as error:
        return Refusal(title, str(error))


def from_drawing(pixels: NDArray[np.uint8]) -> Handed:
    """Take a drawing of the board, RGBA (h, w, 4)."""
    return Handed("Your drawing", _packed(images.decode_array(pixels)), drawn=True)


def prepared(handed: Handed, switches: Switches) -> Item | Refusal:
    """Prepare a picture with the steps that are switched on, and have a photo looked at."""
    try:
        looked = _look(handed, switches)
        ready, opinion = looked.prepared, looked.opinion
        several = [] if handed.drawn else find_candidates(ready, opinion, switches)
    except (ImageError, ModelError) as error:
        return Refusal(handed.title, str(error))
    whole = _item(handed, ready, opinion)
    return replace(
        whole,
        steps=tuple(_view(step) for step in narrate(ready, looked.quarters)),
        things=tuple(
            Thing(each.box, each.found, _item(handed, each.prepared, each.opinion))
            for each in several
        ),
        too_close=opinion.too_close,
        quarters=looked.quarters,
        photo=b"" if handed.drawn else jpeg(np.asarray(ready.states[0].opaque.convert("RGB"))),
    )


def _look(handed: Handed, switches: Switches) -> Looked:
    """A drawing lies as it was drawn; what a visitor has turned is not turned again."""
    picture = Image.open(io.BytesIO(handed.png))
    if handed.drawn:
        ready = images.prepare(picture, switches)
        return Looked(ready, judge(ready, drawn=True))
    return look(picture, switches, may_turn=not handed.turned)


def _item(handed: Handed, ready: Prepared, opinion: Opinion) -> Item:
    return Item(
        handed.title,
        ready.picture,
        ready.kind,
        drawn=handed.drawn,
        part=None if handed.drawn else jpeg(ready.part_seen()),
        opinion=without_parts(opinion),
    )


def turned(handed: Handed, item: Item | Refusal) -> Handed:
    """Turn a picture a quarter to the right from how it was shown, as `item`."""
    shown = item.quarters if isinstance(item, Item) else 0
    lying = Image.open(io.BytesIO(handed.png))
    return replace(handed, png=_packed(turned_back(lying, (shown + 1) % QUARTERS)), turned=True)


def part_of(item: Item, box: Box) -> Handed:
    """Cut a part out of a picture's `photo`."""
    photo = Image.open(io.BytesIO(item.photo))
    return Handed(item.title, _packed(photo.crop(pixels(box, photo))), turned=True)


def _packed(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue()


def _view(step: NarratedStep) -> StepView:
    switch = step.key if hasattr(Switches, step.key) else None
    return StepView(step.name, step.words, _tile(step.picture), switch)


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
