"""Classify: draw, upload, photograph, examples; who answers; the steps of the preparation."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from fashion_model.images import Switches
from fashion_model.litert import ModelError
from fashion_model.predict import ALL_TERRAIN
from fashion_model.results import ScoresError, read_scores
from fashion_model.runs import BUNDLED, Run
from tests.app.conftest import Visit, words
from tests.images.pictures import encoded, heic, shirt
from tests.test_results import stored, write
from ui.classify import inputs, steps, ways
from ui.classify.items import Handed, Item, Refusal, prepared
from ui.models import examples

SIDE = 320  # of the board
WAYS = ("Upload", "Camera", "Examples", "Draw")


def put_drawing(app: AppTest) -> None:
    """Leave the session as the board leaves it after one stroke."""
    drawing = np.full((SIDE, SIDE, 4), 255, np.uint8)
    drawing[60:220, 100:180, :3] = 0
    app.session_state["drawing"] = {"objects": [{"type": "Path"}]}
    app.session_state["drawing_pixels"] = drawing
    app.run()


def bars(app: AppTest) -> list[str]:
    """What the bars on the page say, chart by chart."""
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


def shown(app: AppTest) -> tuple[str, ...]:
    """The addresses of the pictures on the page, which tell their content apart."""
    return tuple(url for image in app.image for url in image.value)


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
    for kind in ("Grey pen", "Eraser", "Pen", "Grey pen"):
        app.segmented_control(key="pen_kind").set_value(kind).run()
        assert app.segmented_control(key="pen_kind").value == kind
    for black in (True, False, True):
        app.toggle(key="black_board").set_value(black).run()
        assert app.toggle(key="black_board").value == black
    for way in WAYS:
        app.segmented_control(key="way").set_value(way).run()
        assert app.segmented_control(key="way").value == way
        assert not app.exception
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert app.slider(key="pen").value == 22
    assert app.segmented_control(key="pen_kind").value == "Grey pen"
    assert app.toggle(key="black_board").value


def test_all_terrain_answers_and_a_run_beside_it(visit: Visit) -> None:
    app = visit("classify", BUNDLED)
    assert app.selectbox(key="first_answerer").value == ALL_TERRAIN
    assert app.selectbox(key="second_answerer").value == "nobody"
    app.segmented_control(key="way").set_value("Examples").run()
    assert "Click a picture" in words(app)
    for position in (examples.firsts()[kind] for kind in (0, 5, 8)):
        app.session_state["example"] = position
        app.run()
        assert "Looks like" in words(app)
        assert "its label says" in words(app)
        assert len(bars(app)) == 1
    app.selectbox(key="second_answerer").set_value(BUNDLED).run()
    assert len(bars(app)) == 2
    assert "Looks like a Bag, 96\u00a0%, sure" in words(app)
    assert "All\\-terrain" in words(app)
    for first in (BUNDLED, ALL_TERRAIN, BUNDLED):
        app.selectbox(key="first_answerer").set_value(first).run()
        assert app.selectbox(key="first_answerer").value == first
        assert app.selectbox(key="second_answerer").value != first
    assert app.query_params["run"] == BUNDLED


def test_real_pictures_go_the_way_of_an_upload(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Examples").run()
    assert "never learned from these" in words(app)
    said = set()
    for name in inputs.PICTURES:
        app.session_state["real_picture"] = name
        app.run()
        assert not app.exception
        assert "Looks like" in words(app)
        assert "This is what arrived." in words(app)
        assert "28 × 28: this is what the network sees" in words(app)
        said |= set(bars(app))
    assert len(said) == len(inputs.PICTURES)
    for way in ("Draw", "Examples"):
        app.segmented_control(key="way").set_value(way).run()
    assert set(bars(app)) < said
    app.toggle(key="step_find").set_value(False).run()
    assert "Switched off" in words(app)


def test_the_example_clicked_last_is_answered(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Examples").run()
    real_name, position = "jeans.jpg", examples.firsts()[8]
    for real in (True, False, True):
        if real:  # as a click on its tile leaves the session
            app.session_state["example"] = None
            app.session_state["real_picture"] = real_name
        else:
            app.session_state["example"] = position
        app.run()
        assert ("This is what arrived." in words(app)) == real
        assert ("its label says" in words(app)) != real


def test_who_never_saw_a_drawing_says_so_and_can_be_taught(visit: Visit, trained: Run) -> None:
    app = visit("classify", trained.id)
    put_drawing(app)
    told = words(app)
    assert ", a guess" in told
    assert told.count("never shown drawings") == 1  # not by the all-terrain model
    app.button(key="teach_drawings_reply_1").click().run()
    assert not app.exception
    app.switch_page("pages/training.py").run()  # AppTest does not stay where a script went
    assert app.slider(key="sketches").value == 0.3
    assert app.slider(key="epochs").value == trained.config.epochs
    assert app.slider(key="rotation").value == trained.config.augmentation.rotation


def test_of_a_test_picture_a_run_is_sure_or_not(visit: Visit, trained: Run) -> None:
    app = visit("classify", trained.id)
    app.segmented_control(key="way").set_value("Examples").run()
    app.session_state["example"] = examples.firsts()[1]
    app.run()
    assert ", a guess" not in words(app)
    assert "never shown" not in words(app)


def test_an_own_run_is_proposed_once(visit: Visit, trained: Run) -> None:
    app = visit("classify", trained.id)
    second = app.selectbox(key="second_answerer")
    assert second.value == trained.id
    assert "Tiny *but* <b>real</b>" in second.options[1]
    put_drawing(app)
    assert len(bars(app)) == 2
    assert r"\<b\>real" in words(app)
    app.selectbox(key="second_answerer").set_value("nobody").run()
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert app.selectbox(key="second_answerer").value == "nobody"
    app.selectbox(key="first_answerer").set_value(BUNDLED).run()
    assert app.query_params["run"] == trained.id, "who answers here is chosen for this page alone"


def test_a_drawing_survives_everything_but_clear(visit: Visit) -> None:
    app = visit("classify")
    assert app.button(key="undo_canvas").disabled
    assert app.button(key="clear_canvas").disabled
    put_drawing(app)
    assert "Looks like" in words(app)
    assert "28 × 28: this is what the network sees" in words(app)
    for way in WAYS:
        app.segmented_control(key="way").set_value(way).run()
    app.slider(key="pen").set_value(40).run()
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert "Looks like" in words(app)
    app.button(key="clear_canvas").click().run()
    assert "Draw something" in words(app)
    put_drawing(app)
    app.button(key="undo_canvas").click().run()
    assert "Draw something" in words(app)


def test_a_black_board_keeps_drawing_and_answer(visit: Visit) -> None:
    app = visit("classify")
    put_drawing(app)
    app.session_state["drawing"] = {
        "objects": [{"stroke": colour} for colour in ("#000000", "#808080", "#ffffff")]
    }
    app.run()
    prediction = bars(app)
    app.toggle(key="black_board").set_value(True).run()
    assert bars(app) == prediction
    assert app.session_state["drawing_pixels"][0, 0].tolist() == [0, 0, 0, 255]
    strokes = app.session_state["drawing"]["objects"]
    assert [each["stroke"] for each in strokes] == ["#ffffff", "#808080", "#000000"]
    app.toggle(key="black_board").set_value(False).run()
    assert bars(app) == prediction
    assert app.session_state["drawing_pixels"][0, 0].tolist() == [255, 255, 255, 255]


def test_another_pen_finds_the_strokes_where_a_new_board_begins(visit: Visit) -> None:
    app = visit("classify")
    put_drawing(app)
    assert app.session_state["canvas_beginning"]["objects"] == []
    app.slider(key="pen").set_value(30).run()
    assert app.session_state["canvas_beginning"]["objects"] == [{"type": "Path"}]


def test_a_step_can_be_switched_again_and_again(visit: Visit) -> None:
    app = visit("classify")
    put_drawing(app)
    everything = bars(app)
    assert app.button(key="reset_steps").disabled
    for on in (False, True, False):
        app.toggle(key="step_trim").set_value(on).run()
        assert app.toggle(key="step_trim").value == on
        assert (bars(app) == everything) == on
        assert ("Switched off" in words(app)) != on
    app.toggle(key="step_invert").set_value(False).run()
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/classify.py").run()
    assert not app.toggle(key="step_trim").value
    app.button(key="reset_steps").click().run()
    assert all(app.toggle(key=f"step_{each}").value for each in ("trim", "invert", "find"))
    assert bars(app) == everything
    assert "Switched off" not in words(app)


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


def test_the_bytes_of_a_file_are_judged_and_never_its_name(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    photo = encoded(shirt(), "JPEG")
    files = [
        ("IMG_2041", photo, ""),
        ("saved.jfif", photo, "image/jpeg"),
        ("stereo.mpo", encoded(shirt(), "MPO"), ""),
        ("clip.dib", encoded(shirt(), "BMP")[14:], ""),
        ("IMG_0007.HEIC", heic(shirt()), "image/heic"),
        ("shop.avif", encoded(shirt(), "AVIF"), "image/avif"),
        ("invoice.jpg", b"%PDF-1.7", "image/jpeg"),
    ]
    app.file_uploader(key="uploads_0").set_value(files).run()
    assert not app.exception
    assert [text.value for text in app.text] == [name for name, *_ in files[:6]]
    assert [error.value for error in app.error] == [
        r"invoice\.jpg: This is a PDF document; please choose a PNG, JPEG, GIF, WebP, BMP, HEIC or "
        r"AVIF picture instead\."
    ]


def test_more_uploads_than_there_is_room_for(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    files = [(f"{number}.png", picture(), "image/png") for number in range(42)]
    app.file_uploader(key="uploads_0").set_value(files).run()
    assert not app.exception
    assert not app.error
    full = "2 pictures were left out: there is room for 40 files at a time. Remove some, then add"
    assert [warning.value for warning in app.warning] == [f"{full} them again."]
    assert "**40 pictures**" in words(app)
    assert len(app.get("vega_lite_chart")) == 6
    first = next(iter(app.session_state["classify_uploads"]))
    app.button(key=f"remove_{first}").click().run()
    assert "**39 pictures**" in words(app)
    assert [warning.value for warning in app.warning] == [f"{full} them again."]
    app.button(key="remove_uploads").click().run()
    assert not app.warning


def test_uploads_are_prepared_once_and_anew_when_a_step_is_switched(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = []

    def counting(handed: Handed, switches: Switches) -> Item | Refusal:
        times.append(handed.title)
        return prepared(handed, switches)

    monkeypatch.setattr(steps, "prepared", counting)
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    files = [(f"{number}.png", picture(), "image/png") for number in range(8)]
    app.file_uploader(key="uploads_0").set_value(files).run()
    assert len(times) == 8
    app.selectbox(key="second_answerer").set_value(BUNDLED).run()
    assert len(bars(app)) == 12
    assert len(times) == 8
    before = bars(app)
    app.toggle(key="step_trim").set_value(False).run()
    assert len(times) == 8 + 6
    assert bars(app) != before
    app.button(key="reset_steps").click().run()
    assert bars(app) == before


def test_the_table_of_scores_is_shown_where_there_is_one(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def show(path: Path) -> AppTest:
        monkeypatch.setattr(ways, "read_scores", lambda: read_scores(path))
        return visit("classify")

    looks = "classify_looks"
    assert looks not in [each.key for each in show(tmp_path / "none.json").segmented_control]
    app = show(write(tmp_path, stored()))
    assert "fair person" not in words(app)
    told = words(app.segmented_control(key=looks).set_value("How good is it?").run())
    assert "fair person" in told
    assert "| People’s sketches | 84 | **90.0 % (85–95)** | 40.0 % (31–50) |" in told
    assert "24 November 2026" in told
    damaged = write(tmp_path, {})
    with pytest.raises(ScoresError):
        read_scores(damaged)
    app = show(damaged)
    assert len(app.error) == 1
    assert not app.exception


def test_a_second_network_is_heard_and_says_what_it_looks_at(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Examples").run()
    said = "A second network looks at {}; it had seen 1.2 million photos before. By itself it says"
    photo, picture = "the photo itself, in colour", "the picture itself, not at the small one"
    for name, what in (("boot.jpg", photo), ("sweater.png", picture), ("jeans.jpg", photo)):
        app.session_state["real_picture"] = name
        app.run()
        assert said.format(what) in words(app)
    assert "By itself it says **Trouser**" in words(app)
    app.button(key="why_open_reply_0").click().run()
    assert not app.exception
    assert "which looks at the picture itself, is left out here" in words(app)
    app.selectbox(key="first_answerer").set_value(BUNDLED).run()
    assert "A second network" not in words(app)


def test_a_picture_that_lies_on_its_side_can_be_turned(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    photo = (inputs.FOLDER / "boot.jpg").read_bytes()
    app.file_uploader(key="uploads_0").set_value([("boot.jpg", photo, "image/jpeg")]).run()
    upright, pictures = bars(app), []
    (file_id,) = app.session_state["classify_uploads"]
    answers = []
    for _ in range(4):
        app.button(key=f"turn_{file_id}").click().run()
        assert not app.exception
        answers.append(bars(app))
        pictures.append(shown(app))
    assert answers[3] == upright
    assert upright not in (answers[0], answers[2])  # upside down it is as surely a boot
    assert len(set(pictures)) == 4


def test_a_photo_that_clearly_lies_on_its_side_is_set_upright(visit: Visit) -> None:
    dress = Image.open(inputs.FOLDER / "dress.jpg")
    files = []
    for name, turn in (("upright.png", None), ("lying.png", Image.Transpose.ROTATE_90)):
        content = io.BytesIO()
        (dress if turn is None else dress.transpose(turn)).save(content, "PNG")
        files.append((name, content.getvalue(), "image/png"))
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    app.file_uploader(key="uploads_0").set_value(files[:1]).run()
    upright = bars(app)
    app.button(key=f"remove_{next(iter(app.session_state['classify_uploads']))}").click().run()
    app.file_uploader(key="uploads_0").set_value(files[1:]).run()
    (file_id,) = app.session_state["classify_uploads"]
    assert bars(app) == upright
    app.expander(key=f"how_{file_id}").proto.expanded = True
    app.session_state[f"how_{file_id}"] = True
    app.run()
    assert "It lay on its side, so it was turned a quarter to the right." in words(app)
    app.button(key=f"turn_{file_id}").click().run()
    assert not app.exception
    assert bars(app) != upright  # on its other side now, as somebody wished
    assert "This is what arrived." in words(app)
    for _ in range(3):
        app.button(key=f"turn_{file_id}").click().run()
    assert bars(app) == upright


def test_a_damaged_network_for_photos_is_one_sentence(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ModelError("The network for photos that comes with the app is damaged.")

    monkeypatch.setattr("ui.classify.items.look", fail)
    app = visit("classify")
    app.segmented_control(key="way").set_value("Examples").run()
    app.session_state["real_picture"] = "boot.jpg"
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == [
        "A photo of a boot on a wooden floor: The network for photos that comes with the app is "
        r"damaged\."
    ]
