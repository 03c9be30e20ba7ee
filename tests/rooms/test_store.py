"""Rooms open, are found by key and letters, and end with all that was drawn in them."""

import errno
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from fashion_model.rooms import Closed, NotNow, Refused, RoomError, Rooms, journal, store
from fashion_model.rooms import room as room_module
from fashion_model.rooms.games import SECONDS
from fashion_model.rooms.letters import is_key, typed
from fashion_model.runs import list_runs
from tests.rooms.made import join, new_id, send

Later = Callable[..., None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let seconds pass, or fewer or more by the computer's own clock, which somebody sets."""
    passed = SimpleNamespace(up=0.0, clock=0.0)
    clocks = SimpleNamespace(
        monotonic=lambda: time.monotonic() + passed.up,
        time=lambda: time.time() + passed.clock,
    )
    monkeypatch.setattr(room_module, "time", clocks)
    monkeypatch.setattr(journal, "time", clocks)

    def let_pass(seconds: float, by_clock: float | None = None) -> None:
        passed.up += seconds
        passed.clock += seconds if by_clock is None else by_clock

    return let_pass


def _drawn(rooms: Rooms, owner: str = "a") -> tuple[str, Path]:
    room = rooms.open(owner, None)
    (phone,) = join(room, 1)
    send(room, phone)
    return room.opening.key, room.folder


def test_a_room_is_found_by_its_key_and_its_letters(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path)
    room = rooms.open("a", None)
    assert is_key(room.opening.key)
    assert rooms.find(room.opening.key) is room
    letters = room.opening.letters
    assert rooms.key_of(f" {letters[:2]} {letters[2:].lower()}", "x") == room.opening.key
    assert rooms.open("a", None) is room
    assert rooms.open("b", None) is not room
    with pytest.raises(Refused, match="scan the code on the wall again"):
        rooms.find(new_id())


@pytest.mark.parametrize("text", [None, 7, "", "ABC", "ABCDE", "AB1D", "ÄBCD", "A" * 50, ["A"]])
def test_other_things_are_no_letters(text: object) -> None:
    assert typed(text) is None


def test_letters_are_guessed_ten_times_a_minute_and_no_more(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path)
    letters = rooms.open("a", None).opening.letters
    for _ in range(40):  # a class behind one address, all right
        rooms.key_of(letters, "x")
    wrong = "AAAA" if letters != "AAAA" else "BBBB"
    for _ in range(store.WRONG_LETTERS):
        with pytest.raises(Refused, match="No room has these letters"):
            rooms.key_of(wrong, "x")
    with pytest.raises(NotNow, match="Too many wrong letters"):
        rooms.key_of(letters, "x")
    assert rooms.key_of(letters, "y")
    for _ in range(store.WRONG_LETTERS_OF_ALL - store.WRONG_LETTERS):
        with pytest.raises(Refused):
            rooms.key_of(wrong, "y")
    with pytest.raises(NotNow):
        rooms.key_of(letters, "z")


def test_a_room_is_not_listed_among_the_trainings(tmp_path: Path) -> None:
    _drawn(Rooms(tmp_path))
    assert [run.id for run in list_runs(tmp_path)] == ["bundled"]


def test_closing_deletes_all_that_was_drawn(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path)
    key, folder = _drawn(rooms)
    room = rooms.find(key)
    rooms.close(room)
    assert not folder.exists()
    with pytest.raises(Refused):
        rooms.find(key)
    with pytest.raises(NotNow):  # what was on its way brings nothing back
        room.join(new_id())
    assert not folder.exists()


def test_an_hour_of_silence_deletes_a_room(tmp_path: Path, later: Later) -> None:
    rooms = Rooms(tmp_path)
    key, folder = _drawn(rooms)
    later(65)
    other, kept = _drawn(rooms, "b")
    later(store.SILENCE - 60)
    rooms.sweep()
    assert not folder.exists()
    assert kept.exists()
    assert rooms.find(other).folder == kept
    with pytest.raises(Refused):
        rooms.find(key)


def test_a_room_whose_folder_was_taken_away_is_closed(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path)
    key, folder = _drawn(rooms)
    shutil.rmtree(folder)
    rooms.sweep()
    with pytest.raises(Closed):
        rooms.find(key)


def test_the_next_server_has_the_room_and_deletes_the_silent(tmp_path: Path, later: Later) -> None:
    before = Rooms(tmp_path)
    silent, folder = _drawn(before, "b")
    later(65)
    key, _ = _drawn(before)
    before.stop()
    later(store.SILENCE - 60)
    rooms = Rooms(tmp_path)
    rooms.sweep()
    assert len(rooms.find(key).shown()) == 1
    assert not folder.exists()
    with pytest.raises(Refused):
        rooms.find(silent)
    later(65)  # its hour goes on
    rooms.sweep()
    with pytest.raises(Closed):
        rooms.find(key)


@pytest.mark.parametrize("jump", [3700, 400 * 24 * 3600, -3700])
def test_a_clock_that_is_set_deletes_no_room(jump: float, tmp_path: Path, later: Later) -> None:
    rooms = Rooms(tmp_path)
    key, folder = _drawn(rooms)
    later(0, jump)
    rooms.sweep()
    assert len(rooms.find(key).shown()) == 1
    rooms.stop()
    later(0, jump)  # and while there is no server
    rooms = Rooms(tmp_path)
    rooms.sweep()
    assert len(rooms.find(key).shown()) == 1
    later(store.SILENCE + 5, 0)
    rooms.sweep()
    assert not folder.exists()


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_a_clock_that_is_set_leaves_a_round_its_seconds(
    jump: float, tmp_path: Path, later: Later
) -> None:
    room = Rooms(tmp_path).open("a", None)
    room.begin("draw-one")
    later(10.0, by_clock=jump)
    left = room.round.left(room.now())
    assert left is not None
    assert 0 < left <= SECONDS - 10


@pytest.mark.parametrize("up", ["none", "more", "damaged"])
def test_without_another_clock_the_computer_s_tells(up: str, tmp_path: Path, later: Later) -> None:
    """Of an earlier version, or since the computer was started again."""
    before = Rooms(tmp_path)
    _, folder = _drawn(before, "b")
    key, kept = _drawn(before)
    before.stop()
    for each in (folder, kept):
        *events, last = journal.read(each)
        written = {"none": {}, "more": {"up": last["up"] + 9e9}, "damaged": {"up": "long"}}
        last = {name: value for name, value in last.items() if name != "up"} | written[up]
        lines = [json.dumps(event) + "\n" for event in (*events, last)]
        (each / journal.NAME).write_text("".join(lines))
    _age(folder, store.SILENCE + 5)
    _age(kept, store.SILENCE - 60)
    rooms = Rooms(tmp_path)
    rooms.sweep()
    assert not folder.exists()
    assert len(rooms.find(key).shown()) == 1


@pytest.mark.parametrize("damage", [b"nothing", b"[" * 200_000 + b"\n", b'{"key": []}\n'])
def test_a_damaged_room_is_deleted_and_hides_no_other(damage: bytes, tmp_path: Path) -> None:
    before = Rooms(tmp_path)
    key, _ = _drawn(before)
    _, folder = _drawn(before, "b")
    (folder / journal.NAME).write_bytes(damage)
    before.stop()
    rooms = Rooms(tmp_path)
    rooms.sweep()
    assert len(rooms.find(key).shown()) == 1
    assert not folder.exists()


@pytest.mark.parametrize("refused", [errno.EMFILE, errno.EACCES, errno.EIO])
def test_what_can_not_be_read_just_now_is_kept_and_hides_no_other(
    refused: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = Rooms(tmp_path)
    key, _ = _drawn(before)
    other, folder = _drawn(before, "b")
    before.stop()
    rooms, read = Rooms(tmp_path), journal.read

    def refusing(asked: Path) -> list[journal.Event]:
        if asked == folder:
            raise OSError(refused, os.strerror(refused), str(folder / journal.NAME))
        return read(asked)

    with monkeypatch.context() as refusal:
        refusal.setattr(journal, "read", refusing)
        rooms.sweep()
        rooms.sweep()
    assert len(rooms.find(key).shown()) == 1
    (record,) = caplog.records
    assert record.getMessage().startswith("Rooms can't be looked after. ")
    rooms.sweep()
    assert len(rooms.find(other).shown()) == 1


def test_a_closed_room_that_can_not_be_deleted_yet_stays_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rooms = Rooms(tmp_path)
    key, folder = _drawn(rooms)

    def refuse(folder: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(folder))

    with monkeypatch.context() as refusal:
        refusal.setattr(shutil, "rmtree", refuse)
        rooms.close(rooms.find(key))
        rooms.sweep()
        rooms.sweep()
    (record,) = caplog.records
    assert "can only be read: make it writable" in record.getMessage()
    with pytest.raises(Closed):
        rooms.find(key)
    rooms.sweep()
    assert not folder.exists()


def test_two_servers_never_write_into_one_room(tmp_path: Path) -> None:
    first, second = Rooms(tmp_path), Rooms(tmp_path)
    key, _ = _drawn(first)
    second.sweep()
    with pytest.raises(NotNow, match="just starting"):  # a phone must not take it for closed
        second.find(key)
    with pytest.raises(RoomError, match="Another server"):
        second.open("b", None)
    first.stop()
    second.sweep()
    assert second.find(key).opening.key == key


def test_rooms_are_few_but_for_the_operator(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path)
    for number in range(store.MOST_ROOMS):
        rooms.open(str(number), None)
    with pytest.raises(RoomError, match="eight open rooms"):
        rooms.open("one more", None)
    rooms.open("the operator", None, limited=False)


def test_without_rooms_nothing_is_written(tmp_path: Path) -> None:
    rooms = Rooms(tmp_path)
    rooms.sweep()
    assert not list(tmp_path.iterdir())


def _age(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder / journal.NAME, (then, then))
