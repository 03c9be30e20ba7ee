"""`classify`: ask a model about pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fashion_model.terminal.output import find_run, json_option, print_json

if TYPE_CHECKING:
    from fashion_model.images import Prepared
    from fashion_model.predict import Prediction, Predictor
    from fashion_model.runs import Run


_ALL_TERRAIN = "all-terrain"  # as in `predict`, which is slow to import for a mere --help

model_option = click.option(
    "--model",
    default=_ALL_TERRAIN,
    show_default=True,
    help="Who answers: all-terrain, bundled, or a run.",
)


def find_model(wanted: str) -> Run | None:
    """The run that is meant, which has a model; None for the all-terrain model.

    Raises:
        click.BadParameter: There is no such run, or more than one.
        click.ClickException: It has no model.
    """
    if wanted == _ALL_TERRAIN:
        return None
    run = find_run(wanted)
    if run.model_path is None:
        raise click.ClickException(f"“{run.name}” has no model to answer with; it is {run.state}.")
    return run


def find_predictor(wanted: str) -> tuple[Predictor, bool]:
    """Load the model that is meant; whether it can only guess what a drawing shows.

    Raises:
        click.BadParameter: There is no such run, or more than one.
        click.ClickException: It has no model, or a damaged one.
    """
    from fashion_model.litert import ModelError
    from fashion_model.predict import Classifier, Predictor, load_all_terrain
    from fashion_model.runs import calibration_of

    run = find_model(wanted)
    try:
        if run is None or run.model_path is None:
            return load_all_terrain(), False
        predictor = Predictor(Classifier.load(run.model_path), calibration_of(run))
        return predictor, True  # measured on pictures of the data set alone
    except ModelError as error:
        raise click.ClickException(str(error)) from error


def prepare_file(path: Path) -> Prepared:
    """Read a picture and prepare it.

    Raises:
        click.ClickException: The file can't be read, or holds no picture that can be prepared.
    """
    from fashion_model.images import ImageError, decode_file, prepare

    try:
        return prepare(decode_file(path))
    except OSError as error:
        raise click.ClickException(f"This file cannot be read: {error.strerror}.") from error
    except ImageError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@model_option
@json_option
def classify(files: tuple[Path, ...], model: str, as_json: bool) -> None:
    """Name the clothing in FILES, one line each; a bad file never stops the rest."""
    predictor, guessing = find_predictor(model)
    failed = False
    for file in files:
        prediction, error = _answer(predictor, file, guessing=guessing)
        failed = failed or prediction is None
        if as_json:
            print_json(
                {"file": str(file), **(_facts(prediction) if prediction else {"error": error})}
            )
        else:
            words = _words(prediction) if prediction else error
            click.echo(f"{click.format_filename(file)}: {words}", err=prediction is None)
    if failed:
        raise click.exceptions.Exit(1)


def _answer(predictor: Predictor, file: Path, *, guessing: bool) -> tuple[Prediction | None, str]:
    """The answer, or None and a sentence that says why there is none."""
    from fashion_model.litert import ModelError

    try:
        prepared = prepare_file(file)
        prediction = predictor.name(prepared)
    except click.ClickException as error:
        return None, error.message
    except ModelError as error:
        return None, str(error)
    if guessing and prepared.kind == "drawing":
        prediction = replace(prediction, sure=False)
    return prediction, ""


def _facts(prediction: Prediction) -> dict[str, Any]:
    from fashion_model.labels import CLASS_NAMES

    return {
        "label": prediction.label,
        "class": CLASS_NAMES[prediction.label],
        "probability": prediction.confidence,
        "sure": prediction.sure,
        "none": prediction.none,
        "photo_expert": _expert(prediction),
        "runner_up": {
            "label": prediction.runner_up,
            "class": CLASS_NAMES[prediction.runner_up],
            "probability": float(prediction.probabilities[prediction.runner_up]),
        },
        "probabilities": [float(each) for each in prediction.probabilities],
    }


def _expert(prediction: Prediction) -> dict[str, Any] | None:
    """What the network for photos said by itself, where it was heard."""
    from fashion_model.labels import ANSWER_NAMES

    if prediction.expert is None:
        return None
    answers = prediction.expert.answers
    return {
        "class": ANSWER_NAMES[int(answers.argmax())],
        "probability": float(answers.max()),
        "photo": prediction.expert.photo,
    }


def _words(prediction: Prediction) -> str:
    from fashion_model.labels import CLASS_NAMES

    said = f"{CLASS_NAMES[prediction.label]}, {round(100 * prediction.confidence)} %"
    if prediction.sure:
        return f"{said}, sure"
    if prediction.stranger:
        return f"probably none of the ten kinds; of those {said}"
    return f"{said}, not sure; perhaps {CLASS_NAMES[prediction.runner_up]}"
