"""One function for each way to hand in a picture: the input, and the answer beside it.

Several uploads at once get a card each. Below all: how good the all-terrain model is, as measured.
"""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from fashion_model.results import Scores, read_scores, to_markdown
from fashion_model.words import several
from ui import errors
from ui.classify import card, finetuning, inputs, live, steps, things
from ui.classify.inputs import Received, left_out, take_all_away, take_away
from ui.classify.items import TILE, Handed, Item, Refusal
from ui.elements import canvas, looks
from ui.elements.looks import Look
from ui.models import prediction_view
from ui.models.choice import Model
from ui.state import begin_with

_HOW_TO_DRAW = "Large, with the mouse or a finger; its outline is enough."
_HOW_TO_FILM = "One thing, or somebody in what they wear. Keep a picture to see why it says that."
_BOTH, _ANSWER = 300, 450  # pixels: the two small pictures, and the answer beside them
A_PAGE = 6
"""Cards at once: each has a chart of its own."""


def draw_gallery(models: Sequence[Model], uploads: dict[str, Received]) -> None:
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
    alone = len(pictures) == len(uploads) == 1
    if not alone:
        _all_of(len(pictures))
    shown = _page(list(pictures))
    for start in range(0, len(shown), 2):
        columns = st.columns(1 if alone else 2)
        for column, file_id in zip(columns, shown[start : start + 2], strict=False):
            with column:
                _card(models, file_id, pictures[file_id], alone=alone)
    if pictures:
        steps.panel()


def _all_of(pictures: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{several(pictures, 'picture')}**", width="content")
        st.button(
            "Remove all",
            key="remove_uploads",
            icon=":material/delete:",
            type="tertiary",
            on_click=take_all_away,
        )


def _page(ids: list[str]) -> list[str]:
    pages = -(-len(ids) // A_PAGE)
    if pages <= 1:
        return ids
    key = "uploads_page"
    begin_with(key, 1)
    st.session_state[key] = min(st.session_state[key], pages)
    first = (st.pagination(pages, key=key, persist_state="session") - 1) * A_PAGE
    return ids[first : first + A_PAGE]


def _card(models: Sequence[Model], file_id: str, handed: Handed, *, alone: bool) -> None:
    """Draw one upload; where it is the only one, there is room for the answer beside it."""
    item = steps.prepare(handed, file_id)
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.text(handed.title, width="content")
            with st.container(horizontal=True, width="content"):
                if isinstance(item, Item) and not item.things:
                    inputs.mark_button(file_id)
                steps.turn_button(file_id, inputs.turn)
                st.button(
                    "Remove",
                    key=f"remove_{file_id}",
                    icon=":material/close:",
                    type="tertiary",
                    on_click=take_away,
                    args=(file_id,),
                )
        if isinstance(item, Refusal):
            card.refused(item)
            return
        with st.container(horizontal=True) if alone else st.container():
            with st.container(horizontal=True, width=_BOTH if alone else "stretch"):
                named: Item | Refusal = item
                if item.things or inputs.is_large(file_id):
                    named = things.draw(models, item, place=file_id)
                else:
                    _came_in(item)
                if isinstance(named, Item):
                    prediction_view.network_view(named.picture)
            with st.container(width=_ANSWER if alone else "stretch"):
                if isinstance(named, Refusal):
                    card.refused(named)
                else:
                    card.stacked(models, named, key=file_id)
        if named is item:
            _how(file_id, item)


def _came_in(item: Item) -> None:
    caption = "What came in, set upright" if item.quarters else "What came in"
    st.image(item.steps[0].png, caption=caption, width=TILE, alt="The picture handed in")


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


DRAW, UPLOAD, CAMERA, EXAMPLES = "Draw", "Upload", "Camera", "Examples"


def pick() -> str:
    """Draw the chooser of the way; return one of the four."""
    begin_with("way", DRAW)
    st.segmented_control(
        "How do you show it?",
        [DRAW, UPLOAD, CAMERA, EXAMPLES],
        key="way",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    return str(st.session_state["way"])


@st.fragment  # a stroke draws the board and the answer anew, not the whole page
def show(way: str, models: Sequence[Model]) -> None:
    """Draw the input of `way` and what each of `models` makes of it."""
    with errors.show_errors():
        if way == UPLOAD:
            draw_gallery(models, inputs.uploaded())
        elif way == CAMERA:
            photographed = partial(live.photographed, models)
            _one(models, photographed, "Hold something up", _HOW_TO_FILM, place=live.PLACE)
        elif way == EXAMPLES:
            _one(models, inputs.example, "Click a picture", place="example")
        else:
            _one(models, inputs.drawn, "Draw something", _HOW_TO_DRAW, place="drawing")
        steps.forget_shown()
    with errors.show_errors():
        finetuning.draw(models)


def _one(
    models: Sequence[Model],
    draw_input: Callable[[], Item | Refusal | None],
    invitation: str,
    words: str = "",
    *,
    place: str,
) -> None:
    """Draw the input, what is seen of it and the answers; `invitation` and `words` before any."""
    with st.container(horizontal=True, gap="medium", key="shown"):
        with st.container(width=canvas.SIDE):
            received = draw_input()
            if isinstance(received, Item) and (received.things or place == live.PLACE):
                received = things.draw(models, received, place=place)
            item = received if isinstance(received, Item) else None
        with st.container():
            if isinstance(received, Refusal):
                card.refused(received)
            card.replies(models, item, invitation=invitation, words=words)
        card.seen(item)
    if item is not None and item.steps:
        steps.strip(item)


def draw_scores() -> None:
    """Draw the table, one click away; nothing where nothing was measured.

    Raises ScoresError when its file is damaged.
    """
    scores = read_scores()
    if scores is not None:
        good = Look("How good is it on pictures like yours?", partial(_table, scores))
        looks.choose("Want to know more?", {"How good is it?": good}, key="classify_looks")


def _table(scores: Scores) -> None:
    st.markdown(
        "How often each model gives a name that a fair person would accept, averaged over the "
        "kinds of clothing. In brackets: where the true value probably lies. The plain "
        "network was trained on Fashion-MNIST alone. The last two columns are about pictures from "
        "40 other places, among them many of people in the street."
    )
    st.markdown(to_markdown(scores))
    st.caption(
        f"Measured on {scores.measured:%d %B %Y}, on pictures that neither model was trained on."
    )
