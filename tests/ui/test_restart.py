"""The sentence of a server that began anew, where the first drawing of a page is broken off."""

from streamlit.testing.v1 import AppTest

from ui.restart import WORDS


def _page() -> None:
    import json

    import streamlit as st

    from ui import restart

    stored = json.dumps({"server": "the one before"})
    handed_back = st.button("Hand back", on_click=restart.notice, args=(stored, len(stored)))
    if not (handed_back or "drawn" in st.session_state):
        st.stop()  # as where the tab hands back what it kept while the page is still being drawn
    st.session_state["drawn"] = True
    restart.look()


def test_it_is_said_once_however_early_the_tab_hands_back() -> None:
    app = AppTest.from_function(_page).run()
    app.button[0].click().run()
    assert [toast.value for toast in app.toast] == [WORDS]
    app.run()
    assert not app.toast
    assert not app.exception
