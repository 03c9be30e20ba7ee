"""What phones and the presenter may do in a room, and that a new server finds it as it was."""

import errno
import os
import stat
from pathlib import Path

import pytest

from fashion_model.labels import CLASS_NAMES
from fashion_model.rooms import NotNow, Refused, Room, RoomError, Sent, journal, room, tally, told
from fashion_model.rooms.animals import ANIMALS
from fashion_model.rooms.games import LATE, SECONDS
from tests.rooms.made import join, named, new_id, opened, send, strokes

SHIRT = CLASS_NAMES.index("Shirt")


def _outcomes(room: Room) -> list[str]:
    return [what for _, what in room.shown()]


def test_every_phone_is_another_animal_and_stays_it(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    phones = [new_id() for _ in range(room.MOST_PHONES)]
    names = [here.join(phone).animal for phone in phones]
    assert len(set(names)) == room.MOST_PHONES
    assert set(names) <= set(ANIMALS)
    assert here.join(phones[3]).animal == names[3]
    with pytest.raises(Refused, match="This room is full"):
        here.join(new_id())


def test_only_who_has_joined_can_draw(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    with pytest.raises(Refused, match="not in the room yet"):
        here.admit(Sent(new_id(), new_id(), strokes(), 0))


def test_three_drawings_within_a_second_are_too_fast(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    phone, other = join(here, 2)
    for _ in range(2):
        here.admit(Sent(new_id(), phone, strokes(), 0))
    with pytest.raises(NotNow, match="very fast"):
        here.admit(Sent(new_id(), phone, strokes(), 0))
    here.admit(Sent(new_id(), other, strokes(), 0))


def test_a_phone_s_drawings_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_DRAWINGS", 3)
    here = opened(tmp_path / "room")
    (phone,) = join(here, 1)
    for _ in range(3):
        send(here, phone)
    with pytest.raises(Refused, match="a room takes no more of one"):
        here.admit(Sent(new_id(), phone, strokes(), 0))


def test_a_drawing_sent_twice_is_kept_once(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    (phone,), drawing = join(here, 1), new_id()
    send(here, phone, "Bag", drawing_id=drawing)
    send(here, phone, "Coat", drawing_id=drawing)
    ((kept, _),) = here.shown()
    assert kept.prediction.label == CLASS_NAMES.index("Bag")


def test_all_draw_the_same_and_the_class_s_matrix_grows(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    phones = join(here, 4)
    here.begin("draw-one", SHIRT)
    for phone, said in zip(phones, ("Shirt", "Coat", "Coat", "Bag"), strict=True):
        send(here, phone, said, none=0.9 if said == "Bag" else 0.0)
    assert _outcomes(here) == ["wrong", "wrong", "wrong", "right"]
    counted = tally(drawing for drawing, _ in here.shown())
    assert (counted.drawn, counted.right, counted.strange) == (4, 1, 1)
    assert counted.matrix[SHIRT, CLASS_NAMES.index("Coat")] == 2
    assert told(counted) == (
        "**1 of 4 drawings** named rightly. Its commonest mistake: Shirt taken for Coat, 2 times."
        " 1 looked to it like none of the ten."
    )


def test_a_round_that_is_over_takes_late_ones_and_then_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opened(tmp_path / "room")
    (phone,) = join(here, 1)
    here.begin("draw-one", SHIRT)
    begun = here.round.begun
    monkeypatch.setattr(here, "now", lambda: begun + SECONDS + LATE - 1)
    assert here.round.left(begun + SECONDS + LATE - 1) == 0
    send(here, phone)
    monkeypatch.setattr(here, "now", lambda: begun + SECONDS + LATE + 1)
    with pytest.raises(Refused, match="This round is over"):
        send(here, phone)
    assert len(here.shown()) == 1


def test_a_drawing_of_an_earlier_round_is_kept_without_a_kind(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    (phone,) = join(here, 1)
    here.begin("draw-one", SHIRT)
    sent = Sent(new_id(), phone, strokes(), here.round.number)
    here.begin("draw-one", SHIRT)
    here.add(sent, named("Shirt"))
    assert _outcomes(here) == ["free"]


def test_who_fools_it_needs_two_others_who_see_what_it_is(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    artist, first, second, third = join(here, 4)
    here.begin("fool-it")
    with pytest.raises(Refused, match="say first what your drawing is"):
        here.admit(Sent(new_id(), artist, strokes(), here.round.number))
    drawing = send(here, artist, "Bag", truth="Shirt")
    assert here.to_name(artist) is None
    with pytest.raises(Refused, match="your own drawing"):
        here.vote(artist, drawing, SHIRT)
    found = here.to_name(first)
    assert found is not None and found.id == drawing
    here.vote(first, drawing, SHIRT)
    here.vote(first, drawing, SHIRT)
    assert here.to_name(first) is None
    assert _outcomes(here) == ["wrong"], "one voice counts once"
    here.vote(second, drawing, CLASS_NAMES.index("Dress"))
    assert _outcomes(here) == ["wrong"]
    here.vote(third, drawing, SHIRT)
    assert _outcomes(here) == ["fooled"]
    assert here.fooled_by(artist) == 1
    assert here.votes_on(drawing) == {"Dress": 1, "Shirt": 2}


def test_what_the_network_recognises_fools_nobody_and_is_not_voted_on(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    artist, other = join(here, 2)
    here.begin("fool-it")
    send(here, artist, "Shirt", truth="Shirt")
    assert here.to_name(other) is None
    assert _outcomes(here) == ["right"]


def test_what_others_cannot_name_is_not_asked_for_ever(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    artist, *others = join(here, 7)
    here.begin("fool-it")
    drawing = send(here, artist, "Bag", truth="Shirt")
    for phone in others[:5]:
        here.vote(phone, drawing, CLASS_NAMES.index("Coat"))
    assert here.to_name(others[5]) is None
    assert _outcomes(here) == ["wrong"]


def test_the_presenter_hides_a_drawing_or_a_phone(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    one, two = join(here, 2)
    hidden = send(here, one)
    send(here, one)
    kept = send(here, two)
    here.hide(hidden)
    assert len(here.shown()) == 2
    here.hide_phone(one)
    assert [drawing.id for drawing, _ in here.shown()] == [kept]
    with pytest.raises(Refused, match="off the wall"):
        here.admit(Sent(new_id(), one, strokes(), 0))


def test_a_new_server_has_the_same_room(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    artist, first, second = phones = [new_id() for _ in range(3)]
    animals = [here.join(phone).animal for phone in phones]
    here.begin("fool-it")
    drawing = send(here, artist, "Bag", truth="Shirt")
    here.vote(first, drawing, SHIRT)
    here.vote(second, drawing, SHIRT)
    here.hide(send(here, first, "Bag", truth="Coat"))
    again = Room.restore(tmp_path / "room")
    assert again.opening == here.opening
    assert again.round == here.round
    assert [again.join(phone).animal for phone in phones] == animals
    ((was, _),), ((now, outcome),) = here.shown(), again.shown()
    assert outcome == "fooled"
    assert (now.id, now.truth, now.animal) == (was.id, was.truth, was.animal)
    assert (now.picture == was.picture).all()
    assert now.prediction.label == was.prediction.label
    assert (now.thumb == was.thumb).all()


def test_a_torn_last_line_was_never_answered(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    (phone,) = join(here, 1)
    send(here, phone)
    with (tmp_path / "room" / journal.NAME).open("ab") as file:
        file.write(b'{"what":"drawn","id":"')
    again = Room.restore(tmp_path / "room")
    assert len(again.shown()) == 1
    send(again, phone)
    assert len(Room.restore(tmp_path / "room").shown()) == 2


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}\n",
        b"[]\n",
        b'{"what":"opened"}\n',
        b"\xff\n",
        b'{"key":1\n',
        b"[" * 200_000 + b"\n",
        b'{"key":[],"letters":"ABCD","owner":"a","run":null}\n',
        b'{"key":"' + b"0" * 32 + b'","letters":7,"owner":"a","run":null}\n',
        b'{"key":"' + b"0" * 32 + b'","letters":"ABCD","owner":"a","run":NaN}\n',
    ],
)
def test_a_damaged_journal_opens_no_room(damage: bytes, tmp_path: Path) -> None:
    opened(tmp_path / "room")
    (tmp_path / "room" / journal.NAME).write_bytes(damage)
    with pytest.raises(RoomError, match="damaged"):
        Room.restore(tmp_path / "room")


def test_a_drawing_with_impossible_numbers_opens_no_room(tmp_path: Path) -> None:
    here = opened(tmp_path / "room")
    (phone,) = join(here, 1)
    send(here, phone)
    path = tmp_path / "room" / journal.NAME
    *before, last = path.read_text().splitlines()
    path.write_text("\n".join([*before, last.replace("0.91", "9" * 400)]) + "\n")
    with pytest.raises(RoomError, match="damaged"):
        Room.restore(tmp_path / "room")


def test_a_full_disk_keeps_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opened(tmp_path / "room")
    (phone,) = join(here, 1)
    before = (tmp_path / "room" / journal.NAME).read_bytes()

    def half(descriptor: int, line: bytes) -> int:
        return os.pwrite(descriptor, line[:9], len(before))

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(NotNow, match="The disk is full"):
        send(here, phone)
    assert not here.shown()
    assert (tmp_path / "room" / journal.NAME).read_bytes() == before


def test_it_is_on_the_disk_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opened(tmp_path / "room")
    (phone,) = join(here, 1)

    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(NotNow):
        send(here, phone)
    assert not here.shown()
    monkeypatch.undo()
    assert not Room.restore(tmp_path / "room").shown()


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    opened(tmp_path / "room")
    assert stat.S_IMODE((tmp_path / "room").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "room" / journal.NAME).stat().st_mode) == 0o600
