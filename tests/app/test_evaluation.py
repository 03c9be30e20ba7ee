"""Evaluation: numbers, matrix, pictures behind a cell."""

from pathlib import Path

import pytest

from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import Run
from tests.app.conftest import Visit, words
from tests.tiny import queue_run
from ui.words import plain


def test_numbers_and_matrix(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    labels = [metric.label for metric in app.metric]
    assert labels[:4] == ["Test accuracy", "95 % interval", "Loss", "Pictures"]
    assert len(app.get("vega_lite_chart")) == 1
    assert all(name in words(app) for name in CLASS_NAMES)


@pytest.mark.parametrize("key", ["cell_true", "cell_answer"])
def test_choosing_a_cell_fills_the_gallery(key: str, visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    for name in ("Bag", "Sandal", "Trouser"):
        app.selectbox(key=key).set_value(name).run()
        assert not app.exception
        assert app.selectbox(key=key).value == name
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/evaluation.py").run()
    assert app.selectbox(key=key).value == "Trouser"


def test_the_diagonal_shows_its_pictures(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    app.selectbox(key="cell_true").set_value("Trouser").run()
    app.selectbox(key="cell_answer").set_value("Trouser").run()
    assert "Trouser, recognised" in words(app)
    assert all(image.proto.imgs[0].alt for image in app.get("imgs"))


def test_counts_or_percent(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    for unit in ("Percent of the row", "Pictures", "Percent of the row"):
        app.segmented_control(key="matrix_unit").set_value(unit).run()
        assert app.segmented_control(key="matrix_unit").value == unit
        assert not app.exception


def test_choosing_a_run_changes_the_address(visit: Visit, trained: Run) -> None:
    app = visit("evaluation")
    for run_id in (trained.id, "bundled", trained.id):
        app.selectbox(key="run_picker").set_value(run_id).run()
        assert app.query_params["run"] == run_id
        assert app.selectbox(key="run_picker").value == run_id


def test_an_untested_run_says_so(visit: Visit, runs: Path) -> None:
    app = visit("evaluation", queue_run(runs).id)
    assert "has not been tested yet" in words(app)
    assert not app.get("vega_lite_chart")


def test_paging_through_a_cell_and_on_to_a_smaller_one(visit: Visit) -> None:
    app = visit("evaluation")
    app.selectbox(key="cell_true").set_value("Trouser").run()
    app.selectbox(key="cell_answer").set_value("Trouser").run()
    for page in (2, 4, 3):
        app.pagination[0].set_value(page).run()
        assert app.pagination[0].value == page
    app.selectbox(key="cell_answer").set_value("Dress").run()
    assert not app.exception
    assert not app.pagination


def test_two_runs_are_compared_on_the_pictures_both_were_asked(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    assert app.selectbox(key="compare_with").value == "bundled"
    names = [metric.label for metric in app.metric][4:]
    assert names == [plain(trained.name), plain("Deep, on all pictures")]
    assert "n = 2,000" in words(app)
    assert float(app.metric[5].value.split()[0]) > 90


def test_the_other_run_can_be_changed_again_and_again(visit: Visit, trained: Run) -> None:
    app = visit("evaluation")
    for run_id, other in (("bundled", trained.id), (trained.id, "bundled")) * 2:
        app.selectbox(key="run_picker").set_value(run_id).run()
        app.selectbox(key="compare_with").set_value(other).run()
        assert app.selectbox(key="compare_with").value == other
        assert not app.exception
