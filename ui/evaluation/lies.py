"""Evaluation, below the damage: training pictures under suspicion, and whether rightly so."""

import streamlit as st

from fashion_model.attribution.answers import Lie, Lies
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import Run
from fashion_model.words import count, percent, several
from fashion_model.workers import attribution_request
from ui.elements import gallery
from ui.elements.confusion import SHORT_NAMES
from ui.models import resources, spoiled
from ui.models.searched import Searched, look_for
from ui.state import Slot

SHOWN = 40
_FOUND: Searched[Lies] = Slot("found_lies", None)


def draw(run: Run) -> None:
    """Draw the offer to find the flipped labels, or what came of it."""
    st.subheader("Find the lies", anchor=False)
    told = look_for(
        _FOUND,
        run,
        attribution_request.lies,
        words="Some of the labels this network was shown are lies. Can they be found without "
        "knowing which? Each picture is taken out once, and the others say what it looks like.",
        button="Find them",
        key="find_lies",
    )
    if told is None:
        return
    st.markdown(" ".join(_in_words(told)))
    _gallery(told, run)
    st.caption(
        "A tick: the label was truly flipped. A cross: suspected wrongly, the picture is merely "
        "unusual, or its own label is doubtful. Each picture is judged by a linear stand-in that "
        "did without it, on what the network’s last layer found; the network itself was shown all "
        "of them, wrong labels and all."
    )


def _in_words(told: Lies) -> list[str]:
    """How well suspicion does, against what chance would."""
    said = [
        f"Of {count(told.pictures)} pictures, {count(told.wrong)} carry a flipped label "
        f"({percent(told.wrong / told.pictures)}: so often chance would find one)."
    ]
    for each in told.found:
        looked = several(each.looked, "picture")
        said.append(
            f"Of the **{100 * each.share:g} %** most suspicious, {looked}, "
            f"**{percent(each.wrong / each.looked, 0)}** truly were flipped."
        )
    return said


def _gallery(told: Lies, run: Run) -> None:
    train = resources.dataset().train
    shown = resources.present(train, told.worst[:SHOWN])
    gallery.draw(
        spoiled.as_shown(train, [at for _, at in shown], run),
        [_name(each) for each, _ in shown],
        label="The most suspicious training pictures, ticked where the label was flipped",
        key="lies_gallery",
        captions=[f"“{SHORT_NAMES[each.label]}”" for each, _ in shown],
        right=[each.label != each.true for each, _ in shown],
        tile=64,
    )


def _name(each: Lie) -> str:
    truth = "flipped" if each.label != each.true else "its own label"
    return (
        f"Shown as {CLASS_NAMES[each.label]}, rather {CLASS_NAMES[each.suggested]}? "
        f"It is {CLASS_NAMES[each.true]}: {truth}"
    )
