"""Classify keeps what it shows of a visitor's pictures, and nothing once it is taken away."""

from collections.abc import Callable

import numpy as np
import pytest
import streamlit as st
from numpy.typing import NDArray
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from fashion_model.candidates import Box
from fashion_model.images.decode import MAX_BYTES
from tests.app.conftest import Visit, words
from tests.app.test_classify import SIDE, picture, put_drawing
from tests.app.test_finetuning import keep_drawing
from ui import server
from ui.classify import uploads
from ui.elements import camera, encode, gallery, regions


def uploading(visit: Visit, *names: str, content: bytes | None = None) -> AppTest:
    """Hand in the same picture under several names."""
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    files = [(name, content or picture(), "image/png") for name in names]
    app.file_uploader(key="uploads_0").set_value(files).run()
    assert not app.exception
    return app


def prepared(app: AppTest) -> int:
    """How many pictures are kept with their steps."""
    return len(app.session_state["prepared_items"])


def test_what_is_removed_is_gone(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(uploads, "drop", dropped.append)
    app = uploading(visit, "one.png", "two.png", "three.png")
    assert prepared(app) == 3
    ids = list(app.session_state["classify_uploads"])
    app.button(key=f"remove_{ids[1]}").click().run()
    assert "**2 pictures**" in words(app)
    assert [text.value for text in app.text] == ["one.png", "three.png"]
    assert prepared(app) == 2
    app.button(key="remove_uploads").click().run()
    assert "Nothing here yet" in words(app)
    assert prepared(app) == 0
    assert sorted(dropped) == sorted(ids)


def test_what_can_not_be_used_is_not_kept(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(uploads, "drop", dropped.append)
    blank = encode.png(np.full((60, 60), 255, np.uint8))
    app = uploading(visit, "blank.png", content=blank)
    assert "nothing to recognise" in app.error[0].value
    assert prepared(app) == 0
    assert len(dropped) == 1


def test_where_the_server_has_no_room(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    app = uploading(visit, "mine.png")
    monkeypatch.setattr(uploads, "take", lambda *_: None)
    files = [(name, picture(), "image/png") for name in ("more.png", "most.png")]
    app.file_uploader(key="uploads_0").set_value(files).run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == [
        "2 pictures were left out: the app had no room for them. Please add them again in a minute."
    ]


def test_a_part_that_was_marked_goes_with_its_picture(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = uploading(visit, "one.png", "two.png")
    one, two = app.session_state["classify_uploads"]
    for file_id in (one, two):
        app.button(key=f"mark_{file_id}").click().run()
        with monkeypatch.context() as patch:
            patch.setattr(regions, "draw", mark_in(f"things_{file_id}", (0.2, 0.0, 0.8, 0.6)))
            app.run()
        app.run()
        assert not app.exception
        assert prepared(app) == 3, "one part at a time"
    app.button(key=f"remove_{one}").click().run()
    assert prepared(app) == 2
    app.button(key=f"remove_{two}").click().run()
    assert prepared(app) == 0


def mark_in(key: str, box: Box) -> Callable[..., None]:
    """Draw no photo; on the one under that key, mark a part, as its component does."""

    def draw(*_: object, key: str, on_draw: Callable[[Box], None], **__: object) -> None:
        if key == wanted:
            on_draw(box)

    wanted = key
    return draw


@pytest.fixture
def keep_photo(monkeypatch: pytest.MonkeyPatch) -> Callable[[AppTest], None]:
    """Keep a picture of the live camera, as its component does."""

    def keep(app: AppTest) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(camera, "draw", lambda *_, on_keep, **__: on_keep(picture()))
            app.run()
        app.run()
        assert not app.exception

    return keep


def test_another_photo_and_no_photo(
    visit: Visit, keep_photo: Callable[[AppTest], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(uploads, "drop", dropped.append)
    app = visit("classify")
    app.segmented_control(key="way").set_value("Camera").run()
    for number in range(2):
        keep_photo(app)
        assert "Looks like" in words(app)
        assert prepared(app) == 1, "the photo before is forgotten"
        app.button(key="live_again").click().run()
        assert "Hold something up" in words(app)
        assert prepared(app) == 0
        assert len(dropped) == number + 1
    monkeypatch.setattr(uploads, "_room", lambda *_: False)
    keep_photo(app)
    assert [error.value for error in app.error] == [
        r"Your photo: The app has no room for it just now\. Please try again in a minute\."
    ]


def test_of_a_kept_photo_the_small_copy_alone_is_accounted_for(
    visit: Visit, keep_photo: Callable[[AppTest], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[UploadedFileRec] = []
    add = MemoryUploadedFileManager.add_file

    def note(files: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
        kept.append(file)
        add(files, session_id, file)

    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", note)
    app = visit("classify")
    app.segmented_control(key="way").set_value("Camera").run()
    keep_photo(app)
    (file,) = kept
    assert file.type == "image/png"
    assert uploads._size(file) > len(file.data)


def test_of_a_drawing_the_last_stroke_only_is_kept_and_nothing_when_cleared(visit: Visit) -> None:
    app = visit("classify")
    put_drawing(app)
    for edge in (90, 100):
        drawing = app.session_state["drawing_pixels"].copy()
        drawing[60:220, edge : SIDE // 2, :3] = 0
        app.session_state["drawing_pixels"] = drawing
        app.run()
        assert prepared(app) == 1
    app.button(key="clear_canvas").click().run()
    assert "Draw something" in words(app)
    assert prepared(app) == 0


def test_no_cache_that_visitors_share_gets_their_pictures(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared: list[NDArray[np.uint8]] = []

    def sharing(images: NDArray[np.uint8]) -> str:
        shared.extend(images)
        return ""

    monkeypatch.setattr(gallery, "_shared_sheet", sharing)
    app = visit("classify")
    keep_drawing(app, 3)
    assert "forgotten 2 minutes after you close it" in words(app)
    own = app.session_state["own_pictures"][0].picture
    app.switch_page("pages/dataset.py").run()
    assert not app.exception
    assert shared, "the galleries of the data set's pictures are shared"
    assert not any(np.array_equal(own, each) for each in shared)


def test_the_promise_says_how_long(
    visit: Visit, keep_photo: Callable[[AppTest], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = uploading(visit, "one.png")
    promise = "It is forgotten when you remove it, or 2 minutes after you close this page."
    assert app.file_uploader(key="uploads_0").help.endswith(promise)
    assert st.get_option("server.maxUploadSize") * 10**6 == MAX_BYTES
    assert "Up to 15 MB each." in app.file_uploader(key="uploads_0").help
    assert app.file_uploader(key="uploads_0").label.endswith("up to 40 at a time")
    monkeypatch.setattr(server, "_seconds", lambda: 45)
    app.segmented_control(key="way").set_value("Camera").run()
    keep_photo(app)
    assert "1 minute after you close this page." in app.button(key="live_again").help
