"""Several uploads at once: a card for each, with its answers."""

from collections.abc import Sequence

import streamlit as st

from ui import answer
from ui.answering import Model
from ui.classify import card, steps
from ui.classify.inputs import Received, left_out, take_all_away, take_away
from ui.classify.items import TILE, Handed, Item, Refusal
from ui.state import begin_with
from ui.words import several

A_PAGE = 6
"""Cards at once: each has a chart of its own."""


def draw(models: Sequence[Model], uploads: dict[str, Received]) -> None:
    """Draw a card for each upload, `A_PAGE` at a time; what cannot be read gets its sentence."""
    if without := left_out():
        st.warning(without, icon=":material/inventory_2:")
    for received in uploads.values():
        if isinstance(received, Refusal):
            card.refused(received)
    pictures = {each: kept for each, kept in uploads.items() if isinstance(kept, Handed)}
    if not uploads:
        st.markdown(
            ":material/add_photo_alternate: **Nothing here yet.** Choose one or several pictures "
            "above: each gets a card with its answer. No picture at hand? Try *Examples*."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{several(len(pictures), 'picture')}**", width="content")
        st.button(
            "Remove all",
            key="remove_uploads",
            icon=":material/delete:",
            type="tertiary",
            on_click=take_all_away,
        )
    shown = _page(list(pictures))
    for start in range(0, len(shown), 2):
        columns = st.columns(2)
        for column, file_id in zip(columns, shown[start : start + 2], strict=False):
            with column:
                _card(models, file_id, pictures[file_id])
    if pictures:
        steps.panel()


def _page(ids: list[str]) -> list[str]:
    pages = -(-len(ids) // A_PAGE)
    if pages <= 1:
        return ids
    key = "uploads_page"
    begin_with(key, 1)
    st.session_state[key] = min(st.session_state[key], pages)
    first = (st.pagination(pages, key=key, persist_state="session") - 1) * A_PAGE
    return ids[first : first + A_PAGE]


def _card(models: Sequence[Model], file_id: str, handed: Handed) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.text(handed.title, width="content")
            st.button(
                "Remove",
                key=f"remove_{file_id}",
                icon=":material/close:",
                type="tertiary",
                on_click=take_away,
                args=(file_id,),
            )
        item = steps.prepare(handed, file_id)
        if isinstance(item, Refusal):
            card.refused(item)
            return
        with st.container(horizontal=True):
            st.image(
                item.steps[0].png, caption="What came in", width=TILE, alt="The picture handed in"
            )
            answer.network_view(item.picture)
        card.stacked(models, item, key=file_id)
        _how(file_id, item)


def _how(file_id: str, item: Item) -> None:
    opened = st.expander(
        "How it was prepared",
        icon=":material/auto_fix_high:",
        key=f"how_{file_id}",
        on_change="rerun",  # nine pictures a card are sent only to those who look at them
    )
    if opened.open:
        with opened:
            steps.pictures(item)
