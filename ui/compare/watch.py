"""Watch: one experiment as it happens, and what came of it.

Like the view of one training (`ui/training/live.py`) it reads what is new in the run directories
every second or two, so it does not matter who trains or how many look on.
"""

import time
from collections.abc import Sequence

import streamlit as st

from fashion_model.experiments import choosing, result
from fashion_model.experiments.store import Experiment
from fashion_model.experiments.trials import Trial, goes_on_searching, progress, read, state_of
from fashion_model.runs import Command, RunError, RunSummary, queue_position
from fashion_model.words import plain, several
from ui import visitor
from ui.compare import actions, answer, heat_map, search_view
from ui.elements import states
from ui.experiments import chosen, curves, lines
from ui.experiments.lines import Line
from ui.layout import INK
from ui.models import under_way
from ui.models.actions import attempt, show
from ui.state import begin_with
from ui.visible import open_experiment

_ALONG = "compare_along"
_TESTED_WITHIN = 60.0  # seconds after the last training has ended


def draw(experiment: Experiment) -> None:
    """Draw the view of `experiment`; what is under way renews itself."""
    trials = read(experiment)
    state = shown_state(experiment, trials)
    pace = _pace(experiment, trials, state)
    st.fragment(_view, run_every=pace)(experiment.id, state, pace)


def shown_state(experiment: Experiment, trials: Sequence[Trial]) -> str:
    """Return the state of all together; between two of its trainings it is under way, too."""
    state = state_of(experiment, trials)
    if goes_on_searching(experiment) and not any(trial.state == "queued" for trial in trials):
        return state  # whether a worker is there tells it
    begun = any(trial.run is not None and trial.run.summary.last for trial in trials)
    return "running" if state == "queued" and begun else state


def _pace(experiment: Experiment, trials: Sequence[Trial], state: str) -> float | None:
    """Return the seconds between two updates; None where nothing moves."""
    if state == "finished" and _is_being_tested(experiment, trials):
        return under_way.SLOW_SECONDS
    runs = [trial.run for trial in trials if trial.run is not None]
    return under_way.pace(
        state,
        learned=any(run.summary.step for run in runs),
        seconds=sum(run.seconds for run in runs),
        waiting_since=max((run.waiting_since for run in runs), default=0.0),
    )


def _is_being_tested(experiment: Experiment, trials: Sequence[Trial]) -> bool:
    """Whether the chosen training may be answering the test pictures just now."""
    chosen_one = choosing.chosen_run(experiment, trials)
    if chosen_one is None or chosen_one.test_accuracy is not None:
        return False
    ended = max(trial.run.summary.heard for trial in trials if trial.run is not None)
    return 0 <= time.time() - ended < _TESTED_WITHIN


def _view(experiment_id: str, drawn_state: str, drawn_pace: float | None) -> None:
    try:
        experiment = open_experiment(experiment_id)
    except RunError:
        st.rerun()  # the whole page then says why
    trials = read(experiment)
    state = shown_state(experiment, trials)
    if (state, _pace(experiment, trials, state)) != (drawn_state, drawn_pace):
        st.rerun()  # the page shows the state elsewhere, too, and sets the pace
    search = experiment.design.search
    seen = lines.read(trials) if search is None else []  # of a search the pictures show the ends
    over = state == "finished"
    with st.container(key="experiment_view"):  # side by side, or one above the other
        with st.container(gap="xsmall", key="experiment"):
            _head(experiment, state)
            if over:
                _lacking(trials)
                answer.draw(experiment, trials)
            else:
                if search is None:
                    st.progress(progress(trials), lines.how_far(trials, seen, state))
                else:
                    search_view.where_it_stands(experiment, search, trials)
                    search_view.mended(experiment)
                _in_line(experiment, trials, state)
                own = [trial.run for trial in trials if trial.run is not None]
                if visitor.may_change(*own):
                    _controls(experiment, trials, state)
                else:
                    st.caption(f":material/lock: {visitor.OF_ANOTHER}")
            show(actions.ERROR)
        with st.container(gap="xsmall", key="experiment_chart"):
            _chart(experiment, trials, seen)
        with st.container(key="experiment_results"):
            if over and len(experiment.design.varied) != 2:  # else the map shows them
                answer.draw_results(experiment, trials)


def _head(experiment: Experiment, state: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(experiment.question)}**", width="content")
        if experiment.cluster is not None:
            st.caption(f"on the cluster at {plain(experiment.cluster)}", width="content")
        if state not in ("running", "finished"):  # those are seen
            states.badge(state)
        st.space("stretch")
        new = st.button("New question", key="new_question", icon=":material/add:")
    if new:
        chosen.leave()
        st.rerun()


def _in_line(experiment: Experiment, trials: Sequence[Trial], state: str) -> None:
    """Say what it waits for, and what won't count."""
    if state == "queued":
        under_way.trouble()
        if not search_view.lacks_room(experiment, trials):
            runs = [trial.run for trial in trials if trial.run is not None]
            place = queue_position(runs[0]) if runs else None
            where = "next" if place in (None, 1) else f"number {place}"
            st.caption(f":material/schedule: It is {where} in line and starts by itself.")
    _lacking(trials)


def _lacking(trials: Sequence[Trial]) -> None:
    """Say which trainings can't go on or won't count."""
    halted = [t.run for t in trials if t.run is not None and t.state == "interrupted"]
    if halted:
        st.warning(
            f"{several(len(halted), 'training')} interrupted. {plain(halted[0].obstacle or '')} "
            f"{_what_is_left(halted)}",
            icon=":material/power_off:",
        )
    failed = [t.run for t in trials if t.run is not None and t.state == "failed"]
    if failed:
        st.error(
            f"{several(len(failed), 'training')} failed and won’t count. "
            f"{plain(failed[0].reason or '')}",
            icon=":material/error:",
        )
    again = [trial.run for trial in trials if trial.run is not None and trial.run.summary.again]
    if again:
        st.caption(
            f"{several(len(again), 'training')} tried again. {plain(again[0].summary.again or '')}"
        )
    gone = sum(trial.run is None for trial in trials)
    if gone:
        st.caption(f"{several(gone, 'training')} of it can’t be read any more and won’t count.")


def _what_is_left(halted: Sequence[RunSummary]) -> str:
    if all(run.saved for run in halted):
        return "What they learned is saved: resume, or stop and keep the best so far."
    if any(run.saved for run in halted):
        return "What some of them learned is saved: resume, and the others begin anew."
    return "Nothing was saved yet: resume, and they begin anew."


def _controls(experiment: Experiment, trials: Sequence[Trial], state: str) -> None:
    """Draw what can be done with all its trainings together."""
    states = {trial.state for trial in trials}
    with st.container(horizontal=True, key="run_controls", gap="xsmall"):
        if "running" in states:
            _button("Pause", Command.PAUSE, experiment, "Frees the place for others in line.")
        if state in ("paused", "interrupted"):
            _button("Resume", Command.RESUME, experiment, "Goes on exactly where it was.")
        _button("Stop", Command.STOP, experiment, _what_stop_does(experiment))
        discarded = st.button(
            "Discard",
            key="discard_experiment",
            icon=":material/delete:",
            help="Ends it and deletes it with its trainings. You can undo this.",
            on_click=attempt,
            args=(actions.ERROR, actions.discard, experiment),
        )
    if discarded:
        st.rerun()


def _what_stop_does(experiment: Experiment) -> str:
    if goes_on_searching(experiment):
        return "Ends the search here; what it found is then trained again from fresh seeds."
    return "Ends here and compares what there is."


def _button(label: str, command: Command, experiment: Experiment, words: str) -> None:
    st.button(
        label,
        key=f"all_{command}",
        icon=under_way.ICONS[command],
        help=words,
        on_click=attempt,
        args=(actions.ERROR, actions.ask, experiment.id, command),
        type="primary" if command is Command.RESUME else "secondary",
    )


def _chart(experiment: Experiment, trials: Sequence[Trial], seen: Sequence[Line]) -> None:
    """Draw all trainings in one picture: curves, of two settings a map, of a search its trials."""
    design = experiment.design
    if design.search is not None:
        search_view.charts(experiment, design.search, trials)
        return
    if len(design.varied) == 2:
        _map(experiment, trials, seen)
        return
    begin_with(_ALONG, curves.EPOCHS)
    st.segmented_control(
        "Along",
        [curves.EPOCHS, curves.SECONDS],
        key=_ALONG,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    along = st.session_state[_ALONG]
    labels = result.labels(design)
    table, ends = curves.table(seen, labels, along)
    epochs = max(variant.config.epochs for variant in design.variants)
    st.vega_lite_chart(
        table,
        curves.chart(
            labels,
            along,
            curves.until(seen, epochs, along),
            ends,
            INK,
            curves.title_of(seen),
        ),
        key=f"compare_curves_{'epochs' if along == curves.EPOCHS else 'seconds'}",
        alt=curves.alt(seen, labels),
    )


def _map(experiment: Experiment, trials: Sequence[Trial], seen: Sequence[Line]) -> None:
    design = experiment.design
    ended = [
        all(t.run is None or t.run.ending is not None for t in trials if t.variant == variant)
        for variant in range(len(design.variants))
    ]
    st.vega_lite_chart(
        heat_map.table(design, seen, ended),
        heat_map.chart(design, INK),
        key="compare_map",
        alt=heat_map.alt(design, seen),
    )
