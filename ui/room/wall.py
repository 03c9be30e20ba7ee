"""Class, the wall: drawings as they arrive, what they count as, and one of them enlarged."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import streamlit as st

from fashion_model.labels import CLASS_NAMES
from fashion_model.rooms import Drawing, Outcome, Room
from fashion_model.rooms.games import best_foolers, tally, told
from fashion_model.runs import RunGone
from fashion_model.words import percent, plain, several
from ui import errors
from ui.elements import confusion, encode, gallery
from ui.elements.confusion import Cell
from ui.models import prediction_view
from ui.models.asked import Asked
from ui.room import betting, repair
from ui.room.registry import rooms
from ui.state import Slot, begin_with
from ui.visible import open_run

Shown = Sequence[tuple[Drawing, Outcome]]

REFRESH_SECONDS = 1.0
A_PAGE = 32
"""Drawings on the wall at a time."""
_TILE = 92  # pixels
_LARGE = 230
_VIEW = "room_view"
ALL, RIGHT, WRONG, FOOLED = "All", "Right", "Wrong", "Fooled"
MATRIX, BLUE_TEAM = "Matrix", "Blue team"
_OUTCOMES: Mapping[str, Outcome] = {RIGHT: "right", WRONG: "wrong", FOOLED: "fooled"}
_SIGNS: Mapping[Outcome, str] = {"right": "✓ ", "wrong": "✗ ", "fooled": "★ ", "free": ""}
_EMPTY = {
    ALL: "Nothing yet: scan the code, draw, and press Send.",
    RIGHT: "None named rightly yet. What is right is known in **Draw one** and **Fool it**.",
    WRONG: "None named wrongly yet. What is right is known in **Draw one** and **Fool it**.",
    FOOLED: "Nobody has fooled it yet: play **Fool it**.",
}

_ENLARGED: Slot[str | None] = Slot("room_enlarged", None)
_NEWEST: Slot[str | None] = Slot("room_newest", None)
_CELL: Slot[Cell] = Slot("room_cell", (None, None))


def forget() -> None:
    """Forget what was looked at, because the room is closed."""
    for slot in (_ENLARGED, _NEWEST, _CELL):
        slot.clear()


def draw(room: Room) -> None:
    """Draw the wall, or the drawing that was tapped, in its place."""
    drawing = None if _ENLARGED.get() is None else room.find(str(_ENLARGED.get()))
    if drawing is None:
        _live(room)
    else:
        enlarged(room, drawing)


@st.fragment(run_every=REFRESH_SECONDS)
def _live(room: Room) -> None:
    if _ENLARGED.get() is not None or not rooms().is_open(room):  # tapped or closed just now
        st.rerun()
    with errors.show_errors():
        room.decide()
    if room.bet is not None:
        betting.draw(room, room.bet)
        return
    shown = room.shown()
    _score(room, shown)
    begin_with(_VIEW, ALL)
    view = st.segmented_control(
        "What the wall shows",
        [ALL, *_OUTCOMES, MATRIX, BLUE_TEAM],
        key=_VIEW,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    if view == MATRIX:
        _matrix([each for each in shown if each[0].game == "draw-one"])
    elif view == BLUE_TEAM:
        with errors.show_errors():
            repair.draw(room)
    elif view == ALL:
        _tiles(shown, key="room_wall", empty=_EMPTY[ALL], fresh=_fresh(shown))
    else:
        some = [each for each in shown if each[1] == _OUTCOMES[str(view)]]
        _tiles(some, key="room_wall", empty=_EMPTY[str(view)])


def _score(room: Room, shown: Shown) -> None:
    """Say what is played and how it stands, in the same two lines for every game."""
    now = room.round
    of_round = [(drawing, what) for drawing, what in shown if drawing.round == now.number]
    with st.container(key="room_score", gap=None):
        if now.kind is not None and now.game == "draw-one":
            left = now.left(room.now())
            head = f"Everybody draws: {CLASS_NAMES[now.kind]}"
            st.subheader(f"{head} · {left:.0f} s" if left else f"{head} · time is up", anchor=False)
            st.markdown(told(tally(drawing for drawing, _ in of_round)))
        elif now.game == "fool-it":
            st.subheader("Fool it: people recognise it, the network does not", anchor=False)
            st.markdown(_fooled(of_round))
        else:
            st.subheader("Draw a shoe, a shirt, a bag …", anchor=False)
            st.markdown(f"{several(len(shown), 'drawing')} on the wall.")


def _fooled(of_round: Shown) -> str:
    best = best_foolers(of_round)
    count = sum(times for _, times in best)
    waiting = sum(what == "wrong" for _, what in of_round)
    if not best:
        return (
            f"{several(waiting, 'drawing')} with a wrong answer: two other phones must name it "
            "rightly."
            if waiting
            else "A drawing counts when two other phones name it rightly and the network does not."
        )
    names = ", ".join(f"{animal} {times}" for animal, times in best[:3])
    return f"**{several(count, 'drawing')} fooled it**, of {len(of_round)}. Ahead: {names}."


def _fresh(shown: Shown) -> int:
    """How many drawings came since the wall was drawn last."""
    ids = [drawing.id for drawing, _ in shown[:A_PAGE]]
    before = _NEWEST.get()
    if ids and ids[0] != before:
        _NEWEST.set(ids[0])
    return ids.index(before) if before in ids else len(ids)


def _tiles(
    shown: Shown, *, key: str, empty: str, fresh: int = 0, tile: int = _TILE, most: int = A_PAGE
) -> None:
    if not shown:
        st.markdown(f":material/draw: {empty}")
        return
    some = _page(shown, key, most)
    gallery.draw(
        np.stack([drawing.thumb for drawing, _ in some]),
        [_name(drawing, what) for drawing, what in some],
        label="The wall",
        key=key,
        captions=[_caption(drawing, what) for drawing, what in some],
        tile=tile,
        fresh=fresh if some[0] is shown[0] else 0,
        on_click=_enlarging(some),
        private=True,
    )


def _page(shown: Shown, key: str, most: int) -> Shown:
    pages = -(-len(shown) // most)
    if pages <= 1:
        return shown
    name = f"{key}_page"
    begin_with(name, 1)
    st.session_state[name] = min(st.session_state[name], pages)
    first = (st.pagination(pages, key=name, persist_state="session") - 1) * most
    return shown[first : first + most]


def _enlarging(some: Shown) -> Callable[[int], None]:
    def enlarge(number: int) -> None:
        if number < len(some):
            _ENLARGED.set(some[number][0].id)

    return enlarge


def _answer(drawing: Drawing) -> str:
    said = drawing.prediction
    if said.stranger:
        return "none of the ten"
    return f"{confusion.SHORT_NAMES[said.label]}, {percent(said.confidence, 0)}"


def _caption(drawing: Drawing, what: Outcome) -> str:
    return f"{_SIGNS[what]}{_answer(drawing)}"


def _name(drawing: Drawing, what: Outcome) -> str:
    """What a blind visitor hears of a tile; what others are still to name stays a secret."""
    words = f"{drawing.animal}’s drawing: {_said(drawing)}"
    return words if what == "free" else f"{words}: {what}"


def _matrix(shown: Shown) -> None:
    """Draw the class's own confusion matrix, and the drawings behind what was clicked in it."""
    counted = tally(drawing for drawing, _ in shown)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        confusion.draw(
            counted.matrix,
            in_percent=False,
            chosen=_CELL.get(),
            title=f"The class’s own confusion matrix. {told(counted)}".replace("**", ""),
            key="room_matrix",
            on_click=_CELL.set,
        )
    with right:
        true, named = _CELL.get()
        behind = [
            (drawing, what)
            for drawing, what in shown
            if true in (None, drawing.truth) and named in (None, drawing.named)
        ]
        st.markdown(f"**{confusion.phrase(_CELL.get())}**: {several(len(behind), 'drawing')}")
        _tiles(
            behind,
            key="room_behind",
            empty="Play **Draw one**: each drawing becomes one in this table.",
            tile=64,
            most=9,
        )


def enlarged(room: Room, drawing: Drawing) -> None:
    """Draw one drawing large, its answer and why, and what the presenter can do with it."""
    what = dict((each.id, what) for each, what in room.shown()).get(drawing.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Back to the wall",
            key="room_back",
            icon=":material/arrow_back:",
            on_click=_ENLARGED.clear,
        )
        _tools(room, drawing)
    picture, words = st.columns([3, 6], gap="medium")
    with picture:
        st.image(
            encode.png(drawing.large),
            width=_LARGE,
            alt=f"{drawing.animal}’s drawing, as it was drawn.",
        )
        st.caption(_about(room, drawing, what))
    with words, errors.show_errors():
        prediction_view.say(
            drawing.prediction,
            _said(drawing),
            _meant(drawing, what),
            key="room",
            asked=_why(drawing),
        )


def _said(drawing: Drawing) -> str:
    return prediction_view.heading(drawing.prediction, guessed=drawing.run is not None)


def _why(drawing: Drawing) -> Asked | None:
    """What was asked of whom; None where that network was deleted, and explains nothing more."""
    try:
        return Asked(drawing.picture, None if drawing.run is None else open_run(drawing.run))
    except RunGone:
        return None


def _meant(drawing: Drawing, what: Outcome | None) -> str:
    """Say what it is meant to be; while others are to name it, that stays a secret."""
    if drawing.truth is None:
        return "Nobody said what it is meant to be."
    if drawing.game == "fool-it" and what == "wrong":
        return "Two other phones must name it rightly, then it has fooled the network."
    return f"It is meant to be: **{CLASS_NAMES[drawing.truth]}**."


def _about(room: Room, drawing: Drawing, what: Outcome | None) -> str:
    drawn_by = f"By {plain(drawing.animal)}."
    votes = room.votes_on(drawing.id)
    said = ", ".join(f"{plain(name)} {times}" for name, times in votes.items())
    if what == "fooled":
        return f"{drawn_by} **It fooled the network**: others named it {said}."
    return f"{drawn_by} Others named it {said}." if said else drawn_by


def _tools(room: Room, drawing: Drawing) -> None:
    kind = drawing.truth if drawing.truth is not None else drawing.prediction.label
    st.download_button(
        "Keep it",
        encode.png(drawing.picture),
        f"{CLASS_NAMES[kind].lower().replace('/', ' or ').replace(' ', '_')}.png",
        "image/png",
        key="keep_drawing",
        on_click="ignore",
        icon=":material/download:",
        help="Saves what the network sees of it, 28 × 28 pixels, on your computer. Everything else "
        "is deleted with the room.",
    )
    with st.popover("Hide", icon=":material/visibility_off:", key="hide_menu"):
        st.button("This drawing", key="hide_drawing", on_click=_hide, args=(room, drawing))
        st.button(
            f"Everything by {plain(drawing.animal)}",
            key="hide_phone",
            on_click=_hide_phone,
            args=(room, drawing),
            help="And nothing more from this phone.",
        )


def _hide(room: Room, drawing: Drawing) -> None:
    with errors.show_errors():
        room.hide(drawing.id)
        _ENLARGED.clear()


def _hide_phone(room: Room, drawing: Drawing) -> None:
    with errors.show_errors():
        room.hide_phone(drawing.phone)
        _ENLARGED.clear()
