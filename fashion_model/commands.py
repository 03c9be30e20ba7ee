"""What may be asked of a training between any two batches."""

from collections.abc import Callable
from typing import Literal

Command = Literal["stop", "suspend", "overtime"]
Control = Callable[[int], Command | None]  # given the step; may wait, which is a pause
