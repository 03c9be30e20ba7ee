"""Questions about networks: their curves, what is luck, what they confuse, what they can't say."""

import numpy as np
import streamlit as st

from fashion_model import images
from fashion_model.arrays import UInt8Array
from fashion_model.environment import ASSETS
from fashion_model.experiments.spread import read_table
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED
from fashion_model.words import percent, unbroken
from ui.elements import encode
from ui.models import resources
from ui.questions import curves
from ui.questions.answered import surest
from ui.questions.question import SHOWN, Question
from ui.visible import open_run

_SHIRTS = 7
_PLACE = 2  # of the one it gets wrong, from 0
_MUG = ASSETS / "examples" / "mug.png"


def training() -> Question:
    """Tell a learning rate by its curve."""
    return Question(
        page="training",
        ask="Four trainings of one small network. Which one had too small a learning rate?",
        options=curves.NAMES,
        right=curves.ORDER.index("rate too small"),
        because="With corrections a hundredth as large it creeps upwards and would need very many "
        "more epochs. Below each curve now stands what it shows.",
        hint="Its curve is a smooth one that climbs slowly and is still climbing at the end.",
        show=curves.draw,
    )


def compare() -> Question:
    """Tell luck from a difference."""
    accuracies = sorted(read_table()["sample"]["quick"])
    seeds, (low, high) = len(accuracies), (accuracies[0], accuracies[-1])
    a, b = (unbroken(percent(each)) for each in (low, high))
    return Question(
        page="compare",
        ask=f"Two trainings, each done once: A got {a} of the validation pictures right, B {b}. "
        "Are B’s settings better?",
        options=("Yes", "No, A’s are", "That can’t be told"),
        right=2,
        because=f"Both had the very same settings: it is the Quick network, trained {seeds} times, "
        f"and only the seed differed. The unluckiest got {a}, the luckiest {b}. So train each "
        "several times before you believe a difference: that is what this page is for.",
        hint="Each was trained only once. What if it was luck?",
    )


def evaluation() -> Question:
    """Find the shirt that is taken for a coat."""
    found, sure = _shirts()
    return Question(
        page="evaluation",
        ask="All of these are labelled Shirt. The bundled network takes one for a coat: click it.",
        options=tuple(f"Shirt {number}" for number in range(1, len(found) + 1)),
        right=_PLACE,
        because=f"It answered Coat, with {unbroken(percent(sure, 0))}: long sleeves, thick, open "
        "at the front. It was shown no prices and no fabric, only 28 × 28 grey pixels.",
        hint="It named that one rightly. Which looks thickest, with long sleeves and a line down "
        "the middle?",
        images=found,
    )


@st.cache_data(show_spinner=False)
def _shirts() -> tuple[UInt8Array, float]:
    """Return shirts, of which one was taken for a coat, and how sure the network was of that."""
    (wrong,), (sure,) = surest("Shirt", "Coat", 1)
    right, _ = surest("Shirt", "Shirt", _SHIRTS)
    return resources.examples().images[np.insert(right, _PLACE, wrong)], float(sure)


def classify() -> Question:
    """Ask a network for what it has no word for."""
    label, sure = _mug_by_bundled()
    knows = (
        "The all-terrain model has an eleventh answer and says “none of the ten”."
        if _all_terrain_knows_no_mug()
        else "The all-terrain model has an eleventh answer, but takes the mug for one of them, too."
    )
    return Question(
        page="classify",
        ask="This is a mug. What does a network answer that was trained on the ten kinds alone?",
        options=("“None of the ten”", "One of the ten", "Nothing"),
        right=1,
        because=f"The bundled network answers {CLASS_NAMES[label]}, with "
        f"{unbroken(percent(sure, 0))}: its ten probabilities always add up to 100 %, so one of "
        f"the ten wins. {knows}",
        hint="Its ten probabilities always add up to 100 %.",
        show=_show_mug,
    )


def _show_mug(_: bool) -> None:
    st.image(encode.png(_mug(), 5), width=SHOWN, alt="A drawn mug, prepared for the network")


@st.cache_data(show_spinner=False)
def _mug() -> UInt8Array:
    return images.prepare(images.decode_file(_MUG)).picture


@st.cache_data(show_spinner=False)
def _all_terrain_knows_no_mug() -> bool:
    return resources.predictor(None).name(images.prepare(images.decode_file(_MUG))).stranger


def _mug_by_bundled() -> tuple[int, float]:
    answer = resources.predictor(open_run(BUNDLED)).predict(_mug()[np.newaxis])[0]
    return answer.label, answer.confidence
