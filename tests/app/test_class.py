"""Class: a room is opened, filled, looked at and closed, and says what it is in each state."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from fashion_model.experiments.store import open_experiment
from fashion_model.labels import CLASS_NAMES
from fashion_model.pace import Pace
from fashion_model.rooms import Room, RoomError
from fashion_model.rooms.bet import CALLED_OFF
from fashion_model.runs import Run, discard_run, open_run
from fashion_model.runs.store import READ_ONLY
from tests.app.conftest import Visit, words
from tests.experiments.made import finish
from tests.rooms.made import fool, join, send
from tests.tiny import train_in_worker
from ui.room import registry

SHIRT = CLASS_NAMES.index("Shirt")


@pytest.fixture(autouse=True)
def _no_rooms_after(runs: Path) -> Iterator[None]:
    """Let go of a test's rooms, which are kept for the whole process."""
    yield
    registry.rooms().stop()


def _open(app: AppTest) -> Room:
    app.button(key="open_room").click().run()
    assert not app.exception
    (room,) = registry.rooms().all()
    room._looks = Pace(1, 0.0)  # at the race whenever the wall is drawn: no test waits a second
    return room


def _tap(app: AppTest, drawing: str) -> None:
    """Tap a tile: the gallery is JavaScript, which sends its number."""
    app.session_state["room_enlarged"] = drawing
    app.run()
    assert not app.exception


def test_it_says_what_a_room_is_and_what_becomes_of_drawings(visit: Visit) -> None:
    said = words(visit("class"))
    assert "Everybody draws on a phone, without an account or an app." in said
    assert "deleted when you close the room, or an hour after the last drawing" in said


def test_who_teaches_finds_two_lessons(visit: Visit) -> None:
    app = visit("class")
    assert "45 minutes" not in words(app)
    app.segmented_control(key="class_looks").set_value("Two lessons").run()
    assert not app.exception
    assert "## 45 minutes: does it see what we see?" in words(app)
    assert "## 90 minutes: can we repair it?" in words(app)


def test_an_open_room_shows_its_letters_and_waits(visit: Visit) -> None:
    app = visit("class")
    room = _open(app)
    said = words(app)
    assert room.opening.letters in said
    assert "/room" in said
    assert "No phone yet." in said
    assert "Nothing yet: scan the code, draw, and press Send." in said
    assert room.opening.key not in said, "the key is in the code only"


def test_a_server_for_this_computer_says_how_to_let_phones_in(visit: Visit) -> None:
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    try:
        app = visit("class")
        assert [info.value for info in app.info if "./run --server.address 0.0.0.0" in info.value]
        _open(app)
        assert "For this computer only: see Help." in words(app)
    finally:
        config.set_option("server.address", before)


def test_where_nothing_is_kept_no_room_is_opened(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_READ_ONLY", "1")
    app = visit("class")
    assert app.button(key="open_room").disabled
    assert f"{READ_ONLY} So no room can be opened." in words(app).replace("\\", "")


def test_rooms_can_be_switched_off_anywhere(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_ROOMS", "0")
    app = visit("class")
    assert app.button(key="open_room").disabled
    said = words(app).replace("\\", "")
    assert "Whoever runs this server has switched rooms off. So no room can be opened." in said
    with pytest.raises(RoomError, match="has switched rooms off"):
        registry.rooms().open("somebody", None)


def test_on_a_public_show_a_room_plays_what_trains_nothing(
    visit: Visit, trained: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_READ_ONLY", "1")
    monkeypatch.setenv("FASHION_ROOMS", "1")
    app = visit("class")
    app.selectbox(key="room_answers").set_value(trained.id).run()
    room = _open(app)
    assert not app.error
    artist, *others = join(room, 3)
    app.button(key="begin_fool-it").click().run()
    fool(room, artist, others, SHIRT, 4)
    app.segmented_control(key="room_view").set_value("Blue team").run()
    assert "**4 drawings fooled it**" in words(app)
    assert app.button(key="blue_team").disabled
    assert app.button(key="offer_bet").disabled
    assert words(app).replace("\\", "").count(READ_ONLY) == 2, "beneath each of the two"
    assert visit("training").button(key="start_training").disabled
    app.button(key="close_room").click().run()
    assert not room.folder.exists()


def test_the_wall_counts_phones_and_drawings(visit: Visit) -> None:
    app = visit("class")
    room = _open(app)
    for phone in join(room, 3):
        send(room, phone)
    app.run()
    assert "3 phones here" in words(app)
    assert "3 drawings on the wall." in words(app)


def test_all_draw_one_and_the_result_is_said(visit: Visit) -> None:
    app = visit("class")
    room = _open(app)
    phones = join(room, 3)
    app.selectbox(key="room_kind").set_value("Shirt").run()
    app.button(key="begin_draw-one").click().run()
    assert room.round.kind == SHIRT
    for phone, said in zip(phones, ("Shirt", "Coat", "Coat"), strict=True):
        send(room, phone, said)
    app.run()
    assert any(head.value.startswith("Everybody draws: Shirt · ") for head in app.subheader)
    assert "**1 of 3 drawings** named rightly." in words(app)
    app.segmented_control(key="room_view").set_value("Matrix").run()
    assert not app.exception
    assert "**All pictures**: 3 drawings" in words(app)
    app.segmented_control(key="room_view").set_value("Fooled").run()
    assert "Nobody has fooled it yet: play **Fool it**." in words(app)


def test_who_fools_it_is_named_and_the_kind_is_secret_until_then(visit: Visit) -> None:
    app = visit("class")
    room = _open(app)
    artist, first, second = join(room, 3)
    app.button(key="begin_fool-it").click().run()
    assert "A drawing counts when two other phones name it rightly" in words(app)
    drawing = send(room, artist, "Bag", truth="Shirt")
    app.run()
    assert "1 drawing with a wrong answer: two other phones must name it rightly." in words(app)
    _tap(app, drawing)
    assert "Two other phones must name it rightly" in words(app)
    assert "Shirt" not in words(app)
    room.vote(first, drawing, SHIRT)
    room.vote(second, drawing, SHIRT)
    app.run()
    assert "It is meant to be: **Shirt**." in words(app)
    assert "**It fooled the network**: others named it Shirt 2." in words(app)
    app.button(key="room_back").click().run()
    assert f"**1 drawing fooled it**, of 1. Ahead: {room.join(artist).animal} 1." in words(app)


def test_a_drawing_is_enlarged_explained_and_hidden(visit: Visit) -> None:
    app = visit("class")
    room = _open(app)
    (phone,) = join(room, 1)
    first, second = send(room, phone), send(room, phone)
    _tap(app, first)
    assert any(head.value.startswith("Looks like a Trouser, 91\u00a0%") for head in app.subheader)
    app.button(key="why_open_room").click().run()
    assert not app.exception
    assert app.selectbox(key="why_question_room").value is not None
    app.button(key="hide_drawing").click().run()
    assert [drawing.id for drawing, _ in room.shown()] == [second]
    _tap(app, second)
    app.button(key="hide_phone").click().run()
    assert not room.shown()


def test_a_training_of_one_s_own_answers(visit: Visit, trained: Run) -> None:
    app = visit("class")
    app.selectbox(key="room_answers").set_value(trained.id).run()
    room = _open(app)
    assert room.run == trained.id
    (phone,) = join(room, 1)
    _tap(app, send(room, phone))
    assert any(head.value.endswith("a guess") for head in app.subheader)


@pytest.mark.slow
def test_the_blue_team_teaches_half_and_is_judged_by_the_other(
    visit: Visit, trained: Run, runs: Path
) -> None:
    app = visit("class")
    app.selectbox(key="room_answers").set_value(trained.id).run()
    room = _open(app)
    artist, *others = join(room, 3)
    app.button(key="begin_fool-it").click().run()
    fool(room, artist, others, SHIRT, 3)
    app.segmented_control(key="room_view").set_value("Blue team").run()
    assert app.button(key="blue_team").disabled
    assert "It takes four drawings that fooled it" in words(app)
    fool(room, artist, others, SHIRT, 2)
    app.run()
    app.button(key="blue_team").click().run()
    assert not app.error
    assert room.taught is not None
    assert (len(room.taught.lesson), len(room.taught.held_back)) == (3, 2)
    assert not [each for each in app.button if each.key == "blue_team"], "one lesson at a time"
    train_in_worker(open_run(room.taught.run))
    app.run()
    said = words(app)
    assert re.search(r"\*\*Repaired: \d of 2\*\* that were held back", said)
    assert "Of the 3 it was shown" in said
    assert "On the test pictures it is right in" in said
    app.button(key="repaired_answers").click().run()
    assert room.run == room.taught.run


def test_the_all_terrain_model_cannot_be_repaired_and_says_so(visit: Visit) -> None:
    app = visit("class")
    _open(app)
    app.segmented_control(key="room_view").set_value("Blue team").run()
    assert app.button(key="blue_team").disabled
    assert "The all-terrain model can’t go on learning here" in words(app)


def test_a_network_that_was_deleted_cannot_be_repaired_and_says_so(
    visit: Visit, trained: Run
) -> None:
    app = visit("class")
    app.selectbox(key="room_answers").set_value(trained.id).run()
    room = _open(app)
    artist, *others = join(room, 3)
    app.button(key="begin_fool-it").click().run()
    drawing, *_ = fool(room, artist, others, SHIRT, 4)
    discard_run(trained)
    app.segmented_control(key="room_view").set_value("Blue team").run()
    assert not app.exception
    assert app.button(key="blue_team").disabled
    assert "The network that answers here was deleted: close this room" in words(app)
    _tap(app, drawing)
    assert not app.error
    assert any(head.value.startswith("Looks like a Bag, ") for head in app.subheader)
    assert not [each for each in app.button if each.key == "why_open_room"]


def test_closing_deletes_the_room_and_begins_anew(visit: Visit) -> None:
    app = visit("class")
    room = _open(app)
    app.button(key="close_room").click().run()
    assert not app.exception
    assert not room.folder.exists()
    assert not app.button(key="open_room").disabled


def test_the_operator_goes_on_with_another_s_room(visit: Visit) -> None:
    other = registry.rooms().open("somebody else", None)
    app = visit("class")
    app.button(key=f"take_over_{other.opening.letters}").click().run()
    assert other.opening.letters in words(app)
    assert not app.button(key="close_room").disabled


def test_others_who_are_no_operators_see_no_room(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_ADMIN_PASSWORD", "secret")
    other = registry.rooms().open("somebody else", None)
    app = visit("class")
    assert other.opening.letters not in words(app)
    assert not [each for each in app.button if str(each.key).startswith("take_over_")]


def test_a_class_bets_and_the_experiment_decides(visit: Visit, runs: Path) -> None:
    app = visit("class")
    room = _open(app)
    one, two, three = join(room, 3)
    app.selectbox(key="bet_other").set_value("broad").run()
    app.segmented_control(key="bet_seeds").set_value(1).run()
    app.button(key="offer_bet").click().run()
    assert not app.error
    assert app.subheader[0].value == "Which will be better, Quick or Broad?"
    for phone, side in ((one, 0), (two, 1), (three, 1)):
        room.place_bet(phone, room.round.number, side)
    app.run()
    said = words(app)
    assert "3 of 3 phones bet." in said
    assert "**Quick**: 1 phone" in said
    assert "**Broad**: 2 phones" in said
    assert all(room.look(phone).animal in said for phone in (one, two, three))
    app.button(key="start_race").click().run()
    assert not app.exception
    assert room.bet is not None
    assert room.bet.experiment is not None
    assert app.get("progress")[0].proto.text.startswith("0 of 2 trainings done")
    assert not [each for each in app.button if each.key == "start_race"], "nobody bets any more"
    finish(open_experiment(room.bet.experiment), [0.85, 0.89])
    app.run()
    animals = ", ".join(room.look(phone).animal for phone in (two, three))
    assert app.subheader[0].value == "Broad is better"
    assert f"**2 of 3 bet rightly**: {animals}." in words(app)
    assert "Broad is better than Quick" in words(app)
    room.hide_phone(one)
    app.run()
    assert f"**2 of 2 bet rightly**: {animals}." in words(app)
    app.button(key="bet_on_compare").click().run()
    assert app.query_params["experiment"] == room.bet.experiment


def test_where_it_may_be_luck_nobody_wins(visit: Visit, runs: Path) -> None:
    app = visit("class")
    room = _open(app)
    (phone,) = join(room, 1)
    app.segmented_control(key="bet_seeds").set_value(1).run()
    app.button(key="offer_bet").click().run()
    room.place_bet(phone, room.round.number, 0)
    app.button(key="start_race").click().run()
    assert room.bet is not None
    finish(open_experiment(str(room.bet.experiment)), [0.870, 0.871])
    app.run()
    assert app.subheader[0].value == "Nobody wins"
    assert "Can't tell yet" in words(app)
    app.button(key="begin_free").click().run()
    assert app.subheader[0].value == "Draw a shoe, a shirt, a bag …"


def test_two_equal_networks_are_no_race(visit: Visit) -> None:
    app = visit("class")
    _open(app)
    app.selectbox(key="bet_other").set_value("quick").run()
    assert "come to one and the same training" in app.error[0].value
    assert app.button(key="offer_bet").disabled
    app.selectbox(key="bet_other").set_value("deep").run()
    assert not app.error
    app.selectbox(key="bet_one").set_value("broad").run()
    assert not app.button(key="offer_bet").disabled


def test_a_race_deleted_under_way_is_called_off(visit: Visit, runs: Path) -> None:
    app = visit("class")
    room = _open(app)
    app.button(key="offer_bet").click().run()
    app.button(key="start_race").click().run()
    assert room.bet is not None
    shutil.rmtree(open_experiment(str(room.bet.experiment)).path)
    app.run()
    assert not app.exception
    assert app.subheader[0].value == "Nobody wins"
    assert CALLED_OFF in words(app).replace("\\", "")
