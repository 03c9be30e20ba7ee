"""Varied pictures to play with: one by one, together, and the sheet the network will see."""

from dataclasses import asdict, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.augment import augment
from fashion_model.config import AUGMENTATION, SETTINGS, Augmentation, number
from fashion_model.data import Split, batches
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, plain
from ui import errors, kept, layout, plan
from ui.elements import gallery, setting
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
COPIES = 9
SHEET = (4, 8)


def begin() -> None:
    """Start the sliders from what is planned already."""
    for name, value in asdict(plan.augmentation()).items():
        begin_with(_key(name), float(value))


def slider(name: str) -> None:
    """Draw the slider of one field of Augmentation."""
    words = f"{_ADVICE.get(name, '')} 0 is off.".strip()
    setting.draw(AUGMENTATION + name, _key(name), words=words)


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


@st.fragment
def draw(picture: NDArray[np.uint8], class_name: str, train: Split) -> None:
    """Draw sliders beside varied copies of `picture`, (28, 28), and the sheet from `train`."""
    begin()
    for place, name in enumerate(VARIATIONS):
        left, right = st.columns([2, 5], vertical_alignment="center")
        with left:
            slider(name)
        with right:
            words = f"{class_name}, {label(name).lower()}"
            _strip(picture, chosen(name), place, words, f"pre_copies_{place}")
    left, right = st.columns([2, 5], vertical_alignment="center")
    left.markdown("**All together**  \nThe same picture, nine times over.")
    with right:
        words = f"{class_name}, all together"
        _strip(picture, chosen(), len(VARIATIONS), words, "pre_copies_all")
    _buttons()
    with errors.show_errors():
        _sheet(train)
    _use()
    kept.keep("playground")


def _strip(
    picture: NDArray[np.uint8], settings: Augmentation, number: int, words: str, key: str
) -> None:
    """Draw the original and nine copies, each strip `number` with random numbers of its own."""
    copies = np.repeat(picture[None], COPIES, axis=0)
    rng = np.random.default_rng([ROLL.get(), number])
    gallery.draw(
        np.concatenate([picture[None], augment(copies, settings, rng)]),
        ["Original", *(f"Copy {copy + 1} of {words}" for copy in range(COPIES))],
        captions=["original", *[""] * COPIES],
        label=f"Original and copies: {words}",
        key=key,
        tile=60,
    )


def _buttons() -> None:
    with st.container(horizontal=True):
        st.button(
            "Roll the dice again",
            key="pre_roll_dice",
            type="primary",
            icon=":material/casino:",
            on_click=roll,
            help="The sliders say how far a picture may be varied; dice say how far each one is.",
        )
        st.button(
            "Try a mix",
            key="pre_mix",
            icon=":material/auto_awesome:",
            on_click=try_a_mix,
            help="What the largest network of this app, Deep, is trained with.",
        )
        st.button(
            "Reset",
            key="pre_reset",
            icon=":material/restart_alt:",
            on_click=reset,
            help="All sliders back to 0.",
        )


def _sheet(train: Split) -> None:
    """Draw the first pictures of a batch of the planned training, varied as the sliders say."""
    config = replace(plan.config(), augmentation=chosen())
    rows, columns = SHEET
    number = ROLL.get()
    per_epoch = max(1, len(batches.choose(config, len(train))) // config.batch_size)
    images, labels = batches.first_pictures(config, train, number, rows * columns)
    st.subheader(
        "Exactly what the network will see",
        help="A **batch** is how many pictures the network looks at before it corrects itself "
        "once. An **epoch** is one walk through all the batches.",
    )
    st.caption(
        f"{rows * columns} training pictures from batch {count(number % per_epoch + 1)} of "
        f"{count(per_epoch)} of the first epoch, varied by the same function and the same random "
        f"numbers as in the training you are planning (batches of {config.batch_size}, seed "
        f"{config.seed}), then divided by 255. In the next epoch each is varied anew."
    )
    gallery.draw(
        images,
        [f"{CLASS_NAMES[label]}, as the network will see it" for label in labels],
        label=f"{rows} rows of {columns} training pictures as the network will see them",
        key="pre_sheet",
        across=columns,
    )


def _use() -> None:
    """Draw the button that takes the sliders over, and what the planned training varies now."""
    with st.container(horizontal=True):
        st.button(
            "Use these in my training",
            key="pre_use",
            type="primary",
            icon=":material/check:",
            on_click=use,
        )
        if st.button("Go to Training", key="pre_to_training", icon=":material/model_training:"):
            layout.go("pages/training.py")
    planned = plan.augmentation()
    words = plain(in_words(planned))
    if planned != chosen():
        st.info(f"In your planned training so far: {words}.", icon=":material/info:")
    elif planned.active:
        st.success(f"Taken over into your training: {words}.", icon=":material/check:")
    else:
        st.info(
            "In your planned training nothing is varied, as you see it.", icon=":material/info:"
        )
