"""Below the settings: how long it will take, sharing, and the button that starts it."""

import streamlit as st

from fashion_model.arrays import UInt8Array
from fashion_model.config import TrainConfig
from fashion_model.runs import NAME_LENGTH, RunSummary, create_run, why_read_only
from fashion_model.runs.estimate import EARLIER, estimate
from fashion_model.runs.naming import usual_name
from fashion_model.words import roughly
from ui import plan, visitor
from ui.models import chosen_run, resources, under_way
from ui.state import FORM_OPEN_ABOVE, Slot, begin_with
from ui.training import follow, link, replay, settings
from ui.visible import list_runs

_NAME_TAKEN: Slot[bool] = Slot("run_name_taken", False)
"""Whether the name typed belongs to a training that was started: the next one is another."""


def is_open(run: RunSummary | None) -> bool:
    """Whether the form stands open above `run`, the one that is shown.

    It is closed above a visitor's own training, which stays where it is when it ends, unless what
    was planned on another page led here.
    """
    if run is not None and FORM_OPEN_ABOVE.get() == run.id:
        return True
    return (run is None or run.bundled) and not replay.chosen()


def set_up() -> None:
    """Draw the settings and the start button; a click puts the training in line."""
    closed = why_read_only() is not None
    if closed:
        under_way.trouble()  # above the button that it keeps from working
    with st.container():
        link.note()
    settings.network()
    epochs, rate, go = st.columns([4, 4, 3], gap="medium")
    with epochs:
        settings.epochs()
    with rate:
        settings.learning_rate()
    with st.container(horizontal=True, gap="small", key="more_settings"):
        config = settings.more()
        _name_and_share(config)
        st.button(
            "Reset",
            key="reset_settings",
            icon=":material/restart_alt:",
            type="tertiary",
            on_click=plan.put_preset,
            help="Sets all of this as the preset says.",
        )
    picture = follow.choose()
    with go, st.container(gap="xsmall"):
        start = st.button(
            "Start training",
            key="start_training",
            type="primary",
            icon=":material/play_arrow:",
            disabled=config is None or closed,
            width="stretch",
        )
        if config is not None:
            st.caption(_time_needed(config))
    if not closed:
        under_way.trouble()
    if start and config is not None:
        _start(config, picture)


def _start(config: TrainConfig, picture: UInt8Array | None) -> None:
    data = resources.dataset()
    run = create_run(
        config,
        st.session_state["run_name"].strip() or usual_name(config),
        dataset_fingerprint=data.fingerprint,
        sample=data.is_sample,
        visitor=visitor.asking(),
        watch=None if picture is None else picture[None],
    )
    plan.PRESET_CHANGE.clear()  # what it said is done
    _NAME_TAKEN.set(True)
    chosen_run.choose(run.id)
    st.rerun()


def _name_and_share(config: TrainConfig | None) -> None:
    begin_with("run_name", "")
    if _NAME_TAKEN.get():
        _NAME_TAKEN.clear()
        st.session_state["run_name"] = ""
    with st.popover("Name and share", icon=":material/share:"):
        st.text_input(
            "Name",
            key="run_name",
            persist_state="session",
            max_chars=NAME_LENGTH,
            placeholder="" if config is None else usual_name(config),
            help="So that you find this training again. Left empty, it says what is special.",
        )
        if config is not None:
            link.share(config)


def _time_needed(config: TrainConfig) -> str:
    """Return the estimated time as a sentence that says what it rests on."""
    data = resources.dataset_if_ready()
    if data is None:
        return "How long it will take is said here once the pictures are read."
    runs = [run for run in list_runs() if isinstance(run, RunSummary) and not run.bundled]
    needed = estimate(config, len(data.train.labels), runs[:EARLIER])
    most = "at most " if config.patience is not None else ""
    if needed.measured:
        return (
            f"Takes {most}about **{roughly(needed.high)}**, judging by an earlier training on this "
            "machine."
        )
    low, high = roughly(needed.low), roughly(needed.high)
    between = f"about **{low}**" if low == high else f"roughly **{low} to {high}**"
    return (
        f"Takes {most}{between} on a laptop: a guess, because nothing has been trained on this "
        "machine yet."
    )
