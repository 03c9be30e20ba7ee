"""Things on one picture: each is outlined and named, a tap chooses one, a drag marks a part."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from fashion_model.candidates import Box, Found
from fashion_model.labels import CLASS_NAMES
from fashion_model.predict import Prediction
from fashion_model.words import percent
from ui.classify import steps
from ui.classify.items import Item, Refusal, part_of
from ui.elements import regions
from ui.elements.encode import data_uri
from ui.models.choice import Model
from ui.state import Slot

_CHOSEN: Slot[dict[str, tuple[str, int]]] = Slot("chosen_thing", {})
"""By the place on the page: the fingerprint of the picture it was chosen on, its number there."""
_MARKED: Slot[tuple[str, str, Box] | None] = Slot("marked_part", None)
"""The part that was marked last: the place on the page, the picture's fingerprint, where."""
_PART = "part"  # where `steps` keeps it
_WORN = "Somebody wears this. **Tap a part**, and it is named by itself."
_WORDS: dict[Found, str] = {
    "page": "There are pictures on this one. **Tap one**, and it is named by itself.",
    "ground": "Things lie apart here. **Tap one**, and it is named by itself.",
}


def draw(models: Sequence[Model], item: Item, *, place: str) -> Item | Refusal:
    """Draw the picture with its things outlined; return what was chosen, or all of it.

    A part that the visitor marked is one more thing. The first of `models` says what stands in
    each outline.
    """
    chosen = _chosen(item, place)
    marked = _marked(item, place)
    part = None if marked is None else steps.prepare(part_of(item, marked), _PART)
    asked = [thing.item for thing in item.things]
    if isinstance(part, Item):
        part = replace(part, things=(), too_close=False)  # as it was meant
        asked.append(part)
    said = [models[0].answer(each.picture, each.kind, each.opinion) for each in asked]
    names = [f"{_name(each)}: choose it" for each in said]
    labels = [label(each) for each in said]
    if isinstance(part, Refusal):
        names.append("Nothing to recognise: choose it")
        labels.append("nothing")
    boxes = [thing.box for thing in item.things]
    if item.things:
        st.caption(_WORDS.get(item.things[0].found, _WORN))
    regions.draw(
        data_uri(item.photo, "jpeg"),
        boxes if marked is None else [*boxes, marked],
        names,
        labels,
        chosen=chosen,
        key=f"things_{place}",
        on_click=partial(_choose, place, _fingerprint(item)),
        on_draw=partial(_mark, place, item),
    )
    if chosen is None:
        return item
    return item.things[chosen].item if part is None or chosen < len(boxes) else part


def forget(place: str) -> None:
    """Keep nothing of a part that was marked there."""
    marked = _MARKED.get()
    if marked is not None and marked[0] == place:
        _MARKED.clear()
        steps.forget(_PART)


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
    there = len(item.things) + (_marked(item, place) is not None)
    return number if photo == _fingerprint(item) and number < there else None


def _marked(item: Item, place: str) -> Box | None:
    marked = _MARKED.get()
    return marked[2] if marked and marked[:2] == (place, _fingerprint(item)) else None


def _mark(place: str, item: Item, box: Box) -> None:
    _MARKED.set((place, _fingerprint(item), box))
    _choose(place, _fingerprint(item), len(item.things))


def _fingerprint(item: Item) -> str:
    return hashlib.sha256(item.photo).hexdigest()


def _choose(place: str, photo: str, number: int | None) -> None:
    others = {each: kept for each, kept in _CHOSEN.get().items() if each != place}
    _CHOSEN.set(others if number is None else {**others, place: (photo, number)})
