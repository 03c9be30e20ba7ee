"""The operator's way in, below the list of trainings; drawn only where a password is set."""

import streamlit as st

from fashion_model import environment
from ui import visitor
from ui.models import actions
from ui.state import Slot

_PASSWORD = "operator_password"
_ERROR: Slot[str | None] = Slot("operator_error", None)


def draw() -> None:
    """Ask for the password, or say that this visitor is the operator."""
    if not environment.admin_password():
        return
    if visitor.is_operator():
        st.caption(":material/key: You are the operator: you can change every training.")
        return
    with st.popover("Operator", icon=":material/key:", key="operator"):
        st.text_input(
            "Password",
            type="password",
            key=_PASSWORD,
            max_chars=200,
            on_change=_try,
            help="Who knows it can stop, rename and delete every training.",
        )
        actions.show(_ERROR)


def _try() -> None:
    actions.attempt(_ERROR, visitor.become_operator, st.session_state[_PASSWORD])
    st.session_state[_PASSWORD] = ""
