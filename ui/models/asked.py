"""What was asked of whom: a prepared picture, and the model that answered."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_model.runs import RunSummary


@dataclass(frozen=True, eq=False)
class Asked:
    """A prepared picture, (28, 28), and the model that answered: a run, or the all-terrain one.

    `calibrated`: whether its bars are those of `Predictor`, or what was measured. `part` is what
    the picture was made of, a square JPEG, where that was another one. `joined`: whether the
    network for photos was heard, too, which never sees the prepared picture.
    """

    picture: NDArray[np.uint8]
    run: RunSummary | None
    calibrated: bool = True
    part: bytes | None = None
    joined: bool = False

    @property
    def fingerprint(self) -> str:
        """Tells what was asked of whom; of the picture it gives nothing away."""
        who = f"{self.run.id if self.run else ''} {self.calibrated}"
        return hashlib.sha256(self.picture.tobytes() + who.encode()).hexdigest()
