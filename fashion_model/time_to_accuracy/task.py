"""What one child process is to time, and what it answers; both travel as JSON."""

import json
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from fashion_model.config import TrainConfig
from fashion_model.time_to_accuracy.stopwatch import Point

STOCK = "stock"


@dataclass(frozen=True)
class Stock:
    """The stock recipe: `network/stock.py`. It ends once it gets `stop_at` of the test right."""

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
