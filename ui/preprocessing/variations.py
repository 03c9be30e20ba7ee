"""What the sliders of Preprocessing hold: how a training picture may be varied."""

from dataclasses import asdict

import streamlit as st

from fashion_model.config import AUGMENTATION, SETTINGS, Augmentation, number
from ui import plan
from ui.elements import setting
from ui.state import Slot, begin_with

ROLL: Slot[int] = Slot("pre_roll", 0)
"""How often the dice have been rolled."""

VARIATIONS = tuple(
    key.removeprefix(AUGMENTATION) for key in SETTINGS if key.startswith(AUGMENTATION)
)
_ADVICE = {
    "flip": "Fine for clothes: a mirrored shirt is still a shirt. It would be wrong for letters, "
    "where a mirrored b is a d.",
    "shift": "The edge that comes in is black; what leaves on the other side is lost. One or two "
    "pixels are plenty.",
    "rotation": "A few degrees are useful for photos. 30 are less so: all the pictures it is "
    "tested on stand upright, and turning also blurs the pixels.",
    "zoom": "In this collection everything fills its picture, so small amounts are enough.",
    "erasing": "So the network cannot rely on one detail alone. It may hide the very thing that "
    "tells a coat from a pullover: a little goes a long way.",
    "sketches": "Detail is lost, so leave most pictures as they are.",
}
USUAL_MIX = Augmentation(flip=0.5, shift=1.0, erasing=0.1)


def begin() -> None:
    """Start the sliders from what is planned already; if that is nothing, from a usual mix."""
    planned = plan.augmentation()
    for name, value in asdict(planned if planned.active else USUAL_MIX).items():
        begin_with(_key(name), float(value))


def slider(name: str) -> None:
    """Draw the slider of one field of Augmentation."""
    words = f"{_ADVICE.get(name, '')} 0 is off.".strip()
    setting.draw(AUGMENTATION + name, _key(name), words=words, short=True)


def label(name: str) -> str:
    """Return what one way to vary is called."""
    return number(AUGMENTATION + name).label


def chosen(only: str | None = None) -> Augmentation:
    """Return what the sliders say, or what the one of the field `only` says alone."""
    return Augmentation(
        **{name: st.session_state[_key(name)] for name in VARIATIONS if only in (None, name)}
    )


def use() -> None:
    """Put the chosen variations into the planned training."""
    plan.put_augmentation(chosen())


def reset() -> None:
    """Vary nothing, and begin again with the first dice."""
    _put(Augmentation())
    ROLL.clear()


def try_a_mix() -> None:
    """Set the sliders to a usual mix."""
    _put(USUAL_MIX)


def roll() -> None:
    """Take other random numbers."""
    ROLL.set(ROLL.get() + 1)


def in_words(augmentation: Augmentation) -> str:
    """Return the variations in words: `mirror in 50 % of pictures, shift up to 2 pixels`."""
    parts = []
    for name, amount in asdict(augmentation).items():
        if amount:
            declared = number(AUGMENTATION + name)
            how_far = "in" if declared.unit.endswith("of pictures") else "up to"
            parts.append(f"{declared.label.lower()} {how_far} {declared.in_words(amount)}")
    return ", ".join(parts) or "nothing is varied"


def _put(augmentation: Augmentation) -> None:
    for name, value in asdict(augmentation).items():
        st.session_state[_key(name)] = float(value)


def _key(name: str) -> str:
    return f"pre_{name}"
