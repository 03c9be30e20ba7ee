"""Preprocessing, closer looks: each slider alone, the real batch, harm done, and the numbers."""

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.augment import augment
from fashion_model.config import Augmentation
from fashion_model.data import Split, batches
from fashion_model.labels import CLASS_NAMES
from fashion_model.learning_curve.recorded import gain_of_varying
from fashion_model.words import count, percent
from ui import plan
from ui.elements import gallery
from ui.preprocessing import normalising, pixels, variations

COPIES = 9
SHEET = (4, 8)


def strips(picture: NDArray[np.uint8], class_name: str) -> None:
    """Draw what each slider makes of `picture`, (28, 28), by itself."""
    for place, name in enumerate(variations.VARIATIONS):
        words = f"{class_name}, {variations.label(name).lower()}"
        amount = variations.chosen(name)
        st.markdown(
            f"**{variations.label(name)}**: "
            + (variations.in_words(amount) if amount.active else "off")
        )
        _strip(picture, amount, place, words, f"pre_copies_{place}")


def _strip(
    picture: NDArray[np.uint8], settings: Augmentation, number: int, words: str, key: str
) -> None:
    """Draw the original and nine copies, each strip `number` with random numbers of its own."""
    copies = np.repeat(picture[None], COPIES, axis=0)
    rng = np.random.default_rng([variations.ROLL.get(), number])
    gallery.draw(
        np.concatenate([picture[None], augment(copies, settings, rng)]),
        ["Original", *(f"Copy {copy + 1} of {words}" for copy in range(COPIES))],
        label=f"Original and copies: {words}",
        key=key,
        across=COPIES + 1,
    )


def sheet(train: Split) -> None:
    """Draw the first pictures of a batch of the planned training, varied as the sliders say."""
    config = replace(plan.config(), augmentation=variations.chosen())
    rows, columns = SHEET
    number = variations.ROLL.get()
    per_epoch = max(1, len(batches.choose(config, train.indices)) // config.batch_size)
    images, labels = batches.first_pictures(config, train, number, rows * columns)
    st.caption(
        f"{rows * columns} training pictures from batch {count(number % per_epoch + 1)} of "
        f"{count(per_epoch)} of the first epoch, varied by the same function and the same random "
        "numbers as in the training you are planning, once it uses these sliders (batches of "
        f"{config.batch_size}, seed {config.seed}), then divided by 255. In the next epoch each is "
        "varied anew.",
        help="A **batch** is how many pictures the network looks at before it corrects itself "
        "once. An **epoch** is one walk through all the batches.",
    )
    with st.container(key="pre_sheet_frame"):
        gallery.draw(
            images,
            [f"{CLASS_NAMES[label]}, as the network will see it" for label in labels],
            label=f"{rows} rows of {columns} training pictures as the network will see them",
            key="pre_sheet",
            across=columns,
        )


def harm() -> None:
    """Say what varying pictures brought, and when it teaches a wrong lesson."""
    gain = gain_of_varying()
    st.markdown(
        f"**We tried it.** The same small network, {gain.epochs} walks through "
        f"{count(gain.pictures)} pictures; of the validation pictures it then named rightly (mean "
        f"of {gain.seeds} seeds):"
    )
    rows = [
        "| It learned from pictures | neat ones | the same, moved and mirrored |",
        "|:--|--:|--:|",
    ]
    for how, right in (
        ("as they are", gain.plain),
        ("varied a little", gain.a_little),
        ("varied a lot", gain.a_lot),
    ):
        rows.append(f"| {how} | {percent(right.as_they_are)} | {percent(right.moved)} |")
    st.markdown("\n".join(rows))
    st.markdown(
        "What it was shown in one place alone it finds in that place alone. Varied a little, it "
        "learns what stays the same: the clothes. Varied too much, every picture is another one."
    )
    st.markdown(
        "Whatever is done to a picture, its name stays. A patch that hides the whole bag leaves "
        "the name “Bag” on a picture that shows none: a wrong lesson, called **label noise**. "
        "Where *you* can no longer tell what it is, the network learns nothing good from it "
        "either. Validation and test pictures are never varied."
    )


def numbers(picture: NDArray[np.uint8], class_name: str) -> None:
    """Draw the frame over `picture`, (28, 28), and what normalising its numbers is good for."""
    st.markdown(
        "Each **pixel** is a number from 0 (black) to 255 (white). To **normalise** them, each is "
        "divided by 255: the picture stays the same, its numbers become small. Move the frame."
    )
    pixels.magnify(picture, class_name, key="pre_magnifier")
    st.subheader("Does it matter? We tried it")
    st.markdown(
        "A network starts with small random weights and corrects them in small steps. Numbers 255 "
        "times as large make its first answers wild and its corrections far too big. So we trained "
        "the same tiny network both ways."
    )
    normalising.draw()
