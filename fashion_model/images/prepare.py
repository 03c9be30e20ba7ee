"""Prepare a picture the way Zalando prepared theirs, in steps that can be looked at.

Recipe: Xiao, Rasul and Vollgraf, "Fashion-MNIST", arXiv 1708.07747, section 2. Trim the edges
that are within 5 % of the background's colour, shrink the longest side to 28 by subsampling,
sharpen with radius 1 and sigma 1, centre on 28 × 28, negate, 8-bit grey. The item thus *fills*
its longest side. They started from white backgrounds; here the item is found first (`find`,
`segmenter`), who wears it is left out (`wearer`) and outlines are filled (`lines`), so that photos,
canvases, icons and transparent pictures all end as a light item on black.

Every step is a pure function of the picture so far (`State`), and most can be switched off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from fashion_model.images import lines, rulings, shades, surroundings, wearer
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
from fashion_model.images.stage import Kind, Outside, Stage, Switches

WORKING_SIDE = 256  # the item is found and filled at this size
VIEW_SIDE = 224  # pixels along each edge of what the network for photos sees
_MARGIN = 0.1  # of the item's longest side: what is around it tells, too
_DARK = 128  # a ground below this grey level
_NEARLY_ALL = 0.9  # of the picture: a second look at it tells nothing new
FOUND = 2  # the state after the item was found and its wearer left out
_CLEAR_EDGE = 0.8  # at most so much of the edge does an item touch that was cut out
_AROUND = 128  # grey, of 255: neither the item nor its ground

_BLANK = (
    "There is nothing to recognise in this picture; "
    "please use one piece of clothing that stands out from its background."
)


@dataclass(frozen=True)
class State:
    """A picture on its way through the steps; what no step has made yet is None.

    Attributes:
        opaque: As it was sent, on plain ground; mode "L" or "RGB".
        segmenter: Looks at photos with a busy background.
        given: bool (height, width), which pixels are the item, where that was found before.
        stage: Its colours, and which pixels belong to the item.
        grey: The item in shades of grey, light on black: float32 (height, width), 0 to 255.
        negative: Whether light and dark changed places.
    """

    opaque: Image.Image
    segmenter: Segmenter | None = None
    given: Mask | None = None
    stage: Stage | None = None
    grey: shades.Grey | None = None
    negative: bool = False


@dataclass(frozen=True)
class Step:
    """One step: what it does to the picture so far, when it is switched on and when it is not.

    Its name is the field of `Switches` that takes it or leaves it out, if there is one.
    """

    name: str
    function: Callable[[State, bool], State]


@dataclass(frozen=True)
class Prepared:
    """A picture ready for a network.

    Attributes:
        picture: uint8 (28, 28), light item on black, like every picture in Fashion-MNIST.
        kind: What it was taken for: a line drawing, something before a plain background, or a
            photo with more on it than the item.
        states: The picture as it was sent, and after each of `STEPS`.
    """

    picture: NDArray[np.uint8]
    kind: Kind
    states: tuple[State, ...]

    @property
    def on_plain_ground(self) -> bool:
        """Whether it was found on a plain ground that reaches to the picture's edges."""
        stage = _stage(self.states[1])
        return stage.background is not None and not stage.left_out

    def part_seen(self) -> NDArray[np.uint8]:
        """What `picture` was made of, in the picture's own colours: uint8 (side, side, 3).

        The item, cut out of the picture as it was sent, at the size at which it was found; each
        place of it lies where it does in `picture`. Around it is grey.
        """
        cut = np.rint(_stage(self.states[-1]).colours).clip(0, 255).astype(np.uint8)
        height, width = cut.shape[:2]
        side = max(height, width)
        square = np.full((side, side, 3), _AROUND, np.uint8)
        top, left = (side - height) // 2, (side - width) // 2
        square[top : top + height, left : left + width] = cut
        return square

    def views(self) -> NDArray[np.uint8]:
        """What the network for photos looks at, in colour: uint8 (n, 224, 224, 3).

        The whole picture, and what is around the item that was found, unless that is nearly all.
        """
        stage, whole = _stage(self.states[FOUND]), self.states[0].opaque
        around = _around(stage)
        share = around.width * around.height * stage.scale**2 / (whole.width * whole.height)
        if share >= _NEARLY_ALL:
            return view(whole)[np.newaxis]
        return np.stack([view(whole), view(around)])

    def drawn_view(self) -> NDArray[np.uint8]:
        """What the network for photos looks at of a drawing: uint8 (224, 224, 3).

        What is around the item, on a light ground, like most drawings that it was shown.
        """
        stage = _stage(self.states[FOUND])
        on_dark = stage.background is not None and stage.background.colour.mean() < _DARK
        return view(ImageOps.invert(_around(stage)) if on_dark else _around(stage))


def _around(stage: Stage) -> Image.Image:
    """The item with a margin around it, in the picture's own colours."""
    cut = Image.fromarray(np.rint(stage.colours).clip(0, 255).astype(np.uint8))
    rows, columns = frame(stage.item)
    wide = _MARGIN * max(rows.stop - rows.start, columns.stop - columns.start)
    return cut.crop(
        (
            max(0, int(columns.start - wide)),
            max(0, int(rows.start - wide)),
            min(cut.width, int(columns.stop + wide)),
            min(cut.height, int(rows.stop + wide)),
        )
    )


def view(picture: Image.Image) -> NDArray[np.uint8]:
    """A picture as the network for photos takes it, squeezed to a square: uint8 (224, 224, 3)."""
    square = picture.convert("RGB").resize((VIEW_SIDE, VIEW_SIDE), Image.Resampling.BILINEAR)
    return np.asarray(square)


def prepare(
    image: Image.Image,
    switches: Switches = Switches(),  # noqa: B008
    segmenter: Segmenter | None = None,
    item: Mask | None = None,
) -> Prepared:
    """Prepare a decoded picture (mode "L", "RGB" or "RGBA") for the network.

    `segmenter` looks at photos with a busy background; the bundled one if none is given. Where it
    is known which pixels of a photo are the `item`, bool (height, width), nothing is looked for.

    Raises:
        ImageError: Nothing stands out from the background.
    """
    state = State(flatten(image), segmenter, item)
    states = [state]
    for step in STEPS:
        state = step.function(state, getattr(switches, step.name, True))
        states.append(state)
    return Prepared(shades.to_bytes(_grey(state)), _stage(state).kind, tuple(states))


def flatten(image: Image.Image) -> Image.Image:
    """Put a transparent picture on black or white, whichever contrasts with its item.

    Returns:
        Mode "L" or "RGB".

    Raises:
        ImageError: Every pixel is transparent.
    """
    if "A" not in image.getbands():
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    rgba = image.convert("RGBA")
    alpha = np.asarray(rgba.getchannel("A"), np.float64)
    if not alpha.any():
        raise ImageError(_BLANK)
    lightness = np.average(np.asarray(rgba.convert("RGB").convert("L")), weights=alpha)
    side = "black" if lightness > 127.5 else "white"
    ground = Image.new("RGBA", rgba.size, side)
    flat = Image.alpha_composite(ground, rgba).convert("RGB")
    edges = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]]) > 0
    if not edges.any() or edges.mean() > _CLEAR_EDGE:
        return flat  # a photo with round corners is no item that was cut out
    # Cut out to its very edges: only ground around it tells where the item ends.
    return ImageOps.expand(flat, 1 + max(flat.size) // 10, side)


def find(opaque: Image.Image, on: bool = True, segmenter: Segmenter | None = None) -> Stage:
    """Tell the item from the background, at no more than 256 pixels on the longest side.

    What surrounds the picture within the picture, and the lines of paper, are no items.
    Where it is not `on`, all of the picture is the item.

    Raises:
        ImageError: Nothing stands out from the background.
    """
    colours = np.asarray(opaque.convert("RGB"), np.float32)
    background = look_at_border(colours)
    left_out: tuple[Outside, ...] = ()
    if on:
        cleared, left_out = _without_surroundings(colours, background)
        if cleared is not colours:
            colours, background = cleared, look_at_border(cleared)
    if background.plain:
        return replace(_find_on_plain(colours, background, on), left_out=left_out)
    return replace(_find_in_photo(colours, on, segmenter), left_out=left_out)


def _without_surroundings(
    colours: Colours, background: Background
) -> tuple[Colours, tuple[Outside, ...]]:
    """Lines first, whose squares look like frames, and again on what was cut out."""
    erased = _without_rulings(colours, background)
    inner = surroundings.peel(erased)
    blank = _without_rulings(inner, look_at_border(inner)) if inner is not erased else erased
    ruled = erased is not colours or blank is not inner
    around: tuple[Outside, ...] = ("surroundings",) if inner is not erased else ()
    return blank, (*around, "rulings") if ruled else around


def _without_rulings(colours: Colours, background: Background) -> Colours:
    """Plain paper without its lines; where there is nothing else, they stay."""
    if not background.plain:
        return colours
    erased = rulings.erase(colours, background)
    if erased is colours or not stand_out(erased, background).any():
        return colours
    return erased


def _find_on_plain(colours: Colours, background: Background, on: bool) -> Stage:
    standing = drop_specks(stand_out(colours, background))
    if not standing.any():
        raise ImageError(_BLANK)
    close = _close_up(colours, standing, background)
    colours = at_working_size(close)
    return replace(_tell_apart(colours, background, on), scale=len(close) / len(colours))


def _tell_apart(colours: Colours, background: Background, on: bool) -> Stage:
    """A drawing from a solid thing, close up before a plain background."""
    ink = drop_specks(stand_out(colours, background))
    if not ink.any():
        raise ImageError(_BLANK)
    if not on:
        whole = np.ones_like(ink)
        return Stage(colours, whole, whole, background, "plain")
    if lines.is_thin(ink):
        return Stage(colours, ink, ink, background, "drawing")
    item = lines.close_outline(ink)
    if lines.is_outline(ink, item):
        return Stage(colours, ink, ink, background, "drawing")
    return Stage(colours, item, item, background, "plain")


def _find_in_photo(colours: Colours, on: bool, segmenter: Segmenter | None) -> Stage:
    small = at_working_size(colours)
    item = (segmenter or bundled_segmenter()).find(small)
    if not (on and item.any()):
        item = np.ones(small.shape[:2], np.bool_)
    return Stage(small, item, item, None, "messy", scale=len(colours) / len(small))


def _given(opaque: Image.Image, item: Mask) -> Stage:
    colours = at_working_size(np.asarray(opaque.convert("RGB"), np.float32))
    height, width = colours.shape[:2]
    scaled = Image.fromarray(item).resize((width, height), Image.Resampling.NEAREST)
    found = np.asarray(scaled)
    return Stage(colours, found, found, None, "messy", scale=opaque.height / height)


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
    for channel in range(3):  # four times as fast as all at once
        close[..., channel] = background.colour[channel]
    close[margin:-margin, margin:-margin] = part
    return close


def working_size(size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of a picture of that `size` where items are told apart."""
    share = min(1, WORKING_SIDE / max(size))
    width, height = (max(1, round(side * share)) for side in size)
    return width, height


def at_working_size(colours: Colours) -> Colours:
    """Make a picture as small as `working_size` says."""
    size = working_size((colours.shape[1], colours.shape[0]))
    if size == (colours.shape[1], colours.shape[0]):
        return colours
    picture = Image.fromarray(np.rint(colours).astype(np.uint8))
    return np.asarray(picture.resize(size, Image.Resampling.BOX), np.float32)


def _stage(state: State) -> Stage:
    assert state.stage is not None, "the item is found first"
    return state.stage


def _grey(state: State) -> shades.Grey:
    assert state.grey is not None, "colours go before"
    return state.grey


def _find(state: State, on: bool) -> State:
    if state.given is not None and on:
        return replace(state, stage=_given(state.opaque, state.given))
    return replace(state, stage=find(state.opaque, on, state.segmenter))


def _to_grey(state: State, on: bool) -> State:
    grey, negative = shades.to_grey(_stage(state), invert=on)
    return replace(state, grey=grey, negative=negative)


def _of_stage(change: Callable[[Stage], Stage]) -> Callable[[State, bool], State]:
    return lambda state, on: replace(state, stage=change(_stage(state))) if on else state


def _of_grey(change: Callable[[shades.Grey], shades.Grey]) -> Callable[[State, bool], State]:
    return lambda state, on: replace(state, grey=change(_grey(state))) if on else state


STEPS = (
    Step("find", _find),
    Step("wearer", _of_stage(wearer.leave_out)),
    Step("fill", _of_stage(fill)),
    Step("straighten", _of_stage(upright)),
    Step("trim", _of_stage(trim)),
    Step("invert", _to_grey),
    Step("shrink", _of_grey(shades.shrink)),
    Step("sharpen", _of_grey(shades.sharpen)),
    Step("centre", _of_grey(shades.centre)),
)
"""The preparation, in order; `ui/classify/narration.py` tells a visitor what each did."""
