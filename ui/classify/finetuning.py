"""“Teach my network”: a child run learns the visitor's own pictures; what it gained and lost.

The pictures are kept for this browser tab only, as 28 × 28 pixels, with what they are.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import (
    BUNDLED,
    MOST_OWN,
    Run,
    RunError,
    RunGone,
    RunSummary,
    fine_tune_run,
    queue_position,
    why_not_fine_tune,
    why_read_only,
)
from fashion_model.runs.events import Ending
from fashion_model.words import plain, several
from ui import errors, server, visitor
from ui.elements import encode, gallery
from ui.models import choice, chosen_run, forgotten, resources
from ui.models.choice import Model
from ui.state import Slot
from ui.visible import open_run

_CHILD: Slot[str | None] = Slot("taught_run", None)
REFRESH_SECONDS = 1.0


@dataclass(frozen=True, eq=False)
class Own:
    """One prepared picture, uint8 (28, 28), and its kind."""

    picture: NDArray[np.uint8]
    label: int


_OWN: Slot[tuple[Own, ...]] = Slot("own_pictures", ())


def kept() -> tuple[Own, ...]:
    """Return all that were kept and not taken out again, the oldest first."""
    return _OWN.get()


def full() -> bool:
    """Whether there is no room for another picture."""
    return len(kept()) >= MOST_OWN


def label_of(picture: NDArray[np.uint8]) -> int | None:
    """Return what `picture`, (28, 28), was kept as; None if it was not."""
    found = (own.label for own in kept() if np.array_equal(own.picture, picture))
    return next(found, None)


def keep(picture: NDArray[np.uint8], label: int) -> None:
    """Keep `picture`, (28, 28), as one of kind `label`; one that is there already changes kind."""
    others = tuple(own for own in kept() if not np.array_equal(own.picture, picture))
    _OWN.set((*others, Own(picture, label))[:MOST_OWN])


def draw_own() -> None:
    """Draw the pictures, each a button that takes it out, and what can be done with all."""
    own = kept()
    st.markdown(
        f"**{several(len(own), 'picture')} of yours.** They are kept for this browser tab only, as "
        f"28 × 28 pixels, and forgotten {server.how_long()} after you close it; those of a "
        "lesson, as soon as it is over. Click one to take it out."
    )
    gallery.draw(
        np.stack([each.picture for each in own]),
        [f"{CLASS_NAMES[each.label]}: take it out" for each in own],
        label=f"{several(len(own), 'picture')} of yours",
        key="own_gallery",
        captions=[CLASS_NAMES[each.label] for each in own],
        tile=60,
        on_click=_take_out,
        private=True,
    )
    with st.container(horizontal=True):
        st.download_button(
            "Save them",
            lambda: packed(own),
            "my_pictures.zip",
            "application/zip",
            key="save_own",
            on_click="ignore",
            icon=":material/download:",
            help="One small PNG each, named after its kind. Upload them here to use them again.",
        )
        st.button("Take all out", key="forget_own", icon=":material/delete:", on_click=_OWN.clear)


def _take_out(number: int) -> None:
    _OWN.set(tuple(own for place, own in enumerate(kept()) if place != number))


def packed(own: Sequence[Own]) -> bytes:
    """Return the pictures as PNGs in one ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, each in enumerate(own, 1):
            kind = CLASS_NAMES[each.label].lower().replace("/", " or ").replace(" ", "_")
            archive.writestr(f"{number:02d}_{kind}.png", encode.png(each.picture))
    return buffer.getvalue()


def draw(models: Sequence[Model]) -> None:
    """Draw the own pictures, the button that teaches them, and what came of it.

    Taught is the first run among the `models` that answer, or else the chosen one.
    """
    child = _child()
    if not kept() and child is None:
        return
    st.subheader("Teach a network your pictures")
    busy = child is not None and _under_way(child)
    if child is not None:
        st.fragment(_follow, run_every=REFRESH_SECONDS if busy else None)(child.id, busy)
    if kept():
        draw_own()
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
        with errors.show_errors():
            _fine_tune(run)
    st.caption(
        reason
        or f"It takes some seconds. A copy of **{plain(run.name)}** learns your pictures among "
        f"others it has learned; **{plain(run.name)}** itself stays as it is. To teach another "
        "network, choose it above."
    )


def _why_not(run: RunSummary, *, busy: bool) -> str | None:
    """Return why nothing can be taught now, in a sentence; None if it can."""
    if busy:
        return "One lesson at a time: this one is over in some seconds."
    if not kept():
        return "Keep a picture of yours first: show one above and say what it is."
    closed = why_read_only()
    if closed is not None:
        return plain(closed)
    reason = why_not_fine_tune(run)
    return None if reason is None else f"**{plain(run.name)}**: {reason}"


def _fine_tune(run: RunSummary) -> None:
    own = kept()
    child = fine_tune_run(
        run,
        np.stack([each.picture for each in own]),
        np.array([each.label for each in own], np.uint8),
        resources.dataset(),
        visitor=visitor.asking(),
    )
    _CHILD.set(child.id)
    st.rerun()


def _follow(child_id: str, drawn_busy: bool) -> None:
    """Draw how far the lesson is; once it is over, what it brought."""
    with errors.show_errors():
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
    if ending is None or ending.own_right is None:
        reason = child.reason or "The lesson was interrupted. Please teach it again."
        st.error(plain(reason), icon=":material/error:")
        return
    with st.container(border=True):
        st.text(child.name)
        st.markdown(f":material/school: {gain(ending)}")
        st.markdown(f":material/fact_check: {forgotten.in_words(ending)}")
        if st.button(
            "Let it answer",
            key="let_child_answer",
            icon=":material/swap_horiz:",
            on_click=choice.choose,
            args=(child.id,),
            help="From now on it is asked about your pictures. It is kept among all trainings.",
        ):
            st.rerun()  # who answers is chosen outside this part of the page


def gain(ending: Ending) -> str:
    """Return in words what the last event of a child run says of the own pictures."""
    before, after, count = ending.own_right_before, ending.own_right, ending.own_pictures
    told = (
        f"Of {several(count or 0, 'picture')} of yours it now names **{after} right**, before "
        f"{before}."
    )
    if after != count:
        told += " More pictures of the same things would help."
    return told
