"""Several things on one picture: each is outlined and named, and a tap chooses one."""

import hashlib
from collections.abc import Sequence
from functools import partial

import streamlit as st

from fashion_model.candidates import Found
from fashion_model.labels import CLASS_NAMES
from fashion_model.predict import Prediction
from fashion_model.words import percent
from ui.classify.items import Item
from ui.elements import regions
from ui.elements.encode import data_uri
from ui.models.choice import Model
from ui.state import Slot

_CHOSEN: Slot[dict[str, tuple[str, int]]] = Slot("chosen_thing", {})
"""By the place on the page: the fingerprint of the picture it was chosen on, its number there."""
_WORN = "Somebody wears this. **Tap a part**, and it is named by itself."
_WORDS: dict[Found, str] = {
    "page": "There are pictures on this one. **Tap one**, and it is named by itself.",
    "ground": "Things lie apart here. **Tap one**, and it is named by itself.",
}


def draw(models: Sequence[Model], item: Item, *, place: str) -> Item:
    """Draw the picture with its things outlined; return what was chosen, or all of it.

    The first of `models` says what stands in each outline.
    """
    chosen = _chosen(item, place)
    asked = [thing.item for thing in item.things]
    said = [models[0].answer(each.picture, each.kind, each.opinion) for each in asked]
    st.caption(_WORDS.get(item.things[0].found, _WORN))
    regions.draw(
        data_uri(item.photo, "jpeg"),
        [thing.box for thing in item.things],
        [f"{_name(each)}: choose it" for each in said],
        [label(each) for each in said],
        chosen=chosen,
        key=f"things_{place}",
        on_click=partial(_choose, place, _fingerprint(item)),
    )
    return item if chosen is None else item.things[chosen].item


def _name(said: Prediction) -> str:
    if said.stranger:
        return "None of the ten"
    kind = f"{CLASS_NAMES[said.label]}, {percent(said.confidence, 0)}"
    return f"{kind}, {'sure' if said.sure else 'not sure'}"


def label(said: Prediction) -> str:
    """An answer, short enough for a small box: who is not sure asks."""
    if said.stranger:
        return "none"
    return CLASS_NAMES[said.label] if said.sure else f"{CLASS_NAMES[said.label]}?"


def _chosen(item: Item, place: str) -> int | None:
    photo, number = _CHOSEN.get().get(place, ("", 0))
    return number if photo == _fingerprint(item) and number < len(item.things) else None


def _fingerprint(item: Item) -> str:
    return hashlib.sha256(item.photo).hexdigest()


def _choose(place: str, photo: str, number: int | None) -> None:
    others = {each: kept for each, kept in _CHOSEN.get().items() if each != place}
    _CHOSEN.set(others if number is None else {**others, place: (photo, number)})
