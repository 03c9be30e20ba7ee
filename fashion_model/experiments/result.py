"""What an experiment has shown, reckoned once: groups, words, and who did best."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fashion_model.config import TrainConfig, preset_of
from fashion_model.experiments import method, verdict
from fashion_model.experiments.design import MOST_SEEDS, SEARCH_NAMES, Design
from fashion_model.experiments.line_up import LineUp, line_up
from fashion_model.experiments.luck import Luck, luck
from fashion_model.experiments.significance import Group
from fashion_model.experiments.spread import spread_of
from fashion_model.experiments.store import Experiment
from fashion_model.experiments.trials import Trial, accuracies
from fashion_model.experiments.varying import in_words
from fashion_model.words import several

NOTHING = "There is nothing to compare: fewer than two have a result."
_MANY = 3  # from so many on the best of them looks better than it is


@dataclass(frozen=True)
class Result:
    """The result of trainings that have ended.

    Attributes:
        groups: By the number of the variant, those with a training that has a result.
        found: All pairs compared, or the luck of the only one; None where there is nothing to
            compare yet.
        seeds: Of each, as asked.
        nothing: What is said where nothing can be compared.
    """

    groups: dict[int, Group]
    found: LineUp | Luck | None
    seeds: int
    nothing: str = NOTHING

    @property
    def best(self) -> int | None:
        """The variant with the highest mean; None where nothing can be compared."""
        if self.found is None:
            return None
        return list(self.groups)[self.found.best if isinstance(self.found, LineUp) else 0]

    @property
    def told(self) -> bool:
        """Whether one is better than all others."""
        return isinstance(self.found, LineUp) and self.found.winner is not None

    @property
    def words(self) -> str:
        """The verdict; plain text that may hold a stranger's words."""
        if isinstance(self.found, LineUp):
            said = verdict.verdict_of_line_up(self.found)
            return said[0].upper() + said[1:] if said.startswith(SEARCH_NAMES) else said
        if self.found is not None:
            return verdict.verdict_of_luck(self.found)
        return self.nothing

    @property
    def in_short(self) -> str:
        """The verdict in a few words."""
        if isinstance(self.found, LineUp):
            if self.found.winner is not None:
                return f"{self.found.groups[self.found.winner].label} is best"
            told = self.found.kind == "equivalent"
            return "no difference that matters" if told else "can’t tell yet"
        if self.found is not None:
            return f"by luck up to {100 * self.found.apart:.1f} points"
        return "no result" if self.nothing == NOTHING else "nothing better was found"

    @property
    def method(self) -> list[str]:
        """How it was found, in sentences."""
        if isinstance(self.found, LineUp):
            return method.method_of_line_up(self.found)
        return [] if self.found is None else method.method_of_luck(self.found)

    @property
    def best_of_many(self) -> bool:
        """Whether it has to be said that the best of them looks better than it is."""
        return isinstance(self.found, LineUp) and len(self.groups) >= _MANY

    @property
    def more_seeds(self) -> int | None:
        """How many more of each may tell, as far as there is room; None where none would."""
        if not isinstance(self.found, LineUp) or self.found.kind != "unclear":
            return None
        more = self.found.more_seeds
        return None if more is None else min(more, MOST_SEEDS - self.seeds) or None


def of(experiment: Experiment, trials: Sequence[Trial]) -> Result:
    """Return the result of what has ended; SpreadError without the table of chance."""
    design = experiment.design
    if design.search is not None and design.rival is None:
        return Result({}, None, 0, _nothing_found(experiment, trials))
    reached = tuple(tuple(each) for each in accuracies(experiment, trials))
    configs = tuple(variant.config for variant in design.variants)
    return _reckon(labels(design), configs, experiment.sample, reached, len(design.seeds))


def _nothing_found(experiment: Experiment, trials: Sequence[Trial]) -> str:
    """What is said of a search that found nothing better than its base."""
    search = experiment.design.search
    if search is not None and not search.fits(experiment.design.base):
        return "No network that is small enough has a result."
    tried = sum(trial.validation_accuracy is not None for trial in trials)
    if tried < 2:
        return NOTHING
    return (
        f"Nothing better was found: of {several(tried, 'trial')}, what you had is still the best."
    )


def labels(design: Design) -> tuple[str, ...]:
    """Return what each thing compared is called in sentences, where commas stand between them."""
    if design.kind == "luck":  # the only one
        name = preset_of(design.base)
        return (name.capitalize() if name else "This network",)
    if len(design.varied) == 2:
        pairs = itertools.product(*design.varied.values())
        return tuple(" with ".join(map(in_words, design.varied, pair)) for pair in pairs)
    return tuple(variant.label for variant in design.variants)


@lru_cache(maxsize=256)
def _reckon(
    names: tuple[str, ...],
    configs: tuple[TrainConfig, ...],
    sample: bool,
    reached: tuple[tuple[float, ...], ...],
    seeds: int,
) -> Result:
    groups = {
        variant: Group(names[variant], own, spread_of(configs[variant], sample=sample))
        for variant, own in enumerate(reached)
        if own
    }
    found: LineUp | Luck | None = None
    if len(names) == 1 and groups:
        found = luck(groups[0])
    elif len(groups) > 1:
        found = line_up(list(groups.values()))
    return Result(groups, found, seeds)
