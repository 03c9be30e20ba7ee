"""The steps of the preparation: their pictures, and a switch for each that can be left out.

The switches hold for every picture of the visitor's, whichever way it is shown.
"""

import gc
from collections.abc import Callable
from dataclasses import fields

import streamlit as st

from fashion_model.images import Switches
from ui.classify.items import TILE, Handed, Item, Refusal, StepView, prepared
from ui.classify.narration import NAMES
from ui.state import Slot, begin_with

_NAMES = {field.name: NAMES[field.name] for field in fields(Switches)}
_CARD = 168  # two beside each other on a phone, five on a screen

_PREPARED: Slot[dict[str, tuple[Handed, Switches, Item | Refusal]]] = Slot("prepared_items", {})
_FORGOTTEN: Slot[bool] = Slot("pictures_forgotten", False)
_LET_GO: Slot[bool] = Slot("pictures_let_go", False)


def switches() -> Switches:
    """Return which steps are taken now."""
    for field in _NAMES:
        begin_with(_key(field), True)
    return Switches(**{field: st.session_state[_key(field)] for field in _NAMES})


def all_on() -> bool:
    """Return whether no step is switched off."""
    return switches() == Switches()


def prepare(handed: Handed, place: str) -> Item | Refusal:
    """Prepare with the steps that are switched on.

    What was prepared so already is kept, one picture for each `place` on the page.
    """
    now = switches()
    kept = _PREPARED.get()
    before = kept.get(place)
    if before is not None and before[:2] == (handed, now):
        return before[2]
    result = prepared(handed, now)
    _PREPARED.set({**kept, place: (handed, now, result)})
    return result


def forget(*places: str) -> None:
    """Keep nothing of the pictures at these places."""
    kept = _PREPARED.get()
    if not kept.keys().isdisjoint(places):
        _PREPARED.set({place: each for place, each in kept.items() if place not in places})
        _FORGOTTEN.set(True)


def forget_shown() -> None:
    """Draw the whole page anew if a picture was forgotten.

    Until then Streamlit keeps what was shown of it: it clears up after whole pages only.
    """
    if _FORGOTTEN.get():
        _FORGOTTEN.clear()
        _LET_GO.set(True)
        st.rerun()
    if _LET_GO.get():
        _LET_GO.clear()
        gc.collect()  # a script that was broken off may hold on to what it had in hand


def turn_button(key: str, turn: Callable[[str], None]) -> None:
    """Draw the button that has `turn`, which gets the `key`, turn a picture lying on its side."""
    st.button(
        "Turn",
        key=f"turn_{key}",
        icon=":material/rotate_right:",
        type="tertiary",
        on_click=turn,
        args=(key,),
        help="Turns the picture a quarter to the right. A photo that clearly lies on its side was "
        "turned already. Most networks here learned from upright things alone.",
    )


def strip(item: Item) -> None:
    """Draw how the picture was prepared, each step with its switch."""
    _heading("How your picture became 28 × 28 pixels")
    with st.container(horizontal=True):
        for number, step in enumerate(item.steps, 1):
            with st.container(width=_CARD, gap="xsmall"):
                if step.switch is None:
                    st.markdown(f":small[{number} · {step.name}]")
                else:
                    _switch(step.switch, f"{number} · {step.name}")
                _picture(number, step)


def pictures(item: Item) -> None:
    """Draw how the picture was prepared, without switches."""
    with st.container(horizontal=True):
        for number, step in enumerate(item.steps, 1):
            with st.container(width=TILE, gap="xsmall"):
                st.markdown(f":small[{number} · {step.name}]")
                _picture(number, step)


def panel() -> None:
    """Draw the switches alone, for many pictures."""
    _heading("Steps of the preparation")
    with st.container(horizontal=True, gap="medium"):
        for field, name in _NAMES.items():
            _switch(field, name)


def _heading(words: str) -> None:
    st.space("small")
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.subheader(words, anchor=False, width="content")
        st.button(
            "Switch all on",
            key="reset_steps",
            icon=":material/restart_alt:",
            on_click=_switch_all_on,
            disabled=all_on(),
        )


def _switch(field: str, label: str) -> None:
    st.toggle(label, key=_key(field), persist_state="session")


def _picture(number: int, step: StepView) -> None:
    off = step.switch is not None and not st.session_state[_key(step.switch)]
    words = "Switched off: nothing happens here." if off else step.words
    st.image(step.png, width=TILE, alt=f"Step {number}: {words}")
    st.caption(words)


def _key(field: str) -> str:
    return f"step_{field}"


def _switch_all_on() -> None:
    for field in _NAMES:
        st.session_state[_key(field)] = True
