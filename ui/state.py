"""The visitor's session, typed: every place this app keeps something between two script runs.

Widgets keep their own values under their own keys; what is listed here belongs to no widget.
A refresh of the browser empties all of it: what must survive one is in the address, or kept by the
browser's tab (`ui/persistence.py`).
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import numpy as np
import streamlit as st
from numpy.typing import NDArray

T = TypeVar("T")

RECENT = 4
"""As many explanations as stand on one screen."""


@dataclass(frozen=True)
class Slot(Generic[T]):
    """One named, typed place in `st.session_state`, with the value it has while nothing is set."""

    key: str
    default: T

    def get(self) -> T:
        """Return what was set last, or the default."""
        return cast(T, st.session_state.get(self.key, self.default))

    def set(self, value: T) -> None:
        """Keep `value` for the rest of the session, and nothing of the one before."""
        self.clear()  # else Streamlit keeps that one, too, until the visitor's next click
        st.session_state[self.key] = value

    def clear(self) -> None:
        """Go back to the default."""
        st.session_state.pop(self.key, None)


@dataclass(frozen=True)
class Recent(Generic[T]):
    """A place in the session for the `RECENT` values used last, each under a name.

    For what takes a moment to find and is drawn again after a click elsewhere.
    """

    key: str

    def get(self, name: str) -> T | None:
        """Return what is kept under `name`, which is then the last to go; None if nothing is."""
        found = self._slot.get().get(name)
        if found is not None:
            self.keep(name, found)
        return found

    def keep(self, name: str, value: T) -> None:
        """Keep `value` under `name`, and let go what was not used for longest."""
        others = [(each, kept) for each, kept in self._slot.get().items() if each != name]
        self._slot.set(dict([*others[1 - RECENT :], (name, value)]))

    @property
    def _slot(self) -> Slot[dict[str, T]]:
        return Slot(self.key, {})


@dataclass(frozen=True)
class Deleted:
    """What the visitor has just deleted: one training, or all that had ended.

    `run_ids` bring them back; none where they are gone for good. `name` is text to show.
    """

    run_ids: tuple[str, ...]
    name: str


CHOSEN_RUN: Slot[str | None] = Slot("chosen_run", None)
JUST_DELETED: Slot[Deleted | None] = Slot("just_deleted", None)
RUN_ACTION_ERROR: Slot[str | None] = Slot("run_action_error", None)
RUN_LIST_ERROR: Slot[str | None] = Slot("run_list_error", None)
ASKED_TO_DOWNLOAD: Slot[bool] = Slot("asked_to_download", False)
PICKED_RUNS: Slot[tuple[str, ...]] = Slot("picked_runs", ())
"""Ids of the trainings ticked on Compare, the first ticked first."""
ALL_TRAININGS: Slot[bool] = Slot("all_trainings", False)
"""Whether Compare shows the table of all trainings instead of the questions."""
FORM_OPEN_ABOVE: Slot[str | None] = Slot("form_open_above", None)
"""Id of the training that the form on Training stands open above, because something is planned."""
EXAMPLE: Slot[int | None] = Slot("example", None)
DRAWING: Slot[dict[str, Any] | None] = Slot("drawing", None)
DRAWING_PIXELS: Slot[NDArray[np.uint8] | None] = Slot("drawing_pixels", None)


def begin_with(key: str, value: object) -> None:
    """Give the widget `key` its first value, unless it already has one.

    Passing `value=` to a widget whose state is also written elsewhere loses every second change;
    this is the one way initial values are set in this app.
    """
    if key not in st.session_state:
        st.session_state[key] = value


def hold(key: str, *drawn_with: object) -> None:
    """Let the widget `key`, not drawn yet, keep its value when `drawn_with` changes.

    Streamlit drops the value a browser sent when the widget is drawn disabled, when a slider's
    bounds change, and when the label of a select box's choice does; a value written before the
    widget is drawn stays. Written only then, so that a slow answer never takes a newer one back.
    """
    before = Slot(f"{key}_drawn_with", drawn_with)
    if before.get() != drawn_with and key in st.session_state:
        st.session_state[key] = st.session_state[key]
    before.set(drawn_with)
