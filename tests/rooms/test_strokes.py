"""A drawing is numbers within bounds, or it is refused in a sentence; and it is drawn as sent."""

from typing import Any

import numpy as np
import pytest

from fashion_model.rooms import Refused
from fashion_model.rooms import strokes as drawn
from fashion_model.rooms.answering import answer
from fashion_model.rooms.strokes import EMPTY, NO_DRAWING, TOO_MUCH
from tests.rooms.made import BAG, TROUSERS, predictor, strokes
from ui.elements import strokes as board


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (None, NO_DRAWING),
        ("M0,0L9,9", NO_DRAWING),
        ({"0": [20, 1, 1]}, NO_DRAWING),
        ([], EMPTY),
        ([[]], NO_DRAWING),
        ([[20, 1]], NO_DRAWING),
        ([[20, 1, 1, 1]], NO_DRAWING),
        ([["20", 1, 1]], NO_DRAWING),
        ([[20, 1.5, 1]], NO_DRAWING),
        ([[20, True, 1]], NO_DRAWING),
        ([[20, None, 1]], NO_DRAWING),
        ([[20, 641, 1]], NO_DRAWING),
        ([[20, 1, -641]], NO_DRAWING),
        ([[20, 10**30, 1]], NO_DRAWING),
        ([[3, 1, 1]], NO_DRAWING),
        ([[49, 1, 1]], NO_DRAWING),
        ([[20, [1], 1]], NO_DRAWING),
        ([[20, 1, 1]] * 201, TOO_MUCH),
        ([[20, *[1, 1] * 2001]], TOO_MUCH),
        ([[20, *[1, 1] * 1001]] * 2, TOO_MUCH),
    ],
)
def test_anything_but_strokes_is_refused_in_a_sentence(sent: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        drawn.read(sent)
    assert str(refused.value) == words


def test_strokes_come_back_as_they_were_sent() -> None:
    assert drawn.to_json(drawn.read(BAG)) == BAG


def test_a_phone_s_strokes_look_as_the_same_strokes_on_classify() -> None:
    (line,) = TROUSERS
    places = list(zip(line[1::2], line[2::2], strict=True))
    path = [["M" if at == 0 else "L", float(x), float(y)] for at, (x, y) in enumerate(places)]
    on_classify = board.picture(
        [{"path": path, "stroke": "#000000", "strokeWidth": line[0]}], black=False, side=320
    )
    np.testing.assert_array_equal(drawn.picture(strokes(TROUSERS)), on_classify)


@pytest.mark.parametrize(("lines", "name"), [(TROUSERS, 1), (BAG, 8)])
def test_a_drawing_is_prepared_and_named(lines: list[list[int]], name: int) -> None:
    answered = answer(strokes(lines), predictor(), None)
    assert answered.picture.shape == (28, 28)
    assert answered.prediction.label == name


def test_strokes_beside_the_board_are_no_drawing() -> None:
    with pytest.raises(Refused) as refused:
        answer(strokes([[4, -600, -600, -590, -600]]), predictor(), None)
    assert str(refused.value) == EMPTY
