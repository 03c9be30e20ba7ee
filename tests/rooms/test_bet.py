"""Bet: who bets on what, until when, and that only a proven difference wins."""

from pathlib import Path

import pytest

from fashion_model.config import PRESETS
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import Experiment
from fashion_model.experiments.templates import race
from fashion_model.pace import Pace
from fashion_model.rooms import NotNow, Refused, Room, bet, journal
from fashion_model.rooms.room import HIDDEN, NO_BET, TOO_LATE
from tests.experiments.made import begin, end, finish, make, runs_in_order
from tests.rooms.made import join, opened, send

RACE = race(PRESETS["quick"], PRESETS["broad"], ("Quick", "Broad"))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room in which phones may bet."""
    here = opened(tmp_path / "room")
    here.offer_bet(RACE)
    return here


def begun(room: Room, runs: Path, design: Design = RACE) -> Experiment:
    experiment = make(runs, design)
    room.race_begun(experiment.id)
    return experiment


def test_the_last_bet_of_a_phone_counts(room: Room) -> None:
    one, two, three = join(room, 3)
    for phone, side in ((one, 0), (two, 1), (one, 1), (three, 0)):
        room.place_bet(phone, room.round.number, side)
    animals = [room.look(phone).animal for phone in (one, two, three)]
    assert sorted(room.betting_on(1)) == sorted(animals[:2])
    assert room.betting_on(0) == animals[2:]
    room.hide_phone(two)
    assert room.betting_on(1) == animals[:1]
    with pytest.raises(Refused, match=HIDDEN):
        room.place_bet(two, room.round.number, 0)


def test_nobody_bets_once_the_race_has_begun_or_the_round_is_another(room: Room) -> None:
    (phone,) = join(room, 1)
    with pytest.raises(Refused, match=NO_BET):
        room.place_bet(phone, room.round.number - 1, 0)
    room.race_begun("any")
    with pytest.raises(Refused, match=TOO_LATE):
        room.place_bet(phone, room.round.number, 0)
    room.begin("free")
    assert room.bet is None
    with pytest.raises(Refused, match=NO_BET):
        room.place_bet(phone, room.round.number, 0)


def test_a_drawing_sent_while_others_bet_is_kept_without_a_kind(room: Room) -> None:
    (phone,) = join(room, 1)
    send(room, phone)
    ((drawing, what),) = room.shown()
    assert (drawing.game, what) == ("free", "free")


@pytest.mark.parametrize(
    ("reached", "better", "words"),
    [
        ([0.85, 0.89], 1, "Broad is better than Quick"),
        ([0.90, 0.85], 0, "Quick is better than Broad"),
        ([0.870, 0.871], None, "Can't tell yet"),
    ],
)
def test_the_experiment_decides_and_luck_wins_nothing(
    reached: list[float],
    better: int | None,
    words: str,
    room: Room,
    runs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "_looks", Pace(1, 0.0))
    experiment = begun(room, runs)
    room.decide()
    assert room.bet is not None
    assert room.bet.verdict is None, "no training has ended"
    finish(experiment, reached)
    room.decide()
    verdict = room.bet.verdict
    assert verdict is not None
    assert verdict.better == better
    assert verdict.words.startswith(words)
    again = Room.restore(room.folder)
    assert again.bet == room.bet, "a server that starts again says the same"


def test_it_looks_at_the_race_once_a_second(
    room: Room, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(bet, "judge", looked.append)
    begun(room, runs)
    for _ in range(5):
        room.decide()
    assert len(looked) == 1


def test_a_race_that_is_under_way_or_can_go_on_has_no_verdict(runs: Path) -> None:
    experiment = make(runs, RACE)
    assert bet.judge(experiment.id) is None
    first, _ = runs_in_order(experiment)
    end(first, 0.9)
    assert bet.judge(experiment.id) is None, "one of both waits still"
    begin(runs_in_order(experiment)[1])
    assert bet.judge(experiment.id) is None, "it is interrupted"


def test_a_deleted_or_damaged_race_wins_nothing_and_says_so(runs: Path) -> None:
    gone = bet.judge("00000000-0000-4000-8000-000000000000")
    assert gone == bet.Verdict(None, bet.CALLED_OFF)
    experiment = make(runs, RACE)
    (experiment.path / "config.json").write_text("{}")
    damaged = bet.judge(experiment.id)
    assert damaged is not None
    assert damaged.better is None
    assert "This experiment is damaged." in damaged.words


def test_a_new_server_has_the_same_bets(room: Room) -> None:
    one, two = join(room, 2)
    room.place_bet(one, room.round.number, 0)
    room.place_bet(two, room.round.number, 1)
    again = Room.restore(room.folder)
    assert again.bet == room.bet
    assert again.betting_on(1) == room.betting_on(1)


def test_a_bet_that_could_not_be_written_does_not_count(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    (phone,) = join(room, 1)

    def full(folder: Path, event: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "append", full)
    with pytest.raises(NotNow, match="disk"):
        room.place_bet(phone, room.round.number, 0)
    assert not room.betting_on(0)
