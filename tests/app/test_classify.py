"""Classify: draw, upload, photograph, examples."""

import io

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from fashion_model.runs import Run
from tests.app.conftest import Visit, words
from ui import examples

SIDE = 320  # of the board
WAYS = ("Upload", "Camera", "Examples", "Draw")


def put_drawing(app: AppTest) -> None:
    """Leave the session as the board leaves it after one stroke."""
    drawing = np.full((SIDE, SIDE, 4), 255, np.uint8)
    drawing[60:220, 100:180, :3] = 0
    app.session_state["drawing"] = {"objects": [{"type": "Path"}]}
    app.session_state["drawing_pixels"] = drawing
    app.run()


def picture() -> bytes:
    """A dark rectangle on white, as a PNG."""
    shirt = Image.new("L", (60, 80), 255)
    shirt.paste(40, (15, 10, 45, 70))
    content = io.BytesIO()
    shirt.save(content, format="PNG")
    return content.getvalue()


def test_every_way_and_pen_keeps_every_change(visit: Visit) -> None:
    app = visit("classify")
    for width in (30, 8, 22):
        app.slider(key="pen").set_value(width).run()
        assert app.slider(key="pen").value == width
    for way in WAYS:
        app.segmented_control(key="way").set_value(way).run()
        assert app.segmented_control(key="way").value == way
        assert not app.exception
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert app.slider(key="pen").value == 22


def test_an_example_is_answered_by_the_chosen_run(visit: Visit, trained: Run) -> None:
    app = visit("classify", trained.id)
    app.segmented_control(key="way").set_value("Examples").run()
    assert "Click a picture" in words(app)
    for position in (examples.firsts()[kind] for kind in (0, 5, 8)):
        app.session_state["example"] = position
        app.run()
        assert "Looks like a" in words(app)
        assert "its label says" in words(app)
        assert len(app.get("vega_lite_chart")) == 1


def test_a_drawing_survives_everything_but_clear(visit: Visit) -> None:
    app = visit("classify")
    assert app.button(key="undo_canvas").disabled
    assert app.button(key="clear_canvas").disabled
    put_drawing(app)
    assert "Looks like a" in words(app)
    assert "28 × 28: this is what the network sees" in words(app)
    for way in WAYS:
        app.segmented_control(key="way").set_value(way).run()
    app.slider(key="pen").set_value(40).run()
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert "Looks like a" in words(app)
    app.button(key="clear_canvas").click().run()
    assert "Draw something" in words(app)
    put_drawing(app)
    app.button(key="undo_canvas").click().run()
    assert "Draw something" in words(app)


def test_a_drawing_that_shows_nothing_is_one_sentence(visit: Visit) -> None:
    app = visit("classify")
    app.session_state["drawing_pixels"] = np.full((SIDE, SIDE, 4), 255, np.uint8)
    app.run()
    assert [error.value for error in app.error] == [
        r"Your drawing: There is nothing to recognise in this picture; please use one piece of "
        r"clothing that stands out from its background\."
    ]


def test_good_and_bad_uploads_stay_until_removed(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    assert "Nothing here yet" in words(app)
    files = [
        ("*shirt*.png", picture(), "image/png"),
        ("*shirt*.png", picture(), "image/png"),
        ("text.png", b"this is no picture", "image/png"),
        ("empty.png", b"", "image/png"),
    ]
    app.file_uploader(key="uploads_0").set_value(files).run()
    for _ in range(2):
        assert not app.exception
        assert len(app.error) == 2
        assert r"text\.png" in app.error[0].value
        assert [text.value for text in app.text] == ["*shirt*.png"] * 2
        assert len(app.get("vega_lite_chart")) == 2
        app.segmented_control(key="way").set_value("Draw").run()
        app.segmented_control(key="way").set_value("Upload").run()
    app.button(key="remove_uploads").click().run()
    assert "Nothing here yet" in words(app)
    assert not app.error


def test_more_uploads_than_there_is_room_for(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    files = [(f"{number}.png", picture(), "image/png") for number in range(42)]
    app.file_uploader(key="uploads_0").set_value(files).run()
    assert not app.exception
    assert len(app.error) == 2
    assert "**40 pictures**" in words(app)
    assert len(app.get("vega_lite_chart")) == 6
