"""The steps of a preparation for the eye: what each is called, what it did, and its picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.images import Kind, Prepared
from fashion_model.images.prepare import STEPS, State
from fashion_model.images.shades import to_bytes
from fashion_model.images.stage import Outside, Stage

NAMES = {
    "find": "Find",
    "wearer": "Wearer",
    "fill": "Fill",
    "straighten": "Straighten",
    "trim": "Trim",
    "invert": "Light on black",
    "shrink": "Shrink",
    "sharpen": "Sharpen",
    "centre": "Centre",
}
"""What a visitor reads, by the step's own name."""

_FADED = np.float32(0.75 * 200)
_FILLING = np.array([150, 180, 215], np.float32)
_INK = np.array([20, 40, 70], np.float32)

_FOUND: dict[Kind, str] = {
    "drawing": "This is a drawing on plain ground: its lines were found.",
    "plain": "The background is plain, so whatever differs from it is the item.",
    "messy": "The background is busy, so a small network of its own found the item.",
}
_LEFT_OUT: dict[Outside, str] = {
    "surroundings": "What was around the picture, such as a frame, was cut off first.",
    "rulings": "The lines printed on the paper were erased first.",
}
_ARRIVED = (
    "This is what arrived.",
    "It lay on its side, so it was turned a quarter to the right.",
    "It stood on its head, so it was turned upside down.",
    "It lay on its side, so it was turned a quarter to the left.",
)
"""By how many quarters a picture was turned clockwise."""
_WHETHER_CHANGED = {
    "wearer": (
        "Somebody wears it: head, hands and what is worn below go, as in a shop's picture.",
        "Nobody was seen wearing it, so all of it stays.",
    ),
    "fill": (
        "The outline is filled, because every picture the network learned from shows a solid "
        "thing.",
        "Nothing to fill: this is no outline.",
    ),
    "straighten": ("It leaned, so it was turned upright.", "It stands straight enough."),
}
_ALWAYS = {
    "shrink": "The longest side becomes 28 pixels.",
    "sharpen": "Edges become crisp again.",
    "centre": "Black fills it up to 28 × 28: this is what the network sees.",
}


@dataclass(frozen=True)
class NarratedStep:
    """One step, or what came in.

    Attributes:
        key: The step's own name; empty for what came in.
        name: One or two words.
        words: One sentence on what the step did to this picture.
        picture: uint8 (height, width), or (height, width, 3) where there is colour.
    """

    key: str
    name: str
    words: str
    picture: NDArray[np.uint8]


def narrate(prepared: Prepared, quarters: int = 0) -> list[NarratedStep]:
    """Tell how a picture came about, from what was sent to what the network sees.

    It was turned clockwise by so many `quarters` first.
    """
    first = prepared.states[0]
    told = [NarratedStep("", "Your picture", _ARRIVED[quarters], np.asarray(first.opaque))]
    for step, before, after in zip(STEPS, prepared.states, prepared.states[1:], strict=False):
        words = _words(step.name, before, after)
        told.append(NarratedStep(step.name, NAMES[step.name], words, _picture(after)))
    return told


def _words(name: str, before: State, after: State) -> str:
    assert after.stage is not None, "the first step finds the item"
    if name == "find":
        first = [_LEFT_OUT[each] for each in after.stage.left_out]
        return " ".join([_FOUND[after.stage.kind], *first])
    if name in _WHETHER_CHANGED:
        return _WHETHER_CHANGED[name][before.stage is after.stage]
    if name == "trim":
        height, width = after.stage.item.shape
        return f"Empty edges go; {width} × {height} pixels remain."
    if name == "invert":
        if after.negative:
            return (
                "The item is the darker part, so light and dark change places; the background is "
                "black."
            )
        return "The item is the lighter part; the background becomes black."
    return _ALWAYS[name]


def _picture(state: State) -> NDArray[np.uint8]:
    if state.grey is not None:
        return to_bytes(state.grey)
    assert state.stage is not None, "the first step finds the item"
    return _in_colour(state.stage)


def _in_colour(stage: Stage) -> NDArray[np.uint8]:
    """What is not the item fades, what was filled is tinted."""
    shown = stage.colours.copy()
    shown[~stage.item] = shown[~stage.item] * 0.25 + _FADED
    if stage.kind == "drawing":
        shown[stage.item & ~stage.ink] = _FILLING
        shown[stage.ink] = _INK
    return np.rint(shown).astype(np.uint8)
