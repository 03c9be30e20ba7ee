"""Prepare a picture the way Zalando prepared theirs, in steps that can be looked at.

Recipe: Xiao, Rasul and Vollgraf, "Fashion-MNIST", arXiv 1708.07747, section 2. Trim the edges
that are within 5 % of the background's colour, shrink the longest side to 28 by subsampling,
sharpen with radius 1 and sigma 1, centre on 28 × 28, negate, 8-bit grey. The item thus *fills*
its longest side. They started from white backgrounds; here the item is found first (`find`,
`segmenter`), who wears it is left out (`wearer`) and outlines are filled (`lines`), so that photos,
canvases, icons and transparent pictures all end as a light item on black.

Every step is a pure function of the picture so far (`Stage`), and most can be switched off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_model.images import lines, shades, wearer
from fashion_model.images.error import ImageError
from fashion_model.images.lines import lean, turn
from fashion_model.images.segment import (
    Background,
    Colours,
    Mask,
    Segmenter,
    bundled_segmenter,
    drop_specks,
    frame,
    look_at_border,
    stand_out,
)
from fashion_model.images.stage import Kind, Stage, Switches

WORKING_SIDE = 256  # the item is found and filled at this size

_BLANK = (
    "There is nothing to recognise in this picture; "
    "please use one piece of clothing that stands out from its background."
)


@dataclass(frozen=True)
class Step:
    """One step of the preparation, for showing.

    Attributes:
        name: One or two words.
        words: One sentence on what the step did to this picture.
        picture: uint8 (height, width), or (height, width, 3) where there is colour.
        switch: The field of `Switches` that takes this step or leaves it out, if there is one.
    """

    name: str
    words: str
    picture: NDArray[np.uint8]
    switch: str | None = None


@dataclass(frozen=True)
class Prepared:
    """A picture ready for a network.

    Attributes:
        picture: uint8 (28, 28), light item on black, like every picture in Fashion-MNIST.
        steps: How it came about, from the picture as it was sent to `picture`.
        kind: What it was taken for: a line drawing, something before a plain background, or a
            photo with more on it than the item.
    """

    picture: NDArray[np.uint8]
    steps: tuple[Step, ...]
    kind: Kind


def prepare(
    image: Image.Image,
    switches: Switches = Switches(),  # noqa: B008
    segmenter: Segmenter | None = None,
) -> Prepared:
    """Prepare a decoded picture (mode "L", "RGB" or "RGBA") for the network.

    `segmenter` looks at photos with a busy background; the bundled one if none is given.

    Raises:
        ImageError: Nothing stands out from the background.
    """
    opaque = flatten(image)
    found = find(opaque, switches, segmenter)
    garment = wearer.leave_out(found) if switches.wearer else found
    filled = fill(garment) if switches.fill else garment
    straight = upright(filled) if switches.straighten else filled
    trimmed = trim(straight) if switches.trim else straight
    grey, negative = shades.to_grey(trimmed, switches)
    small = shades.shrink(grey)
    crisp = shades.sharpen(small) if switches.sharpen else small
    picture = shades.to_bytes(shades.centre(crisp))
    height, width = trimmed.item.shape
    steps = (
        Step("Your picture", "This is what arrived.", np.asarray(opaque)),
        Step("Find", _FOUND[found.kind], _show(found), "find"),
        Step("Wearer", _words_on_wearer(found, garment), _show(garment), "wearer"),
        Step("Fill", _words_on_filling(garment, filled), _show(filled), "fill"),
        Step("Straighten", _words_on_angle(filled, straight), _show(straight), "straighten"),
        Step("Trim", f"Empty edges go; {width} × {height} pixels remain.", _show(trimmed), "trim"),
        Step("Light on black", _words_on_light(negative), shades.to_bytes(grey), "invert"),
        Step("Shrink", "The longest side becomes 28 pixels.", shades.to_bytes(small)),
        Step("Sharpen", "Edges become crisp again.", shades.to_bytes(crisp), "sharpen"),
        Step("Centre", "Black fills it up to 28 × 28: this is what the network sees.", picture),
    )
    return Prepared(picture, steps, found.kind)


def flatten(image: Image.Image) -> Image.Image:
    """Put a transparent picture on black or white, whichever contrasts with its item.

    Returns:
        Mode "L" or "RGB".

    Raises:
        ImageError: Every pixel is transparent.
    """
    if "A" not in image.getbands():
        return image if image.mode == "L" else image.convert("RGB")
    rgba = image.convert("RGBA")
    alpha = np.asarray(rgba.getchannel("A"), np.float64)
    if not alpha.any():
        raise ImageError(_BLANK)
    lightness = np.average(np.asarray(rgba.convert("RGB").convert("L")), weights=alpha)
    side = "black" if lightness > 127.5 else "white"
    ground = Image.new("RGBA", rgba.size, side)
    return Image.alpha_composite(ground, rgba).convert("RGB")


def find(opaque: Image.Image, switches: Switches, segmenter: Segmenter | None = None) -> Stage:
    """Tell the item from the background, at no more than 256 pixels on the longest side.

    Raises:
        ImageError: Nothing stands out from the background.
    """
    colours = np.asarray(opaque.convert("RGB"), np.float32)
    background = look_at_border(colours)
    if not background.plain:
        return _find_in_photo(_at_working_size(colours), switches, segmenter)
    standing = drop_specks(stand_out(colours, background))
    if not standing.any():
        raise ImageError(_BLANK)
    colours = _at_working_size(_close_up(colours, standing, background))
    ink = drop_specks(stand_out(colours, background))
    if not ink.any():
        raise ImageError(_BLANK)
    if not switches.find:
        whole = np.ones_like(ink)
        return Stage(colours, whole, whole, background, "plain")
    if lines.is_thin(ink):
        return Stage(colours, ink, ink, background, "drawing")
    item = lines.close_outline(ink)
    if lines.is_outline(ink, item):
        return Stage(colours, ink, ink, background, "drawing")
    return Stage(colours, item, item, background, "plain")


def _find_in_photo(colours: Colours, switches: Switches, segmenter: Segmenter | None) -> Stage:
    item = (segmenter or bundled_segmenter()).find(colours)
    if not (switches.find and item.any()):
        item = np.ones(colours.shape[:2], np.bool_)
    return Stage(colours, item, item, None, "messy")


def fill(stage: Stage) -> Stage:
    """Thicken thin lines of a drawing and fill its outline; solid things stay as they are."""
    if stage.kind != "drawing":
        return stage
    ink = lines.thicken(stage.ink)
    return replace(stage, item=lines.fill(ink), ink=ink)


def upright(stage: Stage) -> Stage:
    """Stand a long item upright that leans a little (`straighten`)."""
    angle = lean(stage.item)
    if not angle:
        return stage
    return replace(
        stage,
        colours=turn(stage.colours, angle),
        item=turn(stage.item, angle),
        ink=turn(stage.ink, angle),
    )


def trim(stage: Stage) -> Stage:
    """Cut away everything around the item."""
    rows, columns = frame(stage.item)
    return replace(
        stage,
        colours=stage.colours[rows, columns],
        item=stage.item[rows, columns],
        ink=stage.ink[rows, columns],
    )


def _close_up(colours: Colours, standing: Mask, background: Background) -> Colours:
    """What stands out and a margin around it, in which lines may grow."""
    part = colours[frame(standing)]
    height, width = part.shape[:2]
    margin = 1 + max(height, width) // 10
    close = np.empty((height + 2 * margin, width + 2 * margin, 3), np.float32)
    close[:] = background.colour
    close[margin:-margin, margin:-margin] = part
    return close


def _at_working_size(colours: Colours) -> Colours:
    height, width = colours.shape[:2]
    share = WORKING_SIDE / max(height, width)
    if share >= 1:
        return colours
    size = (max(1, round(width * share)), max(1, round(height * share)))
    picture = Image.fromarray(np.rint(colours).astype(np.uint8))
    return np.asarray(picture.resize(size, Image.Resampling.BOX), np.float32)


def _show(stage: Stage) -> NDArray[np.uint8]:
    """The stage for the eye: what is not the item fades, what was filled is tinted."""
    shown = stage.colours.copy()
    shown[~stage.item] = shown[~stage.item] * 0.25 + _FADED
    if stage.kind == "drawing":
        shown[stage.item & ~stage.ink] = _FILLING
        shown[stage.ink] = _INK
    return np.rint(shown).astype(np.uint8)


_FADED = np.float32(0.75 * 200)
_FILLING = np.array([150, 180, 215], np.float32)
_INK = np.array([20, 40, 70], np.float32)

_FOUND: dict[Kind, str] = {
    "drawing": "This is a drawing on plain ground: its lines were found.",
    "plain": "The background is plain, so whatever differs from it is the item.",
    "messy": "The background is busy, so a small network of its own found the item.",
}


def _words_on_wearer(before: Stage, after: Stage) -> str:
    if before is after:
        return "Nobody was seen wearing it, so all of it stays."
    return "Somebody wears it: head, hands and what is worn below go, as in a shop's picture."


def _words_on_filling(before: Stage, after: Stage) -> str:
    if before is after:
        return "Nothing to fill: this is no outline."
    return (
        "The outline is filled, because every picture the network learned from shows a solid thing."
    )


def _words_on_angle(before: Stage, after: Stage) -> str:
    return (
        "It stands straight enough." if before is after else "It leaned, so it was turned upright."
    )


def _words_on_light(negative: bool) -> str:
    if negative:
        return (
            "The item is the darker part, so light and dark change places; the background is black."
        )
    return "The item is the lighter part; the background becomes black."
