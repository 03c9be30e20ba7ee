"""Verdict: what an experiment has shown, in words, with the numbers one click away."""

import contextlib
from collections.abc import Sequence

import streamlit as st

from fashion_model.experiments import result
from fashion_model.experiments.result import Result
from fashion_model.experiments.spread import SpreadError
from fashion_model.experiments.store import Experiment
from fashion_model.experiments.trials import Trial, best_run
from fashion_model.runs import RunSummary
from fashion_model.words import count, percent, plain, unbroken
from ui import errors, plan
from ui.compare import actions, dots, duels, search_view
from ui.elements import news
from ui.layout import INK, go, go_to_form
from ui.models import chosen_run
from ui.models.actions import attempt


def draw(experiment: Experiment, trials: Sequence[Trial]) -> None:
    """Draw the verdict of `experiment`, which has ended, and what can be done next."""
    with errors.show_errors():
        found = result.of(experiment, trials)
        _words(found)
        news.tell("verdict", f"{experiment.id} {found.words}", found.words)
        search = experiment.design.search
        if search is not None:
            search_view.told(experiment, trials)
        if found.best is None:
            if search is not None:
                search_view.go_on(experiment, search)
            return
        winner = best_run(trials, found.best)
        if winner is not None:
            _tested(winner)
        with st.container(horizontal=True, key="run_controls", gap="xsmall"):
            _next(experiment, found, winner)
            if search is not None:
                search_view.go_on(experiment, search)
            _numbers(experiment, trials, found)


def draw_results(experiment: Experiment, trials: Sequence[Trial]) -> None:
    """Draw what each thing compared reached, where that is known."""
    with contextlib.suppress(SpreadError):  # the verdict says so
        found = result.of(experiment, trials)
        if found.found is not None:
            _dots(found)


def _words(found: Result) -> None:
    first, *others = found.words.split(". ", 1)
    with st.container(key="verdict", gap=None):
        st.markdown(f"**{plain(first + ('.' if others else ''))}** {plain(' '.join(others))}")
    if found.best_of_many:
        st.caption("The best of many looks better than it is: part of its lead is luck.")


def _tested(winner: RunSummary) -> None:
    """Say how the chosen training did on the test pictures, once it was asked."""
    accuracy = winner.test_accuracy
    if accuracy is None:
        return
    answers = winner.test_predictions()
    asked = "the" if answers is None else count(len(answers[1]))
    st.markdown(
        f":material/verified: On {asked} test pictures, asked once: {unbroken(percent(accuracy))}."
    )


def _next(experiment: Experiment, found: Result, winner: RunSummary | None) -> None:
    """Draw what can be done with the answer."""
    best = found.best or 0
    label = plain(found.groups[best].label)
    if found.more_seeds is not None:
        _more_seeds(experiment, found.more_seeds)
    if st.button(
        "Use these settings",
        key="use_settings",
        type="primary" if found.told else "secondary",
        icon=":material/check:",
        help=f"Plans {label} on Training.",
    ):
        plan.put(experiment.design.variants[best].config)
        go_to_form()
    if winner is not None and st.button(
        "See its mistakes",
        key="open_winner",
        icon=":material/grid_on:",
        help=f"The best training of {label}, on Evaluation.",
    ):
        chosen_run.choose(winner.id)
        go("pages/evaluation.py")


def _more_seeds(experiment: Experiment, more: int) -> None:
    added = st.button(
        f"Train {'one more seed' if more == 1 else f'{more} more seeds'} of each",
        key="more_seeds",
        type="primary",
        icon=":material/add_circle:",
        on_click=attempt,
        args=(actions.ERROR, actions.more_seeds, experiment.id, more),
    )
    if added:
        st.rerun()


def _numbers(experiment: Experiment, trials: Sequence[Trial], found: Result) -> None:
    """Draw, one click away, how the verdict was found."""
    with st.popover("The numbers", icon=":material/calculate:", key="numbers"):
        if len(experiment.design.varied) == 2:
            _dots(found)
        for sentence in found.method:
            st.markdown(f"- {plain(sentence)}")
        if experiment.design.kind == "race":
            duels.draw(experiment, trials)
        st.caption(
            "In the picture a large dot is a mean, and the bar is where the mean of many seeds "
            "lies, in 19 of 20 cases. Small rings are single seeds."
        )


def _dots(found: Result) -> None:
    st.vega_lite_chart(
        dots.table(found.groups),
        dots.chart(found.groups, INK),
        key="compare_dots",
        alt=dots.alt(found.groups),
    )
