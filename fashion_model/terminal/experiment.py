"""`experiment`: several trainings that answer one question, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fashion_model.config import PRESETS, ConfigError
from fashion_model.terminal.cluster import cluster_option
from fashion_model.terminal.output import json_option, print_json
from fashion_model.terminal.search import design_of_search, told
from fashion_model.terminal.train import load_data, read_config
from fashion_model.words import percent, several

if TYPE_CHECKING:
    from fashion_model.config import TrainConfig
    from fashion_model.data import Dataset
    from fashion_model.experiments.design import Design
    from fashion_model.experiments.result import Result
    from fashion_model.experiments.store import Experiment
    from fashion_model.runs import RunSummary
    from fashion_model.runs.events import Event

KINDS = ("line-up", "luck", "race", "search")
LUCK_SEEDS = 5


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "--preset",
    "presets",
    multiple=True,
    type=click.Choice(sorted(PRESETS)),
    help="Where it begins; quick if not given. A race takes two: --preset quick --preset deep.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a setting of all, as train.",
)
@click.option(
    "--vary",
    multiple=True,
    metavar="KEY=A,B,C",
    help="What a line-up tries, e.g. learning_rate=0.001,0.005. Twice: each with each. Or what a"
    " search looks through, e.g. learning_rate=0.001..0.02; as often as you like.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    help="How long a search trains; 1 if not given.",
)
@click.option("--trials", type=click.IntRange(2), help="Or how many trainings it has.")
@click.option(
    "--sampler",
    type=click.Choice(("tpe", "random")),
    help="Whether a search learns from the trainings before (tpe, the usual one).",
)
@click.option("--seeds", type=click.IntRange(1, 12), help="How many trainings of each.")
@cluster_option
@json_option
def experiment(
    kind: str,
    presets: tuple[str, ...],
    changes: tuple[str, ...],
    vary: tuple[str, ...],
    minutes: float | None,
    trials: int | None,
    sampler: str | None,
    seeds: int | None,
    cluster: str | None,
    as_json: bool,
) -> None:
    """Train what a question asks, all in turns, and say what came of it.

    line-up: which value is best? luck: how far does chance alone move the result? race: which of
    two presets? search: which settings are better than the preset's? Chosen is on validation
    pictures; the test pictures are asked once, about what was chosen. With --json every event is
    one line; the last one carries the verdict, and its `winner` is null where it may be luck.
    """
    data = load_data()
    try:
        if kind != "search" and (minutes, trials, sampler) != (None, None, None):
            raise click.UsageError("Only a search has --minutes, --trials or --sampler.")
        if kind == "search":
            base = _base_of_search(presets, changes, seeds, data.is_sample)
            design = design_of_search(base, vary, minutes, trials, sampler)
        else:
            design = _design(kind, presets, changes, vary, seeds, data.is_sample)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    asked = _create(design, data, cluster)
    _train(asked, as_json)
    _conclude(asked, as_json)


def _base_of_search(
    presets: tuple[str, ...], changes: tuple[str, ...], seeds: int | None, sample: bool
) -> TrainConfig:
    if len(presets) > 1:
        raise click.UsageError("A race is between two presets; anything else takes one.")
    if seeds is not None:
        raise click.UsageError("A search trains what it found from fresh seeds by itself.")
    return read_config(presets[0] if presets else "quick", changes, sample=sample)


def _design(
    kind: str,
    presets: tuple[str, ...],
    changes: tuple[str, ...],
    vary: tuple[str, ...],
    seeds: int | None,
    sample: bool,
) -> Design:
    from fashion_model.experiments.design import Design

    if len(presets) > (2 if kind == "race" else 1):
        raise click.UsageError("A race is between two presets; anything else takes one.")
    configs = [read_config(preset, changes, sample=sample) for preset in presets or ("quick",)]
    own = tuple(range(1, (seeds or (LUCK_SEEDS if kind == "luck" else 1)) + 1))
    if kind != "line-up" and vary:
        raise click.UsageError("Only a line-up varies something.")
    if kind != "race":
        return Design(kind, _question(kind), configs[0], _varied(vary), seeds=own)
    if len(presets) < 2:
        raise click.UsageError("Name the two of a race: --preset quick --preset deep.")
    first, second = (preset.capitalize() for preset in presets)
    return Design(
        kind,
        f"{first} or {second}?",
        configs[0],
        rival=configs[1],
        names=(first, second),
        seeds=own,
    )


def _question(kind: str) -> str:
    return "How much is luck?" if kind == "luck" else "Which is best?"


def _varied(vary: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    """What each `--vary` says; values are JSON, or else plain words."""
    from fashion_model.terminal.train import read_value

    found: dict[str, tuple[Any, ...]] = {}
    for each in vary:
        key, equals, values = each.partition("=")
        if not equals:
            raise click.BadParameter(f"“{each}” must look like dropout=0,0.3.", param_hint="--vary")
        found[key] = tuple(read_value(value) for value in values.split(","))
    return found


def _create(design: Design, data: Dataset, cluster: str | None) -> Experiment:
    # Imported before the runs appear: a server that watches the line shall not be quicker.
    import fashion_model.workers.turns  # noqa: F401
    from fashion_model.experiments.store import create_experiment
    from fashion_model.runs import RunError

    try:
        return create_experiment(
            design,
            dataset_fingerprint=data.fingerprint,
            sample=data.is_sample,
            cluster=cluster,
            at_once=True,
        )
    except RunError as error:
        raise click.ClickException(str(error)) from error


def _train(asked: Experiment, as_json: bool) -> None:
    from fashion_model.os_errors import in_words
    from fashion_model.runs import RunError
    from fashion_model.runs.events import Epoch, Starting, Suspended, to_dict
    from fashion_model.workers.training import Process
    from fashion_model.workers.turns import train_experiment

    names: dict[str, str] = {}

    def show(run_id: str, event: Event) -> None:
        if as_json:
            print_json({"experiment": asked.id, "run": run_id, **to_dict(event)})
        elif isinstance(event, Epoch):
            name = names.setdefault(run_id, _name(run_id))
            accuracy = percent(event.validation_accuracy)
            click.echo(f"{name}, epoch {event.epoch}: {accuracy} of the validation pictures")
        elif isinstance(event, Starting) and event.again is not None:
            click.echo(f"{_name(run_id)}: {event.again}")
        elif isinstance(event, Suspended) and event.reason is not None:
            click.echo(f"{_name(run_id)}: {event.reason}")

    design = asked.design
    if design.search is not None and not as_json:
        click.echo("\n".join(told(design)))
    elif not as_json:
        how = "in turns" if asked.cluster is None else f"on the cluster at {asked.cluster}"
        click.echo(f"{design.question} {several(len(design.trainings), 'training')}, {how}.")
    try:
        train_experiment(asked.path, Process(emit=show))
    except RunError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(in_words(error)) from error


def _name(run_id: str) -> str:
    from fashion_model.runs import open_run

    return open_run(run_id).name


def _conclude(asked: Experiment, as_json: bool) -> None:
    """Print the verdict; exit 1 where not all trainings came to their end."""
    from fashion_model.experiments import result
    from fashion_model.experiments.choosing import chosen_run
    from fashion_model.experiments.spread import SpreadError
    from fashion_model.experiments.store import open_experiment
    from fashion_model.experiments.trials import read

    asked = open_experiment(asked.id, asked.root)  # a search has written down what it found
    trials = read(asked)
    try:
        found = result.of(asked, trials)
    except SpreadError as error:
        raise click.ClickException(str(error)) from error
    chosen = chosen_run(asked, trials)
    runs = [trial.run.id for trial in trials if trial.run is not None]
    if as_json:
        print_json({"experiment": asked.id, "runs": runs, **_verdict(found, chosen)})
    else:
        click.echo(found.words)
        if chosen is not None and chosen.test_accuracy is not None:
            accuracy = percent(chosen.test_accuracy)
            click.echo(f"{chosen.name}: {accuracy} of the test pictures, which were asked once.")
    if any(trial.state not in ("finished", "stopped") for trial in trials):
        raise click.exceptions.Exit(1)


def _verdict(found: Result, chosen: RunSummary | None) -> dict[str, Any]:
    from fashion_model.experiments.line_up import LineUp

    told = found.found
    said = told.to_dict() if isinstance(told, LineUp) else {}
    return {
        "winner": None if chosen is None or not found.told else chosen.id,
        "chosen": None if chosen is None else chosen.id,
        "verdict": found.words,
        "difference": said.get("difference"),
        "interval": said.get("interval"),
        "p": said.get("p"),
        "test_accuracy": None if chosen is None else chosen.test_accuracy,
    }
