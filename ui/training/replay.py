"""A recorded training, shown as if live: for a demo that must not fail, or to see one again."""

import time
from dataclasses import dataclass, replace

import streamlit as st

from fashion_model.runs import BUNDLED, Run, RunError
from fashion_model.runs.replay import SPEEDS, as_it_was, can_be_replayed, duration
from fashion_model.words import plain
from ui.state import Slot, begin_with
from ui.training import panel
from ui.visible import open_run

LATE_SECONDS = 8.0
"""A training without its first point after so long is offered company."""
RENEWED_SECONDS = 0.7
PLAYS_FOR = 60.0
"""Seconds that the speed chosen at first lets a recording take, if one of SPEEDS is enough."""


@dataclass(frozen=True)
class Replay:
    """A recording on show: `shown` seconds of it at the time `since`, from then on at `speed`."""

    run_id: str
    shown: float
    since: float  # on the monotonic clock
    speed: int

    def now(self) -> float:
        """Return how many of its seconds have been shown by now."""
        return self.shown + (time.monotonic() - self.since) * self.speed


REPLAY: Slot[Replay | None] = Slot("shown_replay", None)


def chosen() -> bool:
    """Whether a recording is to be shown."""
    return REPLAY.get() is not None


def is_late(run: Run, state: str) -> bool:
    """Whether the first point of `run` is late, or will never come."""
    if run.curve.batches or run.curve.epochs:
        return False
    if state == "running":
        return time.time() - run.waiting_since > LATE_SECONDS
    return state in ("failed", "interrupted")


def offer(run: Run, label: str) -> None:
    """Draw the button that shows `run` from its beginning."""
    if st.button(
        label,
        key="begin_replay",
        icon=":material/replay:",
        help="As it was recorded: nothing is trained.",
    ):
        _begin(run)
        st.rerun()  # the whole page: this view is another's


def _begin(run: Run) -> None:
    enough = [speed for speed in SPEEDS if duration(run) / speed <= PLAYS_FOR]
    speed = enough[0] if enough else SPEEDS[-1]
    st.session_state["replay_speed"] = speed
    REPLAY.set(Replay(run.id, 0.0, time.monotonic(), speed))


def watch(live: Run) -> None:
    """Draw the recording; `live` is the training the page is about."""
    over = _is_over()
    st.fragment(_view, run_every=None if over else RENEWED_SECONDS)(live.id, over)


def _is_over() -> bool:
    playing = REPLAY.get()
    try:
        return playing is None or playing.now() > duration(open_run(playing.run_id))
    except RunError:  # deleted meanwhile
        return True


def _view(live_id: str, drawn_over: bool) -> None:
    playing = REPLAY.get()
    try:
        run = None if playing is None else open_run(playing.run_id)
    except RunError as error:  # deleted meanwhile
        st.error(plain(str(error)), icon=":material/error:")
        run = None
    if playing is None or run is None or not can_be_replayed(run):
        REPLAY.clear()
        st.rerun()
    _bar(live_id, run)
    then = as_it_was(run, playing.now())
    if (then.ending is not None) != drawn_over:
        st.rerun()  # from now on it stands still, or moves again
    panel.draw(then, then.state, None if then.ending is None else _again)


def _again() -> None:
    st.button("Once more", key="replay_again", icon=":material/replay:", on_click=_set, args=(0.0,))


def _bar(live_id: str, run: Run) -> None:
    """Say that it is a recording; draw its speed and the way back."""
    begin_with("replay_speed", SPEEDS[0])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge("recorded", icon=":material/movie:", color="violet")
        st.segmented_control(
            "Speed",
            SPEEDS,
            format_func=lambda speed: f"{speed} ×",
            key="replay_speed",
            required=True,
            label_visibility="collapsed",
            on_change=_set,
        )
        words = "Leave the recording" if live_id == run.id else "Back to the live training"
        if st.button(words, key="replay_leave", icon=":material/close:"):
            REPLAY.clear()
            st.rerun()
        if live_id not in (run.id, BUNDLED):
            live = open_run(live_id)
            st.caption(plain(f"{live.name}: {panel.place(live, live.state)}"), width="content")


def _set(shown: float | None = None) -> None:
    """Go on at the chosen speed, from `shown` seconds, else from where it is."""
    playing = REPLAY.get()
    if playing is not None:
        now = playing.now() if shown is None else shown
        speed = int(st.session_state["replay_speed"])
        REPLAY.set(replace(playing, shown=now, since=time.monotonic(), speed=speed))
