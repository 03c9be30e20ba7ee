"""Below the settings: how long it will take, sharing, and the button that starts it."""

import streamlit as st

from fashion_model.config import TrainConfig
from fashion_model.runs import NAME_LENGTH, RunSummary, create_run, list_runs
from fashion_model.runs.estimate import Estimate, estimate
from fashion_model.words import several
from ui import plan
from ui.models import chosen_run, resources
from ui.state import begin_with
from ui.training import follow, link, live, settings

EARLIER = 20
"""Trainings looked at to judge the speed of this machine, newest first."""


def set_up() -> None:
    """Draw the settings and the start button; a click puts the training in line."""
    link.note()
    config = settings.form()
    _reset_and_share(config)
    picture = follow.choose()
    start = _name_and_start(disabled=config is None)
    if config is None:
        return
    st.caption(_time_needed(config))
    live.trouble()
    if start:
        data = resources.dataset()
        run = create_run(
            config,
            st.session_state["run_name"],
            dataset_fingerprint=data.fingerprint,
            sample=data.is_sample,
            watch=None if picture is None else picture[None],
        )
        plan.PRESET_CHANGE.clear()  # what it said is done
        chosen_run.choose(run.id)
        st.rerun()


def _reset_and_share(config: TrainConfig | None) -> None:
    with st.container(horizontal=True):
        st.button(
            "Reset to the preset",
            key="reset_settings",
            icon=":material/restart_alt:",
            on_click=plan.put_preset,
        )
        if config is not None:
            link.share(config)


def _name_and_start(*, disabled: bool) -> bool:
    """Draw the name's field and the start button; return whether that was clicked."""
    begin_with("run_name", "My network")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Name",
            key="run_name",
            persist_state="session",
            max_chars=NAME_LENGTH,
            help="So that you find this training again in the list below.",
        )
        return st.button(
            "Start training",
            key="start_training",
            type="primary",
            icon=":material/play_arrow:",
            disabled=disabled,
        )


def _time_needed(config: TrainConfig) -> str:
    """Return the estimated time as a sentence that says what it rests on."""
    data = resources.dataset_if_ready()
    if data is None:
        return ":material/timer: How long it will take is said here once the pictures are read."
    runs = [run for run in list_runs() if isinstance(run, RunSummary) and not run.bundled]
    needed = estimate(config, len(data.train.labels), runs[:EARLIER])
    most = "at most " if config.patience is not None else ""
    if needed.measured:
        return (
            f":material/timer: Takes {most}about **{roughly(needed.high)}**, judging by an earlier "
            "training on this machine."
        )
    return f":material/timer: {_guess(needed, most)}"


def _guess(needed: Estimate, most: str) -> str:
    low, high = roughly(needed.low), roughly(needed.high)
    between = f"about **{low}**" if low == high else f"roughly **{low} to {high}**"
    return (
        f"Takes {most}{between} on a laptop with two cores: a guess, because nothing has been "
        "trained on this machine yet."
    )


def roughly(seconds: float) -> str:
    """Return a length of time no more exact than an estimate is: `40 s`, `3 min`, `2 h`."""
    if seconds < 55:
        return f"{max(5, 5 * round(seconds / 5))} s"
    if seconds < 90 * 60:
        return f"{max(1, round(seconds / 60))} min"
    return several(round(seconds / 3600), "hour")
