"""What was done to the training data of a run, in the one set of words that all places use."""

from __future__ import annotations

from fashion_model.config.train_config import BRIGHT, NO_KIND, SHIRTS, Spoiling, TrainConfig
from fashion_model.words import several


def in_brief(spoiling: Spoiling) -> list[str]:
    """What is spoiled, each in few words: `10 % labels flipped`, `Bag hidden`; [] if nothing is."""
    told = []
    if spoiling.flip > 0:
        which = "Shirt ↔ T-shirt" if spoiling.which == SHIRTS else "labels"
        told.append(f"{100 * spoiling.flip:g} % {which} flipped")
    if spoiling.hidden != NO_KIND:
        told.append(f"{spoiling.hidden} hidden")
    if spoiling.few not in (NO_KIND, spoiling.hidden):
        told.append(f"only {spoiling.kept} of {spoiling.few}")
    if spoiling.ground_of != NO_KIND:
        if spoiling.ground == BRIGHT:
            told.append(f"{spoiling.ground_of} on bright ground")
        else:
            told.append(f"all but {spoiling.ground_of} on bright ground")
    return told


def in_a_sentence(spoiling: Spoiling) -> str | None:
    """The same for a visitor, as plain text; None where nothing is spoiled."""
    told = in_brief(spoiling)
    if not told:
        return None
    return (
        f"Its training data were spoiled: {', '.join(told)}. "
        "The validation and test pictures were not."
    )


def left_out_in_a_sentence(config: TrainConfig) -> str | None:
    """That single training pictures were left out, as plain text; None where all were shown."""
    number = len(config.left_out)
    if not number:
        return None
    which = "its label" if number == 1 else "their labels"
    return f"Left out: {several(number, 'training picture')}, because somebody doubts {which}."
