"""Doubtful labels: found by a worker, judged by the visitor."""

import re

from streamlit.testing.v1 import AppTest

from fashion_model.runs import Run, RunSummary, discard_run, list_runs
from tests.app.conftest import Visit, words


def form_is_open(app: AppTest) -> bool:
    (form,) = (each for each in app.expander if each.label == "Set up a training")
    return bool(form.proto.expanded)


def test_they_are_looked_for_judged_and_counted(visit: Visit, trained: Run) -> None:
    app = visit("dataset", trained.id)
    app.segmented_control(key="dataset_look").set_value("Doubtful labels").run()
    assert "some labels are wrong" in words(app)
    app.button(key="doubtful_look").click().run(timeout=120)
    assert not app.exception
    found = re.search(r"Of 900 training pictures, \*\*(\d+)\*\* carry a label", words(app))
    assert found is not None
    assert int(found[1]) > 3
    labels = re.findall(r"Its label says \*\*(.+?)\*\*", words(app))
    assert len(labels) == 1
    for vote in ("wrong", "right", "neither"):
        app.button(key=f"doubtful_{vote}").click().run()
        assert not app.exception
    assert "You judged 3, and would change **2**." in words(app)
    app.session_state["doubtful_now"] = 0  # a click on the first one
    app.run()
    app.button(key="doubtful_right").click().run()
    assert "You judged 3, and would change **1**." in words(app)


def test_a_training_is_planned_without_those_that_were_voted_out(
    visit: Visit, trained: Run
) -> None:
    app = visit("dataset", trained.id)
    app.segmented_control(key="dataset_look").set_value("Doubtful labels").run()
    app.button(key="doubtful_look").click().run(timeout=120)
    app.button(key="doubtful_right").click().run()
    assert "doubtful_leave_out" not in {each.key for each in app.button}
    app.button(key="doubtful_wrong").click().run()
    app.button(key="doubtful_neither").click().run()
    votes = app.session_state["doubtful_votes"]
    out = tuple(sorted(index for index, vote in votes.items() if vote != "right"))
    assert len(out) == 2
    assert app.button(key="doubtful_leave_out").label == "Train without these 2"
    app.button(key="doubtful_leave_out").click().run()
    app.switch_page("pages/training.py").run()  # where the button led
    assert not app.exception
    assert "Left out: 2 training pictures, because somebody doubts their labels." in words(app)
    assert form_is_open(app)
    app.radio(key="preset").set_value("quick").run()
    assert "Left out: 2 training pictures" in words(app)
    app.button(key="start_training").click().run()
    assert not app.exception
    (run,) = (each for each in list_runs() if isinstance(each, RunSummary) and each.waiting)
    assert run.config.left_out == out
    assert run.name == "Quick, without 2 pictures"
    assert "Left out: 2 training pictures" in words(app)  # of the training itself
    assert not form_is_open(app)
    discard_run(run)
    app.button(key="show_left_out").click().run()
    assert "Left out" not in words(app)
