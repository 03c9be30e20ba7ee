"""What the network sees of a picture handed in, and its answer."""

import numpy as np
import streamlit as st

from fashion_model.labels import SIDE
from fashion_model.runs import Run
from ui import answer
from ui.classify.inputs import Received, take_all_away, take_away
from ui.classify.items import TILE, Item, Refusal
from ui.state import begin_with
from ui.words import plain, several

A_PAGE = 6
"""Cards at once: each has a chart of its own."""

_NOTHING = np.zeros((SIDE, SIDE), np.uint8)
_SCALE = 7


def refused(refusal: Refusal) -> None:
    """Say why a file cannot be used."""
    st.error(
        f"{plain(refusal.title)}: {plain(refusal.reason)}",
        icon=":material/broken_image:",
    )


def reply(run: Run, received: Received | None, *, invitation: str) -> None:
    """Draw the prepared picture and the answer, side by side; `invitation` while there is none.

    Both take the same room before and after: nothing jumps when the answer comes.
    """
    item = received if isinstance(received, Item) else None
    with st.container(width=SIDE * _SCALE):
        st.markdown("**What the network sees**")
        answer.network_view(
            _NOTHING if item is None else item.picture, "28 × 28 pixels", scale=_SCALE
        )
    with st.container(width=370):
        if isinstance(received, Refusal):
            refused(received)
        if item is None:
            answer.wait(invitation, key="reply")
        else:
            answer.show(run, item.picture, key="reply", truth=item.truth)


def steps(item: Item) -> None:
    """Draw how the picture was prepared, step by step."""
    st.image(
        [step.png for step in item.steps],
        caption=[f"{number}. {step.name}" for number, step in enumerate(item.steps, 1)],
        width=TILE,
        alt=[f"Step {number}: {step.words}" for number, step in enumerate(item.steps, 1)],
    )
    st.caption(" ".join(f"**{number}.** {step.words}" for number, step in enumerate(item.steps, 1)))


def gallery(run: Run, uploads: dict[str, Received]) -> None:
    """Draw a card for each upload, `A_PAGE` at a time; what cannot be read gets its sentence."""
    for received in uploads.values():
        if isinstance(received, Refusal):
            refused(received)
    items = {each: kept for each, kept in uploads.items() if isinstance(kept, Item)}
    if not uploads:
        st.markdown(
            ":material/add_photo_alternate: **Nothing here yet.** Choose one or several pictures "
            "above: each gets a card with its answer. No picture at hand? Try *Examples*."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{several(len(items), 'picture')}**", width="content")
        st.button(
            "Remove all",
            key="remove_uploads",
            icon=":material/delete:",
            type="tertiary",
            on_click=take_all_away,
        )
    shown = _page(list(items))
    for start in range(0, len(shown), 2):
        columns = st.columns(2)
        for column, file_id in zip(columns, shown[start : start + 2], strict=False):
            with column:
                _card(run, file_id, items[file_id])


def _page(ids: list[str]) -> list[str]:
    pages = -(-len(ids) // A_PAGE)
    if pages <= 1:
        return ids
    key = "uploads_page"
    begin_with(key, 1)
    st.session_state[key] = min(st.session_state[key], pages)
    first = (st.pagination(pages, key=key, persist_state="session") - 1) * A_PAGE
    return ids[first : first + A_PAGE]


def _card(run: Run, file_id: str, item: Item) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.text(item.title, width="content")
            st.button(
                "Remove",
                key=f"remove_{file_id}",
                icon=":material/close:",
                type="tertiary",
                on_click=take_away,
                args=(file_id,),
            )
        with st.container(horizontal=True):
            st.image(
                item.steps[0].png, caption="What came in", width=TILE, alt="The picture handed in"
            )
            answer.network_view(item.picture)
        answer.show(run, item.picture, key=file_id)
        with st.expander("How it was prepared", icon=":material/auto_fix_high:"):
            steps(item)
