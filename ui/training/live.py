"""One training as it happens: where it stands, its controls, what it has learned.

The view reads what is new in the run directory every second or two, so it does not matter who
trains, whether the page was refreshed in between, or how many tabs look on.
"""

import time

import streamlit as st

from fashion_model.runs import Command, Curve, Run, RunError, RunGone, open_run, queue_position
from fashion_model.runs.estimate import GETTING_READY
from fashion_model.runs.store import unended_runs
from fashion_model.words import duration, percent, plain
from fashion_model.workers import scheduler
from ui.layout import go
from ui.models import chosen_run
from ui.state import RUN_ACTION_ERROR
from ui.training import actions, learning

LIVE = ("queued", "running", "paused")
UNFINISHED = (*LIVE, "interrupted")
FIRST_SECONDS, FAST_SECONDS, SLOW_SECONDS = 0.5, 1.0, 2.5
"""Between two updates: until the first point is there, in the first moments, and afterwards, for
looking on costs the training some of its speed where both share the same cores."""
FIRST_WAIT = 15.0  # seconds since Start; a training without a point by then stands in line
FIRST_MOMENTS = 30.0  # seconds of training

STATES: dict[str, tuple[str, str, str]] = {
    "queued": ("waiting", ":material/schedule:", "gray"),
    "running": ("training", ":material/play_circle:", "blue"),
    "paused": ("paused", ":material/pause_circle:", "orange"),
    "finished": ("finished", ":material/check_circle:", "green"),
    "stopped": ("stopped, best kept", ":material/stop_circle:", "green"),
    "failed": ("failed", ":material/error:", "red"),
    "interrupted": ("interrupted", ":material/power_off:", "orange"),
}
_ICONS = {
    Command.PAUSE: ":material/pause:",
    Command.RESUME: ":material/play_arrow:",
    Command.STOP: ":material/stop:",
}
TESTING = "asking the best epoch about the test pictures"
NOT_YET = "–"


def badge(state: str) -> None:
    """Draw a run's state as a word, an icon and a colour."""
    words, icon, colour = STATES.get(state, (state, ":material/help:", "gray"))
    st.badge(words, icon=icon, color=colour)  # type: ignore[arg-type]


def watch(run: Run) -> None:
    """Draw the view of `run`; while it is under way it renews itself."""
    st.fragment(_view, run_every=_pace(run))(run.id, run.state, _pace(run))


def _pace(run: Run) -> float | None:
    """Return the seconds between two updates; None for a training that stands still."""
    if run.state not in LIVE:
        return None
    if run.state == "paused" or (run.curve.epochs and run.seconds > FIRST_MOMENTS):
        return SLOW_SECONDS
    if not run.curve.batches and time.time() - run.waiting_since < FIRST_WAIT:
        return FIRST_SECONDS
    return FAST_SECONDS


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
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(run.name, width="content")
        badge(state)
    draw(run, state)
    if not run.bundled:
        _controls(run, state)
    actions.show(RUN_ACTION_ERROR)
    if state == "queued":
        _meanwhile(run)
    else:
        learning.draw(run, state)


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
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Meanwhile this one is trained:", width="content")
        st.text(run.name, width="content")
        if st.button("Look at it", key="look_at_running", icon=":material/visibility:"):
            chosen_run.choose(run.id)
            st.rerun()
    st.progress(run.progress, _place(run, run.state))
    learning.draw(run, run.state)


def _controls(run: Run, state: str) -> None:
    """Draw the buttons that make sense in this state."""
    with st.container(horizontal=True):
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
        icon=_ICONS[command],
        help=words,
        on_click=actions.attempt,
        args=(RUN_ACTION_ERROR, actions.ask, run.id, command),
        type="primary" if command is Command.RESUME else "secondary",
    )


def draw(run: Run, state: str) -> None:
    """Say in words, a bar and four numbers where the training stands."""
    if state == "queued":
        _in_line(run)
        return
    if state == "interrupted":
        st.warning(
            f"This training was interrupted. {plain(run.obstacle or '')} What it has learned is "
            "saved: resume it, or stop and keep the best so far.",
            icon=":material/power_off:",
        )
    elif state == "failed":
        st.error(plain(run.reason or "This training failed."), icon=":material/error:")
    elif state == "stopped" and run.reason:
        st.caption(plain(run.reason))
    if state in ("running", "paused", "interrupted"):
        stopping = state == "running" and run.command is not None and run.command[0] is Command.STOP
        st.progress(run.progress, f"Stopping: {TESTING} …" if stopping else _place(run, state))
    _numbers(run, state)


def trouble() -> None:
    """Say why not every training in line can begin now, if anything is in the way."""
    words = scheduler.trouble()
    if words is not None:
        st.warning(
            f"Not every training can start just now. {plain(words)} Those in line start by "
            "themselves as soon as they can.",
            icon=":material/warning:",
        )


def _in_line(run: Run) -> None:
    trouble()
    place = queue_position(run)
    st.info(
        "This training is next in line and starts by itself."
        if place in (None, 1)
        else f"This training is number {place} in line and starts by itself.",
        icon=":material/schedule:",
    )


def _place(run: Run, state: str) -> str:
    """Return the moving caption: `Epoch 3 of 10 · batch 120 of 141`."""
    started, curve = run.started, run.curve
    if state == "running" and (started is None or run.getting_ready):
        return f"Getting ready: loading TensorFlow, about {GETTING_READY:.0f} seconds …"
    if started is None:
        return "Not begun yet"
    if curve.epochs and curve.epochs[-1].step >= curve.step:
        number = curve.epochs[-1].epoch
        done = f" · {TESTING} …" if number == started.epochs else ""
        return f"Epoch {number} of {started.epochs} · complete{done}"
    epoch, batch = (curve.batches[-1].epoch, curve.batches[-1].batch) if curve.batches else (1, 0)
    return f"Epoch {epoch} of {started.epochs} · batch {batch} of {started.batches_per_epoch}"


def _numbers(run: Run, state: str) -> None:
    """Draw the same numbers all through a training; those not known yet have a dash."""
    curve = run.curve
    best = max((epoch.validation_accuracy for epoch in curve.epochs), default=None)
    shown = [
        (
            "Best validation accuracy",
            NOT_YET if best is None else percent(best),
            "The share of right answers on pictures the network never learns from.",
        )
    ]
    if run.test_accuracy is not None:
        shown.append(
            (
                "Test accuracy",
                percent(run.test_accuracy),
                "Measured once, at the very end, on pictures kept aside until then.",
            )
        )
    if state == "running":
        shown += _speed(run, curve)
    else:
        shown.append(("Time taken", duration(run.seconds), "Seconds of training, pauses left out."))
    with st.container(horizontal=True, gap="medium"):
        for label, value, words in shown:
            st.metric(label, value, help=words, width="content")


def _speed(run: Run, curve: Curve) -> list[tuple[str, str, str]]:
    last = curve.batches[-1] if curve.batches else None
    left = run.seconds_left
    return [
        (
            "Learning rate",
            NOT_YET if last is None else f"{last.learning_rate:.2g}",
            "How large the steps of its corrections are just now.",
        ),
        (
            "Pictures a second",
            NOT_YET if last is None else f"{last.images_per_second:,.0f}",
            "How fast the network is learning.",
        ),
        (
            "Time left",
            "measuring …" if left is None else duration(left),
            "If it goes on at this speed; said once that is known to about a third.",
        ),
    ]
