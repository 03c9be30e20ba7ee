"""Find: what a search is asked for; what is searched, over which ranges, for how long."""

from typing import Any

import streamlit as st

from fashion_model.config import Choice, ConfigError, Number, Switch, TrainConfig
from fashion_model.experiments.design import Design
from fashion_model.experiments.goals import FRESH_SEEDS, GOALS, Goal, around, search_design
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.varying import VARYING
from fashion_model.words import plain
from ui.compare import question, values
from ui.experiments import start
from ui.state import begin_with, hold

FIND = "find"
"""The key of its card."""
CARD = (
    "Find me a good one",
    "Tries many settings, gives up the poor ones early, and says whether the best is truly better.",
)
_GOAL, _TRIALS, _MINUTES = "find_goal", "find_trials", "find_minutes"
_LONG = (1, 5, 15, 30)  # minutes
_MANY = (4, 10, 20, 50)  # trials
_TRIALS_AT_FIRST = 10
_ENDS = ("from", "to")


def goal() -> Goal:
    """Return the question that is chosen."""
    return GOALS[st.session_state.get(_GOAL, next(iter(GOALS)))]


def draw_goal() -> None:
    """Draw which of its questions is asked, and for how long."""
    begin_with(_GOAL, next(iter(GOALS)))
    st.segmented_control(
        "What is asked",
        list(GOALS),
        format_func=lambda key: GOALS[key].question,
        key=_GOAL,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    asked = goal()
    st.caption(asked.why)


def draw_length() -> None:
    """Draw how long it goes: minutes of training, or trainings."""
    if goal().in_time:
        begin_with(_MINUTES, _LONG[0])
        st.segmented_control(
            "Minutes of training",
            list(_LONG),
            key=_MINUTES,
            persist_state="session",
            required=True,
            help="Of all trials together. Getting ready is not counted.",
        )
        return
    begin_with(_TRIALS, _TRIALS_AT_FIRST)
    st.segmented_control(
        "Trials",
        list(_MANY),
        key=_TRIALS,
        persist_state="session",
        required=True,
        help="How many trainings it may use; what you have now is the first.",
    )


def draw_space() -> None:
    """Draw what is searched, and over which ranges; of a guess also what the visitor guesses."""
    asked = goal()
    widget = f"find_keys_{asked.key}"
    begin_with(widget, list(asked.keys))
    st.multiselect(
        "What is searched",
        list(VARYING),
        format_func=lambda key: VARYING[key].setting.label,
        key=widget,
        persist_state="session",
        select_all=False,
        placeholder="Choose a setting",
        help="All else stays as it is in the network on the left.",
    )
    keys = st.session_state[widget]
    if asked.key == "guess":
        _guesses(keys)
    if not keys:
        return
    try:
        space = _space(_base())
    except ConfigError:  # the sentence stands below
        space = {}
    ranges = "; ".join(
        f"**{VARYING[key].setting.label}** {plain(span.in_words(key))}"
        for key, span in space.items()
    )
    if ranges:
        st.markdown(f"{ranges}.")


def draw_ranges() -> None:
    """Draw, one click away, where each number is looked for; empty: where it usually is."""
    keys = [key for key in _keys() if isinstance(VARYING[key].setting, Number)]
    with st.popover("Change the ranges", icon=":material/straighten:", key="ranges"):
        for key in keys:
            label = VARYING[key].setting.label
            with st.container(horizontal=True, gap="small"):
                for end in _ENDS:
                    st.text_input(
                        f"{label} {end}",
                        key=_end_key(key, end),
                        persist_state="session",
                        max_chars=20,
                        placeholder="as usual",
                        width=145,
                    )


def _space(base: TrainConfig) -> dict[str, Range]:
    """Return the ranges: what was typed, else the usual ones; ConfigError where one is none."""
    usual = around(base, tuple(_keys()))
    return {key: _typed(key, span) for key, span in usual.items()}


def _typed(key: str, usual: Range) -> Range:
    words = [st.session_state.get(_end_key(key, end), "").strip() for end in _ENDS]
    if not isinstance(VARYING[key].setting, Number) or not any(words):
        return usual
    low, high = (
        values.read(key, [word])[0] if word else end
        for word, end in zip(words, (usual.low, usual.high), strict=True)
    )
    if low is None or high is None:  # “never” is no end
        raise ConfigError(f"{VARYING[key].setting.label}: a range has a number at both ends.")
    return Range(low, high)


def _end_key(key: str, end: str) -> str:
    return f"find_{end}_{key}"


def _guesses(keys: list[str]) -> None:
    with st.container(horizontal=True, key="guesses", gap="small"):
        for key in keys:
            _guess(key)


def _guess(key: str) -> None:
    setting, widget = VARYING[key].setting, _guess_key(key)
    planned = values.word(key, VARYING[key].get(question.base()))
    begin_with(widget, planned)
    label = f"Guess: {setting.label[0].lower()}{setting.label[1:]}"
    if isinstance(setting, Choice | Switch):
        offered = values.offered(key, question.base())
        hold(widget, *offered)
        st.selectbox(label, list(offered), key=widget, persist_state="session", width=165)
        return
    st.text_input(label, key=widget, persist_state="session", max_chars=20, width=165)


def _guess_key(key: str) -> str:
    return f"find_guess_{key}"


def _base() -> TrainConfig:
    """Return what the visitor has: the network chosen, with what was guessed of it."""
    base = start.config_of(st.session_state[question.BASE])
    if goal().key != "guess":
        return base
    for key in _keys():
        guessed: tuple[Any, ...] = values.read(key, [st.session_state[_guess_key(key)]])
        base = VARYING[key].put(base, guessed[0])
    return base


def _keys() -> list[str]:
    asked = goal()
    chosen: list[str] = st.session_state.get(f"find_keys_{asked.key}", list(asked.keys))
    return chosen


def design() -> Design:
    """Return the search that is planned; ConfigError, in words, where it is none."""
    asked, base = goal(), _base()
    minutes, trials = st.session_state.get(_MINUTES), st.session_state.get(_TRIALS)
    search = Search(
        _space(base),
        trials=None if asked.in_time else trials,
        seconds=60.0 * minutes if asked.in_time and minutes else None,
        most_parameters=asked.most_parameters,
    )
    words = asked.question
    if asked.in_time and minutes and minutes > 1:
        words = f"The best within {minutes} minutes"
    return search_design(words, base, search)


def time_needed(planned: Design) -> str:
    """Return how long it goes, and what comes after."""
    search = planned.search
    budget = search.budget if search is not None else ""
    return (
        f"**{budget[:1].upper()}{budget[1:]}**; then the best is trained again from {FRESH_SEEDS}"
        " fresh seeds, and so is what you had."
    )
