"""What comes of a tap on a photo, and of a box that is drawn on it."""

import math
from typing import Any

import pytest

from tests.ui.sending import sending
from ui.elements import regions


def came_of(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> list[Any]:
    """Have the browser send something about a photo with one thing; return what is told of it."""
    told: list[Any] = []
    with sending(monkeypatch, regions, name, value):
        regions.draw(
            "",
            [(0.1, 0.1, 0.5, 0.5)],
            ["Bag"],
            ["Bag"],
            chosen=None,
            key="x",
            on_click=told.append,
            on_draw=told.append,
        )
    return told


def test_a_box_is_taken_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert came_of(monkeypatch, "drawn", [0, 0.25, 1, 0.5]) == [(0.0, 0.25, 1.0, 0.5)]
    no_box: list[object] = [
        None,
        "0011",
        {"left": 0},
        [0.1, 0.1, 0.5],
        [0.1, 0.1, 0.5, 0.5, 0.5],
        [0.5, 0.5, 0.1, 0.1],
        [0.1, 0.1, 0.11, 0.9],
        [-0.1, 0.1, 0.5, 0.5],
        [0.1, 0.1, 0.5, 1e9],
        [0.1, 0.1, math.nan, 0.5],
        [0.1, 0.1, "0.5", 0.5],
    ]
    for sent in no_box:
        assert came_of(monkeypatch, "drawn", sent) == []


def test_a_tap_chooses_one_of_those_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert came_of(monkeypatch, "clicked", 0) == [0]
    assert came_of(monkeypatch, "clicked", -1) == [None]
    for sent in (1, "0", None, -2):
        assert came_of(monkeypatch, "clicked", sent) == []
