"""Class: open a room and close it; how phones get there, and what to do when none comes."""

import io
from urllib.parse import urlsplit

import segno
import streamlit as st

from fashion_model import environment
from fashion_model.predict import ALL_TERRAIN
from fashion_model.rooms import Room
from fashion_model.rooms.addresses import local_addresses
from fashion_model.runs import DamagedRun
from fashion_model.words import plain, several
from ui import errors, visitor
from ui.elements import looks
from ui.elements.looks import Look
from ui.hosts import LOOPBACK, named
from ui.models import chosen_run
from ui.room import routes, wall
from ui.room.registry import rooms
from ui.state import Slot, begin_with, hold
from ui.visible import list_runs

_ANSWERS, _ADDRESS = "room_answers", "room_address"
_TAKEN_OVER: Slot[str | None] = Slot("room_taken_over", None)  # the key of another's room
_QR_WIDTH = 210
_WHAT = (
    "Everybody draws on a phone, without an account or an app. The drawings arrive here, each with "
    "what the network says about it. Then the class plays against the network."
)
_KEPT = (
    ":material/lock: What is drawn stays on this computer. It is deleted when you close the room, "
    "or an hour after the last drawing. Nobody is asked for a name: phones are animals."
)
_ALONE = (
    "Only this computer can reach the app just now, so no phone can. Stop it and start it with "
    "`./run --server.address 0.0.0.0`. To rehearse, a room opens all the same: a second tab can be "
    "the phone."
)
_REACH = """**Can phones reach me?** Open the address on your own phone first. Nothing comes?

1. **Same Wi-Fi?** Phone and computer must be in the same network; mobile data does not count.
2. **Another address?** This computer may have several: choose another one above.
3. **Firewall?** The computer may ask whether Python may take connections: allow it.
4. **The hall’s Wi-Fi keeps devices apart** (guest networks do): switch on the hotspot of a phone or
   of this computer, let all join that, and load this page again. It needs no internet.
"""


def current() -> Room | None:
    """Return the visitor's open room, or the one an operator has taken over."""
    own = rooms().of(visitor.current().owner)
    if own is not None:
        return own
    taken = _TAKEN_OVER.get()
    return next((each for each in rooms().all() if each.opening.key == taken), None)


def offer() -> None:
    """Draw what a room is, who answers in it, and the button that opens one."""
    closed = rooms().why_closed()
    st.markdown(_WHAT)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run = _who_answers()
        if st.button(
            "Open a room",
            key="open_room",
            type="primary",
            icon=":material/meeting_room:",
            disabled=closed is not None,
        ):
            _open(run)
    if closed is not None:
        st.caption(plain(closed))
        return
    st.caption(_KEPT)
    if _is_alone():
        st.info(_ALONE, icon=":material/wifi_off:")
    if visitor.is_operator():
        _take_over()


def draw_looks() -> None:
    """Draw what is for whoever teaches, one click away."""
    lessons = Look("", _lessons)
    looks.choose("Do you teach?", {"Two lessons": lessons}, key="class_looks")


def _lessons() -> None:
    text = (environment.ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    st.markdown(text.replace("# ", "## ", 1))  # the page has its own heading


def _open(run: str | None) -> None:
    with errors.show_errors():
        who = visitor.current()
        rooms().open(who.owner, run, limited=who.limited)
        st.rerun()


def _who_answers() -> str | None:
    """Draw the choice of the network; return the id of a training, or None."""
    runs = [run for run in list_runs() if not isinstance(run, DamagedRun) and run.has_model]
    words = {ALL_TERRAIN: "All-terrain (comes with the app)", **chosen_run.labels(runs)}
    begin_with(_ANSWERS, ALL_TERRAIN)
    if st.session_state[_ANSWERS] not in words:
        st.session_state[_ANSWERS] = ALL_TERRAIN
    hold(_ANSWERS, *words.values())
    chosen = st.selectbox(
        "Which network answers?",
        list(words),
        format_func=words.__getitem__,
        key=_ANSWERS,
        persist_state="session",
        width=360,
        help="The all-terrain model has learned from drawings. A training has usually seen shop "
        "pictures only, and is easy to fool.",
    )
    return None if chosen == ALL_TERRAIN else str(chosen)


def _take_over() -> None:
    for room in rooms().all():
        st.button(
            f"Go on with the room {room.opening.letters}",
            key=f"take_over_{room.opening.letters}",
            icon=":material/door_open:",
            on_click=_TAKEN_OVER.set,
            args=(room.opening.key,),
        )


def panel(room: Room) -> None:
    """Draw how phones get into the room: code, letters, address; who is there; the way out."""
    places = addresses()
    begin_with(_ADDRESS, places[0])
    if st.session_state[_ADDRESS] not in places:
        st.session_state[_ADDRESS] = places[0]
    where = st.session_state[_ADDRESS]
    with st.container(key="room_code"):
        st.image(
            code(f"{where}#{room.opening.key}"),
            width=_QR_WIDTH,
            alt="QR code: scan it with a phone’s camera to draw along.",
        )
    with st.container(key="room_letters", gap=None):
        st.markdown(plain(room.opening.letters))
        st.caption(plain(where.removeprefix("http://")))
        _who_is_here(room)
        if _is_alone():
            st.caption(":material/wifi_off: For this computer only: see Help.")
    with st.container(horizontal=True, gap="xsmall", key="room_more"):
        with st.popover("Help", icon=":material/help:", key="room_help"):
            if len(places) > 1:
                hold(_ADDRESS, *places)
                st.selectbox("Address of this computer", places, key=_ADDRESS)
            if _is_alone():
                st.markdown(_ALONE)
            st.markdown(_REACH)
        with st.popover("Close", icon=":material/close:", key="room_end"):
            st.markdown("All drawings of this room are deleted.")
            if st.button("Close the room", key="close_room", type="primary"):
                rooms().close(room)
                _TAKEN_OVER.clear()
                wall.forget()
                st.rerun()


@st.fragment(run_every=2.0)
def _who_is_here(room: Room) -> None:
    here = room.present()
    if not room.joined():
        st.caption("No phone yet.")
    else:
        st.caption(f":material/smartphone: {several(here, 'phone')} here")


def addresses() -> list[str]:
    """Return where the page for phones is, as they would type it; the likeliest first."""
    path = routes.path()
    port = st.get_option("server.port")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    listens = st.get_option("server.address")
    if listens in LOOPBACK:
        places = ["127.0.0.1"]
    elif listens not in (None, "", "0.0.0.0", "::"):
        places = [str(listens)]
    else:
        places = [*local_addresses(), *named()]
    found = [f"{scheme}://{place}:{port}{path}" for place in places]
    typed = _typed()
    first = [f"{typed}{path}"] if typed is not None else []
    return list(dict.fromkeys([*first, *found])) or [f"{scheme}://127.0.0.1:{port}{path}"]


def _typed() -> str | None:
    """Return how this very page was reached, where others could reach it so, too."""
    try:
        parts = urlsplit(st.context.url or "")
    except ValueError:
        return None
    if parts.hostname is None or parts.hostname in LOOPBACK:
        return None
    return f"{parts.scheme}://{parts.netloc}"


def _is_alone() -> bool:
    return st.get_option("server.address") in LOOPBACK and _typed() is None


def code(address: str) -> bytes:
    """Return a QR code of `address`, with its quiet margin: a PNG."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="png", scale=12, border=4)
    return buffer.getvalue()
