"""A session that is handed back what the one before had planned and drawn; and one that forgets."""

from dataclasses import replace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from fashion_model.config import PRESETS
from tests.app.conftest import Visit, words
from tests.app.test_classify import put_drawing
from tests.app.test_link import open_link, to_training
from tests.ui.test_persistence import ALL
from tests.ui.test_strokes import text
from ui import persistence
from ui.elements import tab


@pytest.fixture
def hand_back(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the next session's browser hand back `stored`, as its component does."""

    def store(**stored: Any) -> None:
        draw = tab.keep_and_ask

        def ask(name: str, text: str, on_found: Any) -> None:
            on_found(stored)
            draw(name, text, on_found)

        monkeypatch.setattr(tab, "keep_and_ask", ask)

    return store


def planned(app: AppTest) -> dict[str, Any]:
    return {
        "epochs": app.slider(key="epochs").value,
        "sketches": app.slider(key="sketches").value,
        "preset": app.radio(key="preset").value,
        "follow": app.toggle(key="follow_drawing").value,
        "name": app.text_input(key="run_name").value,
    }


WHITE_SQUARE = [2, 20, "M60,60L260,60L260,260L60,260L60,60"]


def kept_plan(app: AppTest) -> str:
    return str(app.session_state["kept_plan"]) if "kept_plan" in app.session_state else ""


def test_a_session_gets_back_what_the_last_one_planned_and_drew(
    visit: Visit, hand_back: Any
) -> None:
    hand_back(plan=persistence.write(ALL), drawing=text(WHITE_SQUARE, black=True))
    app = visit("training")
    assert planned(app) == {
        "epochs": 17,
        "sketches": 0.3,
        "preset": "quick",
        "follow": True,
        "name": ALL.name,
    }
    assert app.button(key="take_own_network").label == "Use your own network instead"
    assert len(app.session_state["drawing"]["objects"]) == 1
    assert app.toggle(key="black_board").value
    app.slider(key="epochs").set_value(3).run()
    assert app.slider(key="epochs").value == 3, "it is handed back once"


def test_what_a_stranger_stored_changes_nothing(visit: Visit, hand_back: Any) -> None:
    hand_back(plan='{"config":"{\\"epochs\\":1e99}"}', drawing="[1", more=["x"] * 9)
    app = visit("training")
    assert app.slider(key="epochs").value == PRESETS["classic"].epochs
    assert "drawing" not in app.session_state


@pytest.mark.parametrize(("reloaded", "epochs"), [(False, 4), (True, 17)])
def test_a_link_wins_unless_it_was_only_reloaded(
    reloaded: bool, epochs: int, visit: Visit, hand_back: Any
) -> None:
    opened = '{"preset":"quick","epochs":4}'
    hand_back(plan=persistence.write(replace(ALL, link=opened)), reloaded=reloaded)
    app = to_training(open_link(opened))
    assert app.slider(key="epochs").value == epochs


def test_a_plan_is_kept_as_soon_as_there_is_one(visit: Visit) -> None:
    app = visit()
    assert kept_plan(app) == ""
    app.switch_page("pages/training.py").run()
    assert kept_plan(app) == ""
    app.slider(key="epochs").set_value(33).run()
    app.button(key="reset_settings").click().run()
    app.slider(key="sketches").set_value(0.5).run()
    found = persistence.read(kept_plan(app))
    assert found is not None
    assert found.config.epochs == PRESETS["classic"].epochs
    assert found.config.augmentation.sketches == 0.5


def test_forgetting_empties_everything(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    restore = persistence.restore

    def restore_or_forget() -> None:
        if st.session_state.pop("forget_now", False):
            persistence.forget()
        restore()

    monkeypatch.setattr(persistence, "restore", restore_or_forget)
    app = visit("training")
    app.slider(key="epochs").set_value(33).run()
    app.toggle(key="follow_drawing").set_value(True).run()
    app.switch_page("pages/classify.py").run()
    put_drawing(app)
    assert "Looks like" in words(app)
    app.switch_page("pages/start.py").run()
    take = app.session_state["canvas_beginning"]["take"]
    app.session_state["forget_now"] = True
    app.run()
    assert app.session_state["canvas_beginning"] == {"objects": [], "take": take + 1}
    assert app.session_state["tab_forgotten"] == 1
    assert kept_plan(app) == ""
    app.switch_page("pages/classify.py").run()
    assert "Draw something" in words(app)
    app.switch_page("pages/training.py").run()
    assert app.slider(key="epochs").value == PRESETS["classic"].epochs
    assert not app.toggle(key="follow_drawing").value
    assert not app.exception
