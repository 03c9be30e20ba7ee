"""The app with a button that forgets everything: `streamlit run tests/browser/forgetful.py`."""

import streamlit as st

import app as front
from ui import kept

_restore = kept.restore


def restore() -> None:
    """Draw the button above the page."""
    st.button("Forget it all", on_click=kept.forget)
    _restore()


kept.restore = restore
app = front.app
