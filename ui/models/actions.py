"""What a visitor does to a training with a click: each ends well or leaves a sentence why not."""

from collections.abc import Callable, Sequence
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
    rename_run,
    restore_run,
    send_command,
)
from fashion_model.words import plain, several
from fashion_model.workers import scheduler
from ui import visitor
from ui.models import chosen_run
from ui.state import JUST_DELETED, Deleted, Slot
from ui.visible import list_runs, open_run

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
    run = open_run(run_id)
    visitor.check_may_change(run)
    send_command(run, command)


def end_process(run_id: str) -> None:
    """End the worker of a run that does not answer."""
    run = open_run(run_id)
    visitor.check_may_change(run)
    scheduler.end_process(run, "Its process did not answer and was ended.")


def delete(*runs: RunSummary | DamagedRun) -> None:
    """End these trainings and move them to the trash, from where the page offers them back.

    Raises RunError at the first that does not let go; those before it can be brought back.
    """
    visitor.check_may_change(*runs)
    gone: list[RunSummary | DamagedRun] = []
    kept: list[str | None] = []
    trouble: RunError | None = None
    for run in runs:
        try:
            kept.append(discard_run(run))
            gone.append(run)
        except RunGone:  # somebody else was quicker
            continue
        except RunError as error:
            trouble = error
            break
    if gone or trouble is None:
        _remember(runs, gone, kept)
    if trouble is not None:
        raise trouble
    if chosen_run.current_id() in {run.id for run in runs}:
        chosen_run.choose(BUNDLED)


def _remember(
    asked: Sequence[RunSummary | DamagedRun],
    gone: Sequence[RunSummary | DamagedRun],
    kept: Sequence[str | None],
) -> None:
    deleted = JUST_DELETED.get()
    if gone:
        name = _name(gone[0]) if len(gone) == 1 else several(len(gone), "training")
        JUST_DELETED.set(Deleted(tuple(each for each in kept if each is not None), name))
    elif deleted is not None and not {run.id for run in asked} <= set(deleted.run_ids):
        # else it was this visitor's first click; who was quicker may bring it back
        JUST_DELETED.clear()


def _name(run: RunSummary | DamagedRun) -> str:
    return f"damaged training {run.name}" if isinstance(run, DamagedRun) else run.name


def clear_away() -> None:
    """Move those that have ended, and this visitor may, to the trash; the page offers them back."""
    delete(*(run for run in list_runs() if _can_go(run) and visitor.may_change(run)))
    chosen_run.choose(BUNDLED)


def _can_go(run: RunSummary | DamagedRun) -> bool:
    return isinstance(run, DamagedRun) or (run.ending is not None and not run.bundled)


def undo_line(undo: Callable[[], None]) -> None:
    """Draw what was deleted last, if anything was, and the button that brings it back."""
    deleted = JUST_DELETED.get()
    if deleted is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.text(f"Deleted: {deleted.name}", width="content")
        if not deleted.run_ids:
            st.caption("For good, because the disk is nearly full.", width="content")
        else:
            st.button("Undo", key="undo_delete", icon=":material/undo:", on_click=undo)


def undo() -> None:
    """Bring back what was deleted last."""
    deleted = JUST_DELETED.get()
    JUST_DELETED.clear()
    for run_id in () if deleted is None else deleted.run_ids:
        restore_run(run_id)
        chosen_run.choose(run_id)


def rename(run_id: str, key: str) -> None:
    """Give the training the name typed into the widget `key`."""
    run = open_run(run_id)
    visitor.check_may_change(run)
    rename_run(run, st.session_state[key])
