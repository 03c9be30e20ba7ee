"""The widget of a hyperparameter, as its declaration says: a slider, a choice or a number."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from fashion_model.config import SETTINGS, Choice, Number
from ui.elements import whole_number
from ui.state import hold


def draw(
    name: str,
    key: str,
    *,
    stops: Sequence[float] = (),
    words: str = "",
    width: int | None = None,
    disabled: bool = False,
    on_change: Callable[[], None] | None = None,
    short: bool = False,
) -> None:
    """Draw the widget `key` for the setting `name`, whose value the session holds already.

    `stops`: what a logarithmic slider offers. `words`: what the page says beyond the declaration.
    `short`: a slider in percent is called by its label alone.
    """
    setting = SETTINGS[name]
    hold(key, disabled)
    common: dict[str, Any] = {
        "key": key,
        "persist_state": "session",
        "width": width or "stretch",
        "on_change": on_change,
        "disabled": disabled,
        "help": f"{setting.help} {words}".strip(),
    }
    if isinstance(setting, Number):
        title = setting.label if short and setting.unit.startswith("%") else setting.title
        _number(setting, title, stops, common)
    else:
        assert isinstance(setting, Choice), name  # blocks, which have switches, have another form
        _choice(setting, common)


def _number(setting: Number, title: str, stops: Sequence[float], common: dict[str, Any]) -> None:
    number: Callable[[float], float] = int if setting.whole else float
    low, high, step = (number(value) for value in (setting.low, setting.high, setting.step))
    match setting.scale:
        case "logarithmic":
            st.select_slider(title, stops, format_func=lambda v: f"{v:g}", **common)
        case "typed":
            whole_number.draw(setting, title, **common)
            whole_number.say_refused(common["key"])
        case "linear":
            st.slider(title, low, high, step=step, format=_format(setting), **common)


def _format(setting: Number) -> str | None:
    """How a slider writes its value: shares of pictures in percent, pixels without zeros."""
    if setting.unit.startswith("%"):
        return "percent"
    return "%g" if setting.unit and not setting.whole else None


def _choice(setting: Choice, common: dict[str, Any]) -> None:
    def shown(name: str) -> str:
        return f"{name}: {setting.words[name]}" if setting.words[name] else name

    st.selectbox(setting.label, list(setting.words), format_func=shown, **common)
