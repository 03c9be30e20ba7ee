"""Evaluation of a spoiled training, a look: what bad data did, to whom, and the lies found."""

import streamlit as st

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED, DamagedRun, Run, RunError
from fashion_model.runs.damage import Hurt, counterpart, in_words, unspoiled, whom_it_hurts
from fashion_model.words import count, percent, plain
from ui import plan
from ui.evaluation import lies, matrix, measures
from ui.layout import go_to_form
from ui.models import resources
from ui.models.resources import Predictions
from ui.visible import list_runs, open_run


def draw(run: Run, spoiled: Predictions) -> None:
    """Draw both matrices, whom it hurts, and the search for flipped labels."""
    other = _other(run)
    tested = None if other is None else resources.tested(other)
    if other is None or tested is None:
        st.info("There is no unspoiled training that was tested, to compare it with.")
        hurt = []
    else:
        hurt = _compare(run, spoiled, other, tested)
    if run.config.spoiling.flip:
        lies.draw(run)
    if hurt:
        _kind_by_kind(hurt)


def _other(run: Run) -> Run | None:
    """The unspoiled training that differs least: the same settings, else the bundled run."""
    listed = [each for each in list_runs() if not isinstance(each, DamagedRun)]
    found = counterpart(run, listed)
    try:
        return open_run(BUNDLED if found is None else found.id)
    except RunError:  # deleted meanwhile
        return None


def _compare(run: Run, spoiled: Predictions, other: Run, clean: Predictions) -> list[Hurt]:
    """Draw both matrices under whom it hurts; each kind, the worst first."""
    here, there = metrics.common_positions(spoiled.indices, clean.indices)
    if not len(here):
        st.info("The two networks were not asked about the same test pictures.")
        return []
    labels = spoiled.labels[here]
    answers = clean.given[there], spoiled.given[here]
    hurt = whom_it_hurts(labels, *answers)
    before, after = (float((each == labels).mean()) for each in answers)
    st.markdown(
        f"Of the same {count(len(labels))} clean test pictures it gets **{percent(after)}** right, "
        f"**{plain(other.name)}** {percent(before)}. {plain(in_words(hurt))}"
    )
    _what_it_is_held_against(run, other)
    shown = {"Clean data": clean.probabilities[there], "Spoiled data": spoiled.probabilities[here]}
    for column, (head, probabilities) in zip(st.columns(2), shown.items(), strict=True):
        with column:
            st.markdown(f"**{head}**")
            numbers = metrics.confusion_matrix(probabilities, labels)
            matrix.matrix(numbers, "test", key=f"damage_{head[:5].lower()}")
    return hurt


def _kind_by_kind(hurt: list[Hurt]) -> None:
    """Draw how many of each kind both find."""
    st.subheader("Kind by kind", anchor=False)
    measures.draw_scores(
        ("Clean data", "Spoiled data"),
        [
            (
                CLASS_NAMES[each.label],
                (each.clean / each.pictures, each.spoiled / each.pictures),
                each.pictures,
            )
            for each in hurt
        ],
    )
    st.caption("The share of each kind that is found (recall), the most hurt kind first.")


def _what_it_is_held_against(run: Run, other: Run) -> None:
    """Say whether only the data differ; if not, offer the training that would."""
    if other.config == unspoiled(run.config) and other.fingerprint == run.fingerprint:
        st.caption(
            "Both had the same settings and the same seed; only the data differ. Trained again "
            "with another seed, both would come out a little different."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "That is another network, and not all of the difference is the data's. For a fair "
            "comparison train the same on clean data.",
            width="content",
        )
        if run.parent is None and st.button(
            "Plan the same without spoiling",
            key="plan_unspoiled",
            icon=":material/tune:",
            on_click=plan.put,
            args=(unspoiled(run.config),),
            help="Puts these settings into the form on Training; nothing starts yet.",
        ):
            go_to_form()
