"""Which experiment the visitor is looking at: `?experiment=` in the address of Compare.

The address is what counts: it survives a refresh and can be shared. Streamlit's own navigation
drops it, so the session remembers the last choice and the page puts it back.
"""

import streamlit as st

from fashion_model.experiments.store import Experiment
from fashion_model.runs import RunError
from fashion_model.words import plain
from ui.state import ALL_TRAININGS, Slot
from ui.visible import open_experiment

_PARAMETER = "experiment"
_CHOSEN: Slot[str | None] = Slot("chosen_experiment", None)


def find() -> Experiment | None:
    """Return the chosen experiment; None without one, after a sentence where it can't be opened."""
    asked = st.query_params.get(_PARAMETER) or _CHOSEN.get()
    if asked is None:
        return None
    choose(asked)
    try:
        return open_experiment(asked)
    except RunError as error:
        leave()
        st.warning(plain(str(error)), icon=":material/info:")
        return None


def choose(experiment_id: str) -> None:
    """Make that experiment the one on the page and in the address."""
    ALL_TRAININGS.clear()
    _CHOSEN.set(experiment_id)
    st.query_params[_PARAMETER] = experiment_id


def look_at(experiment_id: str) -> None:
    """Leave for Compare, where that experiment is shown."""
    ALL_TRAININGS.clear()
    _CHOSEN.set(experiment_id)
    st.switch_page("pages/compare.py", query_params={_PARAMETER: experiment_id})


def current_id() -> str | None:
    """Return the id of the chosen experiment; nothing says that there is one."""
    return _CHOSEN.get()


def leave() -> None:
    """Go back to the questions."""
    _CHOSEN.clear()
    st.query_params.pop(_PARAMETER, None)
