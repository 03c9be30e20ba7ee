"""What a phone may ask: each question a function of what was sent, run off the event loop."""

from typing import Any

from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.litert import ModelError
from fashion_model.rooms import Drawing, Refused, Room, Sent
from fashion_model.rooms import strokes as drawn
from fashion_model.rooms.answering import answer
from fashion_model.rooms.games import CANT_TELL
from fashion_model.rooms.letters import is_key
from fashion_model.runs import RunError
from fashion_model.runs import open_run as open_any_run  # noqa: TID251 - the presenter chose it for all
from ui.models import prediction_view, resources
from ui.room.guard import NOT_FROM_A_PHONE
from ui.room.registry import rooms

NO_NETWORK = "The network that answers here was deleted: the presenter has to open another room."

Answer = dict[str, Any]


def letters(sent: dict[str, Any], sender: str) -> Answer:
    """Return the key of the room whose letters somebody has typed."""
    return {"key": rooms().key_of(sent.get("letters"), sender)}


def join(sent: dict[str, Any], sender: str) -> Answer:
    """Let a phone in."""
    room, phone = rooms().find(_id(sent, "key")), _id(sent, "phone")
    room.join(phone)
    return state(room, phone)


def look(sent: dict[str, Any], sender: str) -> Answer:
    """Return what a phone is to do."""
    return state(rooms().find(_id(sent, "key")), _id(sent, "phone"))


def vote(sent: dict[str, Any], sender: str) -> Answer:
    """Take what somebody names a drawing of another's."""
    room, phone = rooms().find(_id(sent, "key")), _id(sent, "phone")
    room.vote(phone, _id(sent, "drawing"), _number(sent, "kind", CANT_TELL + 1))
    return state(room, phone)


def bet(sent: dict[str, Any], sender: str) -> Answer:
    """Take which of two networks a phone bets on."""
    room, phone = rooms().find(_id(sent, "key")), _id(sent, "phone")
    room.place_bet(phone, _number(sent, "round"), _number(sent, "on", 2))
    return state(room, phone)


def draw(sent: dict[str, Any], sender: str) -> Answer:
    """Answer a drawing and keep it; one that was kept is answered as before."""
    room, phone = rooms().find(_id(sent, "key")), _id(sent, "phone")
    drawing_id = _id(sent, "drawing")
    kept = room.find(drawing_id)
    if kept is None:
        truth = None if sent.get("truth") is None else _number(sent, "truth", CLASSES)
        given = Sent(
            drawing_id, phone, drawn.read(sent.get("strokes")), _number(sent, "round"), truth
        )
        kept = _answered(room, given)
    if kept.phone != phone:
        raise Refused(NOT_FROM_A_PHONE)
    return {**state(room, phone), "answer": told(kept)}


def _answered(room: Room, sent: Sent) -> Drawing:
    room.admit(sent)
    try:
        who = room.run
        predictor = resources.predictor(None if who is None else open_any_run(who))
        return room.add(sent, answer(sent.strokes, predictor, who))
    except (ModelError, RunError) as error:
        raise Refused(NO_NETWORK) from error


def told(drawing: Drawing) -> Answer:
    """Return what a phone shows of an answer: a sentence, and whether it is right."""
    return {
        "words": prediction_view.heading(drawing.prediction, guessed=drawing.run is not None),
        "right": None if drawing.truth is None else drawing.right,
        "truth": None if drawing.truth is None else CLASS_NAMES[drawing.truth],
        "game": drawing.game,
    }


def state(room: Room, phone: str) -> Answer:
    """Return what a phone shows: who it is, what is played, what it is to name."""
    here, now = room.look(phone), room.round
    room.decide()
    other = room.to_name(phone)
    return {
        "animal": here.animal,
        "hidden": here.hidden,
        "round": now.number,
        "game": now.game,
        "kind": None if now.kind is None else CLASS_NAMES[now.kind],
        "left": now.left(room.now()),
        "name": None
        if other is None
        else {"drawing": other.id, "strokes": drawn.to_json(other.strokes)},
        "fooled": room.fooled_by(phone),
        "bet": _bet(room, phone),
    }


def _bet(room: Room, phone: str) -> Answer | None:
    """Return what a phone may bet on, or how its bet ended."""
    on = room.bet
    if on is None:
        return None
    return {
        "names": on.names,
        "facts": on.facts,
        "mine": on.bets.get(phone),
        "open": on.open,
        "decided": on.verdict is not None,
        "better": None if on.verdict is None else on.verdict.better,
    }


def _id(sent: dict[str, Any], name: str) -> str:
    found = sent.get(name)
    if not is_key(found):
        raise Refused(NOT_FROM_A_PHONE)
    return found


def _number(sent: dict[str, Any], name: str, below: int = 1_000_000) -> int:
    found = sent.get(name)
    if type(found) is not int or not 0 <= found < below:
        raise Refused(NOT_FROM_A_PHONE)
    return found
