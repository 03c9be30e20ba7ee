"""The app with a button that forgets everything: `streamlit run tests/browser/forgetful.py`."""

import streamlit as st
from starlette.applications import Starlette
from starlette.routing import Mount

import app as front
from ui import persistence

_restore = persistence.restore


def restore() -> None:
    """Draw the button above the page."""
    st.button("Forget it all", on_click=persistence.forget)
    _restore()


persistence.restore = restore
app = Starlette(routes=[Mount("/", front.app)], lifespan=front.app.lifespan())
