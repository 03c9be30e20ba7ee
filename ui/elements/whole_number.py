"""A field for a whole number, read here rather than by the browser.

A browser's own number field keeps the text to itself: a German one takes the comma of "64,5" away,
and one that is emptied sends its least number.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from fashion_model.config import ConfigError, Number
from fashion_model.words import plain, read_whole_number
from ui.state import Slot

_LONGEST = 20  # letters of what was typed that a sentence repeats


def draw(
    setting: Number,
    title: str,
    key: str,
    *,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
    **look: Any,
) -> None:
    """Draw a field for `setting`, whose value the session holds under `key` already.

    An emptied one stays what it was; `say_refused` says what can't be used, where there is room.
    `on_change` is called with `args` after the value has changed; `look` goes to the text field.
    """
    field, shown = field_key(key), str(st.session_state[key])
    if st.session_state.get(field) != shown:
        st.session_state[field] = shown
        _refused(key).clear()
    st.text_input(title, key=field, on_change=_typed, args=(setting, key, on_change, args), **look)


def say_refused(key: str) -> None:
    """Say why what was typed last into the field for `key` can't be used, if it can't."""
    if _refused(key).get():
        st.error(_refused(key).get(), icon=":material/edit:")


def field_key(key: str) -> str:
    """Return the key of the text field for the value under `key`."""
    return f"{key}_typed"


def _refused(key: str) -> Slot[str]:
    return Slot(f"{key}_refused", "")


def _typed(
    setting: Number, key: str, on_change: Callable[..., None] | None, args: tuple[Any, ...]
) -> None:
    before = st.session_state[key]
    text = str(st.session_state[field_key(key)]).strip()
    _refused(key).clear()
    try:
        value = read_whole_number(text) if text else before
        setting.check(setting.label, value)
    except (ValueError, ConfigError):
        value = before
        _refused(key).set(
            f"“{plain(text[:_LONGEST])}” is no whole number from {setting.low:.0f} to "
            f"{setting.high:.0f}: it stays {before}."
        )
    st.session_state[key] = value
    st.session_state[field_key(key)] = str(value)
    if value != before and on_change is not None:
        on_change(*args)
