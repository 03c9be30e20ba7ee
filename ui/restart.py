"""One sentence for who was in the middle of something when the server ended and began anew."""

import json
import secrets
import time

import streamlit as st

from fashion_model.runs import BUNDLED, RunError
from ui.elements import tab
from ui.models import chosen_run
from ui.state import Slot
from ui.visible import open_run

WORDS = "The app was started anew: you are back on the same page, with the same training and plan."
A_WHILE = (
    600.0  # seconds after its beginning in which a server takes a newcomer for one who is back
)
SERVER = secrets.token_hex(4)
"""Tells this server from the one before."""
_BEGAN, _BEGAN_AT = time.monotonic(), time.time()

_LOOKED: Slot[bool] = Slot("looked_for_restart", False)
_TO_SAY: Slot[bool] = Slot("restart_to_say", False)


def look() -> None:
    """Say so once, if the address or what the browser's tab kept is of before."""
    if not _LOOKED.get():
        _LOOKED.set(True)
        _TO_SAY.set(_TO_SAY.get() or _run_is_of_before())
    if _TO_SAY.get():
        _TO_SAY.clear()
        st.toast(WORDS, icon=":material/restart_alt:", duration="long")


def sign(text: str) -> str:
    """Return what a tab is to keep, a JSON object or nothing, with the server it comes from."""
    return json.dumps({**json.loads(text), "server": SERVER}) if text else ""


def notice(text: object, longest: int) -> None:
    """See whether what a tab handed back comes from another server."""
    match tab.parse(text, longest):
        case {"server": str(server)} if server != SERVER:
            _TO_SAY.set(True)


def _run_is_of_before() -> bool:
    if time.monotonic() - _BEGAN > A_WHILE or chosen_run.current_id() == BUNDLED:
        return False
    try:
        return open_run(chosen_run.current_id()).created < _BEGAN_AT
    except RunError:  # the page says what is wrong
        return False
