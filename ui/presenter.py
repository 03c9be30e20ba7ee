"""The corner of every page: what the words mean, and a presenter’s controls.

These are stage view, colours, starting over, keys.

Stage view is for a projector and the back row: no navigation, everything up to 1.4 times as large,
and headlines alone. It is `?stage=1` in the address, so it survives a refresh and can be a
bookmark.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from ui import glossary, layout, persistence
from ui.elements.component import Component
from ui.state import Slot, begin_with

_PARAMETER = "stage"
_SWITCH = "stage_view"
_THEMES = {
    "Light": ":material/light_mode:",
    "Dark": ":material/dark_mode:",
    "System": ":material/contrast:",
}
_ASKED_THEME: Slot[str | None] = Slot("asked_theme", None)
_CODE = Component.faceless(__file__, "presenter")
_STAGE = Path(__file__).with_name("stage.css").read_text("utf-8")


def restore() -> None:
    """Bring address and switch together, before a page is drawn."""
    asked = st.query_params.get(_PARAMETER)
    begin_with(_SWITCH, asked == "1")
    if _on() and asked is None:  # the app's own navigation drops it
        st.query_params[_PARAMETER] = "1"


def _on() -> bool:
    return bool(st.session_state.get(_SWITCH))


def draw(page: Page, pages: Sequence[Page]) -> None:
    """Draw the corner, and leave for the page before or after where a key asks for it."""
    if _on():
        st.html(f"<style>{_STAGE}</style>")
    with st.container(key="presenter", horizontal=True, gap="xsmall"):
        glossary.draw()
        with st.popover("Presenter", icon=":material/co_present:", key="presenter_menu"):
            _menu()
        sent = _CODE.draw(
            {
                "stage": _on(),
                "theme": _ASKED_THEME.get(),
                "paths": [f"/{each.url_path}" for each in pages],
            },
            key="presenter_keys",
            on_turn_change=_hear,
            on_start_over_change=_hear,
        )
    _ASKED_THEME.clear()
    if sent.get("start_over"):
        _start_over()
    turn = sent.get("turn")
    if turn in (1, -1):
        place = [each.url_path for each in pages].index(page.url_path) + turn
        if 0 <= place < len(pages):
            layout.go(pages[place])


def _hear() -> None:
    """Streamlit hands on what a component sends only to those who listen for it."""


def _menu() -> None:
    st.toggle(
        "Stage view",
        key=_SWITCH,
        persist_state="session",
        on_change=_switched,
        help="Larger, without navigation. Arrow keys or a clicker turn the pages.",
    )
    if st.button(
        "Start over",
        key="start_over",
        icon=":material/restart_alt:",
        help="Empties drawing, plan and choices, for the next visitors. Trainings stay. "
        "In stage view also Shift and Home.",
    ):
        _start_over()
    with st.container(horizontal=True, gap="xsmall"):
        for name, icon in _THEMES.items():
            st.button(name, key=f"theme_{name}", icon=icon, on_click=_ASKED_THEME.set, args=(name,))


def _start_over() -> None:
    """Empty the session, but for the view, and begin at Start."""
    on = _on()
    persistence.forget()
    st.session_state[_SWITCH] = on
    layout.go("pages/start.py")


def _switched() -> None:
    if _on():
        st.query_params[_PARAMETER] = "1"
    elif _PARAMETER in st.query_params:
        del st.query_params[_PARAMETER]
