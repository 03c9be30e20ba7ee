"""Class, the blue team: teach the network half of what fooled it, and see what that brought."""

import numpy as np
import streamlit as st

from fashion_model.rooms import Drawing, Room, blue_team
from fashion_model.rooms.blue_team import Asked, Taught
from fashion_model.runs import Run, RunGone, why_not_fine_tune, why_read_only
from fashion_model.runs.events import Ending
from fashion_model.words import plain, several
from ui import errors, visitor
from ui.elements import confusion, gallery
from ui.models import forgotten, resources
from ui.visible import open_run

_RULE = (
    "**Blue team**: the network learns from half of the drawings that fooled it. The other half is "
    "held back: only there it shows whether it is repaired."
)
_ALL_TERRAIN = (
    "The all-terrain model can’t go on learning here. Open a room in which the bundled model or a "
    "training of yours answers: it is easier to fool, too."
)
_DELETED = "The network that answers here was deleted: close this room and open another one."
_GONE = "The repaired network was deleted; you can teach it again."
_TILE = 84


def draw(room: Room) -> None:
    """Draw what the blue team can do, how far it is, or what it brought."""
    st.markdown(_RULE)
    taught = room.taught
    child = None
    if taught is not None:
        try:
            child = open_run(taught.run)
        except RunGone:
            st.markdown(_GONE)
    if taught is not None and child is not None:
        _follow(room, taught, child)
    if child is None or child.ending is not None or child.state == "interrupted":
        _offer(room, again=child is not None)


def foolers(room: Room) -> list[Drawing]:
    """Return the drawings that people recognised and the network did not."""
    return [drawing for drawing, what in room.shown() if what == "fooled"]


def _offer(room: Room, *, again: bool) -> None:
    found = foolers(room)
    reason = _why_not(room, len(found))
    st.button(
        f"Teach it half of {several(len(found), 'drawing')}",
        key="blue_team",
        icon=":material/healing:",
        type="secondary" if again else "primary",
        disabled=reason is not None,
        on_click=_teach,
        args=(room, found),
        help="It takes some seconds. The network that answers stays as it is; a copy learns, and "
        "is kept among your trainings. The drawings are not.",
    )
    if reason is not None:
        st.caption(reason)


def _why_not(room: Room, number: int) -> str | None:
    closed = why_read_only()
    if closed is not None:
        return closed
    if room.run is None:
        return _ALL_TERRAIN
    if number < blue_team.FEWEST:
        return blue_team.TOO_FEW
    try:
        return why_not_fine_tune(open_run(room.run))
    except RunGone:
        return _DELETED


def _teach(room: Room, found: list[Drawing]) -> None:
    with errors.show_errors():
        lesson, held_back = blue_team.halves(found)
        assert room.run is not None  # else the button is disabled
        who = visitor.asking()
        child = blue_team.teach(open_run(room.run), lesson, resources.dataset(), who)
        ids = tuple(each.id for each in lesson), tuple(each.id for each in held_back)
        room.taught_by(Taught(child.id, *ids))


def _follow(room: Room, taught: Taught, child: Run) -> None:
    ending = child.ending
    if ending is None and child.state != "interrupted":
        words = "The copy learns …" if child.started else "Getting ready, some seconds …"
        st.progress(child.progress, words)
        return
    if ending is None or ending.own_right is None:
        st.error(plain(child.reason or "The lesson was interrupted."), icon=":material/error:")
        return
    _outcome(room, taught, child, ending)


def _outcome(room: Room, taught: Taught, child: Run, ending: Ending) -> None:
    with errors.show_errors():
        predictor = resources.predictor(child)
        held_back = blue_team.ask(_still_there(room, taught.held_back), predictor)
        repaired = sum(each.repaired for each in held_back)
        st.markdown(
            f"**Repaired: {repaired} of {len(held_back)}** that were held back. Still fooled by "
            f"{len(held_back) - repaired}. Of the {ending.own_pictures} it was shown, it names "
            f"{ending.own_right} rightly now. {forgotten.in_words(ending)}"
        )
        if held_back:
            _tiles(held_back)
        if room.run != child.id:
            st.button(
                "Let the repaired one answer",
                key="repaired_answers",
                icon=":material/swap_horiz:",
                on_click=_let_answer,
                args=(room, child.id),
                help="Play Fool it again: is it harder now?",
            )


def _still_there(room: Room, ids: tuple[str, ...]) -> list[Drawing]:
    shown = {drawing.id: drawing for drawing, _ in room.shown()}
    return [shown[each] for each in ids if each in shown]


def _tiles(held_back: list[Asked]) -> None:
    names = [confusion.SHORT_NAMES[each.now.label] for each in held_back]
    gallery.draw(
        np.stack([each.drawing.thumb for each in held_back]),
        [
            f"{each.drawing.animal}’s drawing: the repaired network says {name}, "
            f"{'rightly' if each.repaired else 'wrongly'}"
            for each, name in zip(held_back, names, strict=True)
        ],
        label="Drawings that were held back",
        key="room_held_back",
        captions=names,
        right=[each.repaired for each in held_back],
        tile=_TILE,
        private=True,
    )


def _let_answer(room: Room, run_id: str) -> None:
    with errors.show_errors():
        room.answer_with(run_id)
