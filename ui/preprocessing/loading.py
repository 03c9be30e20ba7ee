"""Where the pictures come from, how they are checked, and how they are split."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.data import Dataset, Split
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, percent, plain
from ui.elements import gallery
from ui.elements.colours import TEST, TRAINING, VALIDATION

_BAR_HEIGHT = "3rem"
_WORDS_HEIGHT = "6rem"
_LABELLED = 0.12
"""Narrower pieces of the bar have no room for their name; it stands below with their colour."""


def draw(dataset: Dataset) -> None:
    """Draw the three steps, the bar of the three parts, and ten pictures of each."""
    _steps(dataset)
    parts = (
        ("Training", dataset.train, TRAINING, "To learn from, again and again."),
        (
            "Validation",
            dataset.validation,
            VALIDATION,
            "To check, while it learns, how it does on pictures it never learns from.",
        ),
        ("Test", dataset.test, TEST, "The exam. Looked at once, after the training."),
    )
    total = sum(len(split) for _, split, _, _ in parts)
    st.html(_bar([(name, len(split), colour) for name, split, colour, _ in parts]))
    for column, (name, split, colour, words) in zip(
        st.columns(3, gap="medium"), parts, strict=True
    ):
        with column:
            share = percent(len(split) / total, 0)
            st.html(
                f'<div style="border-left:0.6rem solid {colour};padding-left:0.6rem;'
                f'min-height:{_WORDS_HEIGHT}"><strong>{name}: {count(len(split))} pictures'
                f"</strong> ({share})<br>{words}</div>"
            )
            chosen = _one_of_each(split)
            gallery.draw(
                split.images[chosen],
                list(CLASS_NAMES),
                label=f"One {name.lower()} picture of each kind",
                key=f"pre_part_{name.lower()}",
                across=5,
            )


def _steps(dataset: Dataset) -> None:
    find, check, split = st.columns(3, gap="medium")
    if dataset.is_sample:
        found = (
            f"All 70,000 are not on this computer, so the app uses the "
            f"**{count(_size(dataset))} pictures it brings along**, equally many of each kind."
        )
        rule = "It took the same share of every kind"
    else:
        found = f"Found: **{plain(dataset.source)}**, with all {count(_size(dataset))} pictures."
        rule = "Of every kind it put 500 training pictures aside for validation"
    find.markdown(
        "**:material/search: Find**  \n"
        "The app looks in the folders where the collection may lie, best one first. " + found
    )
    check.markdown(
        "**:material/fingerprint: Check**  \n"
        "Every number of every picture goes into a **fingerprint** (SHA-256). One changed pixel "
        "would change it, and a damaged file is left out. This data's fingerprint begins with "
        f"`{dataset.fingerprint[:12]}`."
    )
    split.markdown(
        "**:material/call_split: Split**  \n"
        f"{rule}, always the same pictures. No picture is in two parts: whoever has seen the "
        "answers before the exam proves nothing by passing it. **Why is the test looked at only "
        "once?** Whoever tries ten networks and keeps the one that did best on it has kept the "
        "luckiest, and its number promises too much. So choose by validation, and test at the end."
    )
    for notice in dataset.notices:
        st.warning(plain(notice), icon=":material/warning:")


def _size(dataset: Dataset) -> int:
    return len(dataset.train) + len(dataset.validation) + len(dataset.test)


def _one_of_each(split: Split) -> NDArray[np.intp]:
    """Return the position of the first picture of each kind, (10,)."""
    return np.array([np.argmax(split.labels == label) for label in range(len(CLASS_NAMES))])


def _bar(parts: list[tuple[str, int, str]]) -> str:
    """Return the three parts as one bar, each as wide as its share of the pictures."""
    words = ", ".join(f"{name} {count(size)}" for name, size, _ in parts)
    total = sum(size for _, size, _ in parts)
    pieces = "".join(
        f'<div style="flex:{size} 1 0;min-width:0;background:{colour};'
        f"color:{'#ffffff' if colour == VALIDATION else '#11151c'};display:flex;"
        f'align-items:center;padding-left:0.6rem;font-weight:600;overflow:hidden">'
        f"{name if size > _LABELLED * total else ''}</div>"
        for name, size, colour in parts
    )
    return (
        f'<div role="img" aria-label="The pictures in three parts: {words}." '
        f'style="display:flex;height:{_BAR_HEIGHT};gap:3px;border-radius:8px;overflow:hidden">'
        f"{pieces}</div>"
    )
