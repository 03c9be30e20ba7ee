"""Evaluation, two kinds side by side: why is a shirt hard?"""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.words import count, percent, several, unbroken
from ui.elements import encode
from ui.elements.colours import VALIDATION, WRONG, rgb
from ui.evaluation.matrix import behind
from ui.models import resources, shelf
from ui.models.resources import Predictions, pictures_here
from ui.state import Slot, begin_with

_ENLARGED: Slot[int | None] = Slot("pair_enlarged", None)
_PAIRS = CLASSES * (CLASSES - 1) // 2
_PER_PAGE = 12
_RARE = 0.01
"""Below this share of their pictures two kinds are hardly ever mixed up."""

_SIDE_BY_SIDE = """<style>
  .st-key-pair_means {
    display: grid; grid-template-columns: repeat(3, minmax(0, 12rem)); gap: 1rem;
  }
</style>"""


def draw(predictions: Predictions) -> None:
    """Draw the choosers, the mean pictures, the numbers in words, and both kinds of mistake."""
    begin_with("pair_a", "Shirt")
    begin_with("pair_b", "T-shirt/top")
    left, right = st.columns(2)
    left.selectbox("Why is it hard to tell", CLASS_NAMES, key="pair_a", persist_state="session")
    right.selectbox("from", CLASS_NAMES, key="pair_b", persist_state="session")
    a, b = (CLASS_NAMES.index(st.session_state[key]) for key in ("pair_a", "pair_b"))
    if a == b:
        st.info("Choose two different kinds.", icon=":material/compare:")
        return
    means = mean_pictures(pictures_here())
    left, right = st.columns([3, 2], gap="large")
    with left:
        _draw_means(means, a, b)
    with right:
        st.markdown("\n".join(f"- {each}" for each in explanation(predictions, means, a, b)))
    shelves = [behind(predictions, (a, b)), behind(predictions, (b, a))]
    now = shelf.current(_ENLARGED, *shelves)
    for column, key, found, (true, said) in zip(
        st.columns(2, gap="large"), ("ab", "ba"), shelves, ((a, b), (b, a)), strict=True
    ):
        what = f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[said]}"
        with column:
            st.markdown(f"**{what}: {several(len(found), 'picture')}**")
            shelf.draw(
                predictions,
                found,
                key=f"pair_{key}",
                label=what,
                now=now,
                enlarge=_ENLARGED.set,
                per_page=_PER_PAGE,
            )
    shelf.close_up(predictions, now, key="pair", what="Test picture")


@st.cache_data(show_spinner=False, max_entries=2)
def mean_pictures(data: str) -> NDArray[np.float32]:
    """Return the mean of the training pictures of each kind, (10, 28, 28), 0 to 255."""
    train = resources.dataset().train
    means = [train.images[train.labels == label].mean(axis=0) for label in range(CLASSES)]
    return np.asarray(means, np.float32)


def _draw_means(means: NDArray[np.float32], a: int, b: int) -> None:
    name_a, name_b = CLASS_NAMES[a], CLASS_NAMES[b]
    st.html(_SIDE_BY_SIDE)
    with st.container(key="pair_means"):
        for label in (a, b):
            st.image(
                encode.png(means[label].astype(np.uint8), 6),
                caption=f"{CLASS_NAMES[label]}, the mean of all",
                width="stretch",
                alt=f"The mean of all training pictures of the kind {CLASS_NAMES[label]}.",
            )
        st.image(
            encode.png(difference(means[a], means[b]), 6),
            caption=f"Difference. Orange: brighter in {name_a}; blue: in {name_b}",
            width="stretch",
            alt=f"Where the two means differ: orange where {name_a} is brighter, blue where "
            f"{name_b} is.",
        )


def difference(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return where two means, (28, 28), differ: (28, 28, 3), orange for `a`, blue for `b`."""
    gap = np.clip((a - b) / 128, -1, 1)[..., np.newaxis]  # more than half the range: full colour
    colour = np.where(gap > 0, rgb(WRONG), rgb(VALIDATION))
    return np.asarray(np.abs(gap) * colour, np.uint8)


def explanation(predictions: Predictions, means: NDArray[np.float32], a: int, b: int) -> list[str]:
    """Return in words how often `a` and `b` are mixed up, and what makes them hard or easy."""
    numbers = predictions.matrix
    rows = numbers.sum(axis=1)
    name_a, name_b = CLASS_NAMES[a], CLASS_NAMES[b]
    mixed = int(numbers[a, b] + numbers[b, a])
    often = (
        f"**{name_a}** was taken for {name_b} in {_of(numbers[a, b], rows[a])}, and "
        f"**{name_b}** for {name_a} in {_of(numbers[b, a], rows[b])}."
    )
    mistakes = int(numbers.sum() - numbers.trace())
    if mixed:
        rank = metrics.pair_rank(numbers, a, b)
        often += (
            f" That is {_share(mixed / mistakes)} of all mistakes: "
            f"{_place(rank, 'often confused')} of all {_PAIRS} pairs."
        )
    parts = [often, _alikeness(means, a, b, rare=mixed < _RARE * (rows[a] + rows[b]))]
    if mixed and numbers[a, a] + numbers[b, b]:
        parts.append(_hesitation(predictions, a, b))
    return parts + _elsewhere(numbers, a, b)


def _alikeness(means: NDArray[np.float32], a: int, b: int, *, rare: bool) -> str:
    gaps = np.abs(means[:, np.newaxis] - means[np.newaxis]).mean(axis=(2, 3)) / 255
    rank = metrics.pair_rank(gaps, a, b, largest_first=False)
    text = (
        f"Laid over each other, their mean pictures differ by {_share(gaps[a, b])} of full "
        f"brightness per pixel: {_place(rank, 'alike')} of all pairs."
    )
    alike = rank <= _PAIRS // 3
    if alike and rare:
        return f"{text} And still it hardly mixes them up: it has found what tells them apart."
    if alike:
        return f"{text} In 28 × 28 grey pixels little is left to tell them apart by."
    if rare:
        return f"{text} That makes them easy to tell apart."
    return f"{text} That should be easy; look at the pictures below to see why it was not."


def _hesitation(predictions: Predictions, a: int, b: int) -> str:
    wrong = np.concatenate([behind(predictions, (a, b)), behind(predictions, (b, a))])
    right = np.concatenate([behind(predictions, (a, a)), behind(predictions, (b, b))])
    unsure = float(predictions.certainty[wrong].mean())
    sure = float(predictions.certainty[right].mean())
    said = f"When it mixes them up it is {_share(unsure)} certain on average"
    if unsure < sure:
        return f"{said}, against {_share(sure)} when it is right: it does hesitate."
    return f"{said}, no less than when it is right: it does not notice."


def _elsewhere(numbers: NDArray[np.int64], a: int, b: int) -> list[str]:
    """Return a sentence on what else `a` is taken for, or none."""
    others = numbers[a].copy()
    others[[a, b]] = 0
    if not others.sum():
        return []
    first = [label for label in np.argsort(-others, kind="stable")[:3] if others[label]]
    named = ", ".join(f"{CLASS_NAMES[label]} ({count(others[label])})" for label in first)
    return [f"What else {CLASS_NAMES[a]} is taken for: {named}."]


def _of(part: int, whole: int) -> str:
    return f"{count(part)} of {several(whole, 'picture')} ({_share(part / max(1, whole), 1)})"


def _share(share: float, digits: int = 0) -> str:
    """Return a percentage that no end of a line breaks in two."""
    return unbroken(percent(share, digits))


def _place(rank: int, quality: str) -> str:
    """Return `1, "alike"` as "the most alike", `3` as "the 3rd most alike"."""
    if rank == 1:
        return f"the most {quality}"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10 if rank % 100 // 10 != 1 else 0, "th")
    return f"the {rank}{ending} most {quality}"
