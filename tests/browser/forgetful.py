"""The app with a button that forgets everything: `streamlit run tests/browser/forgetful.py`."""

import streamlit as st
from starlette.applications import Starlette
from starlette.routing import Mount

import app as front
from ui import kept

_restore = kept.restore


def restore() -> None:
    """Draw the button above the page."""
    st.button("Forget it all", on_click=kept.forget)
    _restore()


kept.restore = restore
app = Starlette(routes=[Mount("/", front.app)], lifespan=front.app.lifespan())
