"""What people and other networks reach on Fashion-MNIST: the table of its own repository."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from fashion_model.settings import ASSETS

FILE = ASSETS / "published_results.json"


@dataclass(frozen=True)
class Human:
    """How well people do: share of right answers, how it was measured, where that is written."""

    accuracy: float
    how: str
    pictures: int
    link: str

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class PublishedNetwork:
    """One network of the list; accuracies are as submitted, nobody has checked them."""

    name: str
    pictures: str  # how it prepares or varies them
    accuracy: float
    by: str
    link: str


@dataclass(frozen=True)
class PublishedResults:
    """The list, where it was read and when (an ISO date)."""

    source: str
    read: str
    people: Human
    networks: tuple[PublishedNetwork, ...]

    def better_than(self, accuracy: float) -> int:
        """How many networks of the list have a higher accuracy."""
        return sum(each.accuracy > accuracy for each in self.networks)


@cache
def published_results() -> PublishedResults:
    """The results that come with the app, best network first."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    networks = [PublishedNetwork(**each) for each in stored["networks"]]
    return PublishedResults(
        source=stored["source"],
        read=stored["read"],
        people=Human(**stored["people"]),
        networks=tuple(sorted(networks, key=lambda each: -each.accuracy)),
    )
