"""Photos that lie on their side or stand on their head, from the app's own examples."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from PIL import Image

from fashion_model.data import load_sample
from fashion_model.environment import ASSETS
from fashion_model.images import Prepared, Switches, decode_file
from fashion_model.photo_expert import A_PHOTO, Opinion
from fashion_model.predict import Predictor, load_all_terrain
from fashion_model.upright import lies, look, turned_back

PHOTOS = [(name, turn) for name in ("t_shirt.jpg", "dress.jpg", "jeans.jpg") for turn in (1, 2, 3)]
DRAWINGS = ("sweater.png", "flip_flop.png", "bag.png")


@cache
def example(name: str) -> Image.Image:
    return decode_file(ASSETS / "examples" / name)


@cache
def predictor() -> Predictor:
    return load_all_terrain()


def turned(name: str, quarters: int) -> Image.Image:
    """An example, turned anticlockwise."""
    return turned_back(example(name), -quarters % 4)


@pytest.mark.parametrize(("name", "quarters"), [*PHOTOS, ("boot.jpg", 3)])
def test_a_turned_photo_is_set_upright_and_named_as_before(name: str, quarters: int) -> None:
    looked = look(turned(name, quarters))
    assert looked.quarters == quarters
    upright = look(example(name))
    assert upright.quarters == 0
    assert looked.prepared.states[0].opaque.size == example(name).size
    assert np.array_equal(looked.prepared.picture, upright.prepared.picture)
    assert looked.named_by(predictor()).label == predictor().name(upright.prepared).label


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_and_icons_stay_as_they_came(name: str) -> None:
    for quarters in range(4):
        assert look(turned(name, quarters)).quarters == 0


def test_it_can_be_left_as_it_came() -> None:
    lying = turned("dress.jpg", 1)
    assert look(lying, may_turn=False).quarters == 0
    assert look(lying, Switches(straighten=False)).quarters == 0


def says(
    *sides: int, names: tuple[int, ...] = (9, 9)
) -> tuple[Callable[[Prepared], Opinion], list[Prepared]]:
    """A network that says one of `sides` and `names` after the other, and what it was shown."""
    seen: list[Prepared] = []

    def judge(prepared: Prepared) -> Opinion:
        chances = np.full(4, 0.01, np.float32)
        chances[sides[len(seen)]] = 0.97
        answers = np.eye(11, dtype=np.float32)[names[len(seen)]]
        seen.append(prepared)
        return Opinion(answers, 0.5, 1.0, chances)

    return judge, seen


def test_one_that_does_not_stand_upright_then_stays_as_it_came() -> None:
    judge, seen = says(1, 3)  # the second time on its other side
    looked = look(example("boot.jpg"), by=judge)
    assert (looked.quarters, len(seen)) == (0, 2)
    assert looked.prepared is seen[0]


def test_upside_down_it_has_to_get_the_same_name_both_times() -> None:
    judge, _ = says(2, 0, names=(8, 0))
    assert look(example("boot.jpg"), by=judge).quarters == 0
    judge, _ = says(2, 0, names=(9, 9))
    assert look(example("boot.jpg"), by=judge).quarters == 2
    judge, _ = says(1, 0, names=(8, 0))
    assert look(example("boot.jpg"), by=judge).quarters == 1


def test_one_look_is_enough_for_what_stands_upright() -> None:
    judge, seen = says(0)
    assert look(example("boot.jpg"), by=judge).quarters == 0
    assert len(seen) == 1


def test_doubts_and_drawings_turn_nothing() -> None:
    answers = np.full(11, 1 / 11, np.float32)
    doubtful = np.array([0.25, 0.75, 0, 0], np.float32)
    clear = np.array([0.05, 0.95, 0, 0], np.float32)
    assert lies(Opinion(answers, 0.5, 1.0, doubtful)) == 0
    assert lies(Opinion(answers, 0.5, 0.3, clear)) == 0
    assert lies(Opinion(answers, 0.5, 1.0, clear)) == 1


def test_the_data_set_s_own_pictures_are_left_to_those_who_learned_from_them() -> None:
    test = load_sample().test
    looked = [look(Image.fromarray(image)) for image in test.images[:40]]
    assert not any(each.quarters for each in looked)
    photos = [each for each in looked if each.opinion.photo >= A_PHOTO]
    assert len(photos) <= 2
