"""The picture between two steps of its preparation, and which steps are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fashion_model.images.segment import Background, Colours, Mask

Kind = Literal["drawing", "plain", "messy"]
Outside = Literal["surroundings", "rulings"]


@dataclass(frozen=True)
class Switches:
    """Which steps are taken; a visitor can switch each off and see what it was good for."""

    find: bool = True  # leave the background out
    wearer: bool = True  # leave out who wears it
    fill: bool = True  # fill outlines, thicken thin lines
    straighten: bool = True
    trim: bool = True
    invert: bool = True  # swap light and dark where the item is the darker
    sharpen: bool = True


@dataclass(frozen=True)
class Stage:
    """The picture between two steps.

    Attributes:
        colours: float32 (height, width, 3), 0 to 255.
        item: bool (height, width), the pixels that belong to the item.
        ink: bool (height, width), the pixels of `item` that are not mere paper within an outline.
        background: What the border said; None where the item was found by the network.
        kind: As in `Prepared`.
        left_out: What was there beside item and background.
        scale: How many pixels of the picture as it was sent lie along one of `colours`, until it
            is turned.
    """

    colours: Colours
    item: Mask
    ink: Mask
    background: Background | None
    kind: Kind
    left_out: tuple[Outside, ...] = ()
    scale: float = 1.0
