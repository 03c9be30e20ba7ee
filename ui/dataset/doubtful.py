"""Dataset, a look: training pictures whose label may be wrong, to be judged by the visitor."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.attribution.answers import DoubtfulPicture, DoubtfulPictures
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import Run
from fashion_model.words import count, percent, plain
from fashion_model.workers.attribution_request import doubtful
from ui import plan
from ui.elements import encode, gallery
from ui.elements.confusion import SHORT_NAMES
from ui.layout import go_to_form
from ui.models import chosen_run, resources, spoiled
from ui.state import Slot

_SHOWN = 24
_FOUND: Slot[tuple[str, DoubtfulPictures] | None] = Slot("doubtful_labels", None)
"""The id of the run that was asked, and what it found."""
_NOW: Slot[int] = Slot("doubtful_now", 0)
_VOTES: Slot[dict[int, str]] = Slot("doubtful_votes", {})
"""What the visitor said of a picture, by its official index."""
_RIGHT, _WRONG, _NEITHER = "right", "wrong", "neither"


def draw() -> None:
    """Draw the doubtful pictures, and one of them large to be judged."""
    run = chosen_run.with_network()
    kept = _FOUND.get()
    found = kept[1] if kept is not None and kept[0] == run.id else _look_for(run)
    if found is None:
        return
    shown = _here(found.worst)[:_SHOWN]
    spoiled.note_labels(run)
    st.markdown(
        f"Of {count(found.pictures)} training pictures, **{count(found.found)}** carry a label "
        f"that the others speak against, as {plain(run.name)} sees them. These {len(shown)} are "
        "the most doubtful. Pick one, and judge."
    )
    if not shown:
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _gallery(shown, run)
    with right:
        _judge(shown, run)
    st.caption(
        "Each picture is judged by a linear stand-in that was fitted without it, on what the "
        "network’s last layer found; the network itself was shown all of them with their labels. "
        "Where it doubts, it may be wrong as well."
    )


def _look_for(run: Run) -> DoubtfulPictures | None:
    """Draw the offer to look for them; what was found, once somebody wants it."""
    place = st.empty()
    with place.container():
        st.markdown(
            "People labelled these 70,000 pictures, and some labels are wrong. Whatever learns "
            "from all the others can point at those that don’t fit."
        )
        if not st.button("Look for them", key="doubtful_look", icon=":material/search_insights:"):
            return None
        with st.spinner("Asking all training pictures about each other …"):
            found = doubtful(run.path)
    place.empty()
    _FOUND.set((run.id, found))
    _NOW.clear()
    return found


def _here(found: tuple[DoubtfulPicture, ...]) -> tuple[DoubtfulPicture, ...]:
    """Return those that are in the bundled sample, where their pictures are taken from."""
    train = resources.sample_training_pictures()
    where = resources.positions_of(train, _indices(found))
    return tuple(each for each, at in zip(found, where.tolist(), strict=True) if at >= 0)


def _gallery(shown: tuple[DoubtfulPicture, ...], run: Run) -> None:
    train = resources.sample_training_pictures()
    where = resources.positions_of(train, _indices(shown))
    votes = _VOTES.get()
    marks = {_RIGHT: "✓ ", _WRONG: "✗ ", _NEITHER: "? "}
    gallery.draw(
        spoiled.as_shown(train, where, run),
        [f"Labelled {CLASS_NAMES[each.label]}; rather {_rather(each)}?" for each in shown],
        label="The most doubtful labels",
        key="doubtful_gallery",
        captions=[f"{marks.get(votes.get(each.index, ''), '')}{_short(each)}" for each in shown],
        chosen=min(_NOW.get(), len(shown) - 1),
        tile=64,
        on_click=_NOW.set,
    )


def _judge(shown: tuple[DoubtfulPicture, ...], run: Run) -> None:
    each = shown[min(_NOW.get(), len(shown) - 1)]
    train = resources.sample_training_pictures()
    (picture,) = spoiled.as_shown(train, resources.positions_of(train, _indices((each,))), run)
    label = CLASS_NAMES[each.label]
    st.image(encode.png(picture, 6), width=168, alt=f"A picture labelled {label}")
    st.markdown(
        f"Its label says **{label}**. The others speak for **{_rather(each)}**,"
        f" {percent(each.confidence, 0)}."
    )
    with st.container(horizontal=True, gap="xsmall"):
        for vote, words in (
            (_RIGHT, f"{label} is right"),
            (_WRONG, f"Rather {_rather(each)}"),
            (_NEITHER, "Neither"),
        ):
            st.button(
                words,
                key=f"doubtful_{vote}",
                type="primary" if _VOTES.get().get(each.index) == vote else "secondary",
                on_click=_vote,
                args=(each.index, vote, len(shown)),
            )
    votes = [_VOTES.get()[other.index] for other in shown if other.index in _VOTES.get()]
    if votes:
        changed = len(votes) - votes.count(_RIGHT)
        st.markdown(f"You judged {len(votes)}, and would change **{changed}**.")
    _leave_out()


def _leave_out() -> None:
    """Offer to plan a training that isn't shown what the visitor would label otherwise."""
    doubted = tuple(sorted(index for index, vote in _VOTES.get().items() if vote != _RIGHT))
    if doubted and st.button(
        f"Train without {'it' if len(doubted) == 1 else f'these {len(doubted)}'}",
        key="doubtful_leave_out",
        icon=":material/filter_list_off:",
        on_click=plan.leave_out,
        args=(doubted,),
        help="Puts it into the form on Training; nothing starts yet. So few change little: compare "
        "both trainings on Compare, with several seeds.",
    ):
        go_to_form()


def _vote(index: int, vote: str, shown: int) -> None:
    """Keep the vote, and go on to the next picture."""
    _VOTES.set({**_VOTES.get(), index: vote})
    _NOW.set(min(_NOW.get() + 1, shown - 1))


def _indices(shown: tuple[DoubtfulPicture, ...]) -> NDArray[np.int32]:
    return np.array([each.index for each in shown], np.int32)


def _rather(each: DoubtfulPicture) -> str:
    return CLASS_NAMES[each.suggested]


def _short(each: DoubtfulPicture) -> str:
    return f"{SHORT_NAMES[each.label]}?"
