"""A metric of the batch just learned from, without the sum over all batches before it."""

from collections.abc import Callable
from typing import Any

import keras


class Latest(keras.metrics.Metric):  # type: ignore[misc]
    """The mean of `measure(targets, answers)` over the latest batch.

    Keras's own metrics add up batches until they are reset, and resetting them before every batch
    takes as long as a tenth of a small network's batch.
    """

    def __init__(self, measure: Callable[[Any, Any], Any], name: str) -> None:
        """`measure` gives one number a picture, or their mean."""
        super().__init__(name=name)
        self._measure = measure
        self._value = self.add_variable((), initializer="zeros", name="value")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Measure the batch; weights of single pictures are not used here."""
        self._value.assign(keras.ops.mean(self._measure(y_true, y_pred)))

    def result(self) -> Any:
        """The mean of the latest batch."""
        return self._value
