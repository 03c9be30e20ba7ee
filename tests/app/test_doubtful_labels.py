"""Doubtful labels: found by a worker, judged by the visitor."""

import re

from fashion_model.runs import Run
from tests.app.conftest import Visit, words


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
