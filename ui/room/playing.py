"""Class, the games: one button each begins a round on all phones."""

import streamlit as st

from fashion_model.labels import CLASS_NAMES
from fashion_model.rooms import Game, Room
from ui import errors
from ui.room import betting
from ui.state import begin_with

_KIND = "room_kind"
_BY_LOT = "By lot"
_RULES: dict[Game, str] = {
    "draw-one": "Everybody draws the same kind of clothing in 30 seconds. How often does the "
    "network name it rightly?",
    "fool-it": "Draw something that people recognise but the network does not. It counts when two "
    "other phones name it rightly and the network does not.",
    "free": "Everybody draws what they like.",
}


def draw(room: Room) -> None:
    """Draw the row of games; the one that is played is marked."""
    begin_with(_KIND, _BY_LOT)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom", key="room_games"):
        _button(room, "draw-one", "Draw one", ":material/timer:")
        st.selectbox(
            "What all draw",
            [_BY_LOT, *CLASS_NAMES],
            key=_KIND,
            persist_state="session",
            label_visibility="collapsed",
            width=135,
        )
        _button(room, "fool-it", "Fool it", ":material/psychology_alt:")
        with st.popover(
            "Bet",
            icon=":material/casino:",
            key=betting.MENU,
            type="primary" if room.round.game == "bet" else "secondary",
            on_change="rerun",
        ):
            betting.offer(room)
        _button(room, "free", "Just draw", ":material/draw:")


def _button(room: Room, game: Game, name: str, icon: str) -> None:
    st.button(
        name,
        key=f"begin_{game}",
        icon=icon,
        type="primary" if room.round.game == game else "secondary",
        help=_RULES[game],
        on_click=_begin,
        args=(room, game),
    )


def _begin(room: Room, game: Game) -> None:
    chosen = st.session_state[_KIND]
    kind = None if game != "draw-one" or chosen == _BY_LOT else CLASS_NAMES.index(chosen)
    with errors.show_errors():
        room.begin(game, kind)
