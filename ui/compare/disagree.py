"""Where two networks disagree: what A says by what B says, and the pictures behind each cell."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import metrics
from fashion_model.experiments.comparing_runs import Answers, Incomparable, shared_answers
from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.words import count, plain, several
from ui.compare.picked import Series
from ui.elements import confusion
from ui.elements.confusion import SHORT_NAMES, Cell, Wording
from ui.models import prediction_view, resources, shelf
from ui.models.resources import Predictions
from ui.models.shelf import Found, Labels
from ui.state import Slot

_PER_PAGE = 20
_CELL: Slot[Cell | None] = Slot("disagree_cell", None)
_ENLARGED: Slot[int | None] = Slot("disagree_enlarged", None)


def draw(compared: Sequence[Series]) -> None:
    """Draw the matrix of the two beside the pictures behind what is chosen in it.

    Raises RunError where the answers are there and can't be read.
    """
    first, second = compared
    try:
        answers = shared_answers(first.best, second.best)
    except Incomparable as error:
        st.caption(plain(str(error)))
        return
    matrix = between(answers)
    words = wording(first.letter, second.letter)
    cell = _CELL.get() or most_common(matrix)
    left, right = st.columns([5, 4], gap="medium")
    with left:
        confusion.draw(
            matrix,
            in_percent=False,
            chosen=cell,
            title=_title(matrix, words),
            key="disagreement",
            on_click=_CELL.set,
            wording=words,
        )
    with right:
        _pictures(answers, cell, words, (first, second))


def between(answers: Answers) -> NDArray[np.int64]:
    """Count answers: (10, 10), row = what the first says, column = what the second says."""
    given = answers.first.argmax(axis=1)
    return metrics.confusion_matrix(answers.second, given.astype(np.uint8))


def most_common(matrix: NDArray[np.int64]) -> Cell:
    """Return the cell off the diagonal that holds most; of none at all every picture."""
    apart = matrix - np.diag(matrix.diagonal())
    if not apart.any():
        return None, None
    place = int(apart.argmax())
    return place // CLASSES, place % CLASSES


def wording(first: str, second: str) -> Wording:
    """Return what rows, columns and cells of the matrix are called."""

    def phrase(cell: Cell) -> str:
        said = [None if kind is None else CLASS_NAMES[kind] for kind in cell]
        if said[0] is None and said[1] is None:
            return "All pictures"
        if said[0] is None:
            return f"{second} says {said[1]}"
        if said[1] is None:
            return f"{first} says {said[0]}"
        if said[0] == said[1]:
            return f"Both say {said[0]}"
        return f"{first} says {said[0]}, {second} says {said[1]}"

    return Wording(f"{first} says", f"{second} says", phrase, f"of what {first} calls so")


def _title(matrix: NDArray[np.int64], words: Wording) -> str:
    agree = int(matrix.trace())
    return (
        f"{words.down} in rows, {words.across} in columns, {several(int(matrix.sum()), 'picture')}."
        f" They agree on {count(agree)}, on the diagonal."
    )


def _pictures(
    answers: Answers, cell: Cell, words: Wording, compared: tuple[Series, Series]
) -> None:
    """Draw the pictures behind `cell` that are at hand; a click opens one with both answers."""
    letters = (compared[0].letter, compared[1].letter)
    first, second = _at_hand(answers, compared)
    found = behind(first, second, cell)
    what = f"{words.phrase(cell)}: {several(len(found), 'picture')}"
    st.markdown(f"**{what}**")
    now = shelf.current(_ENLARGED, found)
    shelf.draw(
        first,
        found,
        key="disagreeing",
        label=what,
        now=now,
        enlarge=_ENLARGED.set,
        labels=labels(first, second, letters),
        per_page=_PER_PAGE,
    )
    st.caption("Below each: what it really is, and who says so. Click one to enlarge it.")
    if len(first.labels) < len(answers.labels):
        st.caption(
            f"Here are those of the sample’s {several(len(first.labels), 'validation picture')}; "
            f"the matrix counts all {count(len(answers.labels))}."
        )
    if now is not None:
        _close_up(first, second, now, letters)


def _at_hand(answers: Answers, compared: tuple[Series, Series]) -> tuple[Predictions, Predictions]:
    """Return what each network said of the pictures that are here."""
    split = resources.dataset().validation
    here, there = metrics.common_positions(split.indices, answers.indices)
    kept, images, labels = answers.only(there), split.images[here], split.labels[here]
    first, second = (
        Predictions(images, labels, kept.indices, probabilities, len(answers.labels), series.best)
        for probabilities, series in zip((kept.first, kept.second), compared, strict=True)
    )
    return first, second


def behind(first: Predictions, second: Predictions, cell: Cell) -> Found:
    """Return the positions of the pictures of `cell`; those one of both is surest of first."""
    wanted = np.ones(len(first.labels), bool)
    for kind, said in zip(cell, (first.given, second.given), strict=True):
        if kind is not None:
            wanted &= said == kind
    found = np.flatnonzero(wanted)
    certainty = np.maximum(first.certainty[found], second.certainty[found])
    return found[np.argsort(-certainty, kind="stable")]


def labels(first: Predictions, second: Predictions, letters: tuple[str, str]) -> Labels:
    """Return what is said of each picture: what it really is, and who is right."""

    def who(position: int) -> str:
        right = [
            letter
            for letter, said in zip(letters, (first, second), strict=True)
            if said.right[position]
        ]
        return " ".join(right) if right else "neither"

    def name(position: int) -> str:
        true = CLASS_NAMES[int(first.labels[position])]
        said = [CLASS_NAMES[int(each.given[position])] for each in (first, second)]
        return f"{true} that {letters[0]} calls {said[0]} and {letters[1]} {said[1]}"

    def caption(position: int) -> str:
        return f"{SHORT_NAMES[int(first.labels[position])]}: {who(position)}"

    return Labels(name, caption)


def _close_up(
    first: Predictions, second: Predictions, position: int, letters: tuple[str, str]
) -> None:
    number = f"Training picture no. {count(int(first.indices[position]) + 1)}"

    @st.dialog(number, width="large")
    def enlarged() -> None:
        picture, *sides = st.columns([2, 4, 4], gap="medium")
        with picture:
            prediction_view.network_view(first.images[position], "28 × 28 pixels", scale=4)
        truth = int(first.labels[position])
        for place, letter, said in zip(sides, letters, (first, second), strict=True):
            with place:
                st.markdown(f"**{letter}**")
                prediction_view.tell(
                    said.probabilities[position],
                    key=f"disagree_{letter}",
                    truth=truth,
                    asked=shelf.asked(said, position),
                )

    enlarged()
