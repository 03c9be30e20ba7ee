"""Evaluation: how good a trained network is, and the pictures it gets wrong."""

import streamlit as st

from ui import errors
from ui.elements import looks
from ui.elements.looks import Look
from ui.evaluation import beside, damage, epochs, matrix, measures, pair
from ui.layout import heading
from ui.models import chosen_run, resources, spoiled
from ui.questions import foot

head, training = st.columns([3, 2], gap="medium")
with head:
    heading("What does it get right and wrong?", "Click a number to see the pictures behind it.")

HISTORY = "How did it learn to tell them apart?"

with errors.show_errors():
    with training:
        run = chosen_run.pick("Which training?")
        tested = resources.tested(run)
        if tested is not None and len(tested.labels):
            measures.headline(run, tested)
        spoiled.note(run)
    if tested is None or not len(tested.labels):
        measures.untested(run)
        looks.choose(
            "Look at",
            {"Epoch by epoch": Look(HISTORY, lambda: epochs.draw(run))},
            key="evaluation_untested",
            first="Epoch by epoch",
        )
    else:
        shown = tested
        ways = {
            "Confusion matrix": Look("", lambda: matrix.draw(shown)),
            "Kind by kind": Look("How well does it name each?", lambda: measures.table(shown)),
            "Sure and unsure": Look(
                "How often is “99 % sure” right?", lambda: measures.draw_certainty(run, shown)
            ),
            "Two kinds": Look("Why are two kinds hard to tell apart?", lambda: pair.draw(shown)),
            "Epoch by epoch": Look(HISTORY, lambda: epochs.draw(run)),
        }
        if run.config.spoiling.active:
            ways["The damage"] = Look("What did bad data do?", lambda: damage.draw(run, shown))
        looks.choose("Look at", ways, key="evaluation_look", first="Confusion matrix")
    beside.offer(run)

foot.draw("evaluation", "pages/classify.py", "Next: show it your own picture")
