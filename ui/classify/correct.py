"""“Wrong? Tell it what this is”: the visitor names a picture, and it joins the own ones."""

import hashlib

import streamlit as st

from fashion_model.labels import CLASS_NAMES
from fashion_model.predict import Answer
from ui.classify import personal
from ui.classify.items import Item
from ui.state import begin_with


def offer(item: Item, answer: Answer, *, key: str) -> None:
    """Draw the offer to say what `item` is; `key` tells several items on a page apart.

    None for a picture whose kind is known: it is a test picture, and who learns from those
    can't be tested any more.
    """
    if item.truth is not None:
        return
    # Another picture, another choice: nobody should keep a shoe as the shirt before it.
    widget = f"kind_{key}_{hashlib.sha256(item.picture.tobytes()).hexdigest()[:16]}"
    kept_as = personal.label_of(item.picture)
    begin_with(widget, answer.runner_up if kept_as is None else kept_as)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Wrong? Tell it what this is",
            range(len(CLASS_NAMES)),
            format_func=lambda kind: CLASS_NAMES[kind],
            key=widget,
            persist_state="session",
            width=220,
        )
        chosen = int(st.session_state[widget])
        full = personal.full() and kept_as is None
        st.button(
            f"Keep it as {CLASS_NAMES[chosen]}",
            key=f"keep_{widget}",
            icon=":material/bookmark_add:",
            disabled=full or kept_as == chosen,
            on_click=personal.keep,
            args=(item.picture, chosen),
            help="It joins your own pictures below, and you can teach them to a network.",
        )
    if kept_as is not None:
        st.caption(f":material/check: Kept as {CLASS_NAMES[kept_as]}, below.")
    elif full:
        st.caption("There is no room for another picture of yours: take one out first, below.")
