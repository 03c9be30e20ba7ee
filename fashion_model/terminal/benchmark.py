"""`benchmark`: measurements that end in one JSON object."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fashion_model.terminal.answerers import find_answerer, model_option
from fashion_model.terminal.output import print_json


@click.group()
def benchmark() -> None:
    """Measure, and print one JSON object."""


@benchmark.command("own-input")
@click.option(
    "--set",
    "directory",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of pictures with a manifest.csv.",
)
@model_option
def own_input(directory: Path, model: str) -> None:
    """Score a model on a folder of drawings, photos and icons.

    Its manifest.csv has the columns path, kind, label (-1: none of the ten), accept (all fair
    labels, as in 0;6) and background (plain or messy).
    """
    from fashion_model.own_input import SetError, answer_all, read_set
    from fashion_model.scoring import report

    answerer = find_answerer(model)
    try:
        rows = read_set(directory)
    except SetError as error:
        raise click.ClickException(str(error)) from error
    outcomes = []
    for outcome in answer_all(rows, answerer):
        outcomes.append(outcome)
        if sys.stderr.isatty():
            line = f"\r{len(outcomes)} of {len(rows)} pictures"
            click.echo(line, err=True, nl=len(outcomes) == len(rows))
    print_json({"set": directory.resolve().name, "model": model, **report(outcomes)})
