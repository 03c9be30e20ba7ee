"""The question being asked: what its widgets hold, and the experiment that comes of it.

The widgets are drawn by `ui/compare/ask.py`; their values stay while the visitor looks elsewhere.
"""

import streamlit as st

from fashion_model.config import ConfigError, TrainConfig
from fashion_model.experiments.design import Design
from fashion_model.experiments.templates import TEMPLATES
from fashion_model.experiments.varying import VARYING
from ui import plan
from ui.compare import values
from ui.experiments import start
from ui.state import Slot, begin_with

RACE = "race"
LUCK = "luck"
BASE, VARIED, SEEDS = "compare_base", "compare_varied", "compare_seeds"
LEFT, RIGHT = "compare_left", "compare_right"  # of a race
MOST_SEEDS = 5  # to begin with; more come one by one, where these could not tell

OPENED: Slot[str | None] = Slot("compare_opened", None)
"""The template that is open, or the race."""

_LAST: Slot[str | None] = Slot("compare_last_opened", None)
_OFFERED: Slot[dict[str, tuple[str, ...]]] = Slot("compare_offered_first", {})
"""The values each list began with: while it still holds them, another base brings its own."""


def values_key(key: str) -> str:
    """Return the key of the widget that holds the values of `key`."""
    return f"compare_values_{key}"


def open_template(key: str) -> None:
    """Open a template, or the race: as it is offered, or as it was left if it was the last.

    Call it before widgets are drawn.
    """
    OPENED.set(key)
    if _LAST.get() == key:
        return
    _LAST.set(key)
    state = st.session_state
    begin_with(BASE, plan.QUICK)
    begin_with(LEFT, plan.QUICK)
    begin_with(RIGHT, plan.FIRST_PRESET)
    template = TEMPLATES.get(key)
    state[SEEDS] = template.seeds if template else 1
    if template is None or template.kind == LUCK:
        return
    state[VARIED] = list(template.varied(base()))
    for varied in state[VARIED]:
        state.pop(values_key(varied), None)
    fill()


def base() -> TrainConfig:
    """Return the settings in which something varies; of Quick while those planned clash."""
    try:
        return start.config_of(st.session_state[BASE])
    except ConfigError:
        return plan.preset_now(plan.QUICK)


def has_values() -> bool:
    """Whether the open question tries chosen values, which another base may change."""
    return OPENED.get() in TEMPLATES and OPENED.get() != LUCK


def close() -> None:
    """Go back to all questions."""
    OPENED.clear()


def fill() -> None:
    """Give what varies its first values, and such as were never changed those of another base."""
    before = _OFFERED.get()
    now = {}
    for key in st.session_state[VARIED]:
        now[key] = values.first(key, base())
        held = st.session_state.get(values_key(key))
        if held is None or tuple(held) == before.get(key):
            st.session_state[values_key(key)] = list(now[key])
    _OFFERED.set({**before, **now})


def design() -> Design:
    """Return the experiment that is planned; ConfigError, in words, where it is none."""
    state = st.session_state
    opened = OPENED.get() or LUCK
    seeds = tuple(range(1, state[SEEDS] + 1))
    if opened == RACE:
        return start.race((state[LEFT], state[RIGHT]), seeds)
    asked_of = start.config_of(state[BASE])
    template = TEMPLATES[opened]
    if template.kind == LUCK:
        return Design(LUCK, template.question, asked_of, seeds=seeds)
    varied = {key: values.read(key, state[values_key(key)]) for key in state[VARIED]}
    asked = template.question if list(varied) == [opened] else _asked(list(varied))
    return Design("line-up", asked, asked_of, varied, seeds=seeds)


def _asked(varied: list[str]) -> str:
    """Return a question about what varies, in the words of its declarations."""
    if len(varied) == 1 and varied[0] in TEMPLATES:
        return TEMPLATES[varied[0]].question
    labels = [VARYING[key].setting.label for key in varied]
    words = " and ".join([*labels[:1], *(each[0].lower() + each[1:] for each in labels[1:])])
    return f"{words}: what is best?"
