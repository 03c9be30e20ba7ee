"""An answer in words, and what to try when it is not sure."""

from fashion_model.images import Kind
from fashion_model.labels import CLASS_NAMES
from fashion_model.predict import Answer
from ui.classify.items import Item
from ui.words import percent

_DRAWN: dict[Kind, str] = {
    "drawing": "Try filling it in, or draw it larger and close its outline.",
    "plain": "Try giving it what tells it apart: sleeves, straps, a heel, a handle.",
    "messy": "Try leaving some of the board empty around it.",
}
_HANDED_IN: dict[Kind, str] = {
    "drawing": "Try thicker lines and a closed outline, or fill it in.",
    "plain": "Try showing all of it, laid out flat; shoes from the side.",
    "messy": "Try a plain background, with the whole thing in the picture.",
}


def heading(answer: Answer) -> str:
    """`Looks like a Sneaker, 92 %, sure`."""
    if answer.stranger:
        return "Looks like none of the ten"
    name = CLASS_NAMES[answer.label]
    article = "an" if name[0] in "AEIOU" else "a"
    sure = "sure" if answer.sure else "not sure"
    return f"Looks like {article} {name}, {percent(answer.confidence, 0)}, {sure}"


def second(answer: Answer) -> str:
    """The runner-up; of a stranger, what it would be called if it had to have a name."""
    if answer.stranger:
        name, share = CLASS_NAMES[answer.label], answer.confidence
        return f"If it had to choose: **{name}**, {percent(share, 0)}."
    name, share = CLASS_NAMES[answer.runner_up], float(answer.probabilities[answer.runner_up])
    much = percent(share, 0) if share >= 0.005 else "less than 1 %"
    return f"Second guess: **{name}**, {much}."


def hint(answer: Answer, item: Item, *, all_steps: bool) -> str:
    """What to try when it is not sure; empty when it is."""
    if answer.sure:
        return ""
    tip = _tip(item, all_steps=all_steps)
    if answer.stranger:
        apart = "The bars show what it would say if it had to choose one of the ten."
        return f"{apart} Is it clothing all the same? {tip}" if tip else apart
    return f"It hesitates. {tip}" if tip else "It hesitates: this is one of the hard ones."


def _tip(item: Item, *, all_steps: bool) -> str:
    if item.kind is None:
        return ""
    if not all_steps:
        return "Some steps of the preparation are switched off: try it with all of them."
    return (_DRAWN if item.drawn else _HANDED_IN)[item.kind]
