"""A callback comes to its end although the page is asked for meanwhile."""

from collections.abc import Iterator

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from ui import callbacks

NAME = "_maybe_handle_execution_control_request"


@pytest.fixture
def _done_whole(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ScriptRunner, NAME, getattr(ScriptRunner, NAME))  # as it was, afterwards
    callbacks.do_whole()
    yield


def _page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    def discard() -> None:
        st.session_state.discarded = True
        ctx = get_script_run_ctx()
        assert ctx is not None
        assert ctx.script_requests is not None
        ctx.script_requests.request_rerun(RerunData())  # as another click does meanwhile
        st.session_state.remembered = True

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.button("Discard", key="discard", on_click=discard)
    st.text(f"Run {st.session_state.runs}")
    if st.session_state.get("discarded"):
        st.text(f"Undo: {st.session_state.get('remembered', False)}")


@pytest.mark.usefixtures("_done_whole")
def test_what_a_click_does_is_done_whole() -> None:
    app = AppTest.from_function(_page).run()
    app.button(key="discard").click().run()
    assert not app.exception
    assert [each.value for each in app.text] == ["Run 2", "Undo: True"]


def test_streamlit_alone_breaks_it_off() -> None:
    """Once this fails, `ui/callbacks.py` is needed no more."""
    app = AppTest.from_function(_page).run()
    app.button(key="discard").click().run()
    assert [each.value for each in app.text][-1] == "Undo: False"
