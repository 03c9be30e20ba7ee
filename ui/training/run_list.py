"""The list of trainings: open, rename, delete, and undo."""

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from fashion_model.config.spoiled import in_brief
from fashion_model.runs import NAME_LENGTH, DamagedRun, RunSummary
from fashion_model.words import duration, percent, plain, several
from ui import visitor
from ui.elements import states
from ui.models import actions, chosen_run, under_way
from ui.state import RUN_LIST_ERROR, Slot
from ui.visible import list_runs

P = ParamSpec("P")

PAGE = 8
"""Rows at a time: each has a menu of its own, and a page of hundreds would be slow."""


REFRESH_SECONDS = 3.0
"""States change rarely; the view of the chosen training is quicker."""


_ACTED: Slot[bool] = Slot("run_list_acted", False)
"""Whether something was done in the list that the rest of the page shows, too."""


def draw() -> None:
    """Draw the list, newest first, with the undo line above it after a deletion."""
    _ACTED.clear()
    runs = list_runs()
    busy = any(isinstance(run, RunSummary) and run.state in under_way.LIVE for run in runs)
    st.fragment(_list, run_every=REFRESH_SECONDS if busy else None)([runs])


def _list(listed: list[list[RunSummary | DamagedRun]]) -> None:
    """Draw the list; the first time what is `listed`, from then on what there is."""
    if _ACTED.get():
        st.rerun()
    actions.show(RUN_LIST_ERROR)
    actions.undo_line(lambda: _act(actions.undo))
    runs = listed.pop() if listed else list_runs()
    own = [run for run in runs if isinstance(run, DamagedRun) or not run.bundled]
    if not own:  # the bundled one is shown above
        return
    st.subheader("All trainings")
    pages = -(-len(runs) // PAGE)
    first = 0
    if pages > 1:
        first = (st.pagination(pages, key=f"runs_page_{pages}", persist_state="page") - 1) * PAGE
    if len(own) > 1:
        st.button(
            "Move all that have ended aside",
            key="clear_away",
            icon=":material/inventory_2:",
            type="tertiary",
            on_click=_act,
            args=(actions.clear_away,),
            help="For a fresh start with the next visitors. You can undo this.",
        )
    for run in runs[first : first + PAGE]:
        if isinstance(run, DamagedRun):
            _damaged(run)
        else:
            _row(run)


def _act(action: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    actions.attempt(RUN_LIST_ERROR, action, *args, **kwargs)
    _ACTED.set(True)


def _damaged(run: DamagedRun) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.text(f"Damaged training {run.name}", width="content")
        st.caption(f":material/broken_image: {plain(run.reason)}", width="content")
        st.space("stretch")
        st.button(
            "Delete",
            key=f"delete_{run.id}",
            icon=":material/delete:",
            on_click=_act,
            args=(actions.delete, run),
        )


def _row(run: RunSummary) -> None:
    chosen = chosen_run.current_id() == run.id
    with (
        st.container(border=True, key=f"run_{run.id}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.text(run.name, width="content")
        states.badge(run.state)
        accuracy = run.validation_accuracy
        facts = [percent(accuracy) + " on validation"] if accuracy is not None else []
        facts += [duration(run.seconds), several(run.config.epochs, "epoch")]
        facts += in_brief(run.config.spoiling)
        if run.sample:
            facts.append("bundled sample")
        st.caption(plain(" · ".join(facts)), width="content")
        st.space("stretch")
        st.button(
            "Shown above" if chosen else "Open",
            key=f"open_{run.id}",
            disabled=chosen,
            on_click=_act,
            args=(chosen_run.choose, run.id),
        )
        if not run.bundled and visitor.may_change(run):
            _menu(run)


def _menu(run: RunSummary) -> None:
    with st.popover("More", help="Rename or delete this training"):
        st.text_input(
            "Name",
            value=run.name,
            max_chars=NAME_LENGTH,
            key=f"name_{run.id}",
            on_change=_act,
            args=(actions.rename, run.id, f"name_{run.id}"),
        )
        st.button(
            "Delete",
            key=f"delete_{run.id}",
            icon=":material/delete:",
            on_click=_act,
            args=(actions.delete, run),
        )
