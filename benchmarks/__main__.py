"""`python -m benchmarks`: measurements that end in one JSON object."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.alone import BrokeOff
from benchmarks.best_found.task import CONTESTANTS
from fashion_model.config import PRESETS, preset_for
from fashion_model.terminal.classify import find_predictor, model_option
from fashion_model.terminal.output import print_json

if TYPE_CHECKING:
    from benchmarks.own_input import Row

TARGETS = (0.90, 0.92, 0.93)
LOWEST_TARGET, HIGHEST_TARGET = 0.5, 0.99
MAX_SEEDS = 20


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure, and print one JSON object."""


_set_option = click.option(
    "--set",
    "directory",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of pictures with a manifest.csv.",
)


def _rows(directory: Path) -> list[Row]:
    from benchmarks.own_input import SetError, read_set

    try:
        return read_set(directory)
    except SetError as error:
        raise click.ClickException(str(error)) from error


@main.command("own-input")
@_set_option
@model_option
def own_input(directory: Path, model: str) -> None:
    """Score a model on a folder of drawings, photos and icons.

    Its manifest.csv has the columns path, kind, label (-1: none of the ten), accept (all fair
    labels, as in 0;6) and background (plain or messy). The columns worn (yes) and note (street
    crop, twin rot90 of …) are counted apart where they are there.
    """
    from benchmarks.families import families
    from benchmarks.own_input import predict_all
    from benchmarks.scoring import report

    predictor, rows = find_predictor(model)[0], _rows(directory)
    outcomes = []
    for outcome in predict_all(rows, predictor, things=True):
        outcomes.append(outcome)
        if sys.stderr.isatty():
            line = f"\r{len(outcomes)} of {len(rows)} pictures"
            click.echo(line, err=True, nl=len(outcomes) == len(rows))
    print_json(
        {"set": directory.resolve().name, "model": model, **report(outcomes), **families(outcomes)}
    )


@main.command("cut-off")
@_set_option
def cut_off(directory: Path) -> None:
    """Count of how many photos it is said that they show a part alone, cut ones and whole ones.

    The manifest.csv is as for own-input.
    """
    from benchmarks import cut_off as measured
    from fashion_model.predict import load_all_terrain

    counted = measured.cut_off(_rows(directory), load_all_terrain())
    print_json({"set": directory.resolve().name, **counted})


def _check_targets(
    context: click.Context, option: click.Parameter, targets: tuple[float, ...]
) -> list[float]:
    if not all(LOWEST_TARGET <= target <= HIGHEST_TARGET for target in targets):  # nor nan
        raise click.BadParameter(
            f"A target is a share of right answers from {LOWEST_TARGET} to {HIGHEST_TARGET},"
            " such as 0.92."
        )
    return sorted(set(targets))


@contextmanager
def _in_words() -> Iterator[None]:
    """Around a measurement: what keeps it from its end is a sentence and no traceback."""
    from fashion_model.data import DataError

    try:
        yield
    except (DataError, BrokeOff) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"The results can't be written: {error.strerror}.") from error


def _check_all_pictures() -> None:
    from fashion_model.data import load

    if load().is_sample:
        raise click.ClickException(
            "Get all pictures first: python -m fashion_model data --download"
        )


@main.command("time-to-accuracy")
@click.option(
    "--targets",
    multiple=True,
    type=float,
    default=TARGETS,
    show_default=True,
    callback=_check_targets,
    metavar="SHARE",
    help="A share of the test pictures to get right; may be given several times.",
)
@click.option(
    "--presets",
    multiple=True,
    type=click.Choice(list(PRESETS)),
    default=tuple(PRESETS),
    show_default=True,
    metavar="NAME",
    help="A preset to time beside the stock recipe; may be given several times.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1, MAX_SEEDS),
    default=3,
    show_default=True,
    help="Trainings of each recipe.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write the JSON, and a picture of the curves, into this folder.",
)
def time_to_accuracy(
    targets: list[float], presets: tuple[str, ...], seeds: int, into: Path | None
) -> None:
    """Time the presets against the stock Keras recipe, on the full data.

    Each training has a process of its own, and they take turns. Leave the machine alone meanwhile:
    whatever else computes there is in the seconds. The JSON says what was counted.
    """
    from benchmarks.time_to_accuracy.report import REFERENCE, report
    from benchmarks.time_to_accuracy.task import STOCK, Recipe, Stock

    recipes: dict[str, Recipe] = {
        STOCK: Stock(stop_at=max(*targets, REFERENCE)),
        **{name: preset_for(name, sample=False) for name in dict.fromkeys(presets)},
    }
    with _in_words():
        _check_all_pictures()
        print_json(report(recipes, targets, seeds, into, _tell))


@main.command("best-found")
@click.option(
    "--seconds",
    type=click.FloatRange(5, 3600),
    default=300.0,
    show_default=True,
    help="How long each search may take.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1, MAX_SEEDS),
    default=3,
    show_default=True,
    help="Searches of each contestant.",
)
@click.option(
    "--preset",
    type=click.Choice(list(PRESETS)),
    default="quick",
    show_default=True,
    metavar="NAME",
    help="The network around which is searched.",
)
@click.option(
    "--contestants",
    multiple=True,
    type=click.Choice(CONTESTANTS),
    default=CONTESTANTS,
    show_default=True,
    metavar="NAME",
    help="Who takes part; may be given several times.",
)
@click.option("--sample", is_flag=True, help="On the bundled sample instead of all pictures.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write the JSON into this folder; broken off, it goes on from what lies there.",
)
def best_found(
    seconds: float,
    rounds: int,
    preset: str,
    contestants: tuple[str, ...],
    sample: bool,
    into: Path | None,
) -> None:
    """Compare what searches find within the same seconds: ours, keras-tuner's and Optuna's.

    Each has a process of its own, and they take turns. First install what it takes:
    pip install -r requirements-benchmarks.txt. Leave the machine alone meanwhile.
    """
    from benchmarks.best_found.contest import take_turns
    from benchmarks.best_found.report import report

    if find_spec("keras_tuner") is None:
        raise click.ClickException(
            "Get the peers first: pip install -r requirements-benchmarks.txt"
        )
    tasks = take_turns(
        list(dict.fromkeys(contestants)), rounds, seconds=seconds, preset=preset, sample=sample
    )
    with _in_words():
        if not sample:
            _check_all_pictures()
        print_json(report(tasks, into, _tell))


MEASURES = {
    "answer-time": "benchmarks.answers",
    "draw-to-answer": "benchmarks.answers",
    "start-time": "benchmarks.starting",
    "start-to-first-point": "benchmarks.starting",
    "page-change": "benchmarks.pages",
    "clicks-while-training": "benchmarks.pages",
    "server-memory": "benchmarks.memory",
    "upload-memory": "benchmarks.memory",
    "search-memory": "benchmarks.search_memory",
    "many-runs": "benchmarks.many_runs",
    "soak": "benchmarks.soak",
    "all-trainings": "benchmarks.all_trainings",
    "training-speed": "benchmarks.training_speed",
    "worker-against-fit": "benchmarks.worker_against_fit",
    "turns": "benchmarks.turns",
    "shared-compiling": "benchmarks.turns",
    "line-up": "benchmarks.turns",
    "ray-overhead": "benchmarks.cluster",
    "explanation-time": "benchmarks.explanations",
    "deletion": "benchmarks.explanations",
    "find-lies": "benchmarks.lies",
    "surroundings": "benchmarks.surroundings",
    "false-winners": "benchmarks.winners",
    "real-winners": "benchmarks.winners",
    "room-load": "benchmarks.rooms",
    "room-fuzz": "benchmarks.rooms",
    "room-restart": "benchmarks.rooms",
}
"""What can be measured without options, and the module whose function of that name does it."""


@main.command("measure")
@click.argument("name", type=click.Choice(list(MEASURES)))
def measure(name: str) -> None:
    """Measure one thing against its goal; the modules say what and how.

    Set FASHION_MNIST_DIR to measure with all 70,000 pictures.
    """
    module = import_module(MEASURES[name])
    print_json(getattr(module, name.replace("-", "_"))())


def _tell(line: str) -> None:
    """Say how far it is on standard error, so that standard output stays JSON."""
    click.echo(line, err=True)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
