"""Why it says that: in the place of the ten bars, one click away, and one click back."""

from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.attribution import wording
from fashion_model.attribution.covering import Covered, cover, decisive, smallest_change
from fashion_model.attribution.explaining import Explainer
from fashion_model.attribution.explanation import Explanation
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import several
from ui import errors, layout
from ui.elements import shares
from ui.elements.charts import bars
from ui.models import resources, who_taught, why_numbers
from ui.models.asked import Asked
from ui.state import Recent, begin_with

Question = tuple[int, int | None]
"""For which kind something speaks, and rather than which other."""
Cover = Literal["decisive", "smallest"]

_EXPLAINED: Recent[Explanation] = Recent("explained")
_LEFT_OUT = (
    "This is about the networks that see the prepared picture. The second network, which looks at "
    "the picture itself, is left out here."
)
_LOW = 230
"""Pixels of the bars of a covered picture."""


def toggle(asked: Asked, *, key: str) -> None:
    """Draw the button that opens the explanation in the place of the bars, and closes it."""
    if is_open(asked, key=key):
        st.button(
            "Bars",
            key=f"why_close_{key}",
            icon=":material/arrow_back:",
            on_click=st.session_state.pop,
            args=(f"why_opened_{key}", None),
        )
        return
    st.button(
        "Why?",
        key=f"why_open_{key}",
        icon=":material/search_insights:",
        on_click=_open,
        args=(key, asked.fingerprint),
        help="Shows which places of the picture speak for this answer, and which against it.",
    )


def is_open(asked: Asked, *, key: str) -> bool:
    """Whether the visitor wants to know why; of another picture, it has to be asked anew."""
    return bool(st.session_state.get(f"why_opened_{key}") == asked.fingerprint)


def _open(key: str, fingerprint: str) -> None:
    st.session_state[f"why_opened_{key}"] = fingerprint
    for name in ("why_question", "why_covered"):
        st.session_state.pop(f"{name}_{key}", None)


def draw(asked: Asked, *, key: str) -> None:
    """Draw why it is so: a sentence that was tried out, and a map of the picture."""
    with errors.show_errors(), st.container(key=f"why_body_{key}", gap=None):
        explainer = resources.explainer(asked.run, calibrated=asked.calibrated)
        explanation = _explanation(explainer, asked)
        picture, words = st.container(), st.container(gap="xsmall")
        with words:
            told = st.container()
            kind, against = _question(explanation, key)
            places = decisive(explanation, asked.picture, kind, against)
            tried = cover(explainer.ask, asked.picture, places, explanation.grid)
            told.markdown(f"**{wording.sentence(explanation, tried, kind, against)}**")
            now = _covered(explainer, asked, explanation, tried, key)
            _buttons(key, now)
            if now is not None:
                _tell_covered(now, key)
            if asked.joined:
                st.caption(_LEFT_OUT)
            why_numbers.draw(asked.picture, explainer, explanation, (kind, against), key=key)
        with picture:
            _map(asked, explanation, (kind, against), now, key)
    if asked.run is not None:
        who_taught.draw(asked, asked.run, key=key)


def _explanation(explainer: Explainer, asked: Asked) -> Explanation:
    """Return the explanation; one by covering takes a moment, so a few are kept."""
    if explainer.exact:
        return explainer.explain(asked.picture)
    found = _EXPLAINED.get(asked.fingerprint)
    if found is None:
        found = explainer.explain(asked.picture)
        _EXPLAINED.keep(asked.fingerprint, found)
    return found


def _question(explanation: Explanation, key: str) -> Question:
    """Draw the choice what is asked: what speaks for a kind, or for it rather than another."""
    first, *others = np.argsort(-explanation.logits, kind="stable").tolist()
    questions: list[Question] = [(first, None)]
    questions += [(first, other) for other in others]
    questions += [(other, None) for other in others]
    return st.selectbox(
        "What speaks for",
        questions,
        format_func=_asked_in_words,
        key=f"why_question_{key}",
        label_visibility="collapsed",
    )


def _asked_in_words(question: Question) -> str:
    kind, against = question
    if against is None:
        return f"What speaks for {CLASS_NAMES[kind]}?"
    return f"What speaks for {CLASS_NAMES[kind]} rather than {CLASS_NAMES[against]}?"


def _covered(
    explainer: Explainer, asked: Asked, explanation: Explanation, tried: Covered, key: str
) -> Covered | None:
    """Return the covered picture that is to be shown, if one is."""
    wanted: Cover | None = st.session_state.get(f"why_covered_{key}")
    if wanted == "decisive":
        return tried
    if wanted == "smallest":
        return smallest_change(explainer.ask, asked.picture, explanation.grid) or Covered(
            (), asked.picture, tried.before, tried.before
        )
    return None


def _map(
    asked: Asked, explanation: Explanation, question: Question, now: Covered | None, key: str
) -> None:
    kind, against = question
    columns = explanation.grid[1]
    what = _asked_in_words(question).removesuffix("?").replace("What speaks", "what speaks", 1)
    shown: NDArray[np.uint8] | bytes = asked.picture if now is None else now.picture
    if asked.part is not None and now is None and _on_own(key):
        shown = asked.part
    shares.draw(
        shown,
        explanation.speaking_for(kind, against),
        name=f"The picture, and on it {what}. “The numbers” lists the strongest places.",
        unit=f"for {CLASS_NAMES[kind]}",
        hint="Blue speaks for it, hatched orange against it. Point at a place, or tap it.",
        covered=[] if now is None else [row * columns + column for row, column in now.places],
        key=f"why_map_{key}",
    )


def _on_own(key: str) -> bool:
    """Draw the choice between the visitor's own picture and what the network sees of it."""
    name = f"why_on_own_{key}"
    begin_with(name, True)
    return st.toggle("On your picture", key=name, persist_state="session")


def _buttons(key: str, now: Covered | None) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        if now is not None:
            st.button(
                "Uncover",
                key=f"why_uncover_{key}",
                icon=":material/undo:",
                on_click=_cover,
                args=(key, None),
            )
            return
        st.button(
            "Cover it",
            key=f"why_cover_{key}",
            icon=":material/visibility_off:",
            on_click=_cover,
            args=(key, "decisive"),
            help="Blackens the places that speak most for it, and asks the network again.",
        )
        st.button(
            "Smallest change",
            key=f"why_smallest_{key}",
            icon=":material/target:",
            on_click=_cover,
            args=(key, "smallest"),
            help="Looks for the fewest places that turn the answer into another when covered.",
        )


def _cover(key: str, what: Cover | None) -> None:
    st.session_state[f"why_covered_{key}"] = what


def _tell_covered(now: Covered, key: str) -> None:
    """Say what covering has changed, and draw the bars of the covered picture."""
    if not now.places:
        st.markdown("No few places turn this answer: it rests on many.")
        return
    places = several(len(now.places), "place")
    name = CLASS_NAMES[int(now.after.argmax())]
    st.markdown(
        f"With {places} covered it says **{name}**."
        if now.turned
        else f"With {places} covered it still says **{name}**."
    )
    table, spec = bars(now.after, layout.INK, _LOW)
    st.vega_lite_chart(
        table, spec, key=f"why_bars_{key}", alt=f"Bars of the covered picture: {name} is highest."
    )
