"""Dataset, a look: training pictures whose label may be wrong, to be judged by the visitor."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from fashion_model.arrays import UInt8Array
from fashion_model.attribution.answers import DoubtfulPicture, DoubtfulPictures
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import count, percent, plain
from fashion_model.workers.attribution_request import doubtful
from ui import plan
from ui.elements import encode, gallery
from ui.elements.confusion import SHORT_NAMES
from ui.layout import go_to_form
from ui.models import chosen_run, resources, spoiled
from ui.models.searched import Searched, look_for
from ui.state import Slot

_SHOWN = 24
_FOUND: Searched[DoubtfulPictures] = Slot("doubtful_labels", None)
_NOW: Slot[int] = Slot("doubtful_now", 0)
_VOTES: Slot[dict[int, str]] = Slot("doubtful_votes", {})
"""What the visitor said of a picture, by its official index."""
_RIGHT, _WRONG, _NEITHER = "right", "wrong", "neither"


def draw() -> None:
    """Draw the doubtful pictures, and one of them large to be judged."""
    run = chosen_run.with_network()
    found = look_for(
        _FOUND,
        run,
        _search,
        words="People labelled these 70,000 pictures, and some labels are wrong. Whatever learns "
        "from all the others can point at those that don’t fit.",
        button="Look for them",
        key="doubtful_look",
    )
    if found is None:
        return
    train = resources.sample_training_pictures()  # where all pictures are that are here for sure
    here = resources.present(train, found.worst)[:_SHOWN]
    shown = [each for each, _ in here]
    spoiled.note_labels(run)
    st.markdown(
        f"Of {count(found.pictures)} training pictures, **{count(found.found)}** carry a label "
        f"that the others speak against, as {plain(run.name)} sees them. These {len(shown)} are "
        "the most doubtful. Pick one, and judge."
    )
    if not shown:
        return
    pictures = spoiled.as_shown(train, [at for _, at in here], run)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _gallery(shown, pictures)
    with right:
        _judge(shown, pictures)
    st.caption(
        "Each picture is judged by a linear stand-in that was fitted without it, on what the "
        "network’s last layer found; the network itself was shown all of them with their labels. "
        "Where it doubts, it may be wrong as well."
    )


def _search(run: Path) -> DoubtfulPictures:
    """Search anew, and begin with the most doubtful one."""
    _NOW.clear()
    return doubtful(run)


def _gallery(shown: Sequence[DoubtfulPicture], pictures: UInt8Array) -> None:
    votes = _VOTES.get()
    marks = {_RIGHT: "✓ ", _WRONG: "✗ ", _NEITHER: "? "}
    gallery.draw(
        pictures,
        [f"Labelled {CLASS_NAMES[each.label]}; rather {_rather(each)}?" for each in shown],
        label="The most doubtful labels",
        key="doubtful_gallery",
        captions=[f"{marks.get(votes.get(each.index, ''), '')}{_short(each)}" for each in shown],
        chosen=min(_NOW.get(), len(shown) - 1),
        tile=64,
        on_click=_NOW.set,
    )


def _judge(shown: Sequence[DoubtfulPicture], pictures: UInt8Array) -> None:
    now = min(_NOW.get(), len(shown) - 1)
    each, label = shown[now], CLASS_NAMES[shown[now].label]
    st.image(encode.png(pictures[now], 6), width=168, alt=f"A picture labelled {label}")
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


def _rather(each: DoubtfulPicture) -> str:
    return CLASS_NAMES[each.suggested]


def _short(each: DoubtfulPicture) -> str:
    return f"{SHORT_NAMES[each.label]}?"
