"""Spoil the data: planned on Training and on Dataset, the same plan on both, and previewed."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.runs import RunSummary, list_runs
from tests.app.conftest import Visit, words

WIDGETS: list[tuple[str, str, list[Any]]] = [
    ("slider", "spoiling_flip", [0.1, 0.5, 0.05]),
    ("selectbox", "spoiling_which", ["shirts", "any", "shirts"]),
    ("selectbox", "spoiling_hidden", ["Bag", "none", "Shirt"]),
    ("selectbox", "spoiling_few", ["Bag", "Coat", "Sandal"]),
    ("slider", "spoiling_kept", [10, 500, 30]),
    ("selectbox", "spoiling_ground_of", ["Bag", "Coat", "Sandal"]),
    ("selectbox", "spoiling_ground", ["dark", "bright", "dark"]),
]
SPOILED = {"spoiling_flip": 0.2, "spoiling_few": "Coat", "spoiling_ground_of": "Bag"}
"""So that no widget is idle."""


def open_form(visit: Visit, page: str) -> AppTest:
    app = visit(page)
    if page == "dataset":
        app.segmented_control(key="dataset_look").set_value("Spoil the data").run()
    for key, value in SPOILED.items():
        getattr(app, "slider" if key.endswith("flip") else "selectbox")(key=key).set_value(value)
    return app.run()


@pytest.mark.parametrize("page", ["training", "dataset"])
@pytest.mark.parametrize(("kind", "key", "values"), WIDGETS)
def test_every_widget_keeps_every_change(
    page: str, kind: str, key: str, values: list[Any], visit: Visit
) -> None:
    app = open_form(visit, page)
    for value in values:
        getattr(app, kind)(key=key).set_value(value).run()
        assert not app.exception
        assert getattr(app, kind)(key=key).value == value
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/training.py").run()
    assert getattr(app, kind)(key=key).value == values[-1]
    for other, value in SPOILED.items():
        if other != key:
            assert app.session_state[other] == value


def test_what_is_idle_is_disabled_and_comes_back(visit: Visit) -> None:
    app = open_form(visit, "training")
    app.slider(key="spoiling_kept").set_value(120).run()
    app.selectbox(key="spoiling_few").set_value("none").run()
    assert app.slider(key="spoiling_kept").disabled
    app.selectbox(key="spoiling_few").set_value("Bag").run()
    assert not app.slider(key="spoiling_kept").disabled
    assert app.slider(key="spoiling_kept").value == 120


def test_a_preset_keeps_it_and_two_ways_lead_back(visit: Visit) -> None:
    app = open_form(visit, "training")
    app.radio(key="preset").set_value("quick").run()
    assert app.slider(key="spoiling_flip").value == 0.2
    assert "wrong labels" in words(app)  # among what the visitor had set
    app.button(key="spoil_nothing").click().run()
    assert app.slider(key="spoiling_flip").value == 0
    assert app.selectbox(key="spoiling_few").value == "none"
    assert not [each for each in app.button if each.key == "spoil_nothing"]
    app.slider(key="spoiling_flip").set_value(0.3).run()
    app.button(key="reset_settings").click().run()
    assert app.slider(key="spoiling_flip").value == 0


def test_dataset_shows_what_would_be_shown_and_plans_it(visit: Visit) -> None:
    app = visit("dataset")
    app.segmented_control(key="dataset_look").set_value("Spoil the data").run()
    assert "Nothing is spoiled yet" in words(app)
    app.slider(key="spoiling_flip").set_value(0.1).run()
    app.selectbox(key="spoiling_hidden").set_value("Bag").run()
    assert not app.exception
    said = words(app).replace("\\", "")
    assert "10 % labels flipped, Bag hidden" in said
    assert "8,100 pictures" in said
    app.switch_page("pages/training.py").run()
    assert app.slider(key="spoiling_flip").value == 0.1
    app.button(key="start_training").click().run()
    assert not app.exception
    (run,) = (each for each in list_runs() if isinstance(each, RunSummary) and not each.bundled)
    assert run.config.spoiling.flip == 0.1
    assert run.config.spoiling.hidden == "Bag"
    assert "10 % labels flipped, Bag hidden" in run.name
