"""One training as it happens: where it stands, its controls, what it has learned.

The view reads what is new in the run directory every second or two, so it does not matter who
trains, whether the page was refreshed in between, or how many tabs look on.
"""

import streamlit as st

from fashion_model.runs import BUNDLED, Command, Run, RunError, RunGone, queue_position
from fashion_model.runs.replay import can_be_replayed
from fashion_model.words import duration, plain, roughly
from fashion_model.workers.scheduler import HANGS_SECONDS, silent_seconds
from ui import visitor
from ui.elements import news, states
from ui.layout import go
from ui.models import actions, chosen_run, spoiled, under_way
from ui.models.under_way import LIVE
from ui.state import RUN_ACTION_ERROR, Slot
from ui.training import outcome, panel, replay
from ui.visible import open_run, unended_runs

SILENT_SECONDS = 30.0  # without a sign of life; loading TensorFlow takes as long on an old laptop
UNFINISHED = (*LIVE, "interrupted")
_UNDER_WAY: Slot[str] = Slot("seen_under_way", "")
"""Id of the training that was last seen before its end."""


def watch(run: Run) -> None:
    """Draw the view of `run`, or a recorded training; what is under way renews itself."""
    if replay.chosen():
        replay.watch(run)
        return
    st.fragment(_view, run_every=_pace(run))(run.id, run.state, _pace(run))


def _pace(run: Run) -> float | None:
    """Return the seconds between two updates; None for a training that stands still."""
    return under_way.pace(
        run.state,
        learned=bool(run.curve.batches),
        seconds=run.seconds if run.curve.epochs else 0.0,
        waiting_since=run.waiting_since,
    )


def _view(run_id: str, drawn_state: str, drawn_pace: float | None) -> None:
    try:
        run = open_run(run_id)
    except RunGone:
        st.rerun()  # the whole page then says so, and shows another one
    except RunError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    state = run.state
    if (state, _pace(run)) != (drawn_state, drawn_pace):
        st.rerun()  # the rest of the page shows the state too, and sets the pace
    if state == "queued":
        panel.head(run.name, state)
        spoiled.note(run)
        _in_line(run)
        if visitor.may_change(run):
            _controls(run, state)
        _meanwhile(run)
    else:
        panel.draw(run, state, lambda: _below(run, state))
    _tell_its_end(run, state)


def _tell_its_end(run: Run, state: str) -> None:
    """Have it read out that a training has ended which was seen under way; alerts say why."""
    if state in UNFINISHED:
        _UNDER_WAY.set(run.id)
    elif state in ("finished", "stopped") and _UNDER_WAY.get() == run.id:
        words = f"{run.name}: {states.word(state)}. {outcome.in_a_line(run) or ''}"
        news.tell("training", f"{run.id} {state}", words.strip())


def _below(run: Run, state: str) -> None:
    """Draw what can be done with `run`, and the offer of a recorded one where it keeps waiting."""
    if not run.bundled:
        _silent(run)
        if visitor.may_change(run):
            _controls(run, state)
        elif state in UNFINISHED:
            st.caption(f":material/lock: {visitor.OF_ANOTHER}")
    actions.show(RUN_ACTION_ERROR)
    if replay.is_late(run, state):
        replay.offer(open_run(BUNDLED), "Watch a recorded training meanwhile")
    elif can_be_replayed(run):
        replay.offer(run, "Watch it learn again")


def _silent(run: Run) -> None:
    """Say that its worker does not answer, and offer to end it."""
    seconds = silent_seconds(run)
    if not run.held or seconds < SILENT_SECONDS:
        return
    st.warning(
        f"Its process has not answered for {duration(seconds)}. It may be busy; if it hangs, it "
        f"is ended after {roughly(HANGS_SECONDS)}. What was saved stays.",
        icon=":material/hourglass_disabled:",
    )
    st.button(
        "End its process now",
        key="end_process",
        icon=":material/power_off:",
        help="The training can be resumed from where it was saved last.",
        on_click=actions.attempt,
        args=(RUN_ACTION_ERROR, actions.end_process, run.id),
    )


def _meanwhile(queued: Run) -> None:
    """Draw the training that `queued` waits for, so that there is something to watch."""
    found = (run for run in unended_runs(queued.path.parent) if run.state == "running")
    summary = min(found, key=lambda run: run.created, default=None)
    if summary is None:
        return
    try:
        run = open_run(summary.id)
    except RunError:  # it ended or was deleted this moment
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("**Meanwhile this one is trained:**", width="content")
        if st.button("Look at it", key="look_at_running", icon=":material/visibility:"):
            chosen_run.choose(run.id)
            st.rerun()
    panel.draw(run, run.state)


def _controls(run: Run, state: str) -> None:
    """Draw the buttons that make sense in this state."""
    with st.container(horizontal=True, key="run_controls", gap="xsmall"):
        if state == "running":
            _button("Pause", Command.PAUSE, run, "Frees the place for the next training in line.")
        if state in ("paused", "interrupted"):
            _button("Resume", Command.RESUME, run, "Goes on exactly where it was.")
        if state in ("running", "paused", "interrupted"):
            _button(
                "Stop and keep the best", Command.STOP, run, "Ends here with the best epoch so far."
            )
        if state in UNFINISHED:
            discarded = st.button(
                "Discard",
                key="discard",
                icon=":material/delete:",
                help="Ends it and deletes it. You can undo this.",
                on_click=actions.attempt,
                args=(RUN_ACTION_ERROR, actions.delete, run),
            )
            if discarded:
                st.rerun()
        elif run.model_path is not None and st.button(
            "See what it gets right and wrong", key="to_evaluation", icon=":material/grid_on:"
        ):
            go("pages/evaluation.py")


def _button(label: str, command: Command, run: Run, words: str) -> None:
    st.button(
        label,
        key=f"wish_{command}",
        icon=under_way.ICONS[command],
        help=words,
        on_click=actions.attempt,
        args=(RUN_ACTION_ERROR, actions.ask, run.id, command),
        type="primary" if command is Command.RESUME else "secondary",
    )


def _in_line(run: Run) -> None:
    under_way.trouble()
    place = queue_position(run)
    st.info(
        "This training is next in line and starts by itself."
        if place in (None, 1)
        else f"This training is number {place} in line and starts by itself.",
        icon=":material/schedule:",
    )
