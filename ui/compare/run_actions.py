"""What can be done with the trainings that are ticked: take their settings, rename, delete."""

from collections.abc import Callable, Sequence

import streamlit as st

from fashion_model.runs import NAME_LENGTH, DamagedRun, RunSummary
from fashion_model.runs.table import Row
from ui import plan
from ui.compare import picked
from ui.compare.picked import FEWEST, MOST
from ui.layout import go, go_to_form
from ui.models import actions, chosen_run
from ui.state import PICKED_RUNS, Slot

ERROR: Slot[str | None] = Slot("run_table_error", None)


def told() -> None:
    """Say what was deleted last and why something could not be done."""
    actions.show(ERROR)
    actions.undo_line(lambda: actions.attempt(ERROR, actions.undo))


def draw(chosen: Sequence[Row], *, hidden: int, csv: Callable[[], str]) -> None:
    """Draw the buttons for the rows that are ticked; `hidden` of them are filtered out."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run_actions"):
        if chosen:
            if len(chosen) == 1 and chosen[0].healthy:
                _one(chosen[0])
            _delete(chosen)
            st.button("Untick all", key="untick", type="tertiary", on_click=PICKED_RUNS.clear)
        if not FEWEST <= len(chosen) <= MOST:
            st.caption("Tick two to six to compare them.", width="content")
        if hidden:
            st.caption(f"The filter hides {hidden} of them.", width="content")
        st.space("stretch")
        st.download_button(
            "CSV",
            csv,
            "trainings.csv",
            "text/csv",
            key="runs_csv",
            icon=":material/download:",
            type="tertiary",
            help="All trainings, for a spreadsheet.",
            on_click="ignore",
        )


def _one(row: Row) -> None:
    """Draw what can be done with one row."""
    best = row.healthy[0]
    if st.button(
        "Use these settings",
        key="use_ticked",
        icon=":material/tune:",
        help="Plans them on Training.",
    ):
        plan.put(best.config)
        go_to_form()
    if len(row.runs) > 1:
        return
    if st.button("Open", key="open_ticked", icon=":material/visibility:", help="On Training."):
        chosen_run.choose(best.id)
        go("pages/training.py")
    if not best.bundled:
        _rename(best)


def _rename(run: RunSummary) -> None:
    with st.popover("Rename", icon=":material/edit:", key="rename_ticked"):
        st.text_input(
            "Name",
            value=run.name,
            max_chars=NAME_LENGTH,
            key=f"rename_{run.id}",
            on_change=actions.attempt,
            args=(ERROR, actions.rename, run.id, f"rename_{run.id}"),
        )


def _delete(chosen: Sequence[Row]) -> None:
    own = [
        run
        for row in chosen
        for run in row.runs
        if not (isinstance(run, RunSummary) and run.bundled)
    ]
    st.button(
        "Delete" if len(own) < 2 else f"Delete {len(own)}",
        key="delete_ticked",
        icon=":material/delete:",
        disabled=not own,
        help="You can undo this." if own else "The bundled training comes with the app.",
        on_click=actions.attempt,
        args=(ERROR, _delete_and_untick, *own),
    )


def _delete_and_untick(*runs: RunSummary | DamagedRun) -> None:
    try:
        actions.delete(*runs)
    finally:
        picked.forget([run.id for run in runs if not run.path.exists()])
