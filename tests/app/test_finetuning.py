"""Classify: tell it what a picture is, keep it, teach it to a network."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from fashion_model.predict import ALL_TERRAIN
from fashion_model.runs import BUNDLED, Run, RunSummary, discard_run, list_runs, open_run
from fashion_model.runs.events import Finished
from tests.app.conftest import Visit, words
from tests.app.test_classify import picture, put_drawing
from tests.tiny import queue_run, train_in_worker
from ui.classify import finetuning
from ui.classify.finetuning import Own, packed
from ui.models import examples, forgotten


def choices(app: AppTest) -> list[Any]:
    """The boxes that ask what a picture is, in the order of the page."""
    return [each for each in app.selectbox if str(each.key).startswith("kind_")]


def schedulers(app: AppTest) -> list[Any]:
    """The buttons that keep one."""
    return [each for each in app.button if str(each.key).startswith("keep_")]


def keep_drawing(app: AppTest, kind: int) -> None:
    """Draw something and keep it as `kind`."""
    put_drawing(app)
    choices(app)[0].set_value(kind).run()
    schedulers(app)[0].click().run()
    assert not app.exception


def children(runs: Path) -> list[RunSummary]:
    """The child runs of the folder, newest first."""
    found = [each for each in list_runs(runs) if isinstance(each, RunSummary)]
    return [each for each in found if each.parent is not None]


def test_a_picture_is_kept_as_what_the_visitor_says(visit: Visit) -> None:
    app = visit("classify")
    assert not choices(app)
    assert "Teach" not in words(app)
    put_drawing(app)
    for kind, name in ((5, "Sandal"), (0, "T-shirt/top"), (8, "Bag")):
        choices(app)[0].set_value(kind).run()
        assert choices(app)[0].value == kind
        assert schedulers(app)[0].label == f"Keep it as {name}"
    schedulers(app)[0].click().run()
    assert "**1 picture of yours.**" in words(app)
    assert "Kept as Bag" in words(app)
    assert schedulers(app)[0].disabled
    choices(app)[0].set_value(3).run()
    schedulers(app)[0].click().run()
    assert "**1 picture of yours.**" in words(app)  # the same one, another kind
    assert "Kept as Dress" in words(app)
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert choices(app)[0].value == 3
    app.button(key="forget_own").click().run()
    assert "of yours" not in words(app)
    assert not schedulers(app)[0].disabled


def test_test_pictures_are_not_offered(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Examples").run()
    app.session_state["example"] = examples.firsts()[8]
    app.run()
    assert "its label says" in words(app)
    assert not choices(app)


def test_every_upload_has_its_own_choice(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    files = [("one.png", picture(), "image/png"), ("same.png", picture(), "image/png")]
    app.file_uploader(key="uploads_0").set_value(files).run()
    assert not app.exception
    first, _ = choices(app)
    first.set_value(6).run()
    assert [choice.value for choice in choices(app)].count(6) == 1
    schedulers(app)[0].click().run()
    assert words(app).count("Kept as Shirt") == 2  # the same picture, so kept once
    assert "**1 picture of yours.**" in words(app)


def test_a_child_is_taught_and_answers(visit: Visit, trained: Run, runs: Path) -> None:
    app = visit("classify", trained.id)
    keep_drawing(app, 3)
    assert app.selectbox(key="first_answerer").value == ALL_TERRAIN
    app.button(key="teach").click().run()
    assert not app.exception
    (child,) = children(runs)
    assert child.parent == trained.id
    assert child.name == f"{trained.name} + 1 of yours"
    assert app.button(key="teach").disabled
    assert "One lesson at a time" in words(app)
    train_in_worker(child)
    app.run()
    assert not app.exception
    assert "Of 1 picture of yours it now names" in words(app)
    assert "On the test pictures it is right in" in words(app)
    assert r"\<b\>real" in words(app)
    assert not app.button(key="teach").disabled
    app.button(key="let_child_answer").click().run()
    assert app.selectbox(key="first_answerer").value == child.id
    assert app.query_params["run"] == child.id
    app.switch_page("pages/conclusion.py").run()
    assert not app.exception
    app.segmented_control(key="conclusion_looks").set_value("The numbers").run()
    assert "went on from another training" in words(app)
    app.segmented_control(key="conclusion_looks").set_value("Take it home").run()
    assert "never given away" in words(app)
    assert "What to try next" not in words(app)
    app.switch_page("pages/training.py").run()
    assert not app.exception
    assert child.name in [text.value for text in app.text]


def test_what_can_not_be_taught_says_why(visit: Visit, runs: Path) -> None:
    waiting = queue_run(runs, name="*Waiting*")
    app = visit("classify", waiting.id)
    keep_drawing(app, 3)
    assert app.button(key="teach").disabled
    assert r"\*Waiting\***: It can be taught when its training has ended" in words(app)
    app.selectbox(key="first_answerer").set_value(BUNDLED).run()
    assert not app.button(key="teach").disabled


def test_a_full_line_is_one_sentence(
    visit: Visit, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_QUEUE_LENGTH", "1")
    queue_run(runs)
    app = visit("classify", BUNDLED)
    keep_drawing(app, 3)
    app.button(key="teach").click().run()
    assert ["1 training waits already" in error.value for error in app.error] == [True]
    assert not children(runs)


def test_a_deleted_child_is_forgotten(visit: Visit, runs: Path) -> None:
    app = visit("classify", BUNDLED)
    keep_drawing(app, 3)
    app.button(key="teach").click().run()
    (child,) = children(runs)
    assert "Next in line" in _progress(app)
    discard_run(child)
    app.run()
    assert not app.exception
    assert not app.error
    assert not app.button(key="teach").disabled
    assert not list(runs.rglob("lesson*"))
    assert open_run(BUNDLED).state == "finished"


def _progress(app: AppTest) -> str:
    return "".join(each.proto.text for each in app.get("progress"))


def test_what_was_gained_and_lost_in_words() -> None:
    ending = Finished(
        reason="Done.",
        own_pictures=3,
        own_right_before=0,
        own_right=3,
        test_accuracy_before=0.932,
        test_accuracy=0.928,
    )
    assert finetuning.gain(ending) == "Of 3 pictures of yours it now names **3 right**, before 0."
    assert "More pictures" in finetuning.gain(replace(ending, own_right=2))
    assert forgotten.in_words(ending) == (
        "On the test pictures it is right in **92.8 %**, before 93.2 %: the price of learning "
        "something new."
    )
    assert "nothing that shows" in forgotten.in_words(replace(ending, test_accuracy=0.9321))
    assert "even gained" in forgotten.in_words(replace(ending, test_accuracy=0.94))


def test_saved_pictures_are_named_after_their_kinds() -> None:
    shirt, boot = np.full((28, 28), 90, np.uint8), np.eye(28, dtype=np.uint8) * 255
    with zipfile.ZipFile(io.BytesIO(packed([Own(shirt, 0), Own(boot, 9)]))) as archive:
        assert archive.namelist() == ["01_t-shirt_or_top.png", "02_ankle_boot.png"]
        with Image.open(io.BytesIO(archive.read("02_ankle_boot.png"))) as saved:
            np.testing.assert_array_equal(np.asarray(saved), boot)
