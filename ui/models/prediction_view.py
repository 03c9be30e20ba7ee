"""What a model says about one prepared picture."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model.labels import CLASS_NAMES, SIDE
from fashion_model.predict import Prediction
from fashion_model.words import percent, unbroken
from ui import layout
from ui.elements import encode, news
from ui.elements.charts import bars
from ui.models import why
from ui.models.asked import Asked

_LOW = 256
"""Pixels of bars that must be seen together with what they answer, on a projector, too."""


def heading(prediction: Prediction, *, guessed: bool = False) -> str:
    """`Looks like a Sneaker, 92 %, sure`; `guessed` by a network that never saw such a picture."""
    if prediction.stranger:
        return "Looks like none of the ten"
    return f"{looks_like(prediction)}, {how_sure(prediction, guessed=guessed)}"


def tell(
    probabilities: NDArray[np.float32],
    *,
    key: str,
    truth: int | None = None,
    asked: Asked | None = None,
) -> None:
    """Draw what a network computed, (10,), as a sentence and ten bars.

    These are the numbers all of a page counts with, so nothing says how far to believe them.
    `truth` is the right label where it is known; `key` tells several answers on a page apart.
    `asked` is what was asked of whom, where that can still be explained.
    """
    raw = Prediction(probabilities, none=None, sure=False)
    _announce(looks_like(raw), "", key, asked)
    _head(looks_like(raw), "", key, asked)
    _compare(raw.label, truth)
    _draw_bars(probabilities, key, asked=asked)


def looks_like(prediction: Prediction) -> str:
    """Return `Looks like a Sneaker, 92 %`."""
    name = CLASS_NAMES[prediction.label]
    article = "an" if name[0] in "AEIOU" else "a"
    return f"Looks like {article} {name}, {unbroken(percent(prediction.confidence, 0))}"


def how_sure(prediction: Prediction, *, guessed: bool = False) -> str:
    """Return how far to believe it in a word; `guessed`: it never saw anything of that sort."""
    if guessed:
        return "a guess"
    return "sure" if prediction.sure else "not sure"


def say(
    prediction: Prediction,
    heading: str,
    words: str,
    *,
    key: str,
    name: str = "",
    truth: int | None = None,
    asked: Asked | None = None,
) -> None:
    """Draw an answer under a `heading` and `words`; `name` says which of several models gave it.

    All three are Markdown; `key`, `truth` and `asked` as in `tell`.
    """
    with st.container(key=f"said_{key}", gap=None):
        _announce(heading, name, key, asked)
        _head(heading, name, key, asked)
        st.markdown(words)
        _compare(None if prediction.stranger else prediction.label, truth)
    _draw_bars(prediction.probabilities, key, _LOW, asked=asked)


def wait(heading: str, words: str = "", *, key: str, name: str = "") -> None:
    """Draw where an answer of `say` will stand: `heading`, `words`, ten bars without length."""
    with st.container(key=f"said_{key}", gap=None):
        _head(heading, name, key)
        if words:
            st.markdown(words)
    _draw_bars(np.zeros(len(CLASS_NAMES), np.float32), key, _LOW)


def network_view(
    picture: NDArray[np.uint8], caption: str = "What the network sees", *, scale: int = 5
) -> None:
    """Draw the 28×28 `picture` large enough to count its pixels, each `scale` wide."""
    st.image(
        encode.png(picture, scale),
        caption=caption,
        width=SIDE * scale,
        alt="The prepared picture, 28 by 28 grey pixels, bright on black.",
    )


def _announce(heading: str, name: str, key: str, asked: Asked | None) -> None:
    identity = f"{'' if asked is None else asked.fingerprint} {heading}"
    news.tell(f"answer_{key}", identity, f"{name}: {heading}." if name else f"{heading}.")


def _head(heading: str, name: str, key: str, asked: Asked | None = None) -> None:
    if name:
        st.markdown(f"**{name}**")
    if asked is None:
        st.subheader(heading, anchor=False)
        return
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"answer_head_{key}"
    ):
        st.subheader(heading, anchor=False, width="content")
        why.toggle(asked, key=key)


def _compare(best: int | None, truth: int | None) -> None:
    if truth is None:
        return
    if truth == best:
        st.markdown(f":material/check: **Right**: its label says {CLASS_NAMES[truth]}.")
    else:
        st.markdown(f":material/close: **Wrong**: its label says {CLASS_NAMES[truth]}.")


def _draw_bars(
    probabilities: NDArray[np.float32], key: str, height: int = 330, asked: Asked | None = None
) -> None:
    if asked is not None and why.is_open(asked, key=key):
        why.draw(asked, key=key)
        return
    table, spec = bars(probabilities, layout.INK, height)
    st.vega_lite_chart(table, spec, key=f"bars_{key}", alt=_alt(probabilities))


def _alt(probabilities: NDArray[np.float32]) -> str:
    if not probabilities.any():
        return "No answer yet."
    order = probabilities.argsort()[::-1][:3]
    first = ", ".join(f"{CLASS_NAMES[i]} {percent(probabilities[i])}" for i in order)
    return f"Bars of the ten probabilities. The highest: {first}."
