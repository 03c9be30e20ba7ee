"""Which model answers: the all-terrain model, or a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fashion_model.terminal.output import find_run

if TYPE_CHECKING:
    from fashion_model.answerers import Answerer

_ALL_TERRAIN = "all-terrain"  # as in `answerers`, which is slow to import for a mere --help

model_option = click.option(
    "--model",
    default=_ALL_TERRAIN,
    show_default=True,
    help="Who answers: all-terrain, bundled, or a run.",
)


def find_answerer(wanted: str) -> Answerer:
    """Load the model that is meant.

    Raises:
        click.BadParameter: There is no such run, or more than one.
        click.ClickException: It has no model, or a damaged one.
    """
    from fashion_model.answerers import Answerer, load_all_terrain
    from fashion_model.inference import Classifier, ModelError

    try:
        if wanted == _ALL_TERRAIN:
            return load_all_terrain()
        run = find_run(wanted)
        if run.model_path is not None:
            return Answerer(Classifier.load(run.model_path))
    except ModelError as error:
        raise click.ClickException(str(error)) from error
    raise click.ClickException(f"“{run.name}” has no model to answer with; it is {run.state}.")
