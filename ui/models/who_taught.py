"""Who taught it that: the training pictures most like this one, and those that decided."""

from collections.abc import Sequence

import streamlit as st

from fashion_model.attribution.answers import Effect, LeftOut, Neighbour, Traced
from fashion_model.attribution.influence import Agreement
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import RunSummary
from fashion_model.words import count, percent, several
from fashion_model.workers.attribution_request import leave_out, trace
from ui import errors
from ui.elements import gallery
from ui.models import resources, spoiled
from ui.models.asked import Asked
from ui.state import Recent

_TRACED: Recent[Traced] = Recent("traced")
_WITHOUT: Recent[LeftOut] = Recent("traced_without")
_ACROSS = 8
_TILE = 44


def draw(asked: Asked, run: RunSummary, *, key: str) -> None:
    """Draw the button, or what came of it; `run` is the one asked."""
    wanted = f"why_traced_{key}"
    if st.session_state.get(wanted) != asked.fingerprint:
        st.button(
            "Who taught it that?",
            key=f"why_trace_{key}",
            icon=":material/school:",
            on_click=st.session_state.__setitem__,
            args=(wanted, asked.fingerprint),
            help="Looks for the training pictures behind this answer: seconds the first time.",
        )
        return
    with errors.show_errors():
        traced = _TRACED.get(asked.fingerprint)
        if traced is None:
            with st.spinner("Looking through the training pictures …"):
                traced = trace(run.path, asked.picture)
            _TRACED.keep(asked.fingerprint, traced)
        _neighbours(traced, run, key)
        if traced.agrees:
            _effects(asked, run, traced, key)
        _stand_in(traced.agreement, agrees=traced.agrees)


def _neighbours(traced: Traced, run: RunSummary, key: str) -> None:
    st.markdown(
        f"**Most like it** to this network, among {count(traced.pictures)} pictures that it "
        "learned from:"
    )
    _tiles(traced.neighbours, run, "Most like it", f"why_near_{key}")
    spoiled.note_labels(run)


def _effects(asked: Asked, run: RunSummary, traced: Traced, key: str) -> None:
    name = CLASS_NAMES[traced.network]
    helped, misled = st.columns(2)
    for place, found, head, what in (
        (helped, traced.helped, f"**Taught it {name}**", "helped"),
        (misled, traced.misled, "**Taught it otherwise**", "misled"),
    ):
        with place:
            st.markdown(head)
            _tiles(found, run, head.strip("*"), f"why_{what}_{key}", across=len(found))
            if found and st.button("Leave these out", key=f"why_leave_{what}_{key}"):
                with st.spinner("Doing without them …"):
                    left = leave_out(run.path, asked.picture, [each.index for each in found])
                _WITHOUT.keep(f"{asked.fingerprint} {what}", left)
            told = _WITHOUT.get(f"{asked.fingerprint} {what}")
            if told is not None:
                st.markdown(_without(told))


def _without(told: LeftOut) -> str:
    """Say what leaving pictures out changes."""
    before, after = CLASS_NAMES[told.answer_before], CLASS_NAMES[told.answer_after]
    leads = " → ".join(f"{_lead(scores):.2f}" for scores in (told.before, told.after))
    if before == after:
        return f"Without them still **{after}**; its lead goes {leads}."
    return f"Without them it would say **{after}** instead of {before}."


def _lead(scores: Sequence[float]) -> float:
    """How far the highest score is above the next."""
    *_, second, first = sorted(scores)
    return first - second


def _stand_in(agreement: Agreement, *, agrees: bool) -> None:
    """Say who was really asked, and how often it speaks for the network."""
    share = percent(agreement.agreeing / max(1, agreement.pictures), 0)
    of_wrong = percent(agreement.agreeing_on_wrong / max(1, agreement.wrong), 0)
    how_often = (
        f"it gives the network's answer to {share} of {several(agreement.pictures, 'test picture')}"
        f", and to {of_wrong} of the {count(agreement.wrong)} that the network gets wrong"
    )
    if not agrees:
        st.caption(
            "Which pictures decided the answer can't be told here: the stand-in that this is "
            f"reckoned with answers this picture otherwise ({how_often})."
        )
        return
    st.caption(
        "Reckoned with a stand-in, because for the network itself it can't be exact: one linear "
        f"step on what the network's last layer found. There it is exact, and {how_often}."
    )


def _tiles(
    found: Sequence[Neighbour | Effect],
    run: RunSummary,
    label: str,
    key: str,
    across: int = _ACROSS,
) -> None:
    train = resources.sample_training_pictures()
    shown = resources.present(train, found)
    gallery.draw(
        spoiled.as_shown(train, [at for _, at in shown], run),
        [
            f"{CLASS_NAMES[each.label]}, training picture {count(each.index + 1)}"
            for each, _ in shown
        ],
        label=label,
        key=key,
        captions=[CLASS_NAMES[each.label] for each, _ in shown],
        across=max(1, across),
        tile=_TILE,
    )
