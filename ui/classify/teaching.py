"""“Teach my network”: a child run learns the visitor's own pictures; what it gained and lost."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from fashion_model.runs import (
    BUNDLED,
    Run,
    RunError,
    RunGone,
    RunSummary,
    open_run,
    queue_position,
    teach_run,
    why_not_teach,
)
from fashion_model.runs.events import Event
from ui import answering, chosen_run, faults, resources
from ui.answering import Model
from ui.classify import personal
from ui.state import Slot
from ui.words import percent, plain, several

_CHILD: Slot[str | None] = Slot("taught_run", None)
REFRESH_SECONDS = 1.0


def draw(models: Sequence[Model]) -> None:
    """Draw the own pictures, the button that teaches them, and what came of it.

    Taught is the first run among the `models` that answer, or else the chosen one.
    """
    child = _child()
    if not personal.kept() and child is None:
        return
    st.subheader("Teach a network your pictures")
    busy = child is not None and _under_way(child)
    if child is not None:
        st.fragment(_follow, run_every=REFRESH_SECONDS if busy else None)(child.id, busy)
    if personal.kept():
        personal.draw()
    _button(_pupil(models), busy=busy)


def _child() -> Run | None:
    """Return the run that is, or was last, taught; one that was deleted is forgotten."""
    child_id = _CHILD.get()
    try:
        return None if child_id is None else open_run(child_id)
    except RunError:
        _CHILD.clear()
        return None


def _under_way(child: Run) -> bool:
    return child.ending is None and child.state != "interrupted"


def _pupil(models: Sequence[Model]) -> RunSummary:
    runs = [model.run for model in models if model.run is not None]
    try:
        return runs[0] if runs else open_run(chosen_run.current_id())
    except RunError:
        return open_run(BUNDLED)


def _button(run: RunSummary, *, busy: bool) -> None:
    reason = _why_not(run, busy=busy)
    if st.button(
        "Teach my network",
        key="teach",
        type="primary",
        icon=":material/school:",
        disabled=reason is not None,
    ):
        with faults.told():
            _teach(run)
    st.caption(
        reason
        or f"It takes some seconds. A copy of **{plain(run.name)}** learns your pictures among "
        f"others it knows; **{plain(run.name)}** itself stays as it is. To teach another network, "
        "choose it above."
    )


def _why_not(run: RunSummary, *, busy: bool) -> str | None:
    """Return why nothing can be taught now, in a sentence; None if it can."""
    if busy:
        return "One lesson at a time: this one is over in some seconds."
    if not personal.kept():
        return "Keep a picture of yours first: show one above and say what it is."
    reason = why_not_teach(run)
    return None if reason is None else f"**{plain(run.name)}**: {reason}"


def _teach(run: RunSummary) -> None:
    own = personal.kept()
    child = teach_run(
        run,
        np.stack([each.picture for each in own]),
        np.array([each.label for each in own], np.uint8),
        resources.dataset(),
    )
    _CHILD.set(child.id)
    st.rerun()


def _follow(child_id: str, drawn_busy: bool) -> None:
    """Draw how far the lesson is; once it is over, what it brought."""
    with faults.told():
        try:
            child = open_run(child_id)
        except RunGone:
            st.rerun()  # all around it, too, is drawn as if there had been none
        if not _under_way(child):
            if drawn_busy:
                st.rerun()  # the button is free again, and nothing needs renewing
            _outcome(child)
        else:
            st.progress(child.progress, _progress(child))


def _progress(child: Run) -> str:
    if child.state == "queued":
        place = queue_position(child)
        return "Next in line …" if place in (None, 1) else f"Number {place} in line …"
    if child.started is None:
        return "Getting ready: loading TensorFlow, about 5 seconds …"
    if child.progress < 1:
        return "Learning your pictures, and some others so that it forgets little …"
    return "Asking it about the test pictures, before and after …"


def _outcome(child: Run) -> None:
    ending = child.ending
    if ending is None or "own_right" not in ending:
        reason = child.reason or "The lesson was interrupted. Please teach it again."
        st.error(plain(reason), icon=":material/error:")
        return
    with st.container(border=True):
        st.text(child.name)
        st.markdown(f":material/school: {gain(ending)}")
        st.markdown(f":material/fact_check: {loss(ending)}")
        if st.button(
            "Let it answer",
            key="let_child_answer",
            icon=":material/swap_horiz:",
            on_click=answering.choose,
            args=(child.id,),
            help="From now on it is asked about your pictures. It is kept among all trainings.",
        ):
            st.rerun()  # who answers is chosen outside this part of the page


def gain(ending: Event) -> str:
    """Return in words what the last event of a child run says of the own pictures."""
    before, after, count = (
        int(ending[name]) for name in ("own_right_before", "own_right", "own_pictures")
    )
    told = (
        f"Of {several(count, 'picture')} of yours it now names **{after} right**, before {before}."
    )
    if after < count:
        told += " More pictures of the same things would help."
    return told


def loss(ending: Event) -> str:
    """Return in words what it says of the test pictures."""
    before, after = float(ending["test_accuracy_before"]), float(ending["test_accuracy"])
    numbers = f"On the test pictures it is right in **{percent(after)}**, before {percent(before)}"
    points = 100 * (after - before)
    if round(points, 1) == 0:
        return f"{numbers}: it forgot nothing that shows."
    if points > 0:
        return f"{numbers}: it even gained there."
    return f"{numbers}: the price of learning something new."
