"""What training pictures tell about an answer, as a worker says it and the server reads it.

All describe the readout (`fashion_model/attribution/ridge.py`), not the network itself; how far it
speaks for the network is told by `Agreement`. Pictures are named by their official indices.
"""

from __future__ import annotations

from dataclasses import dataclass

from fashion_model.attribution.influence import Agreement


@dataclass(frozen=True)
class Neighbour:
    """A training picture that looks alike to the network; `distance` in standard deviations."""

    index: int
    label: int
    distance: float


@dataclass(frozen=True)
class Effect:
    """A training picture that counted, and by how much it raised the lead of the answer."""

    index: int
    label: int
    effect: float


@dataclass(frozen=True)
class Traced:
    """One answer, and the training pictures behind it.

    Attributes:
        pictures: How many training pictures were counted.
        network: What the network answers.
        readout: What the readout answers.
        agrees: Whether both are the same; if not, nothing was reckoned but the neighbours.
        scores: The readout's, (10,): not probabilities, but near 1 for a kind it is sure of.
        neighbours: The most alike, the nearest first.
        helped: Without these, the answer would lead by less; what helped most first.
        misled: Without these, it would lead by more; `effect` is below 0.
        agreement: How often the readout agrees with the network on test pictures.
    """

    pictures: int
    network: int
    readout: int
    agrees: bool
    scores: tuple[float, ...]
    neighbours: tuple[Neighbour, ...]
    helped: tuple[Effect, ...]
    misled: tuple[Effect, ...]
    agreement: Agreement


@dataclass(frozen=True)
class LeftOut:
    """The readout's answer, and the one it gives when fitted without some training pictures.

    Attributes:
        pictures: How many training pictures it was fitted to before.
        left_out: The ones it then did without.
        before: Its scores, (10,).
        after: Its scores without them, (10,).
        agreement: As in `Traced`.
    """

    pictures: int
    left_out: tuple[int, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    agreement: Agreement

    @property
    def answer_before(self) -> int:
        """The kind with the highest score."""
        return self.before.index(max(self.before))

    @property
    def answer_after(self) -> int:
        """The same without them."""
        return self.after.index(max(self.after))


@dataclass(frozen=True)
class DoubtfulPicture:
    """A training picture whose label may be wrong, and the label that others suggest.

    `given` and `confidence` are the probabilities of the one and the other.
    """

    index: int
    label: int
    suggested: int
    given: float
    confidence: float


@dataclass(frozen=True)
class DoubtfulPictures:
    """Of `pictures` judged, `found` have a doubtful label; `worst` are the most doubtful ones."""

    pictures: int
    found: int
    worst: tuple[DoubtfulPicture, ...]


@dataclass(frozen=True)
class Lie:
    """A training picture under suspicion, as the network was shown it.

    `label` is what it was shown with, `true` its own; `margin` is by how much the score of
    `suggested` is above that of the label, once the picture is left out.
    """

    index: int
    label: int
    true: int
    suggested: int
    margin: float


@dataclass(frozen=True)
class Found:
    """Of the `looked` most suspicious pictures, a `share` of all, `wrong` carry a wrong label."""

    share: float
    looked: int
    wrong: int


@dataclass(frozen=True)
class Lies:
    """Of `pictures` judged, `wrong` carry a label that was flipped on purpose.

    `worst` are the most suspicious ones; `found` says how well suspicion does.
    """

    pictures: int
    wrong: int
    worst: tuple[Lie, ...]
    found: tuple[Found, ...]
