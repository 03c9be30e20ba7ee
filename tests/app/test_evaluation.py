"""Evaluation: numbers, matrix, the pictures behind a choice, epochs, pairs."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.data import load_sample
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED, Run, calibration_of, open_run
from fashion_model.words import percent
from tests import bundled
from tests.app.conftest import Visit, words
from tests.tiny import queue_run
from ui.elements import confusion
from ui.evaluation import pair
from ui.models.resources import Predictions

LOOKS = (
    "Confusion matrix",
    "Kind by kind",
    "Sure and unsure",
    "Two kinds",
    "Epoch by epoch",
)


def look_at(app: AppTest, look: str) -> AppTest:
    """Choose one of the page's looks."""
    app.segmented_control(key="evaluation_look").set_value(look).run()
    assert not app.exception
    return app


def scores(app: AppTest) -> str:
    """The table of precision, recall and F1."""
    bodies = [str(each.proto.body) for each in app.get("html")]
    return next(body for body in bodies if "<table" in body)


def headline(app: AppTest) -> tuple[str, str]:
    """The line that says how good it is, and what explains it."""
    (said,) = (each for each in app.caption if "test pictures right" in each.value)
    return said.value, said.proto.help


def test_the_numbers(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    said, _ = headline(app)
    assert said.startswith(f"**{percent(trained.test_accuracy or 0)}** of 2,000 test pictures")
    app = look_at(app, "Kind by kind")
    table = scores(app)
    assert all(name in table for name in CLASS_NAMES)
    assert "Hardest: **" in words(app)


def test_the_numbers_of_a_full_run_are_those_it_measured(visit: Visit) -> None:
    said, explained = headline(visit("evaluation"))
    measured = open_run(BUNDLED)
    assert said.startswith(f"**{percent(measured.test_accuracy or 0)}** of 10,000 test pictures")
    assert f"Its loss is {measured.test_loss:.3f}" in explained
    assert "everything below from the 2,000 pictures of them" in explained


def test_every_look_again_and_again(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    for look in (*LOOKS, *LOOKS[::-1]):
        app = look_at(app, look)
        assert app.segmented_control(key="evaluation_look").value == look
    look_at(app, "Two kinds")
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/evaluation.py").run()
    assert app.segmented_control(key="evaluation_look").value == "Two kinds"


@pytest.mark.parametrize("key", ["cell_true", "cell_answer"])
def test_choosing_a_cell_fills_the_gallery(key: str, visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    for name in ("Bag", "any kind", "Trouser"):
        app.selectbox(key=key).set_value(name).run()
        assert not app.exception
        assert app.selectbox(key=key).value == name
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/evaluation.py").run()
    assert app.selectbox(key=key).value == "Trouser"


def test_cells_rows_columns_and_all(visit: Visit) -> None:
    app = visit("evaluation")
    called = bundled.matrix()[:, CLASS_NAMES.index("Trouser")].sum()
    known = bundled.times("Trouser", "Trouser")
    assert bundled.times("Trouser", "Bag") == 0
    for true, prediction, said in (
        ("Trouser", "Trouser", f"**Trouser, recognised: {known} pictures**"),
        ("Trouser", "any kind", "**Everything that is really Trouser: 200 pictures**"),
        ("any kind", "Trouser", f"**Everything called Trouser: {called} pictures**"),
        ("any kind", "any kind", "**All pictures: 2,000 pictures**"),
        ("Trouser", "Bag", "**Trouser taken for Bag: 0 pictures**"),
    ):
        app.selectbox(key="cell_true").set_value(true)
        app.selectbox(key="cell_answer").set_value(prediction).run()
        assert said in words(app)
        assert not app.exception
    assert "None at all" in words(app)


def test_only_the_mistakes_of_a_row(visit: Visit) -> None:
    app = visit("evaluation")
    assert app.toggle(key="only_mistakes").disabled
    app.selectbox(key="cell_true").set_value("Shirt")
    app.selectbox(key="cell_answer").set_value("any kind").run()
    for only in (True, False, True):
        app.toggle(key="only_mistakes").set_value(only).run()
        assert app.toggle(key="only_mistakes").value is only
    assert f"mistakes only: {200 - bundled.times('Shirt', 'Shirt')} pictures" in words(app)


def test_counts_or_percent(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    for unit in ("Percent of the row", "Pictures", "Percent of the row"):
        app.segmented_control(key="matrix_unit").set_value(unit).run()
        assert app.segmented_control(key="matrix_unit").value == unit
        assert not app.exception


def test_the_order_of_the_table(visit: Visit, trained: Run) -> None:
    app = look_at(visit("evaluation", trained.id), "Kind by kind")
    for order in ("Hardest first", "As in the data", "Hardest first"):
        app.segmented_control(key="scores_order").set_value(order).run()
        assert app.segmented_control(key="scores_order").value == order
    table = scores(app)
    hardest = words(app).partition("Hardest: **")[2].partition("**")[0]
    assert min(CLASS_NAMES, key=lambda name: table.index(f"</span>{name}<")) == hardest


def test_choosing_a_run_changes_the_address(visit: Visit, trained: Run) -> None:
    app = visit("evaluation")
    for run_id in (trained.id, "bundled", trained.id):
        app.selectbox(key="run_picker").set_value(run_id).run()
        assert app.query_params["run"] == run_id
        assert app.selectbox(key="run_picker").value == run_id


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


def test_the_picture_clicked_is_enlarged_with_its_bars(visit: Visit) -> None:
    app = look_at(visit("evaluation"), "Sure and unsure")
    assert "its label says" not in words(app)
    test = load_sample().test
    probabilities = bundled.probabilities()
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != test.labels)
    picture = int(wrong[0])
    app.session_state["certainty_enlarged"] = picture
    app.run()
    assert f"**Wrong**: its label says {CLASS_NAMES[test.labels[picture]]}" in words(app)
    assert len(app.get("vega_lite_chart")) == 2  # its bars, and how often it is right
    app.run()  # closed, and it stays so
    assert "its label says" not in words(app)


def test_the_matrix_after_every_epoch(visit: Visit, trained: Run) -> None:
    app = look_at(visit("evaluation", trained.id), "Epoch by epoch")
    for epoch in (1, 4, 2):
        app.slider(key="evaluated_epoch").set_value(epoch).run()
        assert app.slider(key="evaluated_epoch").value == epoch
        assert f"After epoch **{epoch}**" in words(app)
    numbers = trained.curve.epochs[1].confusion_matrix
    assert f"recognised **{np.trace(numbers)}** of" in words(app)
    assert f"Shirt taken for T-shirt/top: {numbers[6][0]} picture" in words(app)


def test_a_shorter_training_has_no_twelfth_epoch(visit: Visit, trained: Run) -> None:
    app = look_at(visit("evaluation"), "Epoch by epoch")
    assert app.slider(key="evaluated_epoch").value == 12
    app.selectbox(key="run_picker").set_value(trained.id).run()
    assert not app.exception
    assert app.slider(key="evaluated_epoch").value == 4


def test_the_same_epoch_of_another_training(visit: Visit, trained: Run) -> None:
    app = look_at(visit("evaluation"), "Epoch by epoch")
    app.slider(key="evaluated_epoch").set_value(3).run()
    for run_id in (trained.id, BUNDLED, trained.id):
        app.selectbox(key="run_picker").set_value(run_id).run()
        assert app.slider(key="evaluated_epoch").value == 3
        assert "After epoch **3**" in words(app)


def test_only_the_mistakes_outlasts_a_cell_chosen_in_the_same_moment(visit: Visit) -> None:
    app = visit("evaluation")
    app.selectbox(key="cell_true").set_value("any kind").run()
    app.toggle(key="only_mistakes").set_value(True)  # both reach the server in one message
    app.selectbox(key="cell_true").set_value("Shirt").run()
    assert app.toggle(key="only_mistakes").disabled
    app.selectbox(key="cell_true").set_value("any kind").run()
    assert app.toggle(key="only_mistakes").value
    assert "Everything called T-shirt/top, mistakes only:" in words(app)


def test_pictures_of_a_full_run_are_found_in_the_sample(visit: Visit) -> None:
    app = look_at(visit("evaluation"), "Epoch by epoch")
    assert "of 5,000 validation pictures" in words(app)
    assert "the sample’s 1,000 validation pictures" in words(app)
    shown = int(words(app).partition("**Shirt taken for T-shirt/top: ")[2].split()[0])
    assert 0 < shown < bundled.validation_matrix(12)[6, 0]


def test_damaged_predictions_of_an_epoch_get_a_sentence(visit: Visit, trained: Run) -> None:
    (trained.path / "predictions" / "validation-0002.npy").write_bytes(b"damaged")
    np.save(trained.path / "predictions" / "validation-0003.npy", np.zeros((7, 10)))
    app = look_at(visit("evaluation", trained.id), "Epoch by epoch")
    for epoch in (2, 3):
        app.slider(key="evaluated_epoch").set_value(epoch).run()
        assert not app.exception
        assert [each.value for each in app.error] == [
            "The predictions of this epoch can't be read\\."
        ]


def test_damaged_test_predictions_get_a_sentence(visit: Visit, trained: Run) -> None:
    (trained.path / "predictions" / "test.npz").write_bytes(b"damaged")
    app = visit("evaluation", trained.id)
    assert "damaged or gone" in words(app)
    assert "After epoch" in words(app)
    assert "test pictures right" not in words(app)


def test_two_kinds(visit: Visit) -> None:
    app = look_at(visit("evaluation"), "Two kinds")
    mixed = bundled.times("Shirt", "T-shirt/top")
    assert f"**Shirt** was taken for T-shirt/top in {mixed} of 200 pictures" in words(app)
    for key in ("pair_a", "pair_b"):
        for name in ("Bag", "Sandal", "Trouser"):
            app.selectbox(key=key).set_value(name).run()
            assert app.selectbox(key=key).value == name
            assert not app.exception
    assert "Choose two different kinds" in words(app)
    app.selectbox(key="pair_b").set_value("Bag").run()
    assert "easy to tell apart" in words(app)


def test_the_explanation_says_only_what_the_numbers_say() -> None:
    labels = np.repeat(np.arange(10), 100).astype(np.uint8)
    probabilities = np.full((1000, 10), 0.02, np.float32)
    probabilities[np.arange(1000), labels] = 0.82
    probabilities[600:603, [0, 6]] = 0.9, 0.01  # three shirts, taken for T-shirts and certain of it
    probabilities[603, [4, 6]] = 0.9, 0.01
    images = np.zeros((1000, 28, 28), np.uint8)
    predictions = Predictions(images, labels, np.arange(1000, dtype=np.int32), probabilities, 1000)
    means = np.arange(10, dtype=np.float32).reshape(10, 1, 1) * np.ones((10, 28, 28), np.float32)
    said = pair.explanation(predictions, means, 6, 0)
    assert "3 of 100 pictures (3.0\u00a0%)" in said[0]
    assert "75\u00a0% of all mistakes: the most often confused of all 45 pairs" in said[0]
    assert "That should be easy; look" in said[1]
    assert "it does not notice" in said[2]
    assert said[3] == "What else Shirt is taken for: Coat (1)."
    said = pair.explanation(predictions, means, 8, 9)
    assert "**Bag** was taken for Ankle boot in 0 of 100 pictures" in said[0]
    assert "the most alike of all pairs. And still it hardly mixes them up" in said[1]
    assert len(said) == 2


def test_an_untested_run_says_so(visit: Visit, runs: Path) -> None:
    app = visit("evaluation", queue_run(runs).id)
    assert "has not been tested yet" in words(app)
    assert "No epoch of this training is complete yet" in words(app)
    drawn = {each.key for each in app.get("bidi_component")}
    assert drawn == {"code_of_tab", "presenter_keys"}  # of every page, without a face


def test_a_failed_run_says_why(visit: Visit, runs: Path) -> None:
    run = queue_run(runs)
    started = {"event": "starting", "time": 1.0, "by": "test"}
    failed = {"event": "failed", "time": 2.0, "reason": "The disk is full."}
    lines = "".join(json.dumps(each) + "\n" for each in (started, failed))
    (run.path / "events.jsonl").write_text(lines, encoding="utf-8")
    app = visit("evaluation", run.id)
    assert "failed before it could be tested" in words(app)
    assert "The disk is full" in words(app)


def test_it_leads_to_the_table_of_all_trainings(visit: Visit, trained: Run) -> None:
    app = visit("evaluation", trained.id)
    app.button(key="compare_with_others").click().run()
    assert not app.exception
    assert "**All trainings,** the best on validation first" in words(app)
    assert app.session_state["picked_runs"] == (trained.id,)
    assert not app.button(key="use_ticked").disabled


def test_what_the_cells_say() -> None:
    matrix = np.zeros((10, 10), np.int64)
    matrix[6, 4], matrix[6, 6], matrix[6, 0] = 83, 916, 1
    counts = confusion.cells(matrix, in_percent=False)
    shares = confusion.cells(matrix, in_percent=True)
    assert counts[64]["label"] == "Shirt taken for Coat: 83 pictures, 8.3 % of its kind"
    assert [counts[i]["text"] for i in (64, 66, 60, 0)] == ["83", "916", "1", ""]
    assert [shares[i]["text"] for i in (64, 66, 60, 0)] == ["8", "92", "<1", ""]
    assert [counts[i]["shade"] for i in (64, 66, 60, 0)] == [4, 7, 1, 0]


@pytest.mark.parametrize("pair", [None, [1], [1, 10], [-2, 0], ["1", 2], [True, 1], [0.5, 1]])
def test_nothing_but_two_kinds_is_a_cell(pair: object) -> None:
    assert confusion.cell_of(pair) is None


def test_a_cell_a_row_a_column() -> None:
    assert confusion.cell_of([6, 4]) == (6, 4)
    assert confusion.cell_of([6, -1]) == (6, None)
    assert confusion.cell_of([-1, -1]) == (None, None)


def test_how_often_a_sure_answer_is_right_is_counted_and_calibration_told(visit: Visit) -> None:
    said = words(look_at(visit("evaluation"), "Sure and unsure"))
    found = re.search(
        r"Of ([\d,]+) answers given with 99\W% or more, \*\*([\d.]+)\W%\*\* are right", said
    )
    assert found is not None
    assert int(found[1].replace(",", "")) > 500
    assert float(found[2]) > 98
    temperature = calibration_of(open_run(BUNDLED)).temperature
    assert f"a **temperature** of {temperature:.2f}, measured on validation pictures" in said
    numbers = re.search(
        r"network claimed ([\d.]+)\W.* ([\d.]+)\W% were right.* it claims ([\d.]+)\W% on", said
    )
    assert numbers is not None
    before, right, after = map(float, numbers.groups())
    assert abs(after - right) < abs(before - right)
