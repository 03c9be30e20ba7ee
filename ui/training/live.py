"""One training as it happens: where it stands, its controls, what it has learned.

The view reads the run directory again every second, so it does not matter who trains, whether
the page was refreshed in between, or how many tabs look on.
"""

from typing import Any, Literal

import streamlit as st

from fashion_model.runs import (
    BUNDLED,
    Run,
    RunError,
    discard_run,
    open_run,
    queue_position,
    request,
)
from ui import chosen_run
from ui.navigation import go
from ui.state import JUST_DELETED, RUN_ACTION_ERROR, Deleted
from ui.training import learning
from ui.words import duration, percent, plain

TESTING = "asking the best epoch about the test pictures"
Wish = Literal["pause", "resume", "stop"]

LIVE = ("queued", "running", "paused")
UNFINISHED = (*LIVE, "interrupted")
REFRESH_SECONDS = 1.0
"""Twice as often cost a training on the same two cores a seventh of its speed."""

STATES: dict[str, tuple[str, str, str]] = {
    "queued": ("waiting", ":material/schedule:", "gray"),
    "running": ("training", ":material/play_circle:", "blue"),
    "paused": ("paused", ":material/pause_circle:", "orange"),
    "finished": ("finished", ":material/check_circle:", "green"),
    "stopped": ("stopped, best kept", ":material/stop_circle:", "green"),
    "failed": ("failed", ":material/error:", "red"),
    "interrupted": ("interrupted", ":material/power_off:", "orange"),
}


def badge(state: str) -> None:
    """Draw a run's state as a word, an icon and a colour."""
    words, icon, colour = STATES.get(state, (state, ":material/help:", "gray"))
    st.badge(words, icon=icon, color=colour)  # type: ignore[arg-type]


def watch(run: Run) -> None:
    """Draw the view of `run`; while it is under way it renews itself every second."""
    live = run.state in LIVE
    st.fragment(_view, run_every=REFRESH_SECONDS if live else None)(run.id, run.state)


def _view(run_id: str, drawn_state: str) -> None:
    try:
        run = open_run(run_id)
    except RunError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    state = run.state
    if state != drawn_state:
        st.rerun()  # the rest of the page shows the state too
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(run.name, width="content")
        badge(state)
    _standing(run, state)
    if not run.bundled:
        _controls(run, state)
    error_words = RUN_ACTION_ERROR.get()
    if error_words:
        st.error(plain(error_words), icon=":material/error:")
    learning.draw(run)


def _standing(run: Run, state: str) -> None:
    """Say in words, a bar and four numbers where the training stands."""
    if state == "queued":
        place = queue_position(run)
        st.info(
            "This training is next in line and starts by itself."
            if place in (None, 1)
            else f"This training is number {place} in line and starts by itself.",
            icon=":material/schedule:",
        )
        return
    if state == "interrupted":
        st.warning(
            "This training was interrupted. What it has learned is saved: resume it, or stop and "
            "keep the best so far.",
            icon=":material/power_off:",
        )
    elif state == "failed":
        st.error(plain(run.reason or "This training failed."), icon=":material/error:")
    elif state == "stopped" and run.reason:
        st.caption(plain(run.reason))
    curve = run.curve
    if state in ("running", "paused", "interrupted"):
        stopping = state == "running" and run.wish is not None and run.wish[0] == "stop"
        where = _place(run.started, curve.batches, curve.epochs)
        st.progress(run.progress, f"Stopping: {TESTING} …" if stopping else where)
    _numbers(run, state, curve.batches, curve.epochs)


def _place(
    started: dict[str, Any] | None, batches: list[dict[str, Any]], epochs: list[dict[str, Any]]
) -> str:
    """Return the moving caption: `Epoch 3 of 10 · batch 120 of 141`."""
    if started is None:
        return "Getting ready …"
    last = batches[-1] if batches else {"epoch": 1, "batch": 0, "step": 0}
    if epochs and epochs[-1]["step"] >= last["step"]:
        number = epochs[-1]["epoch"]
        done = f" · {TESTING} …" if number == started["epochs"] else ""
        return f"Epoch {number} of {started['epochs']} · complete{done}"
    return (
        f"Epoch {last['epoch']} of {started['epochs']} · "
        f"batch {last['batch']} of {started['batches_per_epoch']}"
    )


def _numbers(
    run: Run, state: str, batches: list[dict[str, Any]], epochs: list[dict[str, Any]]
) -> None:
    shown: list[tuple[str, str, str]] = []
    if epochs:
        best = max(event["validation_accuracy"] for event in epochs)
        shown.append(
            (
                "Best validation accuracy",
                percent(best),
                "The share of right answers on pictures the network never learns from.",
            )
        )
    if run.test_accuracy is not None:
        shown.append(
            (
                "Test accuracy",
                percent(run.test_accuracy),
                "Measured once, at the very end, on pictures kept aside until then.",
            )
        )
    if state == "running" and batches:
        speed = batches[-1]["images_per_second"]
        shown.append(("Pictures a second", f"{speed:,.0f}", "How fast the network is learning."))
        left = run.seconds_left
        if left is not None:
            shown.append(("Time left", duration(left), "If it goes on at this speed."))
    else:
        shown.append(("Time taken", duration(run.seconds), "Seconds of training, pauses left out."))
    with st.container(horizontal=True, gap="medium"):
        for label, value, words in shown:
            st.metric(label, value, help=words, width="content")


def _wish(run_id: str, wish: Wish) -> None:
    """Pass the visitor's wish on; keep the reason for the page when that is not possible."""
    RUN_ACTION_ERROR.clear()
    try:
        request(open_run(run_id), wish)
    except RunError as error:
        RUN_ACTION_ERROR.set(str(error))


def discard(run_id: str) -> None:
    """End the training and move it to the trash, from where the page offers it back."""
    RUN_ACTION_ERROR.clear()
    try:
        run = open_run(run_id)
        name = run.name
        discard_run(run)
    except RunError as error:
        RUN_ACTION_ERROR.set(str(error))
        return
    JUST_DELETED.set(Deleted(run_id, name))
    if chosen_run.current_id() == run_id:
        chosen_run.choose(BUNDLED)


def _controls(run: Run, state: str) -> None:
    """Draw the buttons that make sense in this state."""
    with st.container(horizontal=True):
        if state == "running":
            _button("Pause", "pause", run, "Frees the place for the next training in line.")
        if state in ("paused", "interrupted"):
            _button("Resume", "resume", run, "Goes on exactly where it was.")
        if state in ("running", "paused", "interrupted"):
            _button("Stop and keep the best", "stop", run, "Ends here with the best epoch so far.")
        if state in UNFINISHED:
            discarded = st.button(
                "Discard",
                key="discard",
                icon=":material/delete:",
                help="Ends it and deletes it. You can undo this.",
                on_click=discard,
                args=(run.id,),
            )
            if discarded:
                st.rerun()
        elif run.model_path is not None and st.button(
            "See what it gets right and wrong", key="to_evaluation", icon=":material/grid_on:"
        ):
            go("pages/evaluation.py")


_ICONS = {
    "pause": ":material/pause:",
    "resume": ":material/play_arrow:",
    "stop": ":material/stop:",
}


def _button(label: str, wish: Wish, run: Run, words: str) -> None:
    st.button(
        label,
        key=f"wish_{wish}",
        icon=_ICONS[wish],
        help=words,
        on_click=_wish,
        args=(run.id, wish),
        type="primary" if wish == "resume" else "secondary",
    )
