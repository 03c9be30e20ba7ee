"""What a visitor does to a training with a click: each ends well or leaves a sentence why not."""

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from fashion_model.runs import (
    BUNDLED,
    Command,
    DamagedRun,
    RunError,
    RunGone,
    RunSummary,
    discard_run,
    list_runs,
    open_run,
    rename_run,
    restore_run,
    send_command,
)
from fashion_model.words import plain, several
from ui.models import chosen_run
from ui.state import JUST_DELETED, Deleted, Slot

P = ParamSpec("P")


def attempt(
    words: Slot[str | None], action: Callable[P, None], *args: P.args, **kwargs: P.kwargs
) -> None:
    """Do `action`; where that is not possible, `words` says why until the next attempt."""
    words.clear()
    try:
        action(*args, **kwargs)
    except RunError as error:
        words.set(str(error))


def show(words: Slot[str | None]) -> None:
    """Draw why the last attempt failed, if it did."""
    said = words.get()
    if said:
        st.error(plain(said), icon=":material/error:")


def ask(run_id: str, command: Command) -> None:
    """Ask for a pause, a resume, or to stop and keep the best."""
    send_command(open_run(run_id), command)


def delete(run: RunSummary | DamagedRun) -> None:
    """End the training and move it to the trash, from where the page offers it back."""
    name = f"damaged training {run.id}" if isinstance(run, DamagedRun) else run.name
    try:
        JUST_DELETED.set(_deleted([discard_run(run)], name))
    except RunGone:
        deleted = JUST_DELETED.get()
        if (
            deleted is None or run.id not in deleted.run_ids
        ):  # else it was this visitor's first click
            JUST_DELETED.clear()  # somebody else was quicker, and may bring it back
    if chosen_run.current_id() == run.id:
        chosen_run.choose(BUNDLED)


def clear_away() -> None:
    """Move all trainings that have ended to the trash, from where the page offers them back."""
    ended = [run for run in list_runs() if _can_go(run)]
    JUST_DELETED.set(_deleted([discard_run(run) for run in ended], several(len(ended), "training")))
    chosen_run.choose(BUNDLED)


def _can_go(run: RunSummary | DamagedRun) -> bool:
    return isinstance(run, DamagedRun) or (run.ending is not None and not run.bundled)


def _deleted(kept: list[str | None], name: str) -> Deleted:
    return Deleted(tuple(run_id for run_id in kept if run_id is not None), name)


def undo() -> None:
    """Bring back what was deleted last."""
    deleted = JUST_DELETED.get()
    JUST_DELETED.clear()
    for run_id in () if deleted is None else deleted.run_ids:
        restore_run(run_id)
        chosen_run.choose(run_id)


def rename(run_id: str, key: str) -> None:
    """Give the training the name typed into the widget `key`."""
    rename_run(open_run(run_id), st.session_state[key])
