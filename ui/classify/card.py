"""What the network sees of a picture handed in, what one model or two say about it, in words.

And “Wrong? Tell it what this is”: the visitor names a picture, and it joins the own ones.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import streamlit as st

from fashion_model.images import Kind
from fashion_model.labels import ANSWER_NAMES, CLASS_NAMES, SIDE
from fashion_model.photo_expert import A_PHOTO, Opinion
from fashion_model.predict import Prediction
from fashion_model.words import percent, plain
from ui import errors
from ui.classify import drawings, finetuning, steps
from ui.classify.items import TOO_CLOSE, Item, Refusal
from ui.models import prediction_view
from ui.models.asked import Asked
from ui.models.choice import Model
from ui.models.prediction_view import heading
from ui.state import begin_with

_DRAWN: dict[Kind, str] = {
    "drawing": "Try filling it in, or draw it larger and close its outline.",
    "plain": "Try giving it what tells it apart: sleeves, straps, a heel, a handle.",
    "messy": "Try leaving some of the board empty around it.",
}
_HANDED_IN: dict[Kind, str] = {
    "drawing": "A photo? Try a background that is darker or lighter than the item. A drawing? Try "
    "thicker lines and a closed outline, or fill it in.",
    "plain": "Try showing all of it, laid out flat; shoes from the side.",
    "messy": "Try a plain background, with the whole thing in the picture.",
}
TRANSFER = (
    "This is transfer learning. Others had trained it to name a thousand kinds of things, from "
    "cats to cars. So it told edges, folds and fabrics apart before it was shown the first of our "
    "pictures, and 6,000 of them were enough to teach it ten kinds of clothing."
)
_NOTHING = np.zeros((SIDE, SIDE), np.uint8)
_SCALE = 6


def second(prediction: Prediction) -> str:
    """The runner-up; of a stranger, what it would be called if it had to have a name."""
    if prediction.stranger:
        name, share = CLASS_NAMES[prediction.label], prediction.confidence
        return f"If it had to choose: **{name}**, {percent(share, 0)}."
    name, share = (
        CLASS_NAMES[prediction.runner_up],
        float(prediction.probabilities[prediction.runner_up]),
    )
    much = percent(share, 0) if share >= 0.005 else "less than 1 %"
    return f"Second guess: **{name}**, {much}."


def second_network(expert: Opinion) -> str:
    """What the network for photos is, and what it said by itself, as Markdown."""
    name, share = ANSWER_NAMES[int(expert.answers.argmax())], float(expert.answers.max())
    a_photo = expert.photo >= A_PHOTO
    what = "the photo itself, in colour" if a_photo else "the picture itself, not at the small one"
    return (
        f"A second network looks at {what}; it had seen 1.2 million photos before. "
        f"By itself it says **{name}**, {percent(share, 0)}."
    )


def hint(prediction: Prediction, item: Item, *, all_steps: bool) -> str:
    """What to try when it is not sure; empty when it is."""
    if prediction.sure:
        return ""
    tip = _tip(item, all_steps=all_steps)
    if prediction.stranger:
        apart = "The bars show what it would say if it had to choose one of the ten."
        return f"{apart} Is it clothing all the same? {tip}" if tip else apart
    return f"It hesitates. {tip}" if tip else "It hesitates: this is one of the hard ones."


def _tip(item: Item, *, all_steps: bool) -> str:
    if item.kind is None:
        return ""
    if not all_steps:
        return "Some steps of the preparation are switched off: try it with all of them."
    if item.too_close:
        return TOO_CLOSE
    return (_DRAWN if item.drawn else _HANDED_IN)[item.kind]


def offer(item: Item, prediction: Prediction, *, key: str) -> None:
    """Draw the offer to say what `item` is; `key` tells several items on a page apart.

    None for a picture whose kind is known: it is a test picture, and who learns from those
    can't be tested any more.
    """
    if item.truth is not None:
        return
    # Another picture, another choice: nobody should keep a shoe as the shirt before it.
    widget = f"kind_{key}_{hashlib.sha256(item.picture.tobytes()).hexdigest()[:16]}"
    kept_as = finetuning.label_of(item.picture)
    begin_with(widget, prediction.runner_up if kept_as is None else kept_as)
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
        full = finetuning.full() and kept_as is None
        st.button(
            f"Keep it as {CLASS_NAMES[chosen]}",
            key=f"keep_{widget}",
            icon=":material/bookmark_add:",
            disabled=full or kept_as == chosen,
            on_click=finetuning.keep,
            args=(item.picture, chosen),
            help="It joins your own pictures below, and you can teach them to a network.",
        )
    if kept_as is not None:
        st.caption(f":material/check: Kept as {CLASS_NAMES[kept_as]}, below.")
    elif full:
        st.caption("There is no room for another picture of yours: take one out first, below.")


def refused(refusal: Refusal) -> None:
    """Say why a file cannot be used."""
    st.error(
        f"{plain(refusal.title)}: {plain(refusal.reason)}",
        icon=":material/broken_image:",
    )


def seen(item: Item | None) -> None:
    """Draw what the network sees, black while there is nothing."""
    with st.container(key="seen", width=SIDE * _SCALE):
        prediction_view.network_view(_NOTHING if item is None else item.picture, scale=_SCALE)


def replies(
    models: Sequence[Model], item: Item | None, *, invitation: str, words: str = ""
) -> None:
    """Draw each model's answer, side by side; while there is nothing to name, an `invitation`.

    `words` tell more about it. An answer takes the same room before and after: nothing jumps.
    """
    # Columns, because they stand below each other on a phone.
    places = st.columns(len(models))
    for place, name in enumerate(_names(models)):
        with places[place], st.container(gap="xsmall"):
            if item is None:
                prediction_view.wait(invitation, words, key=f"reply_{place}", name=name)
            else:
                _reply(models[place], item, key=f"reply_{place}", name=name, place=place)


def stacked(models: Sequence[Model], item: Item, *, key: str) -> None:
    """Draw each model's answer, one below the other; `key` tells several items apart."""
    for place, name in enumerate(_names(models)):
        _reply(models[place], item, key=f"{key}_{place}", name=name, place=place)


def _names(models: Sequence[Model]) -> list[str]:
    """What stands above each answer, as Markdown: nothing where there is only one."""
    return [plain(model.name) if len(models) > 1 else "" for model in models]


def _reply(model: Model, item: Item, *, key: str, name: str, place: int) -> None:
    with errors.show_errors():
        said = model.answer(item.picture, item.kind, item.opinion)
        # How far to believe a run was measured on the data set's pictures, not on a visitor's.
        guessed = model.run is not None and item.truth is None
        words = heading(said, guessed=guessed)
        prediction_view.say(
            said,
            words,
            second(said),
            key=key,
            name=name,
            truth=item.truth,
            asked=Asked(item.picture, model.run, part=item.part, joined=said.expert is not None),
        )
        if said.expert is not None:
            st.caption(f":material/palette: {second_network(said.expert)}", help=TRANSFER)
        advice = hint(said, item, all_steps=steps.all_on()) if place == 0 else ""
        if guessed and model.run is not None:
            drawings.explain(model.run, item, key=key)
        elif advice:
            st.markdown(f":material/lightbulb: {advice}")
        if place == 0:
            offer(item, said, key=key)
