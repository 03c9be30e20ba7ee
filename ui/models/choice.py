"""Who answers on Classify: the all-terrain model or a run, and another one beside it.

The choice belongs to Classify alone: the run in the address stays what it is.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.images import Kind
from fashion_model.photo_expert import Opinion
from fashion_model.predict import ALL_TERRAIN, Prediction
from fashion_model.runs import DamagedRun, Run, RunSummary
from fashion_model.words import plain
from ui.models import chosen_run, resources
from ui.state import Slot, begin_with, hold
from ui.visible import list_runs

_FIRST, _SECOND = "first_answerer", "second_answerer"
_NOBODY = "nobody"
_PROPOSED: Slot[str | None] = Slot("proposed_answerer", None)


@dataclass(frozen=True)
class Model:
    """A model to ask; `name` is text to show, `run` is None for the all-terrain model."""

    name: str
    run: RunSummary | None

    def answer(
        self, picture: NDArray[np.uint8], kind: Kind | None, opinion: Opinion | None
    ) -> Prediction:
        """Name what is on a prepared picture, uint8 (28, 28); as `Predictor.answer`.

        Raises ModelError when the model's files are missing or damaged.
        """
        return resources.predictor(self.run).answer(picture, kind, opinion)


def pick() -> list[Model]:
    """Draw a button that says who answers, and behind it the choice; return one model, or two.

    Raises RunError without any bundled run.
    """
    chosen = chosen_run.current()
    models = _models()
    begin_with(_FIRST, ALL_TERRAIN)
    begin_with(_SECOND, _NOBODY)
    _propose(chosen, models)
    if st.session_state[_FIRST] not in models:  # a run discarded meanwhile
        st.session_state[_FIRST] = ALL_TERRAIN
    if st.session_state[_SECOND] not in _others(models):
        alone = st.session_state[_FIRST] == ALL_TERRAIN
        st.session_state[_SECOND] = _NOBODY if alone else ALL_TERRAIN
    asked = [models[key] for key in _asked() if key != _NOBODY]
    names = " + ".join("All-terrain" if each.run is None else each.run.name for each in asked)
    with st.popover(plain(names), key="who_answers", icon=":material/network_node:"):
        _choice(models)
    return [models[key] for key in _asked() if key != _NOBODY]


def _asked() -> tuple[str, str]:
    return st.session_state[_FIRST], st.session_state[_SECOND]


def _others(models: dict[str, Model]) -> list[str]:
    return [_NOBODY, *(key for key in models if key != st.session_state[_FIRST])]


def _choice(models: dict[str, Model]) -> None:
    names = [model.name for model in models.values()]  # change as runs end or are renamed
    hold(_FIRST, *names)
    st.selectbox(
        "Which model answers?",
        list(models),
        format_func=lambda key: models[key].name,
        key=_FIRST,
        persist_state="session",
        help="The all-terrain model has also learned from drawings and photos. Every training you "
        "finish or stop appears here, too.",
    )
    hold(_SECOND, *names)
    st.selectbox(
        "Compare with",
        _others(models),
        format_func=lambda key: "No other model" if key == _NOBODY else models[key].name,
        key=_SECOND,
        persist_state="session",
        help="A second model answers about the same picture, side by side.",
    )


def choose(run_id: str) -> None:
    """Have a run answer, on Classify and as the chosen run everywhere."""
    chosen_run.choose(run_id)
    st.session_state[_FIRST] = run_id


def _models() -> dict[str, Model]:
    runs = [run for run in list_runs() if not isinstance(run, DamagedRun) and run.has_model]
    words = chosen_run.labels(runs)
    return {
        ALL_TERRAIN: Model("All-terrain (comes with the app)", None),
        **{run.id: Model(words[run.id], run) for run in runs},
    }


def _propose(chosen: Run, models: dict[str, Model]) -> None:
    """Put a visitor's own run in the second place, once each time another one is chosen."""
    if chosen.id == _PROPOSED.get() or chosen.id not in models:
        return
    _PROPOSED.set(chosen.id)
    if not chosen.bundled and chosen.id != st.session_state[_FIRST]:
        st.session_state[_SECOND] = chosen.id
