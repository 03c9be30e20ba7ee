"""Why it answered that, in one sentence that has been tried out on the picture."""

from __future__ import annotations

from collections.abc import Sequence

from fashion_model.attribution.covering import Covered
from fashion_model.attribution.explanation import Explanation, Place
from fashion_model.labels import CLASS_NAMES
from fashion_model.words import percent, unbroken

_TOP, _MIDDLE, _BOTTOM = range(3)
_EDGES = (0.3, 0.7)  # of the height and of the width
_MOST_NAMED = 2  # parts in one breath
_SMALL = 0.15  # of what the decisive places weigh: a part with less isn't named

Parts = tuple[tuple[str, str, str], tuple[str, str, str], tuple[str, str, str]]

_UPPER: Parts = (
    ("the shoulders", "the collar", "the shoulders"),
    ("the sleeves", "the front", "the sleeves"),
    ("the sides below", "the hem", "the sides below"),
)
_DRESS: Parts = (
    ("the shoulders", "the neckline", "the shoulders"),
    ("the sides", "the waist", "the sides"),
    ("the sides below", "the skirt", "the sides below"),
)
_TROUSER: Parts = (
    ("the waist", "the waist", "the waist"),
    ("the legs", "the place between the legs", "the legs"),
    ("the ends of the legs", "the place between the legs", "the ends of the legs"),
)
_SHOE: Parts = (
    ("the upper left", "the top", "the upper right"),
    ("the left end", "the middle", "the right end"),
    ("the sole on the left", "the sole", "the sole on the right"),
)
_BAG: Parts = (
    ("the top corners", "the handle", "the top corners"),
    ("the sides", "the middle", "the sides"),
    ("the bottom corners", "the bottom", "the bottom corners"),
)
_PARTS: dict[str, Parts] = {
    "Trouser": _TROUSER,
    "Dress": _DRESS,
    "Sandal": _SHOE,
    "Sneaker": _SHOE,
    "Ankle boot": _SHOE,
    "Bag": _BAG,
}


def part(place: Place, grid: tuple[int, int], kind: int) -> str:
    """What is at a place, if the picture shows an item of that kind: `the collar`."""
    row, column = (
        sum((at + 0.5) / whole > edge for edge in _EDGES)
        for at, whole in zip(place, grid, strict=True)
    )
    return _PARTS.get(CLASS_NAMES[kind], _UPPER)[row][column]


def named(
    explanation: Explanation, places: Sequence[Place], kind: int, against: int | None = None
) -> str:
    """The parts in which `places` lie, what speaks most first: `the collar and the sleeves`."""
    speaking = explanation.speaking_for(kind, against)
    weights: dict[str, float] = {}
    for place in places:
        what = part(place, explanation.grid, kind)
        weights[what] = weights.get(what, 0.0) + float(speaking[place])
    whole = sum(weights.values())
    heaviest = sorted(weights, key=lambda what: -weights[what])[:_MOST_NAMED]
    return " and ".join(what for what in heaviest if weights[what] >= _SMALL * whole)


def sentence(
    explanation: Explanation, tried: Covered, kind: int, against: int | None = None
) -> str:
    """What speaks for `kind`, and what the network really answers without it."""
    name = CLASS_NAMES[kind]
    if not tried.places:
        return f"Nothing in the picture speaks for {_rather(name, against)}."
    parts = named(explanation, tried.places, kind, against)
    many = " and " in parts or parts.endswith("s")
    lead = (
        f"{parts[0].upper()}{parts[1:]} {'speak' if many else 'speaks'} most for"
        f" {_rather(name, against)}"
    )
    return f"{lead}; {_without(tried, 'them' if many else 'it', kind)}."


def _rather(name: str, against: int | None) -> str:
    return name if against is None else f"{name} rather than {CLASS_NAMES[against]}"


def _without(tried: Covered, what: str, kind: int) -> str:
    """What covering the places has changed."""
    answer = int(tried.after.argmax())
    if tried.turned:
        return f"without {what} the network says {CLASS_NAMES[answer]}"
    before, after = (
        unbroken(percent(float(each[kind]), 0)) for each in (tried.before, tried.after)
    )
    change = f"{before} before, {after} then" if before != after else f"{after} as before"
    return (
        f"without {what} the network still says {CLASS_NAMES[answer]}"
        f" ({CLASS_NAMES[kind]}: {change})"
    )
