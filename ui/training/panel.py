"""What is seen of one training: the curve beside where it stands, and the wall of pictures.

Together they fill one screen of a projector; a recorded training is shown by the same.
"""

from collections.abc import Callable

import streamlit as st

from fashion_model.runs import Command, Curve, Run
from fashion_model.runs.estimate import GETTING_READY
from fashion_model.words import duration, percent, plain
from ui.elements import states
from ui.models import spoiled
from ui.training import follow, learning, outcome

TESTING = "asking the best epoch about the test pictures"
NOT_YET = "–"


def draw(run: Run, state: str, controls: Callable[[], None] | None = None) -> None:
    """Draw `run`, which is in that `state`; `controls` draws what can be done with it."""
    left, right = st.columns([5, 4], gap="medium")
    with right, st.container(gap="xsmall"):
        head(run.name, state)
        _where_it_stands(run, state)
        summed_up = outcome.draw(run)
        if controls is not None:
            controls()
        learning.draw_wall(run, state)
    with left:
        learning.draw_curve(run, state)
        spoiled.note(run)
    if not summed_up:
        _numbers(run, state)
    if learning.begun(run, state):
        follow.draw(run)


def head(name: str, state: str) -> None:
    """Draw a training's name beside its state."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(name, width="content")
        states.badge(state)


def _where_it_stands(run: Run, state: str) -> None:
    """Say in words and a bar where the training stands."""
    if state == "interrupted":
        st.warning(
            f"This training was interrupted. {plain(run.obstacle or '')} {_what_is_left(run)}",
            icon=":material/power_off:",
        )
    elif state == "failed":
        st.error(plain(run.reason or "This training failed."), icon=":material/error:")
    elif state == "stopped" and run.reason:
        st.caption(plain(run.reason))
    if state in ("running", "paused", "interrupted"):
        stopping = state == "running" and run.command is not None and run.command[0] is Command.STOP
        st.progress(run.progress, f"Stopping: {TESTING} …" if stopping else place(run, state))


def _what_is_left(run: Run) -> str:
    if run.saved:
        return "What it has learned is saved: resume it, or stop and keep the best so far."
    if run.parent is not None:
        return (
            "It can’t go on, because pictures of your own are never kept: please teach the network "
            "again."
        )
    return "Nothing was saved yet: resume it, and it begins anew."


def place(run: Run, state: str) -> str:
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
