"""`classify`: ask a model about pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fashion_model.terminal.output import find_run

if TYPE_CHECKING:
    from fashion_model.predict import Answerer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fashion_model.terminal.output import json_option, print_json

if TYPE_CHECKING:
    from fashion_model.predict import Answer, Answerer


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
    from fashion_model.predict import Answerer, Classifier, ModelError, load_all_terrain

    try:
        if wanted == _ALL_TERRAIN:
            return load_all_terrain()
        run = find_run(wanted)
        if run.model_path is not None:
            return Answerer(Classifier.load(run.model_path))
    except ModelError as error:
        raise click.ClickException(str(error)) from error
    raise click.ClickException(f"“{run.name}” has no model to answer with; it is {run.state}.")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@model_option
@json_option
def classify(files: tuple[Path, ...], model: str, as_json: bool) -> None:
    """Name the clothing in FILES, one line each; a bad file never stops the rest."""
    answerer = find_answerer(model)
    failed = False
    for file in files:
        answer, error = _answer(answerer, file)
        failed = failed or answer is None
        if as_json:
            print_json({"file": str(file), **(_facts(answer) if answer else {"error": error})})
        else:
            words = _words(answer) if answer else error
            click.echo(f"{click.format_filename(file)}: {words}", err=answer is None)
    if failed:
        raise click.exceptions.Exit(1)


def _answer(answerer: Answerer, file: Path) -> tuple[Answer | None, str]:
    """The answer, or None and a sentence that says why there is none."""
    from fashion_model.images import ImageError, decode_file, prepare

    try:
        picture = prepare(decode_file(file)).picture
    except OSError as error:
        return None, f"This file cannot be read: {error.strerror}."
    except ImageError as error:
        return None, str(error)
    return answerer.answer(picture[None])[0], ""


def _facts(answer: Answer) -> dict[str, Any]:
    from fashion_model.labels import CLASS_NAMES

    return {
        "label": answer.label,
        "class": CLASS_NAMES[answer.label],
        "probability": answer.confidence,
        "sure": answer.sure,
        "none": answer.none,
        "runner_up": {
            "label": answer.runner_up,
            "class": CLASS_NAMES[answer.runner_up],
            "probability": float(answer.probabilities[answer.runner_up]),
        },
        "probabilities": [float(each) for each in answer.probabilities],
    }


def _words(answer: Answer) -> str:
    from fashion_model.labels import CLASS_NAMES

    said = f"{CLASS_NAMES[answer.label]}, {round(100 * answer.confidence)} %"
    if answer.sure:
        return f"{said}, sure"
    if answer.stranger:
        return f"probably none of the ten kinds; of those {said}"
    return f"{said}, not sure; perhaps {CLASS_NAMES[answer.runner_up]}"
