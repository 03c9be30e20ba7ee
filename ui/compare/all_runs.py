"""All trainings in one table; two to six of them laid over each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from fashion_model.config import PRESETS
from fashion_model.runs import DamagedRun, RunSummary
from fashion_model.runs.table import DAMAGED, Row, by_settings, rows, to_csv
from ui import errors
from ui.compare import (
    cost,
    disagree,
    facts_table,
    overlay,
    picked,
    run_actions,
    run_table,
    verdicts,
)
from ui.compare.picked import FEWEST, MOST, Series
from ui.state import ALL_TRAININGS, begin_with
from ui.visible import list_runs

REFRESH_SECONDS = 5.0
UNDER_WAY = ("queued", "running", "paused", "interrupted")
STATES = {
    "Under way": UNDER_WAY,
    "Ended": ("finished", "stopped"),
    "Failed": ("failed", DAMAGED),
}
"""What can be filtered by, and the states behind it."""
CURVES, COST, DISAGREE = "Curves", "Cost", "Disagreement"


def draw() -> None:
    """Draw the table and what is ticked in it; it renews itself while something is trained."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "All questions",
            key="leave_all_trainings",
            icon=":material/arrow_back:",
            on_click=ALL_TRAININGS.clear,
        )
        st.markdown(
            "**All trainings,** the best on validation first.",
            width="content",
        )
    busy = _busy(list_runs())
    st.fragment(_view, run_every=REFRESH_SECONDS if busy else None)(busy)


def _busy(runs: Sequence[RunSummary | DamagedRun]) -> bool:
    live = ("queued", "running")
    return any(isinstance(run, RunSummary) and run.state in live for run in runs)


def _view(drawn_busy: bool) -> None:
    listed = list_runs()
    if _busy(listed) != drawn_busy:
        st.rerun()
    run_actions.told()
    found = rows(listed)
    grouped = _controls(found)
    wanted = Filter.chosen()
    shown = [row for row in found if wanted.passes(row)]
    if grouped:
        shown, found = by_settings(shown), by_settings(found)
    if shown:
        run_table.draw(shown, grouped=grouped)
    else:
        st.caption("No training passes the filter.")
    chosen = picked.rows(found)
    hidden = len([row for row in chosen if row not in shown])
    run_actions.draw(chosen, hidden=hidden, csv=lambda: to_csv(rows(list_runs())))
    _compare(shown, chosen)


def _controls(found: Sequence[Row]) -> bool:
    """Draw the filter; return whether all with the same settings share a row."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run_filter"):
        st.text_input(
            "Find",
            key="runs_find",
            persist_state="session",
            placeholder="Name or setting",
            label_visibility="collapsed",
            max_chars=100,
            width=160,
        )
        begin_with("runs_grouped", False)
        grouped = st.toggle(
            "Group by settings",
            key="runs_grouped",
            persist_state="session",
            help="Trainings that differ in their seed only share a row.",
        )
        st.pills(
            "Preset",
            [name.capitalize() for name in PRESETS],
            selection_mode="multi",
            key="runs_presets",
            persist_state="session",
            label_visibility="collapsed",
        )
        st.pills(
            "State",
            list(STATES),
            selection_mode="multi",
            key="runs_states",
            persist_state="session",
            label_visibility="collapsed",
        )
    return grouped


@dataclass(frozen=True)
class Filter:
    """What a row must have to be shown: all the words, one of the presets and of the states."""

    words: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    @classmethod
    def chosen(cls) -> "Filter":
        """Return what the widgets say."""
        state = st.session_state
        return cls(
            tuple(str(state.get("runs_find") or "").casefold().split()),
            tuple(name.casefold() for name in state.get("runs_presets") or ()),
            tuple(each for name in state.get("runs_states") or () for each in STATES[name]),
        )

    def passes(self, row: Row) -> bool:
        """Whether `row` is shown."""
        said = f"{row.name} {row.told} {row.state}".casefold()
        return (
            all(word in said for word in self.words)
            and (not self.presets or row.preset in self.presets)
            and (not self.states or row.state in self.states)
        )


def _compare(shown: Sequence[Row], chosen: Sequence[Row]) -> None:
    """Draw what is ticked against each other; of less or more, all against their cost."""
    compared = picked.series(chosen)
    if not FEWEST <= len(chosen) <= MOST or len(compared) < FEWEST:
        with errors.show_errors():
            cost.draw(shown, compared if len(chosen) <= MOST else [], st.container())
        return
    facts, said = st.columns(2 if len(compared) < 4 else (5, 3), gap="medium")
    with facts:
        facts_table.draw(compared)
    with said, errors.show_errors():
        verdicts.draw(compared)
    _look(shown, compared)


def _look(shown: Sequence[Row], compared: Sequence[Series]) -> None:
    head = st.container(horizontal=True, key="runs_look_head")
    looks: dict[str, Callable[[], None]] = {
        CURVES: lambda: overlay.draw(compared, head),
        COST: lambda: cost.draw(shown, compared, head),
        DISAGREE: lambda: disagree.draw(compared),
    }
    if len(compared) != 2:
        del looks[DISAGREE]
    if st.session_state.get("runs_look") not in looks:
        st.session_state["runs_look"] = CURVES
    head.segmented_control(
        "Look at",
        list(looks),
        key="runs_look",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    head.space("stretch")
    with errors.show_errors():
        looks[st.session_state["runs_look"]]()
