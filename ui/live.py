"""One training as it happens: where it stands, its curves, its wall of pictures, its controls.

The view reads the run directory again every second, so it does not matter who trains, whether
the page was refreshed in between, or how many tabs look on.
"""

from typing import Any, Literal

import numpy as np
import streamlit as st

from fashion_model.data import DataError
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import (
    BUNDLED,
    Run,
    RunError,
    discard_run,
    open_run,
    queue_position,
    request,
)
from ui import charts, chosen_run, pictures, resources
from ui.navigation import go
from ui.state import JUST_DELETED, RUN_ACTION_ERROR, Deleted
from ui.words import duration, percent, plain

Wish = Literal["pause", "resume", "stop"]

LIVE = ("queued", "running", "paused")
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
    _curves(run)


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
        st.progress(run.progress, _place(run.started, curve.batches, curve.epochs))
    _numbers(run, state, curve.batches, curve.epochs)


def _place(
    started: dict[str, Any] | None, batches: list[dict[str, Any]], epochs: list[dict[str, Any]]
) -> str:
    """Return the moving caption: `Epoch 3 of 10 · batch 120 of 141`."""
    if started is None:
        return "Getting ready …"
    last = batches[-1] if batches else {"epoch": 1, "batch": 0, "step": 0}
    if epochs and epochs[-1]["step"] >= last["step"]:
        return f"Epoch {epochs[-1]['epoch']} of {started['epochs']} · complete"
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
        if state in LIVE or state == "interrupted":
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


def _curves(run: Run) -> None:
    """Draw loss and accuracy, and the wall below them."""
    curve = run.curve
    if not curve.batches and not curve.epochs:
        return
    started = run.started
    per_epoch = started["batches_per_epoch"] if started else 1
    columns = st.columns(2)
    for column, quantity, words in zip(
        columns,
        ("accuracy", "loss"),
        (
            "Accuracy: the share of right answers. Up is good.",
            "Loss: its surprise at the right answer. Down is good.",
        ),
        strict=True,
    ):
        with column:
            st.caption(words)
            st.vega_lite_chart(
                charts.curve_table(curve.batches, curve.epochs, quantity, per_epoch),
                charts.curve(quantity, run.config.epochs),
                key=f"curve_{quantity}",
                alt=_curve_alt(quantity, curve.epochs),
            )
    if curve.epochs:
        wall(curve.epochs[-1])


def _curve_alt(quantity: str, epochs: list[dict[str, Any]]) -> str:
    if not epochs:
        return f"Chart of the {quantity} in the first epoch, batch by batch."
    first, last = epochs[0], epochs[-1]
    return (
        f"Chart of the {quantity} over {len(epochs)} epochs: validation from "
        f"{first[f'validation_{quantity}']:.3f} to {last[f'validation_{quantity}']:.3f}, "
        f"training from {first[quantity]:.3f} to {last[quantity]:.3f}."
    )


def wall(epoch: dict[str, Any]) -> None:
    """Draw the forty validation pictures with the answers after `epoch` (an epoch event)."""
    try:
        dataset = resources.dataset_if_ready()
    except DataError:
        return
    if dataset is None:
        st.caption("The pictures are being read …")
        return
    indices = np.asarray(epoch["wall"]["indices"], np.int32)
    labels = np.asarray(epoch["wall"]["labels"])
    answers = np.asarray(epoch["wall"]["probabilities"]).argmax(axis=1)
    where = resources.positions_of(dataset.validation, indices)
    # One column a kind: the eye then finds the kind that goes wrong.
    order = np.lexsort((np.arange(len(labels)), labels)).reshape(len(CLASS_NAMES), -1).T.ravel()
    images = dataset.validation.images[where]
    images[where < 0] = 0
    right = answers == labels
    mistakes = [
        f"{CLASS_NAMES[labels[i]]} taken for {CLASS_NAMES[answers[i]]}"
        for i in order
        if not right[i]
    ]
    st.caption(
        f"**{right.sum()} of {len(labels)} pictures right** after epoch {epoch['epoch']}. These "
        "are validation pictures: the network is asked about them but never learns from them. "
        f"One column for each kind: {', '.join(CLASS_NAMES)}."
    )
    with st.container(key="wall"):
        st.image(
            pictures.wall(images[order], right[order]),
            alt=f"Wall of {len(labels)} validation pictures, {right.sum()} marked right with a "
            f"tick. Marked wrong with a cross: {'; '.join(mistakes) or 'none'}.",
        )
