"""Classify: draw, upload, examples."""

import io

import numpy as np
from PIL import Image

from fashion_model.runs import Run
from tests.app.conftest import Visit, words


def test_the_way_in_and_the_pen_keep_every_change(visit: Visit) -> None:
    app = visit("classify")
    for width in (30, 8, 22):
        app.slider(key="pen").set_value(width).run()
        assert app.slider(key="pen").value == width
    for way in ("Upload", "Examples", "Draw"):
        app.segmented_control(key="way").set_value(way).run()
        assert app.segmented_control(key="way").value == way
        assert not app.exception
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert app.slider(key="pen").value == 22


def test_an_example_is_answered_by_the_chosen_run(visit: Visit, trained: Run) -> None:
    app = visit("classify", trained.id)
    app.segmented_control(key="way").set_value("Examples").run()
    for number in (0, 5, 8):
        app.button(key=f"example_{number}").click().run()
        assert "Looks like a" in words(app)
        assert len(app.get("vega_lite_chart")) == 1


def test_a_drawing_is_answered_and_cleared(visit: Visit) -> None:
    drawing = np.full((280, 280, 4), 255, np.uint8)
    drawing[60:220, 100:180, :3] = 0
    app = visit("classify")
    app.session_state["drawing_pixels"] = drawing
    app.run()
    assert "Looks like a" in words(app)
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert "Looks like a" in words(app)
    app.button(key="clear_canvas").click().run()
    assert "as soon as you lift the pen" in words(app)


def test_good_and_bad_uploads(visit: Visit) -> None:
    picture = Image.new("L", (60, 80), 255)
    picture.paste(40, (15, 10, 45, 70))
    content = io.BytesIO()
    picture.save(content, format="PNG")
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    app.file_uploader(key="uploads").set_value(
        [
            ("*shirt*.png", content.getvalue(), "image/png"),
            ("text.png", b"this is no picture", "image/png"),
        ]
    ).run()
    assert not app.exception
    assert len(app.error) == 1
    assert r"text\.png" in app.error[0].value
    assert "*shirt*.png" in [text.value for text in app.text]
    assert len(app.get("vega_lite_chart")) == 1
