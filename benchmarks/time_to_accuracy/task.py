"""What is timed: a recipe, a seed and what comes of it, by a clock that can be held."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from fashion_model.config import TrainConfig

STOCK = "stock"


class Point(TypedDict):
    """How good a network is on the test pictures after `epoch` epochs and `seconds` of training."""

    epoch: float
    seconds: float
    accuracy: float  # 0 to 1


class Stopwatch:
    """Runs from the moment it is made."""

    def __init__(self) -> None:
        self.seconds = 0.0  # up to the last time it was held
        self._since = time.perf_counter()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Count nothing of what happens meanwhile."""
        self.seconds += time.perf_counter() - self._since
        yield
        self._since = time.perf_counter()


@dataclass(frozen=True)
class Stock:
    """The stock recipe, `training.build_stock`; it ends once `stop_at` of the test is right."""

    stop_at: float = 1.0
    epochs: int = 25
    threads: int = TrainConfig.threads


Recipe = Stock | TrainConfig


@dataclass(frozen=True)
class Task:
    """One training of one recipe; on the bundled sample where `sample` says so."""

    name: str
    recipe: Recipe
    seed: int
    sample: bool = False

    def to_json(self) -> str:
        """The task as JSON; `from_json` gives it back."""
        return json.dumps({**asdict(self), "stock": isinstance(self.recipe, Stock)})

    @classmethod
    def from_json(cls, text: str) -> "Task":
        """A task from what `to_json` made of it."""
        values: dict[str, Any] = json.loads(text)
        is_stock, settings = values.pop("stock"), values.pop("recipe")
        recipe = Stock(**settings) if is_stock else TrainConfig.from_dict(settings)
        return cls(recipe=recipe, **values)


class Training(TypedDict):
    """What was trained: its curve on the test pictures, and how much work it was."""

    points: list[Point]
    pictures: int  # in all, each counted as often as it was trained on
    parameters: int
    multiply_adds: int  # of one picture's way forwards
    precision: str  # a Keras dtype policy


class Conditions(TypedDict):
    """What it was trained on, as measured right after it."""

    matmul_gflops: float  # GFLOP/s of a plain float32 matrix product with as many threads
    backend: str


class Timed(Training, Conditions):
    """All about one training."""

    recipe: str
    seed: int
