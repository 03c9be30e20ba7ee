"""`experiment search`: what the options say is searched, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fashion_model.config import TrainConfig
    from fashion_model.experiments.design import Design
    from fashion_model.experiments.search import Range

QUESTION = "What is better than what I have?"
USUAL_MINUTES = 1.0


def design_of_search(
    base: TrainConfig,
    vary: tuple[str, ...],
    minutes: float | None,
    trials: int | None,
    sampler: str | None,
) -> Design:
    """The search around `base`.

    Raises:
        ConfigError: it is none, in words.
        click.UsageError: the options contradict each other.
        click.BadParameter: a range can't be read.
    """
    from fashion_model.experiments.goals import GOALS, around, search_design
    from fashion_model.experiments.search import Search

    if minutes is not None and trials is not None:
        raise click.UsageError("Give --minutes or --trials, not both.")
    if minutes is None and trials is None:
        minutes = USUAL_MINUTES
    space = dict(map(_span, vary)) or around(base, GOALS["seconds"].keys)
    seconds = None if minutes is None else 60 * minutes
    search = Search(space, trials=trials, seconds=seconds, sampler=sampler or "tpe")
    return search_design(QUESTION, base, search)


def _span(said: str) -> tuple[str, Range]:
    """`learning_rate=0.001..0.02`, or `optimizer=adam,sgd`."""
    from fashion_model.experiments.search import Range
    from fashion_model.terminal.train import read_value

    key, equals, values = said.partition("=")
    low, dots, high = values.partition("..")
    if not equals:
        raise click.BadParameter(
            f"“{said}” must look like dropout=0..0.5 or optimizer=adam,sgd.", param_hint="--vary"
        )
    if not dots:
        return key, Range(values=tuple(read_value(value) for value in values.split(",")))
    ends = read_value(low), read_value(high)
    if not all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
        raise click.BadParameter(
            f"“{said}” must go from one number to another, like dropout=0..0.5.",
            param_hint="--vary",
        )
    return key, Range(*ends)


def told(design: Design) -> list[str]:
    """What is searched, over which ranges, for how long: a line each."""
    from fashion_model.experiments.varying import VARYING

    search = design.search
    if search is None:
        return []
    return [
        f"{design.question} {search.budget[0].upper()}{search.budget[1:]}, from these ranges:",
        *(
            f"  {VARYING[key].setting.label}: {span.in_words(key)}"
            for key, span in search.space.items()
        ),
        f"The best is then trained again from {len(design.seeds)} fresh seeds, and so is what you"
        " had.",
    ]
