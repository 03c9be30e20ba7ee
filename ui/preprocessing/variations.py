"""The six ways to vary a picture: their sliders, and what these say."""

from dataclasses import dataclass, fields

import streamlit as st

from fashion_model.config import Augmentation
from ui import plan
from ui.state import Slot, begin_with

ROLL: Slot[int] = Slot("pre_roll", 0)
"""How often the dice have been rolled."""

_OFTEN = "% of pictures"


@dataclass(frozen=True)
class Variation:
    """One way to vary: its field in Augmentation, and its slider in the visitor's unit."""

    name: str
    label: str
    most: float
    step: float
    unit: str
    per_unit: float
    words: str

    @property
    def key(self) -> str:
        """The slider's key."""
        return f"pre_{self.name}"

    def to_slider(self, amount: float) -> float:
        """Return `amount`, as Augmentation has it, in steps of the slider."""
        return min(round(amount / self.per_unit / self.step) * self.step, self.most)


VARIATIONS = (
    Variation(
        "flip",
        "Mirror",
        100.0,
        5.0,
        _OFTEN,
        0.01,
        "Left and right change places. Fine for clothes: a mirrored shirt is still a shirt. It "
        "would be wrong for letters, where a mirrored b is a d.",
    ),
    Variation(
        "shift",
        "Shift",
        4.0,
        1.0,
        "pixels",
        1.0,
        "Moved by up to this many pixels in each direction. The edge that comes in is black; what "
        "leaves on the other side is lost. One or two pixels are plenty.",
    ),
    Variation(
        "rotation",
        "Turn",
        30.0,
        1.0,
        "degrees",
        1.0,
        "Turned by up to this angle, either way. A few degrees are useful for photos. 30 are less "
        "so: all the pictures it is tested on stand upright, and turning also blurs the pixels.",
    ),
    Variation(
        "zoom",
        "Zoom",
        30.0,
        1.0,
        "%",
        0.01,
        "Made larger or smaller by up to this much. In this collection everything fills its "
        "picture, so small amounts are enough.",
    ),
    Variation(
        "erasing",
        "Erase a patch",
        100.0,
        5.0,
        _OFTEN,
        0.01,
        "A grey rectangle hides a part, so that the network cannot rely on one detail alone. It "
        "may hide the very thing that tells a coat from a pullover: a little goes a long way.",
    ),
    Variation(
        "sketches",
        "Redraw",
        100.0,
        5.0,
        _OFTEN,
        0.01,
        "Made into a drawing of the same thing: an outline, filled with grey, some seams. It makes "
        "the network robust to drawings like yours. Detail is lost, so leave most pictures as they "
        "are: 30 is a good start.",
    ),
)


def begin() -> None:
    """Start the sliders from what is planned already."""
    for key, value in _shown(plan.augmentation()).items():
        begin_with(key, value)


def slider(variation: Variation) -> None:
    """Draw one slider."""
    st.slider(
        f"{variation.label} ({variation.unit})",
        0.0,
        variation.most,
        step=variation.step,
        format="%d",
        key=variation.key,
        persist_state="session",
        help=f"{variation.words} 0 is off.",
    )


def chosen(only: str | None = None) -> Augmentation:
    """Return what the sliders say, or what the one of the field `only` says alone."""
    return Augmentation(
        **{
            each.name: round(st.session_state[each.key] * each.per_unit, 4)
            for each in VARIATIONS
            if only in (None, each.name)
        }
    )


def use() -> None:
    """Put the chosen variations into the planned training."""
    plan.put_augmentation(chosen())


USUAL_MIX = Augmentation(flip=0.5, shift=1.0, erasing=0.1)


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
    """Return the variations in words: `mirror 50 % of pictures, shift up to 2 pixels`."""
    amounts = {part.name: getattr(augmentation, part.name) for part in fields(augmentation)}
    told = []
    for each in VARIATIONS:
        if amounts[each.name]:
            amount = f"{amounts[each.name] / each.per_unit:g}"
            unit = each.unit.removesuffix("s") if amount == "1" else each.unit
            how_far = "in" if each.unit == _OFTEN else "up to"
            told.append(f"{each.label.lower()} {how_far} {amount} {unit}")
    return ", ".join(told) or "nothing is varied"


def _put(augmentation: Augmentation) -> None:
    for key, value in _shown(augmentation).items():
        st.session_state[key] = value


def _shown(augmentation: Augmentation) -> dict[str, float]:
    return {each.key: each.to_slider(getattr(augmentation, each.name)) for each in VARIATIONS}
