"""Results to compare with: what people and other networks reach, and what our models scored."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fashion_model.environment import ASSETS

PUBLISHED_PATH = ASSETS / "published_results.json"
SCORES_PATH = ASSETS / "all_terrain" / "scores.json"
KINDS = {
    "sketch": "People’s sketches",
    "photo_plain": "Photos, plain background",
    "photo_messy": "Photos, busy background",
    "icon": "Icons and clip art",
    "fashion_mnist": "Fashion-MNIST test pictures",
}


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
    stored = json.loads(PUBLISHED_PATH.read_text(encoding="utf-8"))
    networks = [PublishedNetwork(**each) for each in stored["networks"]]
    return PublishedResults(
        source=stored["source"],
        read=stored["read"],
        people=Human(**stored["people"]),
        networks=tuple(sorted(networks, key=lambda each: -each.accuracy)),
    )


class ScoresError(ValueError):
    """The file of scores cannot be used; the message is one sentence."""


@dataclass(frozen=True)
class Score:
    """How often a model is right on one kind of picture; all are shares, 0 to 1.

    Attributes:
        told: Every answer counts that a fair person would accept; "none of the ten" is wrong.
        lenient: As told, but where it says none of the ten, its likeliest kind is its answer.
        strict: As lenient, but only the one label counts.
        low: Lower end of the interval of `told`, from the bootstrap.
        high: Its upper end.
    """

    told: float
    lenient: float
    strict: float
    low: float
    high: float


@dataclass(frozen=True)
class Elsewhere:
    """The all-terrain model on `n` pictures of the same kind from sources unlike the first."""

    n: int
    all_terrain: Score


@dataclass(frozen=True)
class KindScores:
    """Both models on `n` pictures of one kind, a key of `KINDS`; maybe on others, too."""

    kind: str
    n: int
    all_terrain: Score
    plain: Score
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True)
class Scores:
    """All that was measured on one day, and the name of the set of pictures."""

    measured: date
    set: str
    kinds: tuple[KindScores, ...]


def read_scores(path: Path = SCORES_PATH) -> Scores | None:
    """The scores that come with the app; None where nothing was measured yet.

    Raises:
        ScoresError: The file is damaged.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Scores(
            date.fromisoformat(stored["date"]),
            str(stored["set"]),
            tuple(_kind_scores(each) for each in stored["kinds"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise ScoresError(
            "The table of scores that comes with the app is damaged; please install it again."
        ) from error


def to_markdown(scores: Scores) -> str:
    """The table, a row for each kind: right answers of both models, with the interval."""
    head = (
        "| what is shown | pictures | all-terrain | plain network "
        "| from other sources | all-terrain there |",
        "|:--|--:|--:|--:|--:|--:|",
    )
    return "\n".join((*head, *map(_line, scores.kinds)))


def _line(each: KindScores) -> str:
    there = ("–", "–")
    if each.elsewhere is not None:
        there = (f"{each.elsewhere.n:,}", f"**{_words(each.elsewhere.all_terrain)}**")
    cells = (
        KINDS[each.kind],
        f"{each.n:,}",
        f"**{_words(each.all_terrain)}**",
        _words(each.plain),
        *there,
    )
    return f"| {' | '.join(cells)} |"


def _kind_scores(stored: dict[str, Any]) -> KindScores:
    kind, n = stored["kind"], stored["n"]
    if kind not in KINDS or not isinstance(n, int) or n < 1:
        raise ValueError(f"no kind of picture, or none of it: {kind!r}, {n!r}")
    there = stored.get("elsewhere")
    elsewhere = None
    if there is not None:
        elsewhere = Elsewhere(int(there["n"]), _score(there["all_terrain"]))
    return KindScores(kind, n, _score(stored["all_terrain"]), _score(stored["plain"]), elsewhere)


def _score(stored: dict[str, float]) -> Score:
    score = Score(**stored)
    if not all(0 <= float(share) <= 1 for share in stored.values()):
        raise ValueError(f"a share is between 0 and 1: {stored}")
    if not (score.low <= score.told <= score.high and score.told <= score.lenient >= score.strict):
        raise ValueError(f"these do not belong together: {stored}")
    return score


def _words(score: Score) -> str:
    low, high = (f"{100 * share:.0f}" for share in (score.low, score.high))
    return f"{100 * score.told:.1f} % ({low}–{high})"
