"""The storage of the visitor's browser tab: it outlives a reload, and ends with the tab.

The server writes by drawing an element without a face, and is handed back what is stored once. So
it is where the page stays open and finds a server that began anew.
"""

import json
import secrets
from collections.abc import Callable
from typing import Any

from ui.elements.component import Component, sent
from ui.state import Slot

_COMPONENT = Component.faceless(__file__, "tab")
_HANDED_BACK_TO = "code_of_tab"  # the key of the element that asks

_SESSION: Slot[str] = Slot("tab_session", "")
"""Tells this session from the one before a reload, or before the server began anew."""
_KEPT: Slot[dict[str, tuple[int, int]]] = Slot("tab_kept", {})
"""By name: what text was last, as its hash, and how often it has changed."""
_FORGOTTEN: Slot[int] = Slot("tab_forgotten", 0)


def keep(name: str, text: str, *, where: str) -> None:
    """Write `text` under `name` as soon as it is another one; empty: keep nothing.

    `where` tells the places apart that keep the same; what was kept last counts.
    """
    _draw(name, text, key=f"code_of_tab_{where}", ask=False)


def keep_and_ask(name: str, text: str, on_found: Callable[[dict[str, Any]], None]) -> None:
    """As `keep`, at one place of the page; what a session before stored goes to `on_found`.

    By name, and `reloaded`: whether the page was, or stayed open while its session ended. It is a
    stranger's word, whatever it says.
    """

    def found() -> None:
        said = sent(_HANDED_BACK_TO, "found")
        if isinstance(said, dict):
            on_found(said)

    _draw(name, text, key=_HANDED_BACK_TO, ask=True, on_found_change=found)


def parse(text: object, longest: int) -> object:
    """Return what the JSON in `text`, a stranger's, says; None where it is none, or too long."""
    if not isinstance(text, str) or len(text) > longest:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def forget() -> None:
    """Empty the storage when the page is drawn next; nothing that was kept before counts."""
    _FORGOTTEN.set(_FORGOTTEN.get() + 1)


def counts() -> dict[str, Any]:
    """Return what must outlive a session that is emptied: the browser goes on counting."""
    return {slot.key: slot.get() for slot in (_SESSION, _KEPT, _FORGOTTEN)}


def _draw(name: str, text: str, *, key: str, ask: bool, **on_change: Any) -> None:
    if not _SESSION.get():
        _SESSION.set(secrets.token_hex(8))
    data = {
        "session": _SESSION.get(),
        "ask": ask,
        "name": name,
        "text": text,
        "number": _number(name, text),
        "forgotten": _FORGOTTEN.get(),
    }
    _COMPONENT.draw(data, key=key, **on_change)


def _number(name: str, text: str) -> int:
    """Return how often the text under `name` has changed; it begins as none."""
    before, number = _KEPT.get().get(name, (hash(""), 0))
    if hash(text) != before:
        number += 1
        _KEPT.set({**_KEPT.get(), name: (hash(text), number)})
    return number
