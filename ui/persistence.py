"""What a reload must not lose, the plan and the drawing; and forgetting all of a visitor's.

A reload empties the session, and so does a server that begins anew. So what is planned and drawn is
written into the tab's own storage (`ui/elements/tab.py`), and a new session gets it back once: one
run of the script more, and only where something was stored. A link wins over it, unless it is the
very link that the stored plan came from, and the page was only reloaded or stayed open.
"""

import json
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from fashion_model.config import PRESETS, ConfigError, TrainConfig
from fashion_model.config.link import from_text, to_text
from fashion_model.runs import NAME_LENGTH
from ui import plan, restart
from ui.elements import canvas, strokes, tab
from ui.state import DRAWING, Slot
from ui.training import link

MOST_CHARACTERS = 10_000
"""Of a plan that is read; what the app writes takes some hundred."""
_PLAN, _DRAWING = "plan", "drawing"

_HANDED_BACK: Slot[bool] = Slot("handed_back", False)
_LAST: Slot[str] = Slot("kept_plan", "")


@dataclass(frozen=True)
class Planned:
    """All that is planned on the pages.

    Attributes:
        config: The settings.
        preset: The one they began from.
        own: Settings with the visitor's own network, if one was built.
        link: The text of the link that was opened, if one was.
        follow: Whether a drawing is followed.
        name: What the training is to be called; empty: by what is special about it.
    """

    config: TrainConfig
    preset: str = plan.FIRST_PRESET
    own: TrainConfig | None = None
    link: str | None = None
    follow: bool = False
    name: str = ""


UNPLANNED = Planned(PRESETS[plan.FIRST_PRESET])


def write(planned: Planned) -> str:
    """Return `planned` as a line of text; empty where nobody has planned anything."""
    if planned == UNPLANNED:
        return ""
    own = None if planned.own is None else to_text(planned.own)
    said = {"config": to_text(planned.config), "preset": planned.preset, "own": own}
    other = {"link": planned.link, "follow": planned.follow, "name": planned.name}
    return json.dumps({**said, **other}, separators=(",", ":"))


def read(text: object) -> Planned | None:
    """Return what `write` wrote, or a stranger; None of anything the app would not plan."""
    match tab.parse(text, MOST_CHARACTERS):
        case {
            "config": str(config),
            "preset": str(preset),
            "own": str() | None as own,
            "link": str() | None as link_text,
            "follow": bool(follow),
            "name": str(name),
        } if preset in PRESETS and len(name) <= NAME_LENGTH:
            try:
                network = None if own is None else from_text(own)
                return Planned(from_text(config), preset, network, link_text, follow, name)
            except ConfigError:
                return None
    return None


def restore() -> None:
    """Keep what is planned now; in a new session take back what was. Before the page is drawn."""
    tab.keep_and_ask(_PLAN, restart.sign(_text()), _take_back)


def keep(where: str) -> None:
    """Keep what is planned now, in a part of a page that is drawn alone and changes it."""
    tab.keep(_PLAN, restart.sign(_text()), where=where)


def forget() -> None:
    """Forget all that this visitor planned, drew, handed in and chose, here and in the tab.

    Call it in the callback of a button, or before leaving for another page: a widget that is on
    the page after it keeps what the browser shows.
    """
    tab.forget()
    stays = {**tab.counts(), _HANDED_BACK.key: True, **canvas.emptied()}
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    st.session_state.clear()
    for key, value in stays.items():
        st.session_state[key] = value
    st.query_params.clear()


def _text() -> str:
    """Return what is planned as text; while settings clash, what was planned before they did."""
    if plan.is_begun():
        try:
            _LAST.set(write(_planned()))
        except ConfigError:
            return _LAST.get()
    return _LAST.get()


def _planned() -> Planned:
    config, state = plan.config(), st.session_state
    return Planned(
        config,
        state["preset"],
        plan.own_network(),
        link.taken(),
        bool(state.get("follow_drawing", False)),
        str(state.get("run_name", "")),
    )


def _take_back(stored: dict[str, Any]) -> None:
    if _HANDED_BACK.get():
        return
    _HANDED_BACK.set(True)
    restart.notice(stored.get(_PLAN), MOST_CHARACTERS)
    planned = read(stored.get(_PLAN))
    if planned is not None and _may_take(planned, reloaded=stored.get("reloaded") is True):
        plan.put_back(planned.config, planned.preset, planned.own)
        st.session_state["follow_drawing"] = planned.follow
        st.session_state["run_name"] = planned.name
    drawn = strokes.from_text(stored.get(_DRAWING))
    if drawn is not None and DRAWING.get() is None:
        canvas.put_back(*drawn)


def _may_take(planned: Planned, *, reloaded: bool) -> bool:
    """Whether nothing else is planned already, by a link or by the visitor."""
    opened = link.taken()
    if opened is not None:
        return reloaded and planned.link == opened
    return not _LAST.get()
