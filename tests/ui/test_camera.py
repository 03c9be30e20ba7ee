"""Frames of the live camera: what is said of each, whatever a stranger sends in its place."""

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fashion_model.images import Switches
from tests.images.pictures import encoded, shirt, trousers
from tests.test_candidates import beside
from tests.test_cut_off import close_up
from tests.ui.sending import sending
from ui.classify.items import Handed, Item, prepared
from ui.classify.live import look_at
from ui.elements import camera
from ui.elements.camera import LONGEST, NOTHING, Seen
from ui.models.choice import Model

ALL_TERRAIN = Model("All-terrain", None)


def seen(content: bytes, number: int = 1) -> Seen:
    return look_at(ALL_TERRAIN, number, content, Switches())


def test_one_thing_is_named_and_outlined() -> None:
    said = seen(encoded(beside(Image.new("RGB", (280, 280), "white"), trousers()), "JPEG"))
    assert said.words.startswith("Looks like a Trouser, ")
    assert said.words.endswith("sure.")
    assert [label.rstrip("?") for label in said.labels] == ["Trouser"]
    ((left, _, right, _),) = said.boxes
    assert 0.6 < left < right < 0.9


def test_several_things_are_named_each() -> None:
    said = seen(encoded(beside(shirt(), trousers()), "JPEG"), 7)
    assert said.number == 7
    assert len(said.boxes) == len(said.labels) == 2
    assert said.labels[1].startswith("Trouser")
    assert said.words == (
        f"On it: {said.labels[0]}, {said.labels[1]}. Keep the picture to look closer."
    )


def test_what_is_too_close_is_told_so_when_it_is_not_sure() -> None:
    frame = encoded(close_up("jeans"), "PNG")
    assert seen(frame).words.endswith("not sure. Too close: show all of it.")
    item = prepared(Handed("jeans.png", frame), Switches())
    assert isinstance(item, Item)
    assert item.too_close


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty; please choose a file that holds a picture."),
        (b"\xff\xd8\xff broken", "This picture file is damaged; please save or export it again"),
        (b"Dear app", "This is a text file; please choose a PNG"),
        (encoded(shirt(ground="#203040"), "JPEG"), "There is nothing to recognise in this picture"),
    ],
)
def test_what_is_no_picture_gets_its_sentence(content: bytes, words: str) -> None:
    said = seen(content, 3)
    assert said.number == 3
    assert said.words.startswith(words)
    assert not said.boxes


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, object], list[Any]]:
    """Send what the component would; return what came of it."""

    def came(name: str, value: object) -> list[Any]:
        taken: list[Any] = []
        with sending(monkeypatch, camera, name, value):
            camera.draw(
                NOTHING, key="x", on_frame=lambda *frame: taken.append(frame), on_keep=taken.append
            )
        return taken

    return came


def test_what_a_stranger_may_send(send: Callable[[str, object], list[Any]]) -> None:
    jpeg = encoded(shirt(), "JPEG")
    text = base64.b64encode(jpeg).decode()
    assert send("frame", {"number": 5, "picture": text}) == [(5, jpeg)]
    assert send("kept", text) == [jpeg]
    no_picture: list[object] = [7, ["a"], {"a": 1}, "not base64!", "é", "A" * (LONGEST + 1)]
    for odd in no_picture:
        assert send("frame", {"number": 5, "picture": odd}) == [(5, b"")]
        assert send("kept", odd) == [b""]
    no_frame: list[object] = [None, "frame", [1], {}, {"number": "5", "picture": text}]
    for odd in no_frame:
        assert send("frame", odd) == []
    assert send("kept", None) == []


def test_the_largest_frame_that_a_browser_makes_is_taken() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    frame = encoded(Image.fromarray(pixels), "JPEG", quality=85, subsampling=2)
    assert len(base64.b64encode(frame)) < LONGEST
