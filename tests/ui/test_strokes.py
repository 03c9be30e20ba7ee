"""A drawing as text and back, and what a stranger may have put in its place."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.elements.strokes import MOST_CHARACTERS, MOST_STROKES, from_text, picture, to_text

NUMBERS = st.floats(-900, 900)
PATHS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=8).map(
    lambda curves: [["M", 1.5, 2], *(["Q", *each] for each in curves), ["L", 3, 4.25]]
)
STROKES = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.just("Path"),
            "path": PATHS,
            "stroke": st.sampled_from(["#000000", "#808080", "#ffffff"]),
            "strokeWidth": st.integers(6, 48),
        }
    ),
    min_size=1,
    max_size=5,
)
GOOD = [0, 20, "M1,2Q3,4,5.5,6L7,8"]


def text(*strokes: Any, **other: Any) -> str:
    return json.dumps({"black": False, "strokes": list(strokes), **other})


@given(STROKES, st.booleans())
def test_a_drawing_comes_back_to_a_tenth_of_a_pixel(
    strokes: list[dict[str, Any]], black: bool
) -> None:
    found = from_text(to_text(strokes, black=black))
    assert found is not None
    assert found[1] is black
    for before, after in zip(strokes, found[0], strict=True):
        assert (before["stroke"], before["strokeWidth"]) == (after["stroke"], after["strokeWidth"])
        for one, other in zip(before["path"], after["path"], strict=True):
            assert one[0] == other[0]
            assert one[1:] == pytest.approx(other[1:], abs=0.051)


def test_nothing_is_written_of_nothing_or_too_much() -> None:
    stroke = {"path": [["M", 1, 2], ["L", 3, 4]], "stroke": "#000000", "strokeWidth": 20}
    assert to_text([], black=False) == ""
    assert to_text([stroke] * (MOST_STROKES + 1), black=False) == ""
    long = {**stroke, "path": [["M", 1, 2], *([["L", 300.5, 400.5]] * 12_000)]}
    assert to_text([long], black=False) == ""
    assert to_text([{**stroke, "stroke": "red"}], black=False) == ""
    assert to_text([{"type": "rect"}], black=False) == ""
    assert to_text([stroke], black=False) != ""


@pytest.mark.parametrize(
    "stored",
    [
        *(None, 1, "", "{", "[]", "[" * 50_000, "{}", text(), "x" * (MOST_CHARACTERS + 1)),
        text(GOOD, black=1),
        text([0, 20, "M" + "1," * 30_000]),
        text([0, 20, "M" + "1" * 90_000]),
        text(*[GOOD] * (MOST_STROKES + 1)),
        text(GOOD, "x"),
        text([*GOOD, 1]),
        text([3, *GOOD[1:]]),
        text([-1, *GOOD[1:]]),
        text(["#000", *GOOD[1:]]),
        text([0, 0, GOOD[2]]),
        text([0, 1e9, GOOD[2]]),
        text([0, "20", GOOD[2]]),
        *(
            text([0, 20, path])
            for path in (
                *("", "L1,2", "M1", "M1,2,3", "M1,2Q1,2", "M1,2C1,2,3,4,5,6", "M1,2<script>"),
                *("M99999,1", "M1e9,1", "Mnan,1", "M1,2\n", "M1,,2", "M1,2L", "M١,٢", "M1,2,"),
            )
        ),
    ],
)
def test_anything_else_is_no_drawing(stored: object) -> None:
    assert from_text(stored) is None


def test_a_good_one_is() -> None:
    found = from_text(text(GOOD))
    assert found is not None
    assert found[0][0]["path"] == [["M", 1, 2], ["Q", 3, 4, 5.5, 6], ["L", 7, 8]]


def test_the_server_draws_as_the_board_would() -> None:
    found = from_text(text([0, 20, "M50,100Q50,100,150,100L250,100"], [1, 20, "M100,200L100,200"]))
    assert found is not None
    drawn = picture(found[0], black=False, side=320)
    assert drawn.shape == (320, 320, 4)
    assert (drawn[..., 3] == 255).all()
    shades = [int(drawn[y, x, 0]) for x, y in ((150, 100), (245, 92), (100, 200), (150, 150))]
    assert shades == [0, 0, 128, 255]
    assert (drawn[..., 0] < 64).sum() == pytest.approx(200 * 20 + np.pi * 100, rel=0.06)
    assert picture(found[0], black=True, side=320)[150, 150, 0] == 0
