"""What each place of a picture speaks for, and which places that are when one is to be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fashion_model.arrays import BoolArray, Float64Array, UInt8Array
from fashion_model.calibration import softmax
from fashion_model.labels import SIDE

Method = Literal["exact", "occlusion"]
Place = tuple[int, int]  # row and column of a map of shares, from the top left

EMPTY = 0.04
"""A place whose pixels are darker than this on average has nothing in it to cover."""


@dataclass(frozen=True)
class Explanation:
    """What speaks for which kind, in logits: what a softmax makes probabilities of.

    All are relative to the mean of the ten kinds, for what speaks for all alike decides nothing.

    Attributes:
        method: `exact`: shares and bias add up to the logits. `occlusion`: a share is how much the
            logit falls when its place is covered; these add up to nothing.
        shares: (rows, columns, 10).
        bias: (10,), what speaks for a kind whatever the picture; None where shares don't add up.
        logits: (10,).
    """

    method: Method
    shares: Float64Array
    bias: Float64Array | None
    logits: Float64Array

    @property
    def probabilities(self) -> Float64Array:
        """The network's answer, (10,)."""
        return softmax(self.logits)

    @property
    def label(self) -> int:
        """The most probable kind."""
        return int(self.logits.argmax())

    @property
    def runner_up(self) -> int:
        """The second most probable kind."""
        return int(self.logits.argsort()[-2])

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of places."""
        return self.shares.shape[0], self.shares.shape[1]

    def speaking_for(self, kind: int, against: int | None = None) -> Float64Array:
        """What each place speaks for `kind`, or for it rather than for another, (rows, columns)."""
        shares: Float64Array = self.shares[..., kind]
        return shares if against is None else shares - self.shares[..., against]

    def most_decisive(
        self, kind: int, against: int | None = None, *, among: BoolArray | None = None
    ) -> list[Place]:
        """The places that speak for `kind`, what speaks most first; `among` leaves some out."""
        speaking = self.speaking_for(kind, against)
        if among is not None:
            speaking = np.where(among, speaking, -np.inf)
        order = np.argsort(-speaking, axis=None, kind="stable")
        places = [divmod(int(at), speaking.shape[1]) for at in order]
        return [place for place in places if speaking[place] > 0]


def of_logits(
    method: Method, shares: Float64Array, bias: Float64Array | None, logits: Float64Array
) -> Explanation:
    """An explanation from figures as a network has them, taken relative to the mean kind."""
    return Explanation(
        method,
        shares - shares.mean(axis=-1, keepdims=True),
        None if bias is None else bias - bias.mean(),
        logits - logits.mean(),
    )


def pixels_of(place: Place, grid: tuple[int, int]) -> tuple[slice, slice]:
    """The pixels of a 28 × 28 picture that lie in a place of the grid."""
    rows, columns = (
        slice(SIDE * at // whole, SIDE * (at + 1) // whole)
        for at, whole in zip(place, grid, strict=True)
    )
    return rows, columns


def filled(picture: UInt8Array, grid: tuple[int, int]) -> BoolArray:
    """Which places of the grid have something of the item in them, (rows, columns)."""
    found = [
        [picture[pixels_of((row, column), grid)].mean() > 255 * EMPTY for column in range(grid[1])]
        for row in range(grid[0])
    ]
    return np.array(found)


def covered(picture: UInt8Array, places: list[Place], grid: tuple[int, int]) -> UInt8Array:
    """The picture, (28, 28), with those places as black as the ground."""
    changed = picture.copy()
    for place in places:
        changed[pixels_of(place, grid)] = 0
    return changed
