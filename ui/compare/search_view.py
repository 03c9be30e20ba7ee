"""A search as it happens, and what it found: how far it is, its trials in pictures, and more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from fashion_model.experiments.journal import MENDED, read_importance, was_damaged
from fashion_model.experiments.search import Search
from fashion_model.experiments.searched import Step, share_used, steps, trial_runs
from fashion_model.experiments.store import Experiment
from fashion_model.experiments.trials import Trial, progress
from fashion_model.experiments.varying import VARYING
from fashion_model.runs.store import lacking_room
from fashion_model.words import percent, plain, roughly, several
from ui.compare import actions, trial_charts
from ui.layout import INK, go
from ui.models import chosen_run
from ui.models.actions import attempt
from ui.state import Slot, begin_with

_BEST, _ALL, _ONE, _IMPORTANCE = "Best so far", "All settings", "One setting", "What mattered"
_LOOK, _SETTING = "search_look", "search_setting"
_MORE_TRIALS, _MORE_SECONDS = 10, 60.0
_NO_ROOM = ":material/hard_drive:"
EXHAUSTED = (
    "It ended early: hardly any other network in these ranges is small enough. Search the width,"
    " too, or a smaller one."
)
_OPEN: Slot[str | None] = Slot("search_open_run", None)
"""The id of the trial whose line was just clicked."""


@dataclass(frozen=True)
class _Shown:
    """A search, and those of its trials that have a result."""

    experiment: Experiment
    search: Search
    found: list[Step]


def where_it_stands(experiment: Experiment, search: Search, trials: Sequence[Trial]) -> None:
    """Say in words and a bar how far it is."""
    runs = trial_runs(trials)
    if search.over:
        fresh = [trial for trial in trials if trial.variant is not None]
        ended = sum(trial.run is None or trial.run.ending is not None for trial in fresh)
        st.progress(
            progress(fresh),
            f"Again from fresh seeds: {ended} of {several(len(fresh), 'training')} done",
        )
    else:
        st.progress(share_used(search, runs), _so_far(search, trials))
    with st.popover("What is searched", icon=":material/tune:", key="searched"):
        for key, span in search.space.items():
            st.markdown(f"- **{VARYING[key].setting.label}** {plain(span.in_words(key))}")
        st.caption(_rules(search, experiment))


def _so_far(search: Search, trials: Sequence[Trial]) -> str:
    runs, found = trial_runs(trials), steps(trials)
    ended = sum(run.ending is not None for run in runs)
    words = f"{several(ended, 'trial')} done"
    if search.trials is not None:
        words = f"{ended} of {several(search.trials, 'trial')} done"
    elif search.seconds is not None:
        left = (1 - share_used(search, runs)) * search.seconds
        words += f" · about {roughly(left)} of training left"
    return words + (f" · best so far {percent(found[-1].best)}" if found else "")


def _rules(search: Search, experiment: Experiment) -> str:
    lines = ["What you had is tried first. A trial that is behind half of the others is given up."]
    if search.most_parameters is not None:
        lines.append(f"Networks have at most {search.most_parameters:,} parameters.")
    seeds = len(experiment.design.seeds)
    lines.append(
        f"The best is trained again from {several(seeds, 'fresh seed')}, and so is what you had:"
        " the best of many looks better than it is."
    )
    return " ".join(lines)


def lacks_room(experiment: Experiment, trials: Sequence[Trial]) -> bool:
    """Say what keeps a search from its next trial; whether anything does."""
    if any(trial.state == "queued" for trial in trials):  # as for any training in line
        return False
    lacking = lacking_room(experiment.root, experiment.design.base, experiment.visitor)
    if lacking is not None:
        st.warning(f"{plain(lacking)} Then the search goes on by itself.", icon=_NO_ROOM)
    return lacking is not None


def told(experiment: Experiment, trials: Sequence[Trial]) -> None:
    """Say how the search itself went, before the verdict."""
    search, found = experiment.design.search, steps(trials)
    if search is not None and search.exhausted:
        st.caption(EXHAUSTED)
    if experiment.design.rival is not None and found:
        best = max(found, key=lambda step: step.reached)
        st.caption(
            f"Best of {several(len(found), 'trial')}: {plain(best.run.name)}, "
            f"{percent(best.reached)}. It was picked for that, so part of it is luck; the verdict "
            "counts fresh seeds only."
        )
    mended(experiment)


def mended(experiment: Experiment) -> None:
    """Say that a damaged journal was set aside, if one was."""
    if was_damaged(experiment.path):
        st.caption(f":material/build: {MENDED}")


def go_on(experiment: Experiment, search: Search) -> None:
    """Draw the button that lets it go on for longer."""
    in_time = search.seconds is not None
    more = _MORE_SECONDS if in_time else float(_MORE_TRIALS)
    clicked = st.button(
        "Search one more minute" if in_time else f"Search {_MORE_TRIALS} more",
        key="search_more",
        icon=":material/search:",
        help="Goes on with all it has learned so far.",
        on_click=attempt,
        args=(actions.ERROR, actions.search_more, experiment.id, more),
    )
    if clicked:
        st.rerun()


def charts(experiment: Experiment, search: Search, trials: Sequence[Trial]) -> None:
    """Draw its trials, one look at a time; a click on a line opens its run."""
    found = steps(trials)
    if not found:
        st.caption("The first trial, what you had, is on its way.")
        return
    shown = _Shown(experiment, search, found)
    looks: dict[str, Callable[[_Shown], None]] = {_BEST: _best, _ALL: _all, _ONE: _one}
    if search.over and read_importance(experiment.path):
        looks[_IMPORTANCE] = _importance
    if st.session_state.get(_LOOK) not in looks:
        st.session_state[_LOOK] = _BEST
    with st.container(horizontal=True, vertical_alignment="center", key="search_looks"):
        st.segmented_control(
            "Look at",
            list(looks),
            key=_LOOK,
            persist_state="session",
            required=True,
            label_visibility="collapsed",
        )
    looks[st.session_state[_LOOK]](shown)


def _best(shown: _Shown) -> None:
    by_second = shown.search.seconds is not None
    whole = [step.run.state == "finished" for step in shown.found]
    st.vega_lite_chart(
        trial_charts.best_table(shown.found, whole, by_second=by_second),
        trial_charts.best_chart(by_second=by_second),
        key=f"search_best_{by_second}",
        alt=_alt(shown.found),
    )
    if not all(whole):
        st.caption("Crosses were ended early.")


def _alt(found: Sequence[Step]) -> str:
    best = max(found, key=lambda step: step.reached)
    return (
        f"The best of {several(len(found), 'trial')} so far: {best.run.name}, with "
        f"{percent(best.reached)} of the validation pictures."
    )


def _all(shown: _Shown) -> None:
    opened = _OPEN.get()
    if opened is not None:
        _OPEN.clear()
        chosen_run.choose(opened)
        go("pages/training.py")
    base = shown.experiment.design.base
    st.vega_lite_chart(
        trial_charts.settings_table(shown.search, base, shown.found),
        trial_charts.settings_chart(shown.search, INK),
        key="search_all",
        on_select=_picked,
        selection_mode=trial_charts.PICKED,
        alt=f"A line for each trial across all settings. {_alt(shown.found)}",
    )
    ordered = sorted(shown.found, key=lambda step: -step.reached)
    names = {step.run.id: f"{percent(step.reached)} · {step.run.name}" for step in ordered}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Click a line to open its training, or choose it here.", width="content")
        st.selectbox(
            "Open a trial",
            list(names),
            index=None,
            format_func=lambda run_id: names.get(run_id, "gone"),
            key="search_open",
            placeholder="Open a trial",
            label_visibility="collapsed",
            on_change=_chosen,
            width=260,
        )


def _picked() -> None:
    state = st.session_state.get("search_all")
    picked = [] if state is None else state["selection"].get(trial_charts.PICKED, [])
    if picked:
        _OPEN.set(str(picked[0]["run"]))


def _chosen() -> None:
    _OPEN.set(st.session_state["search_open"])


def _one(shown: _Shown) -> None:
    keys = list(shown.search.space)
    begin_with(_SETTING, keys[0])
    if st.session_state[_SETTING] not in keys:
        st.session_state[_SETTING] = keys[0]
    st.selectbox(
        "Setting",
        keys,
        format_func=lambda key: VARYING[key].setting.label,
        key=_SETTING,
        persist_state="session",
        label_visibility="collapsed",
        width=240,
    )
    key = st.session_state[_SETTING]
    base = shown.experiment.design.base
    st.vega_lite_chart(
        trial_charts.one_table(shown.search, base, shown.found, key),
        trial_charts.one_chart(shown.search, key),
        key=f"search_one_{key}",
        alt=f"{VARYING[key].setting.label} against what was named right. {_alt(shown.found)}",
    )


def _importance(shown: _Shown) -> None:
    shares = read_importance(shown.experiment.path)
    said = ", ".join(
        f"{VARYING[key].setting.label} {percent(share, 0)}"
        for key, share in shares.items()
        if key in VARYING
    )
    st.vega_lite_chart(
        trial_charts.importance_table(shares),
        trial_charts.importance_chart(shares, INK),
        key="search_importance",
        alt=f"How much of the difference each setting made: {said}.",
    )
    st.caption("Among the best trials, by PED-ANOVA. With few trials it is a rough guess.")
