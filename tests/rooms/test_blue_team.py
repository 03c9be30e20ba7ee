"""Half of what fooled the network is to learn from, the other half is held back."""

from pathlib import Path

import pytest

from fashion_model.labels import CLASS_NAMES
from fashion_model.rooms import Drawing, Room, RoomError, blue_team
from fashion_model.rooms.blue_team import Asked, Taught
from tests.rooms.made import fool, join, named, opened

SHIRT, COAT = CLASS_NAMES.index("Shirt"), CLASS_NAMES.index("Coat")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room in which five Shirts and four Coats fooled it."""
    here = opened(tmp_path / "room", "a-run")
    artist, *others = join(here, 3)
    here.begin("fool-it")
    fool(here, artist, others, SHIRT, 5)
    fool(here, artist, others, COAT, 4)
    return here


def _foolers(room: Room) -> list[Drawing]:
    return [drawing for drawing, what in room.shown() if what == "fooled"]


def test_both_halves_hold_both_kinds_and_nothing_twice(room: Room) -> None:
    lesson, held_back = blue_team.halves(_foolers(room))
    assert (len(lesson), len(held_back)) == (5, 4)
    assert not {each.id for each in lesson} & {each.id for each in held_back}
    for half in (lesson, held_back):
        kinds = [each.truth for each in half]
        assert kinds.count(SHIRT) >= 2
        assert kinds.count(COAT) >= 2


def test_four_are_needed(room: Room) -> None:
    with pytest.raises(RoomError, match="four drawings that fooled it"):
        blue_team.halves(_foolers(room)[:3])


def test_repaired_is_what_is_named_as_it_was_meant(room: Room) -> None:
    shirt = next(each for each in _foolers(room) if each.truth == SHIRT)
    assert Asked(shirt, named("Shirt").prediction).repaired
    assert not Asked(shirt, named("Coat").prediction).repaired
    assert not Asked(shirt, named("Shirt", none=0.9).prediction).repaired


def test_a_new_server_knows_what_was_taught_and_who_answers(room: Room) -> None:
    taught = Taught("child", ("a", "b"), ("c",))
    room.taught_by(taught)
    room.answer_with("child")
    again = Room.restore(room.folder)
    assert again.taught == taught
    assert again.run == "child"
    assert again.opening.run == "a-run"
    assert {each.run for each in _foolers(again)} == {"a-run"}
