"""Covering pieces, against a network simple enough to know what must come out."""

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.attribution import occlusion
from fashion_model.attribution.covering import cover, decisive, smallest_change
from fashion_model.attribution.explanation import covered, filled, pixels_of

BRIGHT = np.full((28, 28), 200, np.uint8)
LEFT, RIGHT = 3, 7


def halves(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A toy: the brighter the left half, the more it says LEFT; the right one speaks for RIGHT."""
    logits = np.zeros((len(images), 10))
    logits[:, LEFT] = images[:, :, :14].mean(axis=(1, 2)) / 20
    logits[:, RIGHT] = images[:, :, 14:].mean(axis=(1, 2)) / 40
    powers = np.exp(logits)
    shares: NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def test_it_is_what_asking_place_by_place_gives() -> None:
    found = occlusion.explain(halves, BRIGHT, places=7)
    logs = np.log(halves(BRIGHT[np.newaxis])[0])
    for place in np.ndindex(7, 7):
        rows, columns = pixels_of(place, (7, 7))
        changed = BRIGHT.copy()
        changed[
            max(rows.start - 2, 0) : rows.stop + 2, max(columns.start - 2, 0) : columns.stop + 2
        ] = 0
        fall = logs - np.log(halves(changed[np.newaxis])[0])
        assert np.allclose(found.shares[place], fall - fall.mean(), atol=1e-5)
    assert found.grid == (7, 7)
    assert np.allclose(found.probabilities, halves(BRIGHT[np.newaxis])[0], atol=1e-6)


def test_each_half_speaks_for_its_kind_and_against_the_other() -> None:
    found = occlusion.explain(halves, BRIGHT)
    speaking = found.speaking_for(LEFT, RIGHT)
    assert (speaking[:, :6] > 0).all()
    assert (speaking[:, 8:] < 0).all()
    assert (found.label, found.runner_up) == (LEFT, RIGHT)
    assert np.allclose(found.speaking_for(RIGHT, LEFT), -speaking)


def test_the_decisive_places_lie_where_something_is() -> None:
    picture = BRIGHT.copy()
    picture[:, :7] = 0
    found = occlusion.explain(halves, picture, places=14)
    places = decisive(found, picture, LEFT)
    assert 0 < len(places) <= 49
    assert all(3 <= column < 7 for _, column in places)
    speaking = found.speaking_for(LEFT)
    amounts = [speaking[place] for place in places]
    assert amounts == sorted(amounts, reverse=True)
    assert decisive(found, np.zeros_like(picture), LEFT) == ()


def test_covering_asks_the_network_again() -> None:
    places = [(row, column) for row in range(7) for column in range(3)]
    tried = cover(halves, BRIGHT, places, (7, 7))
    assert (tried.picture[:, :12] == 0).all()
    assert (tried.picture[:, 12:] == 200).all()
    assert tried.turned
    assert tried.after.argmax() == RIGHT
    assert np.allclose(tried.after, halves(tried.picture[np.newaxis])[0])
    assert BRIGHT.min() == 200  # the visitor's picture is left alone


def test_the_smallest_change_turns_the_answer_and_one_place_less_does_not() -> None:
    picture = BRIGHT.copy()
    picture[:10, :14] = 0  # LEFT leads by little
    assert halves(picture[np.newaxis])[0].argmax() == LEFT
    found = smallest_change(halves, picture, (7, 7))
    assert found is not None
    assert found.turned
    assert all(column <= 3 for _, column in found.places)
    almost = covered(picture, list(found.places[:-1]), (7, 7))
    assert halves(almost[np.newaxis])[0].argmax() == LEFT
    assert smallest_change(halves, BRIGHT, (7, 7), most=2) is None


def test_places_tile_the_picture() -> None:
    for grid in ((7, 7), (10, 10), (14, 14), (4, 4)):
        seen = np.zeros((28, 28), int)
        for place in np.ndindex(*grid):
            seen[pixels_of(place, grid)] += 1
        assert (seen == 1).all()
        assert filled(BRIGHT, grid).all()


def test_where_nothing_is_covering_is_not_asked_about_and_speaks_for_nothing() -> None:
    picture = np.zeros((28, 28), np.uint8)
    picture[:8] = 200
    asked: list[int] = []

    def counting(pictures: UInt8Array) -> FloatArray:
        asked.append(len(pictures))
        return halves(pictures)

    found = occlusion.explain(counting, picture, places=7)
    rows = 3  # two with something in them, and one whose piece reaches into these
    assert asked == [1 + rows * 7]
    assert not found.shares[rows:].any()
