"""What was asked before: each question with its answer, to open again; also those damaged."""

from collections import defaultdict

import streamlit as st

from fashion_model.experiments import result
from fashion_model.experiments.spread import SpreadError
from fashion_model.experiments.store import DamagedExperiment, Experiment
from fashion_model.experiments.trials import Trial, read
from fashion_model.runs import RunSummary
from fashion_model.words import plain, several
from ui import visitor
from ui.compare import actions, watch
from ui.elements import states
from ui.experiments import chosen
from ui.models.actions import attempt, show
from ui.state import Slot
from ui.visible import list_experiments, list_runs

PAGE = 8
"""Rows at a time."""
ERROR: Slot[str | None] = Slot("experiment_list_error", None)


def undo_line() -> None:
    """Offer back what was deleted last."""
    discarded = actions.JUST_DISCARDED.get()
    if discarded is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="undo_line"):
        st.text(f"Deleted: {discarded.experiment.question}", width="content")
        st.button(
            "Undo",
            key="undo_discard",
            icon=":material/undo:",
            on_click=attempt,
            args=(ERROR, actions.undo),
        )


def draw() -> None:
    """Draw the list, newest first."""
    show(ERROR)
    experiments = list_experiments()
    if not experiments:
        return
    st.divider()
    st.subheader("Asked before", anchor=False)
    own: dict[str, list[RunSummary]] = defaultdict(list)
    for run in reversed(list_runs()):
        if isinstance(run, RunSummary) and run.experiment is not None:
            own[run.experiment].append(run)
    pages = -(-len(experiments) // PAGE)
    first = 0
    if pages > 1:
        first = (st.pagination(pages, key=f"asked_{pages}", persist_state="page") - 1) * PAGE
    for experiment in experiments[first : first + PAGE]:
        if isinstance(experiment, DamagedExperiment):
            _damaged(experiment)
        else:
            _row(experiment, read(experiment, own[experiment.id]))


def _row(experiment: Experiment, trials: list[Trial]) -> None:
    shown = chosen.current_id() == experiment.id
    state = watch.shown_state(experiment, trials)
    with (
        st.container(border=True, key=f"experiment_{experiment.id}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.text(experiment.question, width="content")
        if state != "finished":
            states.badge(state)
        st.caption(plain(_in_short(experiment, trials, state)), width="content")
        st.space("stretch")
        if st.button(
            "Shown above" if shown else "Open", key=f"open_{experiment.id}", disabled=shown
        ):
            chosen.choose(experiment.id)
            st.rerun()
        own = [trial.run for trial in trials if trial.run is not None]
        if visitor.may_change(*own) and st.button(
            "Delete",
            key=f"delete_{experiment.id}",
            icon=":material/delete:",
            type="tertiary",
            help="With its trainings. You can undo this.",
            on_click=attempt,
            args=(ERROR, actions.discard, experiment),
        ):
            st.rerun()


def _in_short(experiment: Experiment, trials: list[Trial], state: str) -> str:
    trainings = several(len(trials), "training")
    if state != "finished":
        return trainings
    try:
        return f"{result.of(experiment, trials).in_short} · {trainings}"
    except SpreadError:
        return trainings


def _damaged(experiment: DamagedExperiment) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.text(f"Damaged question {experiment.name}", width="content")
        st.caption(
            f":material/broken_image: {plain(experiment.reason)} Its trainings are still there.",
            width="content",
        )
        st.space("stretch")
        if st.button(
            "Delete",
            key=f"delete_{experiment.id}",
            icon=":material/delete:",
            on_click=attempt,
            args=(ERROR, actions.remove_damaged, experiment),
        ):
            st.rerun()
