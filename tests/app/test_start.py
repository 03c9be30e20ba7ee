"""Start: one thing to try at once, an honest word, the way on."""

import numpy as np
from streamlit.testing.v1 import AppTest

from fashion_model import metrics
from fashion_model.data import load_sample
from fashion_model.labels import CLASS_NAMES
from fashion_model.results import read_scores
from fashion_model.runs import open_run
from tests.app.conftest import Visit, words
from tests.app.test_classify import SIDE, put_drawing
from tests.browser.pages import PAGES
from ui import start
from ui.models import examples


def look(app: AppTest, name: str) -> AppTest:
    """Choose what to look at below the first try."""
    return app.segmented_control(key="start_looks").set_value(name).run()


def test_a_chosen_example_is_answered(visit: Visit) -> None:
    app = visit()
    assert "Draw a shoe, a shirt, a bag" in words(app)
    for position in (*examples.firsts()[:2], start.misread(5)[0]):
        app.session_state["example"] = position
        app.run()
        assert not app.exception
        assert "Looks like a" in words(app)
        assert len(app.get("vega_lite_chart")) == 1
    assert "**Wrong**" in words(app)
    assert "**bundled model** answers" in words(app)


def test_what_was_done_last_is_answered(visit: Visit) -> None:
    app = visit()
    put_drawing(app)
    assert "Looks like a" in words(app)
    assert "**all-terrain model** answers" in words(app)
    assert "its label says" not in words(app)
    app.session_state["example"] = examples.firsts()[1]
    app.session_state["strokes_at_example"] = 1  # as a click leaves the session
    app.run()
    assert "its label says Trouser" in words(app)
    app.button(key="clear_canvas_start").click().run()
    assert "its label says Trouser" in words(app)
    put_drawing(app)
    assert "**all-terrain model** answers" in words(app)
    app.button(key="undo_canvas_start").click().run()
    assert "Draw a shoe, a shirt, a bag" in words(app)


def test_a_drawing_that_shows_nothing_is_one_sentence(visit: Visit) -> None:
    app = visit()
    app.session_state["drawing"] = {"objects": [{"type": "Path"}]}
    app.session_state["drawing_pixels"] = np.full((SIDE, SIDE, 4), 255, np.uint8)
    app.run()
    assert ["nothing to recognise" in error.value for error in app.error] == [True]
    assert not app.button(key="train_now").disabled
    app.session_state["example"], app.session_state["strokes_at_example"] = 0, 1
    app.run()
    assert not app.error


def test_a_drawing_is_the_same_on_start_and_on_classify(visit: Visit) -> None:
    app = visit()
    put_drawing(app)
    said = [each.value for each in app.subheader]
    app.switch_page("pages/classify.py").run()
    assert said[0] in [each.value for each in app.subheader]


def test_what_it_is_bad_at_is_counted_from_its_own_answers(visit: Visit) -> None:
    app = look(visit(), "How good is it?")
    predictions = open_run("bundled").test_predictions()
    assert predictions is not None
    probabilities, indices = predictions
    test = load_sample().test
    here, there = metrics.common_positions(test.indices, indices)
    matrix = metrics.confusion_matrix(probabilities[there], test.labels[here])
    shares = matrix.diagonal() / matrix.sum(axis=1)
    hardest = int(shares.argmin())
    said = {metric.label: metric.value for metric in app.metric}
    assert said["Right answers"] == "93.5 %"
    assert said[f"Hardest: {CLASS_NAMES[hardest]}"] == f"{100 * shares[hardest]:.1f} %"
    wrong = matrix - np.diag(matrix.diagonal())
    true, prediction = np.unravel_index(int(wrong.argmax()), wrong.shape)
    assert (
        f"labelled **{CLASS_NAMES[true]}**, it takes {wrong.max()} for "
        f"**{CLASS_NAMES[prediction]}**" in words(app)
    )
    assert "drawings and photos of your own are much harder for it" in words(app)


def test_it_says_who_answers_about_drawings_and_how_well(visit: Visit) -> None:
    scores = read_scores()
    assert scores is not None
    (sketches,) = (each for each in scores.kinds if each.kind == "sketch")
    both = (sketches.all_terrain, sketches.plain)
    right, plain = (f"{round(100 * each.told)} %" for each in both)
    assert (
        "Drawings go to the **all-terrain model**, which has learned from such pictures"
        f", too: of people’s sketches it names {right} right, this one {plain}."
    ) in words(app := look(visit(), "How good is it?"))
    assert not app.exception


def test_somebody_in_a_hurry_gets_what_trains_in_seconds(visit: Visit) -> None:
    app = visit()
    app.button(key="train_now").click().run()
    app.switch_page("pages/training.py").run()  # AppTest does not stay where a script went
    assert app.radio(key="preset").value == "quick"
    app.slider(key="epochs").set_value(9).run()
    app.switch_page("pages/start.py").run()
    app.button(key="train_now").click().run()
    app.switch_page("pages/training.py").run()
    assert app.slider(key="epochs").value == 9  # what somebody planned stays


def test_the_five_it_gets_wrong_are_wrong() -> None:
    probabilities, indices = open_run("bundled").test_predictions() or (None, None)
    assert probabilities is not None and indices is not None
    predictions = dict(zip(indices.tolist(), probabilities.argmax(axis=1).tolist(), strict=True))
    test = load_sample().test
    positions = start.misread(5)
    assert len(set(test.labels[positions].tolist())) == 5
    for position in positions:
        assert predictions[int(test.indices[position])] != test.labels[position]


def test_the_path_leads_to_all_pages_with_the_chosen_run(visit: Visit) -> None:
    app = look(visit(), "What comes next?")
    links = [link.proto for link in app.get("page_link")]
    assert [link.label.strip("*").lower() for link in links] == list(PAGES)
    assert all("run=bundled" in link.query_string for link in links)


def test_buttons_lead_on(visit: Visit) -> None:
    for button, title in (("train_now", "Train"), ("next_page", "")):
        app = visit()
        app.button(key=button).click().run()
        assert app.title[0].value.startswith(title)
        assert app.query_params["run"] == "bundled"
